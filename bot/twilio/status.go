package twilio

import (
	"context"
	"net/url"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// messageStatuses maps Twilio's statuses of an outbound message. Any word on a
// message proves that Twilio accepted it, so what it still calls queued is
// sent as far as we are concerned: nothing is left for us to do.
var messageStatuses = map[string]records.MessageStatus{
	"accepted":    records.MessageSent,
	"scheduled":   records.MessageSent,
	"queued":      records.MessageSent,
	"sending":     records.MessageSent,
	"sent":        records.MessageSent,
	"delivered":   records.MessageDelivered,
	"read":        records.MessageRead,
	"undelivered": records.MessageFailed,
	"failed":      records.MessageFailed,
	"canceled":    records.MessageFailed,
}

// messageParameter carries our id of the message in a status callback's URL,
// so that a send whose answer was lost is still recognised.
const messageParameter = "message"

// callbackURL is where Twilio posts what becomes of a message.
func (a *Adapter) callbackURL(through records.Channel, message uuid.UUID) string {
	return a.publicURL + "/webhooks/twilio/" + url.PathEscape(through.Name) + "/status?" +
		messageParameter + "=" + message.String()
}

// takeStatus hands a receipt on. A status that is not known is counted and
// otherwise ignored: Twilio may invent one, and asking for it again helps
// nobody.
func (a *Adapter) takeStatus(ctx context.Context, through records.Channel, query, form url.Values) error {
	receipt := channel.Receipt{ProviderID: identifier(firstOf(form, "MessageSid", "SmsSid"))}
	if id, err := uuid.Parse(query.Get(messageParameter)); err == nil {
		receipt.MessageID = id
	}
	if receipt.ProviderID == "" {
		return RefusedIncomplete
	}
	word := firstOf(form, "MessageStatus", "SmsStatus")
	status, known := messageStatuses[word]
	if !known {
		a.config.Refused(IgnoredStatus)
		return nil
	}
	receipt.Status, receipt.ProviderStatus = status, word
	if status == records.MessageFailed {
		receipt.ErrorCode = identifier(form.Get("ErrorCode"))
		receipt.Remedy = remedyOf(receipt.ErrorCode)
	}
	return a.config.Receipts.Record(ctx, through, receipt)
}
