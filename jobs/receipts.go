package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Record keeps a provider's word on an outbound message of a channel. The
// status only advances (invariant 6): a receipt that comes late, twice or out
// of order changes nothing. A receipt for a message that we don't have is
// counted and otherwise ignored, since no repetition of it could help.
func (j *Jobs) Record(ctx context.Context, through records.Channel, receipt channel.Receipt) error {
	err := j.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return j.advance(ctx, tx, through.ID, receipt)
	})
	if records.CodeOf(err) == records.CodeNotFound {
		j.observe("receipts", "orphan", 1)
		return nil
	}
	if err != nil {
		return fmt.Errorf("record receipt: %w", err)
	}
	j.observe("receipts", string(receipt.Status), 1)
	j.config.Reached(PointReceiptStored)
	return nil
}

func (j *Jobs) advance(ctx context.Context, tx *postgres.Tx, channelID uuid.UUID, receipt channel.Receipt) error {
	messageID := receipt.MessageID
	if messageID == uuid.Nil {
		found, err := tx.MessageByProviderID(ctx, channelID, receipt.ProviderID)
		if err != nil {
			return err
		}
		messageID = found
	}
	advanced, err := tx.Advance(ctx, channelID, messageID, receipt.ProviderID, receipt.Status, receipt.ErrorCode)
	if err != nil {
		return err
	}
	if receipt.Remedy == channel.RemedyNone || advanced.Status != records.MessageFailed {
		return nil
	}
	// A conversation has the id of its contact.
	return j.remedy(ctx, tx, receipt.Remedy, advanced.ConversationID, advanced.ConversationID, j.config.Now())
}
