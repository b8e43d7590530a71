package twilio

import "net/http"

// Refusal says why a webhook was not taken, in words fit for a metric's label.
type Refusal string

// Why a webhook was not taken, in the order of the checks.
const (
	RefusedMethod      Refusal = "method"
	RefusedContentType Refusal = "content-type"
	RefusedTooLarge    Refusal = "too-large"
	RefusedSlow        Refusal = "slow"
	RefusedHalfSent    Refusal = "half-sent"
	RefusedMalformed   Refusal = "malformed"
	RefusedChannel     Refusal = "unknown-channel"
	RefusedSignature   Refusal = "signature"
	RefusedAccount     Refusal = "account"
	RefusedIncomplete  Refusal = "incomplete"
	// RefusedUnavailable and RefusedInternal are ours, not the caller's fault.
	RefusedUnavailable Refusal = "unavailable"
	RefusedInternal    Refusal = "internal"
	// IgnoredStatus was answered with 200, but said nothing that is known here.
	IgnoredStatus Refusal = "unknown-status"
)

// refusals are the answers: an HTTP status, and a sentence for whoever reads
// Twilio's debugger.
var refusals = map[Refusal]struct {
	status   int
	sentence string
}{
	RefusedMethod:      {http.StatusMethodNotAllowed, "This address takes POST only."},
	RefusedContentType: {http.StatusUnsupportedMediaType, "This address takes application/x-www-form-urlencoded only."},
	RefusedTooLarge:    {http.StatusRequestEntityTooLarge, "The body is longer than 64 KiB."},
	RefusedSlow:        {http.StatusRequestTimeout, "The body did not arrive in time."},
	RefusedHalfSent:    {http.StatusBadRequest, "The body ended before it was complete."},
	RefusedMalformed:   {http.StatusBadRequest, "The body is not a form of at most 200 parameters."},
	RefusedChannel:     {http.StatusNotFound, "There is no such channel."},
	RefusedSignature:   {http.StatusForbidden, "The X-Twilio-Signature does not fit this request and the configured public URL."},
	RefusedAccount:     {http.StatusForbidden, "The AccountSid is not the configured one."},
	RefusedIncomplete:  {http.StatusBadRequest, "MessageSid, or the sender, is missing or not readable."},
	RefusedUnavailable: {http.StatusServiceUnavailable, "The message can't be stored at the moment."},
	RefusedInternal:    {http.StatusInternalServerError, "The message could not be stored."},
}

// Error makes a Refusal the error of a check.
func (r Refusal) Error() string { return "webhook refused: " + string(r) }
