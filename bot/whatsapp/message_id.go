//go:build !nowhatsapp

package whatsapp

import (
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
	"go.mau.fi/whatsmeow/types"
)

// providerID is WhatsApp's id of a message of ours: our own id in 32 capital
// hexadecimal digits, the shape that telephones give theirs. A message that is
// sent again has the same one, and a receipt finds its message even if nobody
// learned that it was sent.
func providerID(message uuid.UUID) types.MessageID {
	return strings.ToUpper(hex.EncodeToString(message[:]))
}

// messageID is the way back; false for an id that is not one of ours.
func messageID(provider types.MessageID) (uuid.UUID, bool) {
	raw, err := hex.DecodeString(provider)
	if err != nil || len(raw) != len(uuid.UUID{}) || strings.ToUpper(provider) != provider {
		return uuid.Nil, false
	}
	return uuid.UUID(raw), true
}
