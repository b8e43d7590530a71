package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateAppointment stores an appointment, pending (a hold) or booked, and
// takes its time of every subject, or nothing at all: records.CodeSlotTaken
// when PostgreSQL finds an overlap (invariant 7). Holds that ran out by now
// give way.
func (tx *Tx) CreateAppointment(ctx context.Context, appointment records.Appointment, occupancies []Occupancy,
	conversationID uuid.UUID, agent Agent, now time.Time,
) error {
	return tx.taking(ctx, occupancies, now, func(ctx context.Context) error {
		err := tx.later.InsertAppointment(ctx, dbsqlc.InsertAppointmentParams{
			ClinicID: tx.clinicID, ID: appointment.ID, PatientID: appointment.PatientID, PractitionerID: appointment.PractitionerID,
			AppointmentTypeID: appointment.AppointmentTypeID, ResourceIDs: append([]uuid.UUID{}, appointment.ResourceIDs...),
			Status: string(appointment.Status), StartAt: appointment.Start, EndAt: appointment.End,
			ConversationID: nullable(conversationID), HoldUntil: instant(appointment.HoldUntil), CreatedAt: now,
			LocationID: nullable(appointment.LocationID), SeriesID: nullable(appointment.SeriesID), OverbookingReason: appointment.OverbookingReason,
		})
		if err != nil {
			return err
		}
		if err := tx.occupy(ctx, appointment.ID, occupancies, appointment.HoldUntil); err != nil {
			return err
		}
		appointment.Version = 1
		return tx.event(ctx, appointment, agent, now)
	})
}

// Cancellation says why an appointment will not take place, and what that
// costs the patient in the minor unit of the clinic's currency.
type Cancellation struct {
	Reason records.CancellationReason
	Fee    int64
}

// CancelAppointment cancels an appointment at this version if its status
// allows it, and frees its time; otherwise records.CodeConflict.
func (tx *Tx) CancelAppointment(ctx context.Context, appointmentID uuid.UUID, version int64, allowed []records.AppointmentStatus,
	cancellation Cancellation, agent Agent, now time.Time,
) (records.Appointment, error) {
	_, err := tx.queries.CancelAppointment(ctx, dbsqlc.CancelAppointmentParams{
		ClinicID: tx.clinicID, ID: appointmentID, Version: version, CancellationReason: string(cancellation.Reason),
		Fee: cancellation.Fee, Allowed: statuses(allowed),
	})
	if err != nil {
		return records.Appointment{}, movedOn(err)
	}
	if len(allowed) == 1 && allowed[0] == records.AppointmentPending {
		_, err = tx.later.DeleteHeld(ctx, dbsqlc.DeleteHeldParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
	} else {
		_, err = tx.later.DeleteOccupancy(ctx, dbsqlc.DeleteOccupancyParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
	}
	if err != nil {
		return records.Appointment{}, err
	}
	cancelled, err := tx.Appointment(ctx, appointmentID)
	if err != nil {
		return records.Appointment{}, err
	}
	return cancelled, tx.event(ctx, cancelled, agent, now)
}

// AnswerAppointment records what the patient said to a coming, booked
// appointment at this version; otherwise records.CodeConflict.
func (tx *Tx) AnswerAppointment(ctx context.Context, appointmentID uuid.UUID, version int64, answer records.ParticipantStatus,
	now time.Time,
) (records.Appointment, error) {
	_, err := tx.queries.AnswerAppointment(ctx, dbsqlc.AnswerAppointmentParams{
		ClinicID: tx.clinicID, ID: appointmentID, Version: version, ParticipantStatus: string(answer), Now: now,
	})
	if err != nil {
		return records.Appointment{}, movedOn(err)
	}
	return tx.Appointment(ctx, appointmentID)
}

// movedOn makes a guarded UPDATE that found no row a conflict.
func movedOn(err error) error {
	err = coded(err)
	if records.CodeOf(err) == records.CodeNotFound {
		return &records.Error{Code: records.CodeConflict, Message: "the appointment has changed since; look again"}
	}
	return err
}

func statuses(allowed []records.AppointmentStatus) []string {
	texts := make([]string, len(allowed))
	for i, status := range allowed {
		texts[i] = string(status)
	}
	return texts
}

// Appointment reads one appointment; records.CodeNotFound when the clinic has
// no such one.
func (tx *Tx) Appointment(ctx context.Context, appointmentID uuid.UUID) (records.Appointment, error) {
	row, err := tx.queries.GetAppointment(ctx, dbsqlc.GetAppointmentParams{ClinicID: tx.clinicID, ID: appointmentID})
	if err != nil {
		return records.Appointment{}, coded(err)
	}
	return appointmentOf(row), nil
}

// ComingAppointments lists the booked appointments of these patients from now
// on, the soonest first, at most twenty.
func (tx *Tx) ComingAppointments(ctx context.Context, patientIDs []uuid.UUID, now time.Time) ([]records.Appointment, error) {
	rows, err := tx.queries.ComingAppointments(ctx, dbsqlc.ComingAppointmentsParams{ClinicID: tx.clinicID, PatientIDs: patientIDs, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	appointments := make([]records.Appointment, len(rows))
	for i, row := range rows {
		appointments[i] = appointmentOf(row)
	}
	return appointments, nil
}

// PastAppointments lists the appointments of these patients that began since an
// instant and were not called off, whatever became of them: the newest first, at
// most twenty.
func (tx *Tx) PastAppointments(ctx context.Context, patientIDs []uuid.UUID, since, now time.Time) ([]records.Appointment, error) {
	rows, err := tx.queries.PastAppointments(ctx, dbsqlc.PastAppointmentsParams{ClinicID: tx.clinicID, PatientIDs: patientIDs, Since: since, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	appointments := make([]records.Appointment, len(rows))
	for i, row := range rows {
		appointments[i] = appointmentOf(row)
	}
	return appointments, nil
}

// AppointmentsOfSeries lists the appointments of a series, whatever became of
// them, in order of start.
func (tx *Tx) AppointmentsOfSeries(ctx context.Context, seriesID uuid.UUID) ([]records.Appointment, error) {
	rows, err := tx.queries.AppointmentsOfSeries(ctx, dbsqlc.AppointmentsOfSeriesParams{ClinicID: tx.clinicID, SeriesID: nullable(seriesID)})
	if err != nil {
		return nil, coded(err)
	}
	appointments := make([]records.Appointment, len(rows))
	for i, row := range rows {
		appointments[i] = appointmentOf(row)
	}
	return appointments, nil
}

func appointmentOf(row dbsqlc.Appointment) records.Appointment {
	return records.Appointment{
		ID: row.ID, ClinicID: row.ClinicID, PatientID: row.PatientID, PractitionerID: row.PractitionerID,
		AppointmentTypeID: row.AppointmentTypeID, ResourceIDs: row.ResourceIDs, Status: records.AppointmentStatus(row.Status),
		ParticipantStatus: records.ParticipantStatus(row.ParticipantStatus), Start: row.StartAt.UTC(), End: row.EndAt.UTC(),
		Version: row.Version, HoldUntil: instantOf(row.HoldUntil), CancellationReason: records.CancellationReason(row.CancellationReason),
		LocationID: row.LocationID.UUID, SeriesID: row.SeriesID.UUID, OverbookingReason: row.OverbookingReason, Fee: row.Fee,
		Moves: int(row.Moves), ArrivedAt: instantOf(row.ArrivedAt), CreatedAt: row.CreatedAt.UTC(),
	}
}
