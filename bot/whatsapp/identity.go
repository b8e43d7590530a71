//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"frontdesk/records"
)

// addressOf gives the address that a sender is known under. WhatsApp is moving
// from numbers to hidden ids, and messages of one person may name either or
// both; the number is the address wherever it is known.
func (s *session) addressOf(ctx context.Context, client *whatsmeow.Client, source types.MessageSource) (string, error) {
	identities, proposed := identitiesOf(ctx, client, source.Sender, source.SenderAlt)
	return s.adapter.config.Devices.AddressOf(ctx, s.through, identities, proposed)
}

// moved puts whoever has a number in doubt after their WhatsApp came from another
// telephone: a new one of theirs as a rule, but a number that was handed out again
// looks the same (jobs.LinkedDevices.Doubt).
func (s *session) moved(ctx context.Context, client *whatsmeow.Client, change *events.IdentityChange) {
	if !isPerson(change.JID) {
		return
	}
	config := s.adapter.config
	config.Happened(EventMoved)
	other := types.EmptyJID
	if change.JID.Server == types.DefaultUserServer {
		other, _ = client.Store.LIDs.GetLIDForPN(ctx, change.JID) // one that fails says as much as one that finds nothing
	}
	identities, proposed := identitiesOf(ctx, client, change.JID, other)
	if err := config.Devices.Doubt(ctx, s.through, identities, proposed); err != nil && ctx.Err() == nil {
		config.Logger.Error("a patient's WhatsApp is on another telephone, and they could not be put in doubt", "channel", s.through.Name, "error", err)
	}
}

// identitiesOf gives the identities of somebody who is named by a number, a hidden
// id or both, and the address that they would be known under.
func identitiesOf(ctx context.Context, client *whatsmeow.Client, number, hidden types.JID) (identities []string, proposed string) {
	if number.Server != types.DefaultUserServer {
		number, hidden = hidden, number
	}
	if number.IsEmpty() {
		// A lookup that fails says as much as one that finds nothing.
		number, _ = client.Store.LIDs.GetPNForLID(ctx, hidden)
	}
	for _, jid := range []types.JID{number, hidden} {
		if !isPerson(jid) {
			continue
		}
		identity := jid.ToNonAD().String()
		if identities = append(identities, identity); proposed == "" {
			proposed = identity
		}
	}
	if isPerson(number) {
		proposed = "+" + number.User
	}
	return identities, proposed
}

// recipient is the way back from an address.
func recipient(address string) (types.JID, error) {
	if digits, isNumber := strings.CutPrefix(address, "+"); isNumber && isDigits(digits) {
		return types.NewJID(digits, types.DefaultUserServer), nil
	}
	if user, isHidden := strings.CutSuffix(address, "@"+types.HiddenUserServer); isHidden && isDigits(user) {
		return types.NewJID(user, types.HiddenUserServer), nil
	}
	return types.JID{}, records.Invalid("To", "is neither a number nor an id of WhatsApp's")
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
