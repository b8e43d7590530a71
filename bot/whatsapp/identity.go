//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"

	"frontdesk/records"
)

// addressOf gives the address that a sender is known under. WhatsApp is moving
// from numbers to hidden ids, and messages of one person may name either or
// both; the number is the address wherever it is known.
func (s *session) addressOf(ctx context.Context, client *whatsmeow.Client, source types.MessageSource) (string, error) {
	number, hidden := source.Sender, source.SenderAlt
	if number.Server != types.DefaultUserServer {
		number, hidden = hidden, number
	}
	if number.IsEmpty() {
		// A lookup that fails says as much as one that finds nothing.
		number, _ = client.Store.LIDs.GetPNForLID(ctx, hidden)
	}
	var identities []string
	proposed := ""
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
	return s.adapter.config.Devices.AddressOf(ctx, s.through, identities, proposed)
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
