package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// freed is told of each appointment that gave up its time by a move, a
// cancellation or a no-show, as it was before, in the same transaction. Who was
// booked over it moves up. A time that is still to come is recorded, so that its
// outcome is known one day, and where somebody waits for one of its type it is
// offered as soon as this commits.
func (b booking) freed(ctx context.Context, before records.Appointment) error {
	kind := b.view.types[before.AppointmentTypeID] // without buffers where it was withdrawn since
	span := scheduler.Window{Start: before.Start.Add(-kind.BufferBefore), End: before.End.Add(kind.BufferAfter)}
	subjects := append([]uuid.UUID{before.PractitionerID}, before.ResourceIDs...)
	if err := b.tx.PromoteOverbooked(ctx, subjects, span.Start, span.End, b.now); err != nil {
		return fmt.Errorf("promote overbooked: %w", err)
	}
	return b.recordFreed(ctx, before)
}

func (b booking) recordFreed(ctx context.Context, before records.Appointment) error {
	// Not what was merely held; but who has arrived may leave before their time.
	agreed := []records.AppointmentStatus{records.AppointmentBooked, records.AppointmentArrived, records.AppointmentCheckedIn}
	if !slices.Contains(agreed, before.Status) || !before.Start.After(b.now) {
		return nil
	}
	status, err := b.tx.RecordFreedSlot(ctx, records.FreedSlot{
		ID: b.newID(), ClinicID: before.ClinicID, AppointmentID: before.ID, AppointmentTypeID: before.AppointmentTypeID,
		PractitionerID: before.PractitionerID, Start: before.Start, End: before.End, FreedAt: b.now,
	})
	if err != nil {
		return fmt.Errorf("record freed slot: %w", err)
	}
	if status != records.FreedOpen || b.wake == nil {
		return nil
	}
	return b.wake(ctx, b.tx)
}

// wakeWaitlist inserts a job that offers the freed times of the transaction's
// clinic.
func (j *Jobs) wakeWaitlist(ctx context.Context, tx *postgres.Tx) error {
	return j.insertJob(ctx, tx, OfferFreedSlotsArgs{ClinicID: tx.ClinicID()}, queueUpkeep)
}

// wakeWaitlist does the same for what staff freed.
func (d *Desk) wakeWaitlist(ctx context.Context, tx *postgres.Tx) error {
	return d.leaveTo(ctx, tx, OfferFreedSlotsArgs{ClinicID: tx.ClinicID()})
}
