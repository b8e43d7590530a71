package jobs

import (
	"context"
	"fmt"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Transcript reads what was said between a clinic and one address.
type Transcript struct{ store *postgres.Store }

// NewTranscript makes a transcript over a store.
func NewTranscript(store *postgres.Store) *Transcript { return &Transcript{store: store} }

// Messages lists an address's messages on a channel in order, after a
// sequence, at most limit.
func (t *Transcript) Messages(ctx context.Context, through records.Channel, address string, after int64, limit int,
) ([]records.Message, error) {
	var messages []records.Message
	err := t.store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		messages, err = tx.MessagesOfContact(ctx, through.ID, address, after, limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read transcript: %w", err)
	}
	return messages, nil
}
