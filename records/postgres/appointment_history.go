package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Agent is who changed something.
type Agent struct {
	// Kind is "patient", "staff" or "system"; ID is nil for the system.
	Kind string
	ID   uuid.UUID
	// Channel is the way it was said: "sms", "whatsapp", "api"; empty where the
	// program itself acted.
	Channel string
	// Reason is what they gave as the reason, in their words; it may be empty.
	Reason string
}

// event adds an appointment's present version to its history.
func (tx *Tx) event(ctx context.Context, appointment records.Appointment, agent Agent, now time.Time) error {
	return tx.later.InsertAppointmentEvent(ctx, dbsqlc.InsertAppointmentEventParams{
		ClinicID: tx.clinicID, AppointmentID: appointment.ID, AppointmentVersion: appointment.Version, Status: string(appointment.Status),
		StartAt: appointment.Start, EndAt: appointment.End, AgentKind: agent.Kind, AgentID: nullable(agent.ID), RecordedAt: now,
		PractitionerID: appointment.PractitionerID, Channel: agent.Channel, Reason: agent.Reason, Fee: appointment.Fee,
	})
}

// AppointmentEvent is one version of an appointment: what it was from then on,
// and by whom.
type AppointmentEvent struct {
	Agent

	Version        int64
	Status         records.AppointmentStatus
	Start, End     time.Time
	PractitionerID uuid.UUID
	// Fee is what it cost from then on, in the clinic's minor units.
	Fee        int64
	RecordedAt time.Time
}

// AppointmentHistory lists the versions of an appointment, the oldest first.
func (tx *Tx) AppointmentHistory(ctx context.Context, appointmentID uuid.UUID) ([]AppointmentEvent, error) {
	rows, err := tx.queries.AppointmentHistory(ctx, dbsqlc.AppointmentHistoryParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
	if err != nil {
		return nil, coded(err)
	}
	history := make([]AppointmentEvent, len(rows))
	for i, row := range rows {
		history[i] = AppointmentEvent{
			Agent:   Agent{Kind: row.AgentKind, ID: row.AgentID.UUID, Channel: row.Channel, Reason: row.Reason},
			Version: row.AppointmentVersion, Status: records.AppointmentStatus(row.Status), Start: row.StartAt.UTC(), End: row.EndAt.UTC(),
			PractitionerID: row.PractitionerID, Fee: row.Fee, RecordedAt: row.RecordedAt.UTC(),
		}
	}
	return history, nil
}
