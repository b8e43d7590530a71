package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/private"
)

// benchDayHours are the hours of a seeded day, from ten past eight on: each
// seeded appointment takes one of them whole, buffers included.
const benchDayHours = 8

// benchClinic is a clinic with a full calendar.
type benchClinic struct {
	id            uuid.UUID
	zone          *time.Location
	practitioners []uuid.UUID
	// request is what is searched and booked: 45 minutes with buffers, with a
	// practitioner and a room.
	request records.AppointmentType
	// patients have appointments, newcomers have none.
	patients, newcomers []uuid.UUID
}

// benchPatients is how many patients a clinic has, and how many newcomers.
const benchPatients = 20_000

// benchFullness says how full the calendars are made.
type benchFullness struct {
	months int
	full   float64
}

// seedClinic makes a clinic with so many practitioners, each with a room, with
// the product's own code.
func seedClinic(ctx context.Context, store *postgres.Store, slug string, practitioners int) (*benchClinic, error) {
	clinic := &benchClinic{id: newID()}
	var err error
	if clinic.zone, err = time.LoadLocation("America/New_York"); err != nil {
		return nil, err
	}
	clinic.request = records.AppointmentType{
		ID: newID(), Name: records.LocalizedText{records.English: "consultation"}, Duration: 45 * time.Minute,
		BufferBefore: 5 * time.Minute, BufferAfter: 10 * time.Minute, Horizon: 366 * 24 * time.Hour, SlotStep: 15 * time.Minute,
		BookableByChat: true, ResourceKinds: []records.ResourceKind{records.ResourceRoom}, Capacity: 1, Active: true,
	}
	return clinic, store.InClinic(ctx, clinic.id, func(ctx context.Context, tx *postgres.Tx) error {
		organization := records.Organization{ID: newID(), Name: "Bench"}
		if err := tx.CreateOrganization(ctx, organization); err != nil {
			return err
		}
		err := tx.CreateClinic(ctx, records.Clinic{
			ID: clinic.id, OrganizationID: organization.ID, Slug: slug, Name: "Bench", TimeZone: "America/New_York", Country: "US",
			Languages: []records.Language{records.English, records.Spanish}, EmergencyNumber: "911",
		})
		if err != nil {
			return err
		}
		for n := range practitioners {
			if err := clinic.addPractitioner(ctx, tx, n); err != nil {
				return err
			}
		}
		return tx.CreateAppointmentType(ctx, clinic.request)
	})
}

// addPractitioner adds one who works from eight to five on weekdays, and a
// room. Every other one speaks Spanish.
func (c *benchClinic) addPractitioner(ctx context.Context, tx *postgres.Tx, n int) error {
	practitioner := records.Practitioner{ID: newID(), Name: fmt.Sprintf("Dr %d", n), Languages: []records.Language{records.English}, Active: true}
	if n%2 == 0 {
		practitioner.Languages = append(practitioner.Languages, records.Spanish)
	}
	if err := tx.CreatePractitioner(ctx, practitioner); err != nil {
		return err
	}
	for weekday := time.Monday; weekday <= time.Friday; weekday++ {
		rule := records.Availability{
			ID: newID(), PractitionerID: practitioner.ID, Kind: records.AvailabilityOpen, Weekday: weekday, Start: 8 * 60, End: (9 + benchDayHours) * 60,
		}
		if err := tx.CreateAvailability(ctx, rule); err != nil {
			return err
		}
	}
	room := records.Resource{ID: newID(), Kind: records.ResourceRoom, Name: fmt.Sprintf("Room %d", n), Active: true}
	if err := tx.CreateResource(ctx, room); err != nil {
		return err
	}
	c.practitioners = append(c.practitioners, practitioner.ID)
	c.request.PractitionerIDs = append(c.request.PractitionerIDs, practitioner.ID)
	return nil
}

// seedAppointments fills the calendars of every clinic in bulk: each weekday
// hour of each practitioner is taken with the given chance, with a room that
// changes from day to day and a patient. The constraint is taken away
// meanwhile and checks all of it when it comes back.
func seedAppointments(ctx context.Context, server *private.Server, fullness benchFullness) (err error) {
	connection, err := pgx.Connect(ctx, server.SuperuserURL(demoDatabase))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, connection.Close(context.WithoutCancel(ctx))) }()
	var constraint string
	const definition = `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'occupancy_no_overlap'`
	if err := connection.QueryRow(ctx, definition).Scan(&constraint); err != nil {
		return err
	}
	for _, statement := range []struct {
		text      string
		arguments []any
	}{
		{text: `SET session_replication_role = replica`}, // foreign keys are not asked row by row
		{text: `SET maintenance_work_mem = '1GB'`},
		{text: `ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap`},
		{text: `INSERT INTO patient (clinic_id, id, name, birth_date, language, created_at)
			SELECT c.id, gen_random_uuid(), 'Patient ' || g, '1980-01-01', 'en', now() FROM clinic c, generate_series(1, 2 * $1::integer) AS g`, arguments: []any{benchPatients}},
		{text: benchPlaces[0]},
		{text: benchPlaces[1]},
		{text: benchPlaces[2]},
		{text: benchPlaces[3]},
		{text: benchSeedAppointments, arguments: []any{fullness.months, fullness.full, benchDayHours, benchPatients}},
		{text: `INSERT INTO appointment (clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, status, start_at, end_at, created_at)
			SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, ARRAY[room_id], 'booked', start_at + interval '5 minutes',
				start_at + interval '50 minutes', now() FROM seeded`},
		{text: `INSERT INTO occupancy (clinic_id, appointment_id, subject_id, subject_kind, share_id, during)
			SELECT clinic_id, id, subject_id, kind, id, tstzrange(start_at, start_at + interval '1 hour')
			FROM (SELECT clinic_id, id, practitioner_id AS subject_id, 'practitioner' AS kind, start_at FROM seeded
				UNION ALL SELECT clinic_id, id, room_id, 'room', start_at FROM seeded
				UNION ALL SELECT clinic_id, id, patient_id, 'patient', start_at FROM seeded) AS taken
			ORDER BY clinic_id, subject_id, start_at`},
		{text: `DROP TABLE seeded`},
		{text: `ALTER TABLE occupancy ADD CONSTRAINT occupancy_no_overlap ` + constraint},
		{text: `VACUUM ANALYZE`},
		{text: `CHECKPOINT`}, // or it would be written out while the searches are measured
	} {
		if _, err := connection.Exec(ctx, statement.text, statement.arguments...); err != nil {
			return fmt.Errorf("%.40s…: %w", statement.text, err)
		}
	}
	return nil
}

// benchPlaces number everybody of a clinic, in tables of their own so that the
// drawing is planned with statistics.
var benchPlaces = []string{
	`CREATE TEMPORARY TABLE people AS SELECT clinic_id, id, row_number() OVER (PARTITION BY clinic_id ORDER BY id) - 1 AS place,
		count(*) OVER (PARTITION BY clinic_id) AS of FROM practitioner`,
	`CREATE TEMPORARY TABLE rooms AS SELECT clinic_id, id, row_number() OVER (PARTITION BY clinic_id ORDER BY id) - 1 AS place FROM resource`,
	`CREATE TEMPORARY TABLE patients AS SELECT clinic_id, id, row_number() OVER (PARTITION BY clinic_id ORDER BY id) - 1 AS place FROM patient`,
	`ANALYZE people, rooms, patients`,
}

// benchSeedAppointments draws which hours are taken. Patients go round, so that
// no two appointments of one patient are at the same time.
const benchSeedAppointments = `CREATE TEMPORARY TABLE seeded AS
SELECT p.clinic_id, gen_random_uuid() AS id, p.id AS practitioner_id, r.id AS room_id, b.id AS patient_id, t.appointment_type_id, h.start_at
FROM (SELECT day, (day + make_interval(hours => 8 + hour, mins => 10)) AT TIME ZONE 'America/New_York' AS start_at,
		row_number() OVER (ORDER BY day, hour) AS place
	FROM generate_series(current_date::timestamp, current_date::timestamp + make_interval(months => $1::integer), interval '1 day') AS day,
		generate_series(0, $3::integer - 1) AS hour
	WHERE extract(isodow FROM day) < 6) AS h
CROSS JOIN people p
JOIN rooms r ON r.clinic_id = p.clinic_id AND r.place = (p.place + extract(doy FROM h.day)::bigint) % p.of
JOIN patients b ON b.clinic_id = p.clinic_id AND b.place = (h.place * p.of + p.place) % $4::integer
JOIN appointment_type_practitioner t ON t.clinic_id = p.clinic_id AND t.practitioner_id = p.id
WHERE random() < $2`

// readPatients gives the clinic its patients, to search and to book for.
func (c *benchClinic) readPatients(ctx context.Context, server *private.Server) (err error) {
	connection, err := pgx.Connect(ctx, server.SuperuserURL(demoDatabase))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, connection.Close(context.WithoutCancel(ctx))) }()
	rows, err := connection.Query(ctx, `SELECT id FROM patient WHERE clinic_id = $1 ORDER BY id`, c.id)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	c.patients, c.newcomers = all[:min(len(all), benchPatients)], all[min(len(all), benchPatients):]
	return err
}
