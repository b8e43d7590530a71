package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// BookRequest is an appointment that staff want for a patient.
type BookRequest struct {
	PatientID         uuid.UUID
	AppointmentTypeID uuid.UUID
	PractitionerID    uuid.UUID
	Start             time.Time
	// ResourceIDs are the rooms and devices wanted; empty leaves the choice to
	// the desk.
	ResourceIDs []uuid.UUID
	// OverbookingReason is why the appointment may stand over others, within
	// the practitioner's capacity for that; empty where it may not.
	OverbookingReason string `json:",omitempty"`
}

// SlotTaken is the error of a time that somebody else has; its code is
// records.CodeSlotTaken.
type SlotTaken struct {
	// Alternatives are the likest free times, the likest first, at most three.
	Alternatives []FreeSlot
	refusal      *records.Error
}

// Error says that the time is gone.
func (s *SlotTaken) Error() string { return s.refusal.Error() }

// Unwrap gives the refusal.
func (s *SlotTaken) Unwrap() error { return s.refusal }

// Book books an appointment at a time that FreeSlots offers, and plans its
// reminders. It returns *SlotTaken when others have the time; other refusals
// of the scheduler keep their code and sentence. The same key again, within a
// day, books nothing and gives the first result; an empty key never repeats.
func (d *Desk) Book(ctx context.Context, by Principal, request BookRequest, key string) (Visit, error) {
	request.Start = request.Start.UTC()
	result, err := perform(ctx, d, by, func(ctx context.Context, w deskWork) (booked, touched, error) {
		kept, repeated, err := w.once(ctx, key, "book", request, func() (outcome, error) { return w.book(ctx, request) })
		if err != nil {
			return booked{}, touched{}, err
		}
		if kept.Appointment == nil {
			// The refusal tells of the patient's day, so it is a read.
			seen := touched{action: records.AuditRead, kind: "Slot", patientID: request.PatientID}
			return booked{taken: kept.taken(w)}, seen, nil
		}
		action := records.AuditCreate
		if repeated {
			action = records.AuditRead
		}
		visit, seen, err := w.seen(ctx, action, *kept.Appointment)
		return booked{visit: visit}, seen, err
	})
	if err == nil && result.taken != nil {
		return Visit{}, result.taken
	}
	return result.visit, err
}

// booked is how a booking ended: agreed, or the time was taken.
type booked struct {
	visit Visit
	taken *SlotTaken
}

// book does the work of Book. That the time is taken is an outcome, not an
// error: it is kept and audited like any other.
func (w deskWork) book(ctx context.Context, request BookRequest) (outcome, error) {
	if err := w.checkOffer(request.AppointmentTypeID, request.PractitionerID); err != nil {
		return outcome{}, err
	}
	readPatient := w.tx.PatientAhead(request.PatientID)
	staffBooking := w.booking(request.OverbookingReason)
	staffBooking.by.PatientID, staffBooking.by.OverbookingReason = request.PatientID, request.OverbookingReason
	appointment, err := w.inSomeRoom(ctx, request, uuid.Nil, func(slot scheduler.Slot) (records.Appointment, error) {
		return staffBooking.take(ctx, slot, uuid.Nil, time.Time{})
	})
	lost, taken := errors.AsType[*slotLost](err)
	if err != nil && !taken && records.CodeOf(err) != records.CodeInvalid {
		return outcome{}, fmt.Errorf("book: %w", err)
	}
	// Whoever is not a patient here is told so first, and no time is told them.
	if _, unknown := w.patientBy(ctx, readPatient); unknown != nil {
		return outcome{}, unknown
	}
	switch {
	case taken:
		return outcomeTaken(lost, request.PatientID), nil
	case err != nil:
		return outcome{}, fmt.Errorf("book: %w", err)
	}
	return outcome{Appointment: &appointment}, nil
}

// booking is what staff do in this transaction, for a reason.
func (w deskWork) booking(reason string) booking {
	agent := staffAgent(w.by)
	agent.Reason = reason
	return booking{tx: w.tx, view: w.view, by: scheduler.Booker{Staff: true}, agent: agent, now: w.now, newID: w.newID, wake: w.wake, wakeMail: w.wakeMail}
}

// inSomeRoom tries the slot of a request, and where the rooms were left to the
// desk other rooms when a rival took those that were free.
func (w deskWork) inSomeRoom(ctx context.Context, request BookRequest, replacingID uuid.UUID,
	try func(scheduler.Slot) (records.Appointment, error),
) (records.Appointment, error) {
	const otherRooms = 3
	slot, err := w.slot(ctx, request, replacingID)
	if err != nil {
		return records.Appointment{}, err
	}
	appointment, err := try(slot)
	for range otherRooms {
		if _, lost := errors.AsType[*slotLost](err); !lost || len(request.ResourceIDs) > 0 {
			break
		}
		other, failed := w.slot(ctx, request, replacingID)
		if failed != nil {
			return records.Appointment{}, failed
		}
		if slices.Equal(other.ResourceIDs, slot.ResourceIDs) {
			break
		}
		slot = other
		appointment, err = try(slot)
	}
	return appointment, err
}

// slot makes the slot of a request, at the place where the practitioner then is,
// with rooms and devices that are free, or with taken ones where none are: the
// check then says that they are.
func (w deskWork) slot(ctx context.Context, request BookRequest, replacingID uuid.UUID) (scheduler.Slot, error) {
	kind := w.view.types[request.AppointmentTypeID]
	slot := scheduler.Slot{
		AppointmentTypeID: kind.ID, PractitionerID: request.PractitionerID, ResourceIDs: request.ResourceIDs,
		Start: request.Start, End: request.Start.Add(kind.Duration),
	}
	by := scheduler.Booker{PatientID: request.PatientID, Staff: true, OverbookingReason: request.OverbookingReason}
	if len(request.ResourceIDs) > 0 || len(kind.ResourceKinds) == 0 {
		completed, _ := scheduler.CompleteSlot(w.view.rules, slot, by)
		completed.ResourceIDs = request.ResourceIDs
		return completed, nil
	}
	span := scheduler.OccupiedSpan(kind, slot.Start)
	calendar, err := w.view.calendar(ctx, w.tx, kind.ID, request.PatientID, span, replacingID, w.now)
	if err != nil {
		return slot, err
	}
	if chosen, free := scheduler.CompleteSlot(calendar, slot, by); free {
		return chosen, nil
	}
	chosen, _ := scheduler.CompleteSlot(w.view.rules, slot, by)
	return chosen, nil
}
