package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// outboundLattice is records' order of statuses, as the driver wants it.
var outboundLattice = func() []string {
	var names []string
	for _, status := range records.OutboundLattice() {
		names = append(names, string(status))
	}
	return names
}()

// Receipt is a provider's word on an outbound message of a channel.
type Receipt struct {
	ChannelID uuid.UUID
	// MessageID is the nil id where only ProviderID says which message it is.
	MessageID  uuid.UUID
	ProviderID string
	Status     records.MessageStatus
	// ProviderStatus is the provider's own word for it, ErrorCode its code of a
	// failure.
	ProviderStatus, ErrorCode string
	ReceivedAt                time.Time
}

// Advanced is an outbound message after a receipt.
type Advanced struct {
	MessageID      uuid.UUID
	ConversationID uuid.UUID
	Status         records.MessageStatus
	// Changed is false for a receipt that said nothing new.
	Changed bool
	// Bound is true for one about an appointment that nobody asked for: it may be
	// sent on another channel.
	Bound bool
	// Awaited is true while a later message of the conversation is queued.
	Awaited bool
}

// Advance writes a receipt down, once however often it comes, and raises its
// message to the join of its status and the one reported (invariant 6).
// records.CodeNotFound when the channel has no such message: the receipt is kept
// all the same, and takes effect if a message turns out to have its provider id.
func (tx *Tx) Advance(ctx context.Context, receipt Receipt) (Advanced, error) {
	if receipt.MessageID == uuid.Nil {
		found, err := tx.queries.MessageIDByProviderID(ctx, dbsqlc.MessageIDByProviderIDParams{
			ClinicID: tx.clinicID, ChannelID: receipt.ChannelID, ProviderID: receipt.ProviderID,
		})
		if err := coded(err); err != nil && records.CodeOf(err) != records.CodeNotFound {
			return Advanced{}, err
		}
		receipt.MessageID = found
	}
	row, err := tx.queries.Advance(ctx, dbsqlc.AdvanceParams{
		ClinicID: tx.clinicID, ChannelID: receipt.ChannelID, ID: receipt.MessageID, ProviderID: receipt.ProviderID,
		Status: string(receipt.Status), ProviderStatus: receipt.ProviderStatus, ErrorCode: receipt.ErrorCode, Now: receipt.ReceivedAt,
		Lattice: outboundLattice,
	})
	if err != nil {
		return Advanced{}, coded(err)
	}
	return Advanced{
		MessageID: row.ID, ConversationID: row.ConversationID, Status: records.MessageStatus(row.Status), Changed: row.Status != row.Was, Awaited: row.Awaited, Bound: row.Bound,
	}, nil
}

// AdoptReceipts gives receipts to their messages that came for nobody, as the
// message's provider id became known at the same moment, and lists them; none of
// them has taken effect yet.
func (tx *Tx) AdoptReceipts(ctx context.Context) ([]Receipt, error) {
	rows, err := tx.queries.AdoptReceipts(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	receipts := make([]Receipt, len(rows))
	for i, row := range rows {
		receipts[i] = Receipt{
			ChannelID: row.ChannelID, MessageID: row.ID, ProviderID: row.ProviderID, Status: records.MessageStatus(row.Status),
			ProviderStatus: row.ProviderStatus, ErrorCode: row.ErrorCode, ReceivedAt: row.ReceivedAt.UTC(),
		}
	}
	return receipts, nil
}

// TrimReceipts deletes receipts from before an instant, at most limit, and says
// how many. The messages keep their status.
func (tx *Tx) TrimReceipts(ctx context.Context, before time.Time, limit int) (int, error) {
	count, err := tx.queries.TrimReceipts(ctx, dbsqlc.TrimReceiptsParams{
		ClinicID: tx.clinicID, Before: before, Receipts: int32(limit), //nolint:gosec // a set
	})
	return int(count), coded(err)
}
