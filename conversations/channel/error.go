package channel

import (
	"fmt"
	"time"
)

// Outcome says what is known of a message whose sending ended in an error.
type Outcome string

const (
	// OutcomeRefused means that the provider has not taken the message and
	// never will as it stands: an address or a content that it rejects.
	OutcomeRefused Outcome = "refused"
	// OutcomeNotYet means that the provider has certainly not taken the
	// message and may later: rate limits, a refused connection.
	OutcomeNotYet Outcome = "not-yet"
	// OutcomeUnknown means that the message may have gone: a time-out, a
	// connection cut after the request left, a 5xx. It is reconciled, never
	// repeated blindly.
	OutcomeUnknown Outcome = "unknown"
)

// Remedy says what to do about a refused message beyond recording it.
type Remedy string

const (
	// RemedyNone needs nothing more than the record.
	RemedyNone Remedy = ""
	// RemedyOptOut records that the contact opted out at the carrier (21610).
	RemedyOptOut Remedy = "opt-out"
	// RemedyBadAddress marks the contact's address as one that can't be reached.
	RemedyBadAddress Remedy = "bad-address"
	// RemedyTemplate says that free text is not allowed now (63016).
	RemedyTemplate Remedy = "needs-template"
	// RemedyLater says that the address could not be reached now: another time, or
	// another channel, may do.
	RemedyLater Remedy = "later"
	// RemedyBlocked says that this sender does not reach this address: the
	// telephone, its user or the network keeps its messages out. Another channel
	// may do.
	RemedyBlocked Remedy = "blocked"
	// RemedyOperator calls an operator: credentials, account, sender blocked.
	RemedyOperator Remedy = "operator"
)

// SendError is what a Sender returns. Its text carries codes only, never the
// message's content or address.
type SendError struct {
	Outcome Outcome
	Remedy  Remedy
	// Code is the provider's ("21610"); empty where there was no answer.
	Code string
	// RetryAfter is how long the provider asked to wait before OutcomeNotYet is
	// tried again; zero where it did not say.
	RetryAfter time.Duration
	Err        error
}

// Error says outcome and code.
func (e *SendError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("send %s (code %q): %v", e.Outcome, e.Code, e.Err)
	}
	return fmt.Sprintf("send %s (code %q)", e.Outcome, e.Code)
}

// Unwrap gives the cause.
func (e *SendError) Unwrap() error { return e.Err }
