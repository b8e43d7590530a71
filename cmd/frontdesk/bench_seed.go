package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/private"
)

// seedBench makes the clinics with the product's own code, and their patients
// in bulk. Every patient is registered and has written before.
func seedBench(ctx context.Context, server *private.Server, command *benchTurnsCommand) ([]benchPatient, error) {
	store, err := postgres.Open(ctx, server.URL(demoDatabase, private.LoginRole), postgres.Options{Connections: 2})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	for n := range command.Clinics {
		clinicID := newID()
		sample := sampleClinic{store: store, now: time.Now(), newID: newID}
		err := store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
			return sample.fillAs(ctx, tx, sampleNames{
				slug: fmt.Sprintf("bench-%d", n), sms: fmt.Sprintf("bench-%d-sms", n), whatsApp: fmt.Sprintf("bench-%d-whatsapp", n),
				provider: records.ProviderTwilio,
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return seedPatients(ctx, server, command)
}

func seedPatients(ctx context.Context, server *private.Server, command *benchTurnsCommand) (patients []benchPatient, err error) {
	connection, err := pgx.Connect(ctx, server.SuperuserURL(demoDatabase))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, connection.Close(context.WithoutCancel(ctx))) }()
	statements := []string{
		`CREATE TEMPORARY TABLE seeded AS
			SELECT n.clinic_id, n.id AS channel_id, gen_random_uuid() AS contact_id, gen_random_uuid() AS patient_id,
				'+1' || (2000000000 + g)::text AS address
			FROM generate_series(1, $1) AS g
			JOIN (SELECT *, row_number() OVER (ORDER BY name) - 1 AS place, count(*) OVER () AS clinics FROM channel WHERE kind = 'sms') AS n
				ON n.place = g % n.clinics`,
		`INSERT INTO patient (clinic_id, id, name, birth_date, language, created_at)
			SELECT clinic_id, patient_id, 'Patient ' || address, '1980-01-01', 'en', now() FROM seeded`,
		`INSERT INTO contact (clinic_id, id, channel_id, address, state, language, created_at)
			SELECT clinic_id, contact_id, channel_id, address, 'claimed', 'en', now() FROM seeded`,
		`INSERT INTO contact_patient (clinic_id, contact_id, patient_id, relationship, created_at)
			SELECT clinic_id, contact_id, patient_id, 'self', now() FROM seeded`,
		`INSERT INTO consent (clinic_id, id, contact_id, purpose, status, source, recorded_at)
			SELECT clinic_id, gen_random_uuid(), contact_id, 'care', 'active', 'register', now() FROM seeded`,
		`INSERT INTO conversation (clinic_id, id, contact_id, lane, updated_at)
			SELECT clinic_id, contact_id, contact_id, abs(hashtext(address)) % 4, now() FROM seeded`,
		`INSERT INTO message (clinic_id, id, channel_id, conversation_id, lane, direction, status, provider_id, text, created_at)
			SELECT clinic_id, gen_random_uuid(), channel_id, contact_id, 0, 'inbound', 'processed', 'seed-' || address, 'hello', now() FROM seeded`,
		`CREATE SCHEMA bench`,
		`CREATE TABLE bench.inbound (provider_id text PRIMARY KEY, sender text NOT NULL, text text NOT NULL, received_at timestamptz NOT NULL)`,
		`GRANT USAGE ON SCHEMA bench TO frontdesk_app`,
		`GRANT SELECT, INSERT ON bench.inbound TO frontdesk_app`,
	}
	for n, statement := range statements {
		var arguments []any
		if n == 0 {
			arguments = []any{command.Patients}
		}
		if _, err := connection.Exec(ctx, statement, arguments...); err != nil {
			return nil, err
		}
	}
	if !command.Empty {
		if _, err := connection.Exec(ctx, "VACUUM ANALYZE"); err != nil {
			return nil, err
		}
	}
	rows, err := connection.Query(ctx, `SELECT s.address, n.name, n.address FROM seeded s
		JOIN channel n ON n.clinic_id = s.clinic_id AND n.id = s.channel_id ORDER BY random()`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (benchPatient, error) {
		var patient benchPatient
		return patient, row.Scan(&patient.address, &patient.channel, &patient.clinicNumber)
	})
}

// freeAddress gives an address on loopback that is free at the moment.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed on the next line
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
