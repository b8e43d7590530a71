package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// RecordFreedSlot notes that an appointment left its time, and gives what that
// time is: open where somebody waits for one of its type, unwanted otherwise.
func (tx *Tx) RecordFreedSlot(ctx context.Context, slot records.FreedSlot) (records.FreedSlotStatus, error) {
	status, err := tx.queries.InsertFreedSlot(ctx, dbsqlc.InsertFreedSlotParams{
		ClinicID: tx.clinicID, ID: slot.ID, AppointmentID: slot.AppointmentID, AppointmentTypeID: slot.AppointmentTypeID,
		PractitionerID: slot.PractitionerID, StartAt: slot.Start, EndAt: slot.End, Now: slot.FreedAt,
	})
	return records.FreedSlotStatus(status), coded(err)
}

// ClaimDueFreedSlots locks up to limit freed times that are to be looked at, the
// soonest first, and skips those that somebody else holds.
func (tx *Tx) ClaimDueFreedSlots(ctx context.Context, limit int, now time.Time) ([]records.FreedSlot, error) {
	rows, err := tx.queries.ClaimDueFreedSlots(ctx, dbsqlc.ClaimDueFreedSlotsParams{ClinicID: tx.clinicID, Now: now, Slots: pageSize(limit)})
	return freedSlotsOf(rows), coded(err)
}

// LockFreedSlot locks one freed time, waiting for whoever holds it, and reads
// it as it is then.
func (tx *Tx) LockFreedSlot(ctx context.Context, slotID uuid.UUID) (records.FreedSlot, error) {
	row, err := tx.queries.LockFreedSlot(ctx, dbsqlc.LockFreedSlotParams{ClinicID: tx.clinicID, ID: slotID})
	return freedSlotOf(row), coded(err)
}

// LockIdleConversations gives those of the conversations that nobody is
// answering at this moment, and keeps them from being answered until the commit.
func (tx *Tx) LockIdleConversations(ctx context.Context, conversationIDs []uuid.UUID) ([]uuid.UUID, error) {
	ids, err := tx.queries.LockIdleConversations(ctx, dbsqlc.LockIdleConversationsParams{ClinicID: tx.clinicID, IDs: conversationIDs})
	return ids, coded(err)
}

// RecordWave counts what was asked about a freed time, and says when to look
// again. Nobody asked is no wave.
func (tx *Tx) RecordWave(ctx context.Context, slotID uuid.UUID, offers int, next time.Time) error {
	waves := min(offers, 1)
	_, err := tx.later.RecordWave(ctx, dbsqlc.RecordWaveParams{
		ClinicID: tx.clinicID, ID: slotID, Waves: int16(waves), Offers: int32(offers), NextWaveAt: next, //nolint:gosec // at most one, and at most a wave
	})
	return err
}

// SettleFreedSlot gives a freed time its outcome, once: records.CodeConflict
// where it has one. claimedBy is the appointment that a wish made of it.
func (tx *Tx) SettleFreedSlot(ctx context.Context, slotID uuid.UUID, status records.FreedSlotStatus, claimedBy uuid.UUID, now time.Time) error {
	settled, err := tx.queries.SettleFreedSlot(ctx, dbsqlc.SettleFreedSlotParams{
		ClinicID: tx.clinicID, ID: slotID, Status: string(status), ClaimedBy: nullable(claimedBy), Now: now,
	})
	if err != nil {
		return coded(err)
	}
	if settled != 1 {
		return &records.Error{Code: records.CodeConflict, Message: "the freed time has its outcome already"}
	}
	return nil
}

// HeldUntil gives when the last hold over a span of a practitioner's time runs
// out; zero where nobody holds any of it.
func (tx *Tx) HeldUntil(ctx context.Context, practitionerID uuid.UUID, span records.Period, now time.Time) (time.Time, error) {
	until, err := tx.queries.HeldUntil(ctx, dbsqlc.HeldUntilParams{
		ClinicID: tx.clinicID, SubjectID: practitionerID, SpanStart: span.From, SpanEnd: span.Until, Now: now,
	})
	return knownInstant(until), coded(err)
}

// LostOffer is an offer that nobody can take any more, and where that is told.
type LostOffer struct {
	ID             uuid.UUID
	ConversationID uuid.UUID
	ChannelID      uuid.UUID
	Language       records.Language
}

// LoseOffers ends all open offers of a freed time. It gives those of patients
// who have not written since; the others are told in the answer to what they
// wrote.
func (tx *Tx) LoseOffers(ctx context.Context, slotID uuid.UUID, now time.Time) ([]LostOffer, error) {
	rows, err := tx.queries.LoseOffers(ctx, dbsqlc.LoseOffersParams{ClinicID: tx.clinicID, FreedSlotID: slotID, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	lost := make([]LostOffer, len(rows))
	for i, row := range rows {
		lost[i] = LostOffer{ID: row.ID, ConversationID: row.ConversationID, ChannelID: row.ChannelID, Language: records.Language(row.Language)}
	}
	return lost, nil
}

// RecentAcceptance counts what came of the clinic's newest offers of freed
// times, at most two thousand of them.
func (tx *Tx) RecentAcceptance(ctx context.Context) (asked, accepted int, err error) {
	row, err := tx.queries.RecentAcceptance(ctx, tx.clinicID)
	return int(row.Asked), int(row.Accepted), coded(err)
}

// FreedSlots lists the times that were left between two moments, in that order:
// at most limit, after a position.
func (tx *Tx) FreedSlots(ctx context.Context, span records.Period, after time.Time, afterID uuid.UUID, limit int) ([]records.FreedSlot, error) {
	rows, err := tx.queries.ListFreedSlots(ctx, dbsqlc.ListFreedSlotsParams{
		ClinicID: tx.clinicID, SpanStart: span.From, SpanEnd: span.Until, AfterFreed: after, AfterID: afterID, PageSize: pageSize(limit),
	})
	return freedSlotsOf(rows), coded(err)
}

// FreedSlotCount is how many freed times have one outcome, and how many
// patients were asked about them.
type FreedSlotCount struct {
	Status        records.FreedSlotStatus
	Slots, Offers int
}

// CountFreedSlots counts the times that were left between two moments, by what
// became of them.
func (tx *Tx) CountFreedSlots(ctx context.Context, span records.Period) ([]FreedSlotCount, error) {
	rows, err := tx.queries.CountFreedSlots(ctx, dbsqlc.CountFreedSlotsParams{ClinicID: tx.clinicID, SpanStart: span.From, SpanEnd: span.Until})
	if err != nil {
		return nil, coded(err)
	}
	counts := make([]FreedSlotCount, len(rows))
	for i, row := range rows {
		counts[i] = FreedSlotCount{Status: records.FreedSlotStatus(row.Status), Slots: int(row.Slots), Offers: int(row.Offers)}
	}
	return counts, nil
}

func freedSlotsOf(rows []dbsqlc.FreedSlot) []records.FreedSlot {
	slots := make([]records.FreedSlot, len(rows))
	for i, row := range rows {
		slots[i] = freedSlotOf(row)
	}
	return slots
}

func freedSlotOf(row dbsqlc.FreedSlot) records.FreedSlot {
	return records.FreedSlot{
		ID: row.ID, ClinicID: row.ClinicID, AppointmentID: row.AppointmentID, AppointmentTypeID: row.AppointmentTypeID,
		PractitionerID: row.PractitionerID, Start: row.StartAt.UTC(), End: row.EndAt.UTC(), FreedAt: row.FreedAt.UTC(),
		Status: records.FreedSlotStatus(row.Status), Waves: int(row.Waves), Offers: int(row.Offers), NextWaveAt: instantOf(row.NextWaveAt),
		SettledAt: instantOf(row.SettledAt), ClaimedBy: row.ClaimedBy.UUID,
	}
}
