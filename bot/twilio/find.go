package twilio

import (
	"context"
	"slices"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"frontdesk/conversations/channel"
)

// Find asks Twilio for a message whose answer was lost; see channel.Finder. Of
// several that fit, it gives the oldest.
//
// It does not filter by the date of sending, as the API would allow: a message
// that is still queued has none, and would be missed. A false "not found"
// makes the patient read the same message twice.
func (a *Adapter) Find(ctx context.Context, message channel.Outbound, since time.Time, excluding []string) (channel.Receipt, bool, error) {
	account, err := a.account(message.Channel)
	if err != nil {
		return channel.Receipt{}, false, unavailable("find a message", err)
	}
	to := address(message.Channel.Kind, message.To)
	parameters := &openapi.ListMessageParams{}
	if message.Channel.ServiceID == "" { // else it left from any of the pool's numbers
		parameters.SetFrom(address(message.Channel.Kind, message.From))
	}
	if filterable(to) {
		parameters.SetTo(to)
	}
	var match listed
	err = a.eachMessage(ctx, account, parameters, since.Add(-clockSkew), func(candidate listed) bool {
		if leftThrough(candidate, message) && candidate.to == to && candidate.direction != "inbound" &&
			sameWords(candidate.body, message) && !slices.Contains(excluding, candidate.sid) &&
			(match.sid == "" || candidate.created.Before(match.created)) {
			match = candidate
		}
		return true
	})
	if err != nil {
		return channel.Receipt{}, false, unavailable("find a message", err)
	}
	if match.sid == "" {
		return channel.Receipt{}, false, nil
	}
	receipt := channel.Receipt{MessageID: message.ID, ProviderID: match.sid, Status: messageStatuses[match.status]}
	if receipt.Status == "" {
		receipt.Status = messageStatuses["queued"] // a status that is new here still proves acceptance
	}
	receipt.ErrorCode, receipt.Remedy = match.errorCode, remedyOf(match.errorCode)
	return receipt, true, nil
}

// leftThrough says whether a message on the list left from the same sender.
func leftThrough(candidate listed, message channel.Outbound) bool {
	if pool := message.Channel.ServiceID; pool != "" {
		return candidate.service == pool
	}
	return candidate.from == address(message.Channel.Kind, message.From)
}

// sameWords says whether a text on the list is the message's, its choices
// numbered in it or shown otherwise: in which form it left is not known any more.
func sameWords(listed string, message channel.Outbound) bool {
	return sameText(listed, message.Text) || len(message.Choices) > 0 && sameText(listed, numbered(message))
}

// sameText says whether a text on the list is the one that was sent. Twilio
// may have trimmed it, and replaced typographic characters.
func sameText(listed, sent string) bool {
	if listed == sent {
		return true
	}
	plain := func(text string) string { return channel.ReplaceSmartCharacters(strings.TrimSpace(text)) }
	return plain(listed) == plain(sent)
}
