package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// VisitEvent is one version of an appointment as the desk sees it.
type VisitEvent struct {
	Version          int64
	Status           records.AppointmentStatus
	Start, End       time.Time
	PractitionerID   uuid.UUID
	PractitionerName string
	// Agent is "patient", "staff" or "system", and Channel the way they came.
	Agent, Channel string
	Reason         string
	// Fee is what it cost from then on, in the clinic's minor units.
	Fee        int64
	RecordedAt time.Time
}

// History lists the versions of an appointment, the oldest first.
func (d *Desk) History(ctx context.Context, by Principal, appointmentID uuid.UUID) ([]VisitEvent, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]VisitEvent, touched, error) {
		appointment, err := w.appointment(ctx, appointmentID)
		if err != nil {
			return nil, touched{}, err
		}
		events, err := w.tx.AppointmentHistory(ctx, appointmentID)
		if err != nil {
			return nil, touched{}, fmt.Errorf("read history: %w", err)
		}
		history := make([]VisitEvent, len(events))
		for i, event := range events {
			history[i] = VisitEvent{
				Version: event.Version, Status: event.Status, Start: event.Start.In(w.view.zone), End: event.End.In(w.view.zone),
				PractitionerID: event.PractitionerID, PractitionerName: w.practitionerName(event.PractitionerID),
				Agent: event.Kind, Channel: event.Channel, Reason: event.Reason, Fee: event.Fee, RecordedAt: event.RecordedAt.In(w.view.zone),
			}
		}
		return history, touched{action: records.AuditRead, kind: "Appointment", id: appointment.ID, patientID: appointment.PatientID}, nil
	})
}
