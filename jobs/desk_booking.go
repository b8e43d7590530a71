package jobs

import (
	"cmp"
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
}

// CancelRequest is an appointment that will not take place.
type CancelRequest struct {
	AppointmentID uuid.UUID
	// Version is the one that the caller has seen.
	Version int64
	Reason  records.CancellationReason
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

// VersionMoved is the error of a change to a version that is not the present
// one; its code is records.CodeConflict.
type VersionMoved struct {
	// What changed, in a word; empty is an appointment.
	What string
}

// Error says what happened.
func (m *VersionMoved) Error() string {
	return "the " + cmp.Or(m.What, "appointment") + " has changed since that version"
}

// Unwrap gives the code.
func (m *VersionMoved) Unwrap() error {
	return &records.Error{Code: records.CodeConflict, Message: m.Error()}
}

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
	if _, err := w.patient(ctx, request.PatientID); err != nil {
		return outcome{}, err
	}
	patientBooking := booking{
		tx: w.tx, view: w.view, by: scheduler.Booker{PatientID: request.PatientID, Staff: true}, agent: staffAgent(w.by), now: w.now,
		newID: w.newID,
	}
	slot, err := w.slot(ctx, request)
	if err != nil {
		return outcome{}, err
	}
	appointment, err := patientBooking.take(ctx, slot, uuid.Nil, time.Time{})
	const otherRooms = 3 // how often another is tried when a rival took ours
	for range otherRooms {
		if _, lost := errors.AsType[*slotLost](err); !lost || len(request.ResourceIDs) > 0 {
			break
		}
		other, failed := w.slot(ctx, request)
		if failed != nil {
			return outcome{}, failed
		}
		if slices.Equal(other.ResourceIDs, slot.ResourceIDs) {
			break
		}
		slot = other
		appointment, err = patientBooking.take(ctx, slot, uuid.Nil, time.Time{})
	}
	if lost, ok := errors.AsType[*slotLost](err); ok {
		return outcomeTaken(lost), nil
	}
	if err != nil {
		return outcome{}, fmt.Errorf("book: %w", err)
	}
	return outcome{Appointment: &appointment}, nil
}

// slot makes the slot of a request, at the place where the practitioner then is,
// with rooms and devices that are free, or with taken ones where none are: the
// check then says that they are.
func (w deskWork) slot(ctx context.Context, request BookRequest) (scheduler.Slot, error) {
	kind := w.view.types[request.AppointmentTypeID]
	slot := scheduler.Slot{
		AppointmentTypeID: kind.ID, PractitionerID: request.PractitionerID, ResourceIDs: request.ResourceIDs,
		Start: request.Start, End: request.Start.Add(kind.Duration),
	}
	by := scheduler.Booker{PatientID: request.PatientID, Staff: true}
	if len(request.ResourceIDs) > 0 || len(kind.ResourceKinds) == 0 {
		completed, _ := scheduler.CompleteSlot(w.view.rules, slot, by)
		completed.ResourceIDs = request.ResourceIDs
		return completed, nil
	}
	span := scheduler.OccupiedSpan(kind, slot.Start)
	calendar, err := w.view.calendar(ctx, w.tx, kind.ID, request.PatientID, span, uuid.Nil, w.now)
	if err != nil {
		return slot, err
	}
	if chosen, free := scheduler.CompleteSlot(calendar, slot, by); free {
		return chosen, nil
	}
	chosen, _ := scheduler.CompleteSlot(w.view.rules, slot, by)
	return chosen, nil
}

// Cancel cancels an appointment at the version that the caller has seen and
// frees its time: *VersionMoved when it has changed since, records.CodeConflict
// when its status does not allow it. The same key again, within a day, changes
// nothing and gives the first result.
func (d *Desk) Cancel(ctx context.Context, by Principal, request CancelRequest, key string) (Visit, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Visit, touched, error) {
		kept, repeated, err := w.once(ctx, key, "cancel", request, func() (outcome, error) { return w.cancel(ctx, request) })
		if err != nil {
			return Visit{}, touched{}, err
		}
		action := records.AuditUpdate
		if repeated {
			action = records.AuditRead
		}
		return w.seen(ctx, action, *kept.Appointment)
	})
}

func (w deskWork) cancel(ctx context.Context, request CancelRequest) (outcome, error) {
	present, err := w.appointment(ctx, request.AppointmentID)
	if err != nil {
		return outcome{}, err
	}
	if present.Version != request.Version {
		return outcome{}, &VersionMoved{}
	}
	if !slices.Contains(scheduler.StatusesBefore(records.AppointmentCancelled), present.Status) {
		return outcome{}, &records.Error{
			Code: records.CodeConflict, Message: fmt.Sprintf("an appointment that is %s can't be cancelled", present.Status),
		}
	}
	cancelling := booking{tx: w.tx, view: w.view, by: scheduler.Booker{Staff: true}, agent: staffAgent(w.by), now: w.now, newID: w.newID}
	cancelled, err := cancelling.cancel(ctx, request.AppointmentID, request.Version, request.Reason)
	if records.CodeOf(err) == records.CodeConflict {
		return outcome{}, &VersionMoved{} // somebody changed it since we looked
	}
	if err != nil {
		return outcome{}, err
	}
	return outcome{Appointment: &cancelled}, nil
}
