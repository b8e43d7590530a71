package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// changeRefused is the error of a change that the clinic's policy does not
// allow, or not for the fee that the patient agreed to. Its code is
// records.CodeConflict.
type changeRefused struct {
	reason conversations.RefusalReason
	// fee is what the change costs, for conversations.RefusedFee.
	fee int64
}

// Error says why.
func (r *changeRefused) Error() string { return "change refused: " + string(r.reason) }

// Unwrap gives the code.
func (r *changeRefused) Unwrap() error {
	return &records.Error{Code: records.CodeConflict, Message: r.Error()}
}

// move gives a booked appointment, at this version, another slot (invariant 9):
// it claims the new time, releases the old, keeps the id, raises the version,
// adds to the history, plans the reminders anew, and tells of the freed time,
// all in the caller's transaction. The patient, and what moves with them, is
// the appointment's own.
//
// It returns *slotLost when others have the new time, *changeRefused where the
// policy for patients stands in the way (staff are not held to it), and
// records.CodeConflict for another version, or an appointment that is not
// booked. Then nothing has changed.
func (b booking) move(ctx context.Context, appointmentID uuid.UUID, version int64, slot scheduler.Slot) (records.Appointment, error) {
	before, err := b.tx.Appointment(ctx, appointmentID)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("move: %w", err)
	}
	b.by.PatientID, b.by.ReplacingID = before.PatientID, before.ID
	terms, err := b.movable(before, version, slot)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("move: %w", err)
	}
	moved := before
	moved.AppointmentTypeID, moved.PractitionerID, moved.ResourceIDs = slot.AppointmentTypeID, slot.PractitionerID, slot.ResourceIDs
	moved.LocationID, moved.Start, moved.End = slot.LocationID, slot.Start, slot.End
	moved.Fee, moved.Moves = terms.Fee, 0
	if !b.by.Staff && !b.waived {
		moved.Moves = 1
	}
	var after records.Appointment
	err = b.claiming(ctx, slot, before.ID, func(occupancies []postgres.Occupancy) (err error) {
		moved.OverbookingReason = b.overbookingReason(occupancies)
		after, err = b.tx.MoveAppointment(ctx, moved, scheduler.MovableStatuses, occupancies, b.agent, b.now)
		return guarded(err)
	})
	if err != nil {
		return records.Appointment{}, b.lost(ctx, slot, fmt.Errorf("move: %w", err))
	}
	if err := b.planReminders(ctx, after); err != nil {
		return records.Appointment{}, err
	}
	if err := b.receipt(ctx, after, records.EmailMoved); err != nil {
		return records.Appointment{}, err
	}
	return after, b.freed(ctx, before)
}

// changedSince is the refusal of a change to another version, or to what is
// over: whoever wants it must look again.
func changedSince() error { return &VersionMoved{} }

// guarded makes the refusal of a guarded UPDATE, which somebody was quicker to,
// the same as that of the look before it.
func guarded(err error) error {
	if records.CodeOf(err) == records.CodeConflict {
		return changedSince()
	}
	return err
}

// movable says whether an appointment may be moved to the slot now, and on what
// terms.
func (b booking) movable(before records.Appointment, version int64, slot scheduler.Slot) (scheduler.ChangeTerms, error) {
	if before.Version != version || !slices.Contains(scheduler.MovableStatuses, before.Status) {
		return scheduler.ChangeTerms{}, changedSince()
	}
	if before.Start.Equal(slot.Start) && before.AppointmentTypeID == slot.AppointmentTypeID &&
		before.PractitionerID == slot.PractitionerID && slices.Equal(before.ResourceIDs, slot.ResourceIDs) {
		return scheduler.ChangeTerms{}, records.Invalid("slot", "the appointment is at that time already")
	}
	terms, err := b.terms(before)
	if terms.MoveLimitReached {
		return terms, &changeRefused{reason: conversations.RefusedMoveLimit}
	}
	return terms, err
}

// terms gives the terms of a change now, with an error where the patient has
// not agreed to its fee, or the appointment has begun. Neither staff nor whoever
// the clinic itself has asked to move are held to any.
func (b booking) terms(appointment records.Appointment) (scheduler.ChangeTerms, error) {
	if b.by.Staff || b.waived {
		return scheduler.ChangeTerms{}, nil
	}
	if !appointment.Start.After(b.now) {
		return scheduler.ChangeTerms{}, changedSince()
	}
	terms := scheduler.TermsOfChange(b.view.types[appointment.AppointmentTypeID], appointment.Start, appointment.Moves, b.now)
	if terms.Fee > b.agreedFee {
		return terms, &changeRefused{reason: conversations.RefusedFee, fee: terms.Fee}
	}
	return terms, nil
}

// cancel ends an appointment that may still be cancelled, at this version. Its
// reminders are bound to the old version and can do nothing any more. The
// patient is held to the fee's terms as for a move.
func (b booking) cancel(ctx context.Context, appointmentID uuid.UUID, version int64, reason records.CancellationReason,
) (records.Appointment, error) {
	before, err := b.tx.Appointment(ctx, appointmentID)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("cancel: %w", err)
	}
	if before.Version != version {
		return records.Appointment{}, fmt.Errorf("cancel: %w", changedSince())
	}
	terms, err := b.terms(before)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("cancel: %w", err)
	}
	allowed := scheduler.StatusesBefore(records.AppointmentCancelled)
	cancellation := postgres.Cancellation{Reason: reason, Fee: terms.Fee}
	cancelled, err := b.tx.CancelAppointment(ctx, appointmentID, version, allowed, cancellation, b.agent, b.now)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("cancel: %w", guarded(err))
	}
	if err := b.tx.ReleaseWishes(ctx, cancelled, b.now); err != nil {
		return records.Appointment{}, err
	}
	if before.Status != records.AppointmentPending {
		if err := b.receipt(ctx, cancelled, records.EmailCancelled); err != nil {
			return records.Appointment{}, err
		}
	}
	return cancelled, b.freed(ctx, before)
}
