package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records/postgres"
)

// ownMessage is one that the service itself puts into a conversation, so that a
// flow goes on. Its name makes it one.
type ownMessage struct{ name, choiceID string }

// tellConversation puts a message of the service's own into a contact's
// conversation.
func (j *Jobs) tellConversation(ctx context.Context, tx *postgres.Tx, contactID uuid.UUID, message ownMessage, now time.Time) error {
	channelID, address, err := tx.ContactAddress(ctx, contactID)
	if err != nil {
		return fmt.Errorf("tell a conversation: %w", err)
	}
	woken, err := tx.KeepInbound(ctx, []postgres.NewInbound{{
		ID: j.config.NewID(), NewContactID: j.config.NewID(), ClinicID: tx.ClinicID(), ChannelID: channelID, Address: address,
		ProviderID: message.name, ChoiceID: message.choiceID,
	}}, now)
	if err != nil {
		return fmt.Errorf("tell a conversation: %w", err)
	}
	return j.wakeTurns(ctx, tx, woken)
}
