package postgres_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// monday is a moment in office hours.
var monday = time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)

// fillEverything leaves at least one row of the clinic in every table.
func fillEverything(t *testing.T, store *postgres.Store, clinic *postgrestest.Clinic) {
	t.Helper()
	patient := clinic.NewPatient(t, store, "Canary "+clinic.ID.String(), "+12025550142", monday)
	err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		appointment := records.Appointment{
			ID: uuid.New(), PatientID: patient.ID, PractitionerID: clinic.Osei.ID, AppointmentTypeID: clinic.CheckUp.ID,
			Status: records.AppointmentBooked, Start: monday.Add(time.Hour), End: monday.Add(2 * time.Hour), Version: 1,
		}
		occupancies := []postgres.Occupancy{{
			SubjectID: clinic.Osei.ID, Kind: postgres.SubjectPractitioner, Start: appointment.Start, End: appointment.End,
		}}
		if err := tx.CreateAppointment(ctx, appointment, occupancies, uuid.Nil, postgres.Agent{Kind: "system"}, monday); err != nil {
			return err
		}
		if err := tx.PlanReminders(ctx, []records.ReminderStep{{
			AppointmentID: appointment.ID, AppointmentVersion: 1, Step: "1d", DueAt: monday, ExpiresAt: monday.Add(time.Minute),
		}}); err != nil {
			return err
		}
		if err := tx.OpenTask(ctx, records.Task{
			ID: uuid.New(), Code: records.TaskTalkToPerson, Priority: records.PriorityRoutine, ConversationID: patient.ConversationID, CreatedAt: monday,
		}); err != nil {
			return err
		}
		staff := records.Staff{ID: uuid.New(), Name: "Front desk", Role: records.RoleFrontDesk}
		if err := tx.CreateStaff(ctx, staff); err != nil {
			return err
		}
		if err := tx.CreateStaffToken(ctx, postgres.StaffToken{
			ID: uuid.New(), StaffID: staff.ID, Hash: sha256.Sum256(clinic.ID[:]), CreatedAt: monday, ExpiresAt: monday.Add(time.Hour),
		}); err != nil {
			return err
		}
		return tx.Audit(ctx, records.AuditEvent{
			ID: uuid.New(), AgentKind: "staff", AgentID: staff.ID, Action: records.AuditRead, EntityKind: "Patient", EntityID: patient.ID,
			PatientID: patient.ID, RecordedAt: monday,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Invariant 14: with clinic A set, no table gives any row of B, for reading,
// changing, adding or deleting; with none set, no table gives any row at all.
func TestNoClinicReachesAnothersRows(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	ours := postgrestest.NewClinic(t, store, "ours", records.ProviderSimulator)
	theirs := postgrestest.NewClinic(t, store, "theirs", records.ProviderSimulator)
	fillEverything(t, store, ours)
	fillEverything(t, store, theirs)
	all := connect(t, database.SuperuserURL)
	app := connect(t, database.URL)
	insertIdempotencyKey(t, all, theirs.ID)
	fillWaitingTables(t, all, theirs.ID)

	//nolint:paralleltest // the attacks share one connection, one after the other
	for table, column := range tenantTables(t, all) {
		t.Run(table, func(t *testing.T) {
			owner := theirs.ID
			if table == "organization" {
				owner = theirs.OrganizationID
			}
			var row []byte
			query := fmt.Sprintf("SELECT to_jsonb(t) FROM %s t WHERE %s = $1 LIMIT 1", table, column)
			if err := all.QueryRow(ctx, query, owner).Scan(&row); err != nil {
				t.Fatalf("the other clinic has no row here, so the attack would prove nothing: %v", err)
			}
			for _, set := range []struct{ name, clinic string }{{"another clinic is set", ours.ID.String()}, {"no clinic is set", ""}} {
				attack(t, app, set.name, set.clinic, []attempt{
					{"read", fmt.Sprintf("SELECT FROM %s WHERE %s = $1", table, column), []any{owner}},
					{"update", fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = $1", table, column, column, column), []any{owner}},
					{"delete", fmt.Sprintf("DELETE FROM %s WHERE %s = $1", table, column), []any{owner}},
				})
				attackInsert(t, app, set.name, set.clinic, table, row)
			}
			attack(t, app, "no clinic is set", "", []attempt{{"read anything", "SELECT FROM " + table, nil}})
		})
	}
}

// fillWaitingTables adds a row to the tables of those who wait, and of sites,
// absences and links, beside the rows of fillEverything.
func fillWaitingTables(t *testing.T, all *pgx.Conn, clinicID uuid.UUID) {
	t.Helper()
	const kept = `(SELECT clinic_id, id AS appointment_id, patient_id, practitioner_id, appointment_type_id, start_at, end_at,
		(SELECT v.id FROM conversation v WHERE v.clinic_id = a.clinic_id LIMIT 1) AS conversation_id
		FROM appointment a WHERE a.clinic_id = $1 LIMIT 1) AS kept`
	for _, insert := range []string{
		`INSERT INTO coverage (clinic_id, id, patient_id, payer, status, created_at)
			SELECT clinic_id, gen_random_uuid(), patient_id, 'Canary', 'draft', now() FROM ` + kept,
		`INSERT INTO recall (clinic_id, id, patient_id, created_at) SELECT clinic_id, gen_random_uuid(), patient_id, now() FROM ` + kept,
		`INSERT INTO survey (clinic_id, id, appointment_id, appointment_version, patient_id, due_at, expires_at)
			SELECT clinic_id, gen_random_uuid(), appointment_id, 1, patient_id, now(), now() FROM ` + kept,
		`INSERT INTO registration_question (clinic_id, id, position, kind, required, texts, created_at)
			VALUES ($1, gen_random_uuid(), 1, 'text', true, '{"en": "Canary"}', now())`,
		`INSERT INTO patient_answer (clinic_id, patient_id, question_id, position, question, answer, answered_at)
			SELECT clinic_id, patient_id, gen_random_uuid(), 1, 'Canary', 'Canary', now() FROM ` + kept,
		`INSERT INTO clinic_text (clinic_id, key, language, text) VALUES ($1, 'parking', 'en', 'Canary')`,
		`INSERT INTO location (clinic_id, id, name) VALUES ($1, gen_random_uuid(), 'Canary')`,
		`INSERT INTO whatsapp_device (clinic_id, channel_id, jid, state, changed_at)
			SELECT clinic_id, id, 'canary', 'linked', now() FROM channel WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO whatsapp_identity (clinic_id, channel_id, identity, address)
			SELECT clinic_id, id, 'canary', 'canary' FROM channel WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO whatsapp_unreadable (clinic_id, channel_id, provider_id, address, noticed_at)
			SELECT clinic_id, id, 'canary', 'canary', now() FROM channel WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO absence (clinic_id, id, kind, start_date, end_date, created_at)
			VALUES ($1, gen_random_uuid(), 'holiday', '2026-12-25', '2026-12-25', now())`,
		`INSERT INTO waitlist_entry (clinic_id, id, patient_id, appointment_type_id, created_at, expires_at)
			SELECT clinic_id, gen_random_uuid(), patient_id, appointment_type_id, now(), now() FROM ` + kept,
		`INSERT INTO freed_slot (clinic_id, id, appointment_id, appointment_type_id, practitioner_id, start_at, end_at, freed_at)
			SELECT clinic_id, gen_random_uuid(), appointment_id, appointment_type_id, practitioner_id, start_at, end_at, now() FROM ` + kept,
		`INSERT INTO slot_offer (clinic_id, id, kind, patient_id, conversation_id, slots, message_id, created_at, expires_at)
			SELECT clinic_id, gen_random_uuid(), 'waitlist', patient_id, conversation_id, '[]', gen_random_uuid(), now(), now() FROM ` + kept,
		`INSERT INTO queue_day (clinic_id, date, last_number) VALUES ($1, '2026-11-23', 1)`,
		`INSERT INTO queue_ticket (clinic_id, id, date, number, patient_id, due_at, expected_minutes, arrived_at)
			SELECT clinic_id, gen_random_uuid(), '2026-11-23', 1, patient_id, now(), 30, now() FROM ` + kept,
		`INSERT INTO message_template (clinic_id, channel_id, name, language, provider_id, body, status, checked_at)
			SELECT clinic_id, id, 'canary', 'en', 'HX1', 'Canary', 'approved', now() FROM channel WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO secret_link (clinic_id, id, hash, purpose, created_at, expires_at)
			VALUES ($1, gen_random_uuid(), sha256('canary'), 'queue-display', now(), now())`,
		`INSERT INTO identity_check (clinic_id, id, hash, contact_id, purpose, created_at, expires_at)
			SELECT clinic_id, gen_random_uuid(), sha256('canary'), contact_id, 'results', now(), now() FROM contact_patient WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO identity_try (clinic_id, id, identity_check_id, contact_id, succeeded, tried_at)
			SELECT clinic_id, gen_random_uuid(), id, contact_id, false, now() FROM identity_check WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO diagnostic_report (clinic_id, id, patient_id, title, summary, issued_at)
			SELECT clinic_id, gen_random_uuid(), patient_id, 'Canary', 'Canary', now() FROM ` + kept,
		`INSERT INTO identity_grant (clinic_id, contact_id, patient_id, purpose, granted_at, expires_at)
			SELECT clinic_id, contact_id, patient_id, 'results', now(), now() FROM contact_patient WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO invoice_series (clinic_id, last_number) VALUES ($1, 1001)`,
		`INSERT INTO invoice (clinic_id, id, number, patient_id, description, total, currency, issued_at, due_date)
			SELECT clinic_id, gen_random_uuid(), 1001, patient_id, 'Canary', 8050, 'USD', now(), '2026-12-25' FROM contact_patient
			WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO payment_link (clinic_id, id, hash, invoice_id, contact_id, amount, currency, created_at, expires_at)
			SELECT i.clinic_id, gen_random_uuid(), sha256('canary'), i.id, l.contact_id, i.total, i.currency, now(), now() + interval '1 minute'
			FROM invoice i JOIN contact_patient l ON l.clinic_id = i.clinic_id WHERE i.clinic_id = $1 LIMIT 1`,
		`INSERT INTO payment (clinic_id, id, payment_link_id, invoice_id, provider, provider_id, amount, currency, paid_at)
			SELECT clinic_id, gen_random_uuid(), id, invoice_id, 'test', 'canary', amount, currency, now() FROM payment_link WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO message_receipt (clinic_id, channel_id, provider_id, status, received_at)
			SELECT clinic_id, id, 'canary', 'sent', now() FROM channel WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO channel_policy (clinic_id, channel_id) SELECT clinic_id, id FROM channel WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO message_policy (clinic_id, weekly_cap, quiet_from_minute, quiet_until_minute) VALUES ($1, 7, 1200, 540)`,
		`INSERT INTO send_pair (clinic_id, conversation_id, free_at) SELECT clinic_id, conversation_id, now() FROM ` + kept,
		`INSERT INTO email_confirmation (clinic_id, id, contact_id, patient_id, reminders, asked_by_contact_id, created_at, expires_at)
			SELECT clinic_id, gen_random_uuid(), contact_id, patient_id, false, contact_id, now(), now() FROM contact_patient WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO email_receiver (clinic_id, contact_id, patient_id, reminders, confirmed_at)
			SELECT clinic_id, contact_id, patient_id, false, now() FROM contact_patient WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO message_mail (clinic_id, message_id, subject) SELECT clinic_id, id, 'Canary' FROM message WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO email_link (clinic_id, hash, message_id, contact_id, created_at)
			SELECT m.clinic_id, sha256('canary'), m.id, v.contact_id, now() FROM message m
			JOIN conversation v ON v.clinic_id = m.clinic_id AND v.id = m.conversation_id WHERE m.clinic_id = $1 LIMIT 1`,
		`INSERT INTO email_receipt (clinic_id, contact_id, appointment_id, appointment_version, change, planned_at)
			SELECT a.clinic_id, l.contact_id, a.id, 1, 'booked', now() FROM appointment a
			JOIN contact_patient l ON l.clinic_id = a.clinic_id AND l.patient_id = a.patient_id WHERE a.clinic_id = $1 LIMIT 1`,
		`INSERT INTO media (clinic_id, id, message_id, place, reference, fetch_after, created_at)
			SELECT clinic_id, gen_random_uuid(), id, 0, 'canary', now(), now() FROM message WHERE clinic_id = $1 LIMIT 1`,
		`INSERT INTO media_content (clinic_id, media_id, content) SELECT clinic_id, id, 'canary' FROM media WHERE clinic_id = $1 LIMIT 1`,
	} {
		if _, err := all.Exec(context.Background(), insert, clinicID); err != nil {
			t.Fatal(err)
		}
	}
}

type attempt struct {
	name, query string
	arguments   []any
}

// attack expects every attempt to touch no row, or to be denied.
func attack(t *testing.T, app *pgx.Conn, setting, clinic string, attempts []attempt) {
	t.Helper()
	for _, attempt := range attempts {
		err := pgx.BeginFunc(context.Background(), app, func(transaction pgx.Tx) error {
			if _, err := transaction.Exec(context.Background(), "SELECT set_config('frontdesk.clinic', $1, true)", clinic); err != nil {
				return err
			}
			tag, err := transaction.Exec(context.Background(), attempt.query, attempt.arguments...)
			if err == nil && tag.RowsAffected() != 0 {
				t.Errorf("%s: %s touched %d rows", setting, attempt.name, tag.RowsAffected())
			}
			return err
		})
		if err != nil && !denied(err) {
			t.Errorf("%s: %s: %v", setting, attempt.name, err)
		}
	}
}

// attackInsert expects that a copy of the other clinic's row is refused by the
// policy, not by a constraint that happens to stand in the way.
func attackInsert(t *testing.T, app *pgx.Conn, setting, clinic, table string, row []byte) {
	t.Helper()
	err := pgx.BeginFunc(context.Background(), app, func(transaction pgx.Tx) error {
		if _, err := transaction.Exec(context.Background(), "SELECT set_config('frontdesk.clinic', $1, true)", clinic); err != nil {
			return err
		}
		// A generated column can't be written, by anybody.
		var columns string
		if err := transaction.QueryRow(context.Background(), `SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
			WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, table).Scan(&columns); err != nil {
			return err
		}
		_, err := transaction.Exec(context.Background(), fmt.Sprintf("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM jsonb_populate_record(NULL::%s, $1)",
			table, columns, columns, table), row)
		return err
	})
	// An organization is added by whoever makes its first clinic; a copy of
	// another's can't be, since its id is taken.
	if table == "organization" && clinic != "" {
		if err == nil {
			t.Errorf("%s: another's organization was added again", setting)
		}
		return
	}
	if err == nil || !denied(err) {
		t.Errorf("%s: insert gave %v, want a denial", setting, err)
	}
}

func denied(err error) bool {
	return strings.Contains(err.Error(), "SQLSTATE 42501")
}

// tenantTables gives every table that the application may read, and the column
// that says whose a row is.
func tenantTables(t *testing.T, all *pgx.Conn) map[string]string {
	t.Helper()
	rows, err := all.Query(context.Background(), `SELECT c.relname FROM pg_class c
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND has_table_privilege('frontdesk_app', c.oid, 'SELECT')`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	tables := make(map[string]string, len(names))
	for _, name := range names {
		tables[name] = "clinic_id"
	}
	tables["clinic"], tables["organization"] = "id", "id"
	return tables
}

func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close(context.Background()) })
	return connection
}

// insertIdempotencyKey leaves a row of what only the staff API writes.
func insertIdempotencyKey(t *testing.T, all *pgx.Conn, clinicID uuid.UUID) {
	t.Helper()
	_, err := all.Exec(context.Background(), `INSERT INTO idempotent_request (clinic_id, staff_id, key, request_hash, result, created_at)
		SELECT clinic_id, id, 'key', sha256('request'), '{}', $2 FROM staff WHERE clinic_id = $1`, clinicID, monday)
	if err != nil {
		t.Fatal(err)
	}
}

// The store refuses every role that row-level security would not bind.
func TestOpenRefusesPowerfulRoles(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	for name, url := range map[string]string{"superuser": database.SuperuserURL, "owner": database.OwnerURL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, err := postgres.Open(context.Background(), url, postgres.Options{})
			if err == nil {
				store.Close()
				t.Fatal("the store opened under a role that can bypass row-level security")
			}
			if records.CodeOf(err) != records.CodeForbidden {
				t.Errorf("refused with %v, want %s", err, records.CodeForbidden)
			}
		})
	}
}

// A pooled connection keeps nothing of the clinic that used it last: 1,000
// transactions that end in every way there is, on few connections.
func TestConnectionsForgetTheirClinic(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "forgotten", records.ProviderSimulator)
	ending := errTest("the work went wrong")
	for round := range 250 {
		for _, end := range []func(ctx context.Context, tx *postgres.Tx) error{
			func(context.Context, *postgres.Tx) error { return nil },
			func(context.Context, *postgres.Tx) error { return ending },
			func(ctx context.Context, tx *postgres.Tx) error { _, err := tx.Patient(ctx, uuid.New()); return err },
			func(ctx context.Context, tx *postgres.Tx) error {
				ctx, cancel := context.WithCancel(ctx)
				cancel()
				_, err := tx.Clinic(ctx)
				return err
			},
		} {
			_ = store.InClinic(context.Background(), clinic.ID, end)
		}
		err := store.Across(context.Background(), func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.Clinic(ctx)
			return err
		})
		if records.CodeOf(err) != records.CodeNotFound {
			t.Fatalf("round %d: a transaction without a clinic read one: %v", round, err)
		}
	}
}

type errTest string

func (e errTest) Error() string { return string(e) }
