package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// TestInstructive12_MedplumIssue9811_CommitThatFails is medplum/medplum#9811: a
// transaction that was retried after a serialization failure answered 200 with
// nothing committed (and #7045, one retry after a fixed pause). Here a commit
// that PostgreSQL refuses at its very end, by a deferred trigger, or whose
// backend is killed while it commits, is an error of the code "unavailable" or
// "internal", never a success, and nothing of it is there.
func TestInstructive12_MedplumIssue9811_CommitThatFails(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "commit", records.ProviderTwilio)
	patient := clinic.NewPatient(t, store, "Maria Lopez", "+12025550142", monday)
	superuser := connect(t, database.SuperuserURL)
	raises := func(body string) {
		t.Helper()
		for _, statement := range []string{
			"DROP TRIGGER IF EXISTS at_commit ON appointment",
			"CREATE OR REPLACE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN " + body + " RETURN NULL; END $$",
			"CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON appointment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()",
		} {
			if _, err := superuser.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	for n, test := range []struct {
		name, body string
		code       records.Code
	}{
		{"a serialization failure", "RAISE EXCEPTION USING ERRCODE = '40001';", records.CodeUnavailable},
		{"a deadlock", "RAISE EXCEPTION USING ERRCODE = '40P01';", records.CodeUnavailable},
		{"a check at the end", "RAISE EXCEPTION USING ERRCODE = '23514';", records.CodeInvalid},
		{"the backend is killed", "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5);", records.CodeUnavailable},
	} {
		raises(test.body)
		start := monday.Add(time.Duration(n+1) * 24 * time.Hour)
		appointmentID, reached := uuid.New(), false
		err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
			err := tx.CreateAppointment(ctx, records.Appointment{
				ID: appointmentID, PatientID: patient.ID, PractitionerID: clinic.Osei.ID, AppointmentTypeID: clinic.CheckUp.ID,
				Status: records.AppointmentBooked, Start: start, End: start.Add(30 * time.Minute),
			}, []postgres.Occupancy{{SubjectID: clinic.Osei.ID, Kind: postgres.SubjectPractitioner, Start: start, End: start.Add(30 * time.Minute)}},
				uuid.Nil, system, monday)
			reached = err == nil
			return err
		})
		if !reached {
			t.Errorf("%s: the work itself failed: %v", test.name, err)
		}
		if code := records.CodeOf(err); err == nil || code != test.code {
			t.Errorf("%s: a commit that failed gave %v with the code %q, want %q", test.name, err, code, test.code)
		}
		var kept int
		if err := superuser.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM appointment WHERE id = $1)
			+ (SELECT count(*) FROM occupancy WHERE appointment_id = $1)`, appointmentID).Scan(&kept); err != nil {
			t.Fatal(err)
		}
		if kept != 0 {
			t.Errorf("%s: %d rows were kept of what failed", test.name, kept)
		}
	}
}

var system = postgres.Agent{Kind: "system"}
