package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// everyStatus is FHIR's list.
var everyStatus = []records.AppointmentStatus{
	records.AppointmentProposed, records.AppointmentPending, records.AppointmentBooked, records.AppointmentArrived,
	records.AppointmentCheckedIn, records.AppointmentFulfilled, records.AppointmentCancelled, records.AppointmentNoShow,
	records.AppointmentEnteredInError, records.AppointmentWaitlist,
}

// TestTransitionsAreTheSameEverywhere compares, for every pair of statuses, the
// scheduler's table with what the guarded UPDATEs do in PostgreSQL and what the
// CHECK of the history lets in. Nothing makes an appointment proposed, pending
// or waitlist but its creation, so those have no UPDATE.
func TestTransitionsAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	store, clinic := w.store, w.clinic
	patient := clinic.NewPatient(t, store, "Maria Lopez", phone, monday)
	superuser, err := pgx.Connect(t.Context(), w.database.SuperuserURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = superuser.Close(context.Background()) })
	created := map[records.AppointmentStatus]bool{
		records.AppointmentProposed: true, records.AppointmentPending: true, records.AppointmentWaitlist: true,
	}
	for n, from := range everyStatus {
		for k, to := range everyStatus {
			start := monday.AddDate(0, 0, 1+n).Add(time.Duration(k) * time.Hour)
			appointment := records.Appointment{
				ID: uuid.New(), PatientID: patient.ID, PractitionerID: clinic.Osei.ID, AppointmentTypeID: clinic.CheckUp.ID,
				Start: start, End: start.Add(30 * time.Minute), Status: records.AppointmentBooked,
			}
			occupancies := []postgres.Occupancy{{SubjectID: clinic.Osei.ID, Kind: postgres.SubjectPractitioner, Start: start, End: appointment.End}}
			inClinic := func(work func(ctx context.Context, tx *postgres.Tx) error) error {
				return store.InClinic(context.Background(), clinic.ID, work)
			}
			if err := inClinic(func(ctx context.Context, tx *postgres.Tx) error {
				return tx.CreateAppointment(ctx, appointment, occupancies, uuid.Nil, system, monday)
			}); err != nil {
				t.Fatal(err)
			}
			put(t, superuser, appointment.ID, from)
			allowed := scheduler.CanTransition(from, to)
			if !created[to] {
				err := inClinic(func(ctx context.Context, tx *postgres.Tx) error {
					return change(ctx, tx, appointment.ID, from, to, occupancies)
				})
				if allowed != (err == nil) || err != nil && records.CodeOf(err) != records.CodeConflict {
					t.Errorf("%s → %s: the table says %v, the guarded UPDATE %v", from, to, allowed, err)
				}
				put(t, superuser, appointment.ID, from)
			}
			_, err := superuser.Exec(t.Context(), `INSERT INTO appointment_event (clinic_id, appointment_id, appointment_version, previous_status,
				status, start_at, end_at, practitioner_id, agent_kind, recorded_at)
				SELECT clinic_id, id, 99, $2, $3, start_at, end_at, practitioner_id, 'system', created_at FROM appointment WHERE id = $1`,
				appointment.ID, string(from), string(to))
			moved := from == records.AppointmentBooked && to == records.AppointmentBooked
			if (allowed || moved) != (err == nil) {
				t.Errorf("%s → %s: the table says %v, the CHECK %v", from, to, allowed, err)
			}
		}
	}
}

var system = postgres.Agent{Kind: "system"}

// put gives an appointment a status by force, at version 1, with the history
// that leads there at once.
func put(t *testing.T, superuser *pgx.Conn, appointmentID uuid.UUID, status records.AppointmentStatus) {
	t.Helper()
	for _, statement := range []string{
		`UPDATE appointment SET status = $2, version = 1, hold_until = CASE WHEN $2 = 'pending' THEN start_at END,
			cancellation_reason = CASE WHEN $2 = 'cancelled' THEN 'pat' ELSE '' END WHERE id = $1`,
		`DELETE FROM appointment_event WHERE appointment_id = $1 AND appointment_version > 1 AND $2 <> ''`,
		`UPDATE appointment_event SET status = $2,
			previous_status = CASE WHEN $2 IN ('proposed', 'waitlist', 'pending', 'booked') THEN '' ELSE 'booked' END WHERE appointment_id = $1`,
	} {
		if _, err := superuser.Exec(t.Context(), statement, appointmentID, string(status)); err != nil {
			t.Fatal(err)
		}
	}
}

// change takes an appointment at version 1 to a status by the store's method
// for it.
func change(ctx context.Context, tx *postgres.Tx, appointmentID uuid.UUID, from, to records.AppointmentStatus, occupancies []postgres.Occupancy) error {
	allowed := scheduler.StatusesBefore(to)
	switch {
	case to == records.AppointmentCancelled:
		_, err := tx.CancelAppointment(ctx, appointmentID, 1, allowed, postgres.Cancellation{Reason: records.CancelledOther}, system, monday)
		return err
	case to == records.AppointmentBooked && from == records.AppointmentPending:
		_, err := tx.BookHeld(ctx, appointmentID, 1, allowed, occupancies, system, monday)
		return err
	default:
		_, err := tx.MarkAppointment(ctx, appointmentID, 1, postgres.Mark{Status: to, Allowed: allowed}, system, monday)
		return err
	}
}
