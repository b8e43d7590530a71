package postgres

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// PromoteOverbooked gives those who were booked over a time that has just been
// given up the ordinary seat, so that it is not sold again: each as far as
// nobody else has it. It must run in the transaction that gave the time up.
// What it can't give stays on its seat of the overbooking capacity, which
// search counts as taken, too.
func (tx *Tx) PromoteOverbooked(ctx context.Context, subjects []uuid.UUID, start, end, now time.Time) error {
	waiting, err := tx.queries.OverbookedOver(ctx, dbsqlc.OverbookedOverParams{
		ClinicID: tx.clinicID, SubjectIDs: subjects, SpanStart: start, SpanEnd: end,
	})
	if err != nil || len(waiting) == 0 {
		return coded(err)
	}
	inTurn := slices.Clone(subjects)
	slices.SortFunc(inTurn, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	for _, subject := range inTurn {
		err := tx.queries.DeleteExpiredHolds(ctx, dbsqlc.DeleteExpiredHoldsParams{
			ClinicID: tx.clinicID, SubjectID: subject, SpanStart: start, SpanEnd: end, Now: now,
		})
		if err != nil {
			return coded(err)
		}
	}
	for _, appointmentID := range waiting {
		err := tx.attempt(ctx, func(ctx context.Context) error {
			_, err := tx.queries.PromoteOverbooked(ctx, dbsqlc.PromoteOverbookedParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
			return coded(err)
		})
		// Somebody took the seat between the look and the update: it is sold.
		if err != nil && records.CodeOf(err) != records.CodeSlotTaken {
			return err
		}
	}
	return nil
}
