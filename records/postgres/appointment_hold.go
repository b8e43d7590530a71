package postgres

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// errCleared says that others have cleared some of a hold's time, or all of it.
var errCleared = errors.New("the hold ran out, and its time was cleared")

// BookHeld turns a hold into a booking if it is at this version and still
// pending; otherwise records.CodeConflict. A hold that ran out takes its time
// again if that is still free; otherwise records.CodeSlotTaken, and the
// appointment stays as it was.
func (tx *Tx) BookHeld(ctx context.Context, appointmentID uuid.UUID, version int64, allowed []records.AppointmentStatus,
	occupancies []Occupancy, agent Agent, now time.Time,
) (records.Appointment, error) {
	var booked records.Appointment
	book := func(keep func(ctx context.Context, held heldTime) error) error {
		return tx.taking(ctx, occupancies, now, func(ctx context.Context) error {
			conversationID, err := tx.queries.BookHeld(ctx, dbsqlc.BookHeldParams{
				ClinicID: tx.clinicID, ID: appointmentID, Version: version, Allowed: statuses(allowed),
			})
			if err != nil {
				return movedOn(err)
			}
			if err := keep(ctx, heldTime{appointmentID: appointmentID, conversationID: conversationID, occupancies: occupancies}); err != nil {
				return err
			}
			if booked, err = tx.Appointment(ctx, appointmentID); err != nil {
				return err
			}
			return tx.event(ctx, booked, agent, now)
		})
	}
	err := book(tx.keep)
	if errors.Is(err, errCleared) {
		err = book(tx.keepOrTake)
	}
	return booked, err
}

// heldTime is what a hold takes, as far as it was not cleared.
type heldTime struct {
	appointmentID  uuid.UUID
	conversationID uuid.NullUUID
	occupancies    []Occupancy
}

// keep keeps the time of a hold for good. Where some of it is gone, the error is
// errCleared.
func (tx *Tx) keep(ctx context.Context, held heldTime) error {
	kept, err := tx.queries.KeepOccupancy(ctx, dbsqlc.KeepOccupancyParams{
		ClinicID: tx.clinicID, AppointmentID: held.appointmentID, ConversationID: held.conversationID,
	})
	if err != nil {
		return coded(err)
	}
	if kept != int64(len(held.occupancies)) {
		return errCleared
	}
	return nil
}

// keepOrTake keeps what is left of a hold's time and takes the rest anew, one
// subject after the other in the order in which everybody takes them.
func (tx *Tx) keepOrTake(ctx context.Context, held heldTime) error {
	inTurn := slices.Clone(held.occupancies)
	slices.SortStableFunc(inTurn, func(a, b Occupancy) int { return bytes.Compare(a.SubjectID[:], b.SubjectID[:]) })
	for _, occupancy := range inTurn {
		kept, err := tx.queries.KeepOccupancyOfSubject(ctx, dbsqlc.KeepOccupancyOfSubjectParams{
			ClinicID: tx.clinicID, AppointmentID: held.appointmentID, ConversationID: held.conversationID, SubjectID: occupancy.SubjectID,
		})
		if err != nil {
			return coded(err)
		}
		if kept > 0 {
			continue
		}
		if err := tx.occupy(ctx, held.appointmentID, []Occupancy{occupancy}, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// HeldBy lists the pending appointments of a conversation and locks them.
func (tx *Tx) HeldBy(ctx context.Context, conversationID uuid.UUID) ([]uuid.UUID, error) {
	ids, err := tx.queries.HeldBy(ctx, dbsqlc.HeldByParams{ClinicID: tx.clinicID, ConversationID: nullable(conversationID)})
	return ids, coded(err)
}

// HeldApart says whether a hold has time that an appointment which shares this
// id could not overlap.
func (tx *Tx) HeldApart(ctx context.Context, appointmentID, sharedID uuid.UUID) (bool, error) {
	held, err := tx.queries.OccupancyOf(ctx, dbsqlc.OccupancyOfParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
	return slices.ContainsFunc(held, func(row dbsqlc.OccupancyOfRow) bool { return row.ShareID != sharedID }), coded(err)
}
