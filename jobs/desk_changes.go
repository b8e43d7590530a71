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

// MoveRequest is another time for an appointment.
type MoveRequest struct {
	AppointmentID uuid.UUID
	// Version is the one that the caller has seen.
	Version int64
	Start   time.Time
	// PractitionerID is who sees the patient then; zero for the same as before.
	PractitionerID uuid.UUID
	// ResourceIDs as for a BookRequest.
	ResourceIDs []uuid.UUID
	// Reason is why, for the history; it may be empty.
	Reason string
	// OverbookingReason as for a BookRequest.
	OverbookingReason string `json:",omitempty"`
}

// CancelRequest is an appointment that will not take place.
type CancelRequest struct {
	AppointmentID uuid.UUID
	// Version is the one that the caller has seen.
	Version int64
	Reason  records.CancellationReason
	// Note is why in words, for the history; it may be empty.
	Note string `json:",omitempty"`
}

// MarkRequest is what became of an appointment.
type MarkRequest struct {
	AppointmentID uuid.UUID
	// Version is the one that the caller has seen.
	Version int64
	// Status is arrived, checked-in, fulfilled, noshow or entered-in-error, or
	// booked to take such a mark back.
	Status records.AppointmentStatus
	// Reason is why, for the history; it may be empty.
	Reason string
}

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

// Move gives an appointment, at the version that the caller has seen, another
// time, and plans its reminders anew; its id stays (invariant 9). Staff are not
// held to what limits patients. It returns *SlotTaken when others have the
// time, *VersionMoved when the appointment has changed, and
// records.CodeConflict when its status does not allow it. The same key again,
// within a day, changes nothing and gives the first result.
func (d *Desk) Move(ctx context.Context, by Principal, request MoveRequest, key string) (Visit, error) {
	request.Start = request.Start.UTC()
	return d.change(ctx, by, "move", key, request, func(ctx context.Context, w deskWork) (outcome, error) { return w.move(ctx, request) })
}

// Cancel cancels an appointment at the version that the caller has seen and
// frees its time, with the errors and the key of Move.
func (d *Desk) Cancel(ctx context.Context, by Principal, request CancelRequest, key string) (Visit, error) {
	return d.change(ctx, by, "cancel", key, request, func(ctx context.Context, w deskWork) (outcome, error) { return w.cancel(ctx, request) })
}

// Mark says what became of an appointment, at the version that the caller has
// seen, with the errors and the key of Move. A no-show frees the time; to take
// it back is *SlotTaken where somebody else has it by then.
func (d *Desk) Mark(ctx context.Context, by Principal, request MarkRequest, key string) (Visit, error) {
	return d.change(ctx, by, "mark", key, request, func(ctx context.Context, w deskWork) (outcome, error) { return w.mark(ctx, request) })
}

// change does what changes one appointment, once for each key.
func (d *Desk) change(ctx context.Context, by Principal, operation, key string, request any,
	work func(context.Context, deskWork) (outcome, error),
) (Visit, error) {
	result, err := perform(ctx, d, by, func(ctx context.Context, w deskWork) (booked, touched, error) {
		kept, repeated, err := w.once(ctx, key, operation, request, func() (outcome, error) { return work(ctx, w) })
		if err != nil {
			return booked{}, touched{}, err
		}
		if kept.Appointment == nil {
			// The refusal tells of the practitioner's day, so it is a read.
			seen := touched{action: records.AuditRead, kind: "Slot", patientID: kept.PatientID}
			return booked{taken: kept.taken(w)}, seen, nil
		}
		action := records.AuditUpdate
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

func (w deskWork) move(ctx context.Context, request MoveRequest) (outcome, error) {
	present, err := w.presentAt(ctx, request.AppointmentID, request.Version)
	if err != nil {
		return outcome{}, err
	}
	if err := allows(scheduler.MovableStatuses, present.Status, "be moved"); err != nil {
		return outcome{}, err
	}
	place := BookRequest{
		PatientID: present.PatientID, AppointmentTypeID: present.AppointmentTypeID, PractitionerID: request.PractitionerID,
		Start: request.Start, ResourceIDs: request.ResourceIDs, OverbookingReason: request.OverbookingReason,
	}
	if place.PractitionerID == uuid.Nil {
		place.PractitionerID = present.PractitionerID
	}
	if err := w.checkOffer(place.AppointmentTypeID, place.PractitionerID); err != nil {
		return outcome{}, err
	}
	reason := request.Reason
	if reason == "" {
		reason = request.OverbookingReason
	}
	moving := w.booking(reason)
	moving.by.OverbookingReason = request.OverbookingReason
	moved, err := w.inSomeRoom(ctx, place, present.ID, func(slot scheduler.Slot) (records.Appointment, error) {
		return moving.move(ctx, present.ID, request.Version, slot)
	})
	return changed(moved, present.PatientID, err)
}

func (w deskWork) cancel(ctx context.Context, request CancelRequest) (outcome, error) {
	present, err := w.presentAt(ctx, request.AppointmentID, request.Version)
	if err != nil {
		return outcome{}, err
	}
	if err := allows(scheduler.StatusesBefore(records.AppointmentCancelled), present.Status, "be cancelled"); err != nil {
		return outcome{}, err
	}
	cancelled, err := w.booking(request.Note).cancel(ctx, present.ID, request.Version, request.Reason)
	return changed(cancelled, present.PatientID, err)
}

func (w deskWork) mark(ctx context.Context, request MarkRequest) (outcome, error) {
	present, err := w.presentAt(ctx, request.AppointmentID, request.Version)
	if err != nil {
		return outcome{}, err
	}
	marked, err := w.booking(request.Reason).mark(ctx, present.ID, request.Version, request.Status)
	return changed(marked, present.PatientID, err)
}

// presentAt reads an appointment that is still at the version that the caller
// has seen.
func (w deskWork) presentAt(ctx context.Context, appointmentID uuid.UUID, version int64) (records.Appointment, error) {
	present, err := w.appointment(ctx, appointmentID)
	if err == nil && present.Version != version {
		err = &VersionMoved{}
	}
	return present, err
}

// changed makes the outcome of a change; a time that is taken is one, too.
func changed(appointment records.Appointment, patientID uuid.UUID, err error) (outcome, error) {
	if lost, ok := errors.AsType[*slotLost](err); ok {
		return outcomeTaken(lost, patientID), nil
	}
	if err != nil {
		return outcome{}, err
	}
	return outcome{Appointment: &appointment}, nil
}

// allows says in words that a status does not allow a change.
func allows(allowed []records.AppointmentStatus, status records.AppointmentStatus, change string) error {
	if slices.Contains(allowed, status) {
		return nil
	}
	return &records.Error{Code: records.CodeConflict, Message: fmt.Sprintf("an appointment that is %s can't %s", status, change)}
}
