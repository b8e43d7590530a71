package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// holdFor is how long a chosen time is kept while the patient confirms: long
// enough to read a message on a bus, short enough not to starve the others.
const holdFor = 10 * time.Minute

// slotLost is the error of a time that somebody else has, with what is free
// instead. Its code is records.CodeSlotTaken.
type slotLost struct {
	alternatives []scheduler.Slot
	cause        error
}

// Error says that the time is gone.
func (s *slotLost) Error() string { return "slot lost: " + s.cause.Error() }

// Unwrap gives the refusal.
func (s *slotLost) Unwrap() error { return s.cause }

// booking is one patient's booking in one transaction.
type booking struct {
	tx    *postgres.Tx
	view  *clinicView
	by    scheduler.Booker
	agent postgres.Agent
	now   time.Time
	newID func() uuid.UUID
	// agreedFee is what the patient was told that the change costs, and agreed
	// to; waived is true where the clinic itself asked for the change, so that
	// no limit and no fee applies.
	agreedFee int64
	waived    bool
	// seriesID is the series that new appointments belong to; zero for none.
	seriesID uuid.UUID
	// acceptedID is the offer of a freed time that is being taken, if one is.
	acceptedID uuid.UUID
	// wake inserts a job that offers freed times, in the same transaction; nil
	// leaves them to the sweep of the next minute.
	wake func(ctx context.Context, tx *postgres.Tx) error
	// wakeMail inserts a job that writes the receipts that were planned, in the
	// same transaction; nil leaves them to the sweep of the next minute.
	wakeMail func(ctx context.Context, tx *postgres.Tx) error
}

// take stores an appointment at a slot, held or booked, after the same check
// that search makes (invariant 8). A hold for moving an appointment, which
// b.by.ReplacingID names, may overlap that one's own time, and any other hold
// the one that its conversation lets go after it. It returns *slotLost when
// others have the time, whether the check sees it or PostgreSQL does.
func (b booking) take(ctx context.Context, slot scheduler.Slot, conversationID uuid.UUID, holdUntil time.Time) (records.Appointment, error) {
	appointment := records.Appointment{
		ID: b.newID(), ClinicID: b.tx.ClinicID(), PatientID: b.by.PatientID, PractitionerID: slot.PractitionerID,
		AppointmentTypeID: slot.AppointmentTypeID, ResourceIDs: slot.ResourceIDs, LocationID: slot.LocationID,
		SeriesID:          b.seriesID,
		Status:            records.AppointmentBooked,
		ParticipantStatus: records.ParticipantNeedsAction, Start: slot.Start, End: slot.End, Version: 1, CreatedAt: b.now,
	}
	if !holdUntil.IsZero() {
		appointment.Status, appointment.HoldUntil = records.AppointmentPending, holdUntil
	}
	sharedID := b.sharedID(conversationID)
	err := b.claiming(ctx, slot, sharedID, func(occupancies []postgres.Occupancy) error {
		appointment.OverbookingReason = b.overbookingReason(occupancies)
		for i := range occupancies {
			if occupancies[i].ShareID == uuid.Nil {
				occupancies[i].ShareID = sharedID
			}
		}
		return b.tx.CreateAppointment(ctx, appointment, occupancies, conversationID, b.agent, b.now)
	})
	if err != nil {
		return records.Appointment{}, b.lost(ctx, slot, fmt.Errorf("create appointment: %w", err))
	}
	if appointment.Status == records.AppointmentBooked {
		return appointment, b.agreed(ctx, appointment)
	}
	return appointment, nil
}

// sharedID is what an appointment's time may overlap: that of the appointment
// that it replaces, or of the conversation's hold before it.
func (b booking) sharedID(conversationID uuid.UUID) uuid.UUID {
	if b.by.ReplacingID != uuid.Nil {
		return b.by.ReplacingID
	}
	return conversationID
}

// agreed follows each new booking: its reminders are planned, and the patient
// waits for none any more.
func (b booking) agreed(ctx context.Context, appointment records.Appointment) error {
	if err := b.planReminders(ctx, appointment); err != nil {
		return err
	}
	if err := b.receipt(ctx, appointment, records.EmailBooked); err != nil {
		return err
	}
	return b.tx.FulfilWishes(ctx, appointment.PatientID, appointment.AppointmentTypeID, b.acceptedID, b.now)
}

// seatTries is how often another seat is looked for when a rival took the one
// that was free: with each try one rival more is through, and no clinic has as
// many at one moment.
const seatTries = 50

// claiming checks a slot, as search does, and claims what it takes. Where some
// of that has several seats, a rival may have taken the one that was free; then
// it looks for another, until the check says that there is none.
func (b booking) claiming(ctx context.Context, slot scheduler.Slot, sharedID uuid.UUID, claim func([]postgres.Occupancy) error) error {
	tries := 1
	if scheduler.NeedsSeat(b.view.rules, slot, b.by) {
		tries = seatTries
	}
	var err error
	for range tries {
		occupancies, refused := b.check(ctx, slot, sharedID)
		if refused != nil {
			return refused
		}
		if err = claim(occupancies); records.CodeOf(err) != records.CodeSlotTaken {
			return err
		}
	}
	return err
}

// overbookingReason gives why the appointment stands over somebody else's time,
// if it does.
func (b booking) overbookingReason(occupancies []postgres.Occupancy) string {
	if slices.ContainsFunc(occupancies, overbooks) {
		return b.by.OverbookingReason
	}
	return ""
}

// check says whether the slot may be booked, and gives what it takes.
func (b booking) check(ctx context.Context, slot scheduler.Slot, replacingID uuid.UUID) ([]postgres.Occupancy, error) {
	calendar, err := b.view.bookingCalendar(ctx, b.tx, slot, b.by, replacingID, b.now)
	if err != nil {
		return nil, err
	}
	if err := scheduler.CheckBooking(calendar, slot, b.now, b.by); err != nil {
		return nil, err
	}
	return claims(calendar, slot, b.by)
}

// lost adds alternatives to an error that says that the time is taken; any
// other error stays as it is.
func (b booking) lost(ctx context.Context, slot scheduler.Slot, cause error) error {
	if records.CodeOf(cause) != records.CodeSlotTaken {
		return cause
	}
	alternatives, err := b.view.alternatives(ctx, b.tx, slot, b.by, b.now)
	if err != nil {
		return err
	}
	return &slotLost{alternatives: alternatives, cause: cause}
}

// confirm turns a conversation's hold into a booking. A hold that ran out takes its time
// again if that is still free, and is *slotLost otherwise; one that is no
// longer pending at this version is records.CodeConflict.
func (b booking) confirm(ctx context.Context, appointmentID uuid.UUID, version int64, conversationID uuid.UUID) (records.Appointment, error) {
	held, err := b.tx.Appointment(ctx, appointmentID)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("book: %w", err)
	}
	slot := presentSlot(held)
	var occupancies []postgres.Occupancy
	if !held.HoldUntil.IsZero() && !b.now.Before(held.HoldUntil) {
		// The rules may have moved on since the hold was made.
		occupancies, err = b.check(ctx, slot, conversationID)
	} else {
		occupancies, err = b.view.occupancies(ctx, b.tx, slot, b.by, conversationID, b.now)
	}
	if err != nil {
		return records.Appointment{}, b.lost(ctx, slot, err)
	}
	allowed := []records.AppointmentStatus{records.AppointmentPending}
	booked, err := b.tx.BookHeld(ctx, appointmentID, version, allowed, occupancies, b.agent, b.now)
	if err != nil {
		return records.Appointment{}, b.lost(ctx, slot, fmt.Errorf("book: %w", err))
	}
	return booked, b.agreed(ctx, booked)
}

// releaseHolds lets go what a conversation holds.
func (b booking) releaseHolds(ctx context.Context, conversationID uuid.UUID) error {
	held, err := b.tx.HeldBy(ctx, conversationID)
	if err != nil {
		return fmt.Errorf("release holds: %w", err)
	}
	for _, appointmentID := range held {
		if err := b.releaseHold(ctx, appointmentID); err != nil {
			return err
		}
	}
	return nil
}

// releaseHold lets one hold go; one that is gone already is no error.
func (b booking) releaseHold(ctx context.Context, appointmentID uuid.UUID) error {
	held, err := b.tx.Appointment(ctx, appointmentID)
	if records.CodeOf(err) == records.CodeNotFound || err == nil && held.Status != records.AppointmentPending {
		return nil
	}
	if err != nil {
		return fmt.Errorf("release hold: %w", err)
	}
	pending := []records.AppointmentStatus{records.AppointmentPending}
	released := postgres.Cancellation{Reason: records.CancelledByPatient}
	_, err = b.tx.CancelAppointment(ctx, appointmentID, held.Version, pending, released, b.agent, b.now)
	if err != nil && records.CodeOf(err) != records.CodeConflict {
		return fmt.Errorf("release hold: %w", err)
	}
	return nil
}

// planReminders writes the ledger of an appointment's present version.
func (b booking) planReminders(ctx context.Context, appointment records.Appointment) error {
	steps := scheduler.PlanReminders(appointment.Start, b.now, b.view.zone, scheduler.DefaultReminderPolicy(), b.now)
	for i := range steps {
		steps[i].ClinicID = appointment.ClinicID
		steps[i].AppointmentID = appointment.ID
		steps[i].AppointmentVersion = appointment.Version
	}
	return b.tx.PlanReminders(ctx, steps)
}
