package jobs

import (
	"context"
	"fmt"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Record keeps a provider's word on an outbound message of a channel. The word
// is written down, and the message's status becomes the join of all that is
// known (invariant 6): a receipt that comes late, twice or out of order changes
// nothing. One for a message that we don't have is kept and counted: it takes
// effect if a message turns out to be the one.
func (j *Jobs) Record(ctx context.Context, through records.Channel, receipt channel.Receipt) error {
	var awaited bool
	err := j.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		awaited, err = j.advance(ctx, tx, through, receipt)
		if records.CodeOf(err) == records.CodeNotFound {
			j.observe("receipts", "orphan", 1)
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("record receipt: %w", err)
	}
	if awaited {
		// On its own, since a claim holds the lane's lock and waits for rows. If
		// this is lost, the wait of those behind has an end of its own.
		if err := j.goOn(ctx, through); err != nil {
			j.config.Logger.Warn("wake a channel after a receipt", "channel", through.Name, "error", err)
		}
	}
	j.observe("receipts", string(receipt.Status), 1)
	j.config.Reached(PointReceiptStored)
	return nil
}

// advance gives records.CodeNotFound for a receipt whose message is not known;
// the receipt is kept. Awaited is true when others may wait for this word.
func (j *Jobs) advance(ctx context.Context, tx *postgres.Tx, through records.Channel, receipt channel.Receipt) (awaited bool, err error) {
	now := j.config.Now()
	advanced, err := tx.Advance(ctx, postgres.Receipt{
		ChannelID: through.ID, MessageID: receipt.MessageID, ProviderID: receipt.ProviderID, Status: receipt.Status,
		ProviderStatus: receipt.ProviderStatus, ErrorCode: receipt.ErrorCode, ReceivedAt: now,
	})
	if err != nil {
		return false, err
	}
	awaited = advanced.Changed && advanced.Awaited && advanced.Status.Settled()
	// A failure is acted on once, and not if better is known already.
	if !advanced.Changed || advanced.Status != records.MessageFailed {
		return awaited, nil
	}
	if receipt.Remedy == channel.RemedyTemplate {
		again, err := j.sendAsTemplate(ctx, tx, advanced.MessageID, advanced.ConversationID, now)
		if err != nil || again {
			return awaited, err
		}
	}
	// A conversation has the id of its contact.
	return awaited, j.afterFailure(ctx, tx, failure{
		messageID: advanced.MessageID, conversationID: advanced.ConversationID, contactID: advanced.ConversationID, remedy: receipt.Remedy,
		bound: advanced.Bound,
	}, now)
}

// goOn wakes a channel whose messages wait for receipts.
func (j *Jobs) goOn(ctx context.Context, through records.Channel) error {
	return j.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil || view.policies[through.ID].OrderWait == 0 {
			return err
		}
		lanes, err := tx.WakeSleepingSendLane(ctx, postgres.SendLane{ClinicID: through.ClinicID, ChannelID: through.ID}, now)
		if err != nil {
			return err
		}
		return j.wakeSends(ctx, tx, lanes)
	})
}
