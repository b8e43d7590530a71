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

// mark says what became of an appointment, at this version: arrived,
// checked-in, fulfilled, noshow, entered-in-error, or booked to take such a
// mark back. A no-show costs what its type says and frees the time; to take it
// back is *slotLost where the time is somebody else's by then. A mark that the
// status or the time of day does not allow is records.CodeConflict.
func (b booking) mark(ctx context.Context, appointmentID uuid.UUID, version int64, to records.AppointmentStatus) (records.Appointment, error) {
	before, err := b.tx.Appointment(ctx, appointmentID)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("mark: %w", err)
	}
	if before.Version != version {
		return records.Appointment{}, fmt.Errorf("mark: %w", changedSince())
	}
	if err := b.markable(before, to); err != nil {
		return records.Appointment{}, fmt.Errorf("mark: %w", err)
	}
	mark := postgres.Mark{Status: to, Allowed: scheduler.StatusesBefore(to)}
	if to == records.AppointmentNoShow {
		mark.Fee = b.view.types[before.AppointmentTypeID].NoShowFee
	}
	slot := presentSlot(before)
	if postgres.KeepsTime(to) && !postgres.KeepsTime(before.Status) {
		b.by.PatientID = before.PatientID
		if mark.Occupancies, err = b.view.occupancies(ctx, b.tx, slot, b.by, uuid.Nil, b.now); err != nil {
			return records.Appointment{}, b.lost(ctx, slot, err)
		}
	}
	marked, err := b.tx.MarkAppointment(ctx, appointmentID, version, mark, b.agent, b.now)
	if err != nil {
		return records.Appointment{}, b.lost(ctx, slot, fmt.Errorf("mark: %w", guarded(err)))
	}
	switch to { //nolint:exhaustive // the others have nothing planned
	case records.AppointmentBooked:
		err = b.planReminders(ctx, marked)
	case records.AppointmentFulfilled:
		err = b.planSurvey(ctx, marked)
	}
	if err != nil {
		return records.Appointment{}, err
	}
	if postgres.KeepsTime(before.Status) && !postgres.KeepsTime(to) {
		return marked, b.freed(ctx, before)
	}
	return marked, nil
}

// markable says whether the status and the clinic's clock allow a mark.
func (b booking) markable(before records.Appointment, to records.AppointmentStatus) error {
	refuse := func(message string) error { return &records.Error{Code: records.CodeConflict, Message: message} }
	if before.Status == records.AppointmentPending {
		return refuse("the patient has not agreed to this appointment yet")
	}
	if !slices.Contains(scheduler.StatusesBefore(to), before.Status) {
		return refuse(fmt.Sprintf("an appointment that is %s can't become %s", before.Status, to))
	}
	switch to {
	case records.AppointmentNoShow:
		if before.Start.After(b.now) {
			return refuse("an appointment that has not begun can't be a no-show; cancel it instead")
		}
	case records.AppointmentArrived, records.AppointmentCheckedIn, records.AppointmentFulfilled:
		day := records.LocalDateOf(before.Start, b.view.zone)
		if b.now.Before(scheduler.LocalInstant(b.view.zone, day, 0)) {
			return refuse("the appointment is on a later day; move it if the patient is here today")
		}
	case records.AppointmentBooked, records.AppointmentEnteredInError:
	default:
		return records.Invalid("status", "it must be booked, arrived, checked-in, fulfilled, noshow or entered-in-error")
	}
	return nil
}

// presentSlot gives the slot that an appointment stands at.
func presentSlot(appointment records.Appointment) scheduler.Slot {
	return scheduler.Slot{
		AppointmentTypeID: appointment.AppointmentTypeID, PractitionerID: appointment.PractitionerID, ResourceIDs: appointment.ResourceIDs,
		LocationID: appointment.LocationID, Start: appointment.Start, End: appointment.End,
	}
}
