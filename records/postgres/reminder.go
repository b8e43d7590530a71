package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// PlanReminders stores the steps of a plan for an appointment's version; a
// step that is there already stays as it is (invariant 10).
func (tx *Tx) PlanReminders(ctx context.Context, steps []records.ReminderStep) error {
	if len(steps) == 0 {
		return nil
	}
	rows := dbsqlc.InsertReminderStepsParams{
		ClinicID: tx.clinicID, AppointmentID: steps[0].AppointmentID, AppointmentVersion: steps[0].AppointmentVersion,
	}
	for _, step := range steps {
		rows.Steps = append(rows.Steps, step.Step)
		rows.Due = append(rows.Due, step.DueAt)
		rows.Expires = append(rows.Expires, step.ExpiresAt)
	}
	return tx.later.InsertReminderSteps(ctx, rows)
}

// DueReminder is a planned step whose time has come, with its appointment as
// that is now.
type DueReminder struct {
	Step        records.ReminderStep
	Appointment records.Appointment
}

// ClaimDueReminders locks up to limit due steps, the oldest first, and skips
// those that another sweep holds.
func (tx *Tx) ClaimDueReminders(ctx context.Context, limit int, now time.Time) ([]DueReminder, error) {
	rows, err := tx.queries.ClaimDueReminders(ctx, dbsqlc.ClaimDueRemindersParams{
		ClinicID: tx.clinicID, Now: now, Steps: int32(min(limit, 1000)), //nolint:gosec // bounded on this line
	})
	if err != nil {
		return nil, coded(err)
	}
	due := make([]DueReminder, len(rows))
	for i, row := range rows {
		due[i] = DueReminder{
			Step: records.ReminderStep{
				ClinicID: tx.clinicID, AppointmentID: row.AppointmentID, AppointmentVersion: row.AppointmentVersion, Step: row.Step,
				Status: records.ReminderPlanned, DueAt: row.DueAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(),
			},
			Appointment: records.Appointment{
				ID: row.AppointmentID, ClinicID: tx.clinicID, Version: row.Version, Status: records.AppointmentStatus(row.Status),
				ParticipantStatus: records.ParticipantStatus(row.ParticipantStatus), PatientID: row.PatientID,
				PractitionerID: row.PractitionerID, AppointmentTypeID: row.AppointmentTypeID, Start: row.StartAt.UTC(), End: row.EndAt.UTC(),
			},
		}
	}
	return due, nil
}

// FinishReminder records what became of a step: sent, with its message, or
// skipped, with the reason.
func (tx *Tx) FinishReminder(ctx context.Context, step records.ReminderStep, status records.ReminderStepStatus, reason string,
	messageID uuid.UUID,
) error {
	_, err := tx.later.FinishReminder(ctx, dbsqlc.FinishReminderParams{
		ClinicID: tx.clinicID, AppointmentID: step.AppointmentID, AppointmentVersion: step.AppointmentVersion, Step: step.Step,
		Status: string(status), Reason: reason, MessageID: nullable(messageID),
	})
	return err
}

// PlanRemindersAgain makes the steps of a message due again that will not go,
// as one of several appointments in it has moved on; not that one's own.
func (tx *Tx) PlanRemindersAgain(ctx context.Context, messageID uuid.UUID, now time.Time) error {
	return tx.later.PlanRemindersAgain(ctx, dbsqlc.PlanRemindersAgainParams{ClinicID: tx.clinicID, MessageID: nullable(messageID), Now: now})
}

// ReminderSteps lists an appointment's ledger, the older versions first.
func (tx *Tx) ReminderSteps(ctx context.Context, appointmentID uuid.UUID) ([]records.ReminderStep, error) {
	rows, err := tx.queries.ListReminderSteps(ctx, dbsqlc.ListReminderStepsParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
	if err != nil {
		return nil, coded(err)
	}
	steps := make([]records.ReminderStep, len(rows))
	for i, row := range rows {
		steps[i] = records.ReminderStep{
			ClinicID: tx.clinicID, AppointmentID: row.AppointmentID, AppointmentVersion: row.AppointmentVersion, Step: row.Step,
			Status: records.ReminderStepStatus(row.Status), DueAt: row.DueAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(),
		}
	}
	return steps, nil
}
