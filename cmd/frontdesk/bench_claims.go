package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/migrations"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/private"
	"frontdesk/scheduler"
)

// benchClaimsCommand lets everybody on a wait-list answer "1" to the same freed
// time at the same moment, and measures until each has a final answer: from the
// first message taken in to the replies handed to the provider.
type benchClaimsCommand struct {
	Patients int `help:"Patients who wait and answer." default:"1000"`
}

// Run implements the sub-command.
func (c *benchClaimsCommand) Run(e *environment) error {
	directory, err := os.MkdirTemp("", "frontdesk-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(directory) }() // in the system's temporary folder
	server, err := private.Start(e.context, private.Options{Directory: directory, Logger: e.logger(slog.LevelError)})
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = server.Stop(ctx) // the folder goes anyway
	}()
	bench := &claimsBench{command: c, server: server, answers: newAnswerBook()}
	if err := bench.open(e); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	defer bench.store.Close()
	return bench.run(e)
}

// claimsBench is a clinic with a long wait-list, in this process: only the
// provider is left out.
type claimsBench struct {
	command  *benchClaimsCommand
	server   *private.Server
	store    *postgres.Store
	answers  *answerBook
	clinicID uuid.UUID
	sms      records.Channel
	waiting  []string
	// held is the appointment whose time will be freed.
	held records.Appointment
	// ahead is by how much the bench's clock is ahead: it is always noon on a
	// Monday, as nobody is written to at night.
	ahead time.Duration
}

func (b *claimsBench) now() time.Time { return time.Now().Add(b.ahead) }

func (b *claimsBench) staff() jobs.Principal {
	return jobs.Principal{ClinicID: b.clinicID, StaffID: b.clinicID, Name: "Bench", Role: records.RoleFrontDesk}
}

func (b *claimsBench) open(e *environment) error {
	if err := b.server.EnsureDatabase(e.context, demoDatabase); err != nil {
		return err
	}
	if err := migrations.Up(e.context, b.server.URL(demoDatabase, private.OwnerRole)); err != nil {
		return err
	}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return err
	}
	noon := records.LocalDateOf(time.Now(), zone)
	for noon = noon.AddDays(1); noon.Weekday() != time.Monday; {
		noon = noon.AddDays(1)
	}
	b.ahead = time.Until(scheduler.LocalInstant(zone, noon, 12*60))
	if b.store, err = postgres.Open(e.context, b.server.URL(demoDatabase, private.LoginRole), postgres.Options{}); err != nil {
		return err
	}
	b.clinicID = newID()
	sample := sampleClinic{store: b.store, now: b.now(), newID: newID}
	return b.store.InClinic(e.context, b.clinicID, func(ctx context.Context, tx *postgres.Tx) error { return sample.fill(ctx, tx) })
}

// seedWaiting registers the patients, and one more whose appointment will be
// freed, and puts them on the wait-list.
func (b *claimsBench) seedWaiting(ctx context.Context) (holder uuid.UUID, err error) {
	connection, err := pgx.Connect(ctx, b.server.SuperuserURL(demoDatabase))
	if err != nil {
		return uuid.Nil, err
	}
	defer func() { err = errors.Join(err, connection.Close(context.WithoutCancel(ctx))) }()
	for _, statement := range []string{
		`CREATE TEMPORARY TABLE seeded AS SELECT n.clinic_id, n.id AS channel_id, gen_random_uuid() AS contact_id, gen_random_uuid() AS patient_id,
			'+1' || (2000000000 + g)::text AS address FROM generate_series(0, $2) AS g JOIN channel n ON n.clinic_id = $1 AND n.kind = 'sms'`,
		`INSERT INTO patient (clinic_id, id, name, birth_date, language, created_at)
			SELECT $1, patient_id, 'Patient ' || address, '1980-01-01', 'en', now() FROM seeded WHERE $2 >= 0`,
		`INSERT INTO contact (clinic_id, id, channel_id, address, state, language, created_at)
			SELECT $1, contact_id, channel_id, address, 'claimed', 'en', now() FROM seeded WHERE $2 >= 0`,
		`INSERT INTO contact_patient (clinic_id, contact_id, patient_id, relationship, created_at)
			SELECT $1, contact_id, patient_id, 'self', now() FROM seeded WHERE $2 >= 0`,
		`INSERT INTO consent (clinic_id, id, contact_id, purpose, status, source, recorded_at)
			SELECT $1, gen_random_uuid(), contact_id, 'care', 'active', 'register', now() FROM seeded WHERE $2 >= 0`,
		`INSERT INTO conversation (clinic_id, id, contact_id, lane, updated_at)
			SELECT $1, contact_id, contact_id, abs(hashtext(address)) % 4, now() FROM seeded WHERE $2 >= 0`,
		`INSERT INTO waitlist_entry (clinic_id, id, patient_id, appointment_type_id, created_at, expires_at)
			SELECT $1, gen_random_uuid(), patient_id, (SELECT id FROM appointment_type WHERE clinic_id = $1 AND name ->> 'en' = 'check-up'), now(),
				now() + interval '60 days' FROM seeded WHERE address <> '+12000000000' AND $2 >= 0`,
	} {
		if _, err := connection.Exec(ctx, statement, b.clinicID, b.command.Patients); err != nil {
			return uuid.Nil, err
		}
	}
	if err := connection.QueryRow(ctx, `SELECT patient_id FROM seeded WHERE address = '+12000000000'`).Scan(&holder); err != nil {
		return uuid.Nil, err
	}
	rows, err := connection.Query(ctx, `SELECT address FROM seeded WHERE address <> '+12000000000' ORDER BY random()`)
	if err != nil {
		return uuid.Nil, err
	}
	b.waiting, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return holder, err
}

// hold books the time that everybody will want, tomorrow.
func (b *claimsBench) hold(ctx context.Context, desk *jobs.Desk, holder uuid.UUID) error {
	catalogue, err := desk.AppointmentTypes(ctx, b.staff())
	if err != nil {
		return err
	}
	kind := catalogue.Types[slices.IndexFunc(catalogue.Types, func(kind records.AppointmentType) bool {
		return kind.Name[records.English] == "check-up"
	})]
	free, err := desk.FreeSlots(ctx, b.staff(), jobs.SlotSearch{AppointmentTypeID: kind.ID, From: b.now().AddDate(0, 0, 1), Limit: 1})
	if err != nil {
		return err
	}
	visit, err := desk.Book(ctx, b.staff(), jobs.BookRequest{
		PatientID: holder, AppointmentTypeID: kind.ID, PractitionerID: free[0].Slot.PractitionerID, Start: free[0].Slot.Start,
	}, "")
	b.held = visit.Appointment
	return err
}

func (b *claimsBench) run(e *environment) error {
	ctx := e.context
	everybody := scheduler.DefaultWavePolicy()
	everybody.Target, everybody.Disappointed, everybody.Largest = 1, 1e9, b.command.Patients
	working, err := jobs.New(ctx, jobs.Config{
		Store: b.store, Senders: map[records.Provider]channel.Sender{records.ProviderSimulator: b.answers}, Logger: e.logger(slog.LevelError),
		Now: b.now, NewID: newID, Waves: &everybody,
	})
	if err != nil {
		return err
	}
	holder, err := b.seedWaiting(ctx)
	if err != nil {
		return err
	}
	desk := jobs.NewDesk(b.store, b.now, newID, nil)
	if err := b.hold(ctx, desk, holder); err != nil {
		return err
	}
	if err := working.Start(ctx); err != nil {
		return err
	}
	defer func() { _ = working.Stop(context.WithoutCancel(ctx)) }() // the server ends with it
	if err := b.free(ctx, desk, working); err != nil {
		return err
	}
	return b.claim(e, working)
}

// free cancels the appointment and waits until everybody was asked.
func (b *claimsBench) free(ctx context.Context, desk *jobs.Desk, working *jobs.Jobs) error {
	err := b.store.InClinic(ctx, b.clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		channels, err := tx.Channels(ctx)
		for _, through := range channels {
			if through.Kind == records.ChannelSMS {
				b.sms = through
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if _, err := desk.Cancel(ctx, b.staff(), jobs.CancelRequest{
		AppointmentID: b.held.ID, Version: b.held.Version, Reason: records.CancelledByPatient,
	}, ""); err != nil {
		return err
	}
	if err := working.SweepWaitlists(ctx); err != nil {
		return err
	}
	return b.answers.wait(ctx, b.waiting)
}

// claim lets everybody answer at once.
func (b *claimsBench) claim(e *environment, working *jobs.Jobs) error {
	b.answers.reset()
	gun := make(chan struct{})
	var claimants sync.WaitGroup
	var failure error
	var once sync.Once
	for _, address := range b.waiting {
		claimants.Go(func() {
			<-gun
			if err := working.Intake().Receive(e.context, b.sms, channel.Inbound{ProviderID: "claim-" + address, From: address, Text: "1"}); err != nil {
				once.Do(func() { failure = err })
			}
		})
	}
	begun := time.Now()
	close(gun)
	claimants.Wait()
	taken := time.Since(begun)
	if failure != nil {
		return failure
	}
	if err := b.answers.wait(e.context, b.waiting); err != nil {
		return err
	}
	row := latencyRow{name: fmt.Sprintf("%d claims of one freed time", len(b.waiting)), latencies: b.answers.since(begun), elapsed: time.Since(begun)}
	printLatencyHead(e.output, "answers")
	row.print(e.output)
	won, lost, err := b.outcome(e.context)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.output, "all taken in after %.0f ms, all answered after %.0f ms: %d has it, %d were told\n", inMilliseconds(taken),
		inMilliseconds(row.percentile(100)), won, lost)
	if won != 1 || lost != len(b.waiting)-1 {
		return fmt.Errorf("%d claims won and %d lost, want 1 and %d", won, lost, len(b.waiting)-1)
	}
	return nil
}

func (b *claimsBench) outcome(ctx context.Context) (won, lost int, err error) {
	connection, err := pgx.Connect(ctx, b.server.SuperuserURL(demoDatabase))
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, connection.Close(context.WithoutCancel(ctx))) }()
	err = connection.QueryRow(ctx, `SELECT (SELECT count(*) FROM appointment WHERE practitioner_id = $1 AND start_at = $2 AND status = 'booked'),
		(SELECT count(*) FROM slot_offer WHERE status = 'lost')`, b.held.PractitionerID, b.held.Start).Scan(&won, &lost)
	return won, lost, err
}
