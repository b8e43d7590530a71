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
	from := address(message.Channel.Kind, message.From)
	to := address(message.Channel.Kind, message.To)
	parameters := (&openapi.ListMessageParams{}).SetFrom(from)
	if filterable(to) {
		parameters.SetTo(to)
	}
	var match listed
	err := a.eachMessage(ctx, parameters, since.Add(-clockSkew), func(candidate listed) bool {
		if candidate.from == from && candidate.to == to && candidate.direction != "inbound" &&
			sameText(candidate.body, message.Text) && !slices.Contains(excluding, candidate.sid) &&
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

// sameText says whether a text on the list is the one that was sent. Twilio
// may have trimmed it, and replaced typographic characters.
func sameText(listed, sent string) bool {
	if listed == sent {
		return true
	}
	plain := func(text string) string { return channel.ReplaceSmartCharacters(strings.TrimSpace(text)) }
	return plain(listed) == plain(sent)
}
