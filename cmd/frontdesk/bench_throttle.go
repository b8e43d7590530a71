package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/migrations"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/private"
)

// benchThrottleCommand queues messages for one number with a pace, lets several
// processes send them, kills the one that is at work after a third, and says how
// the pace and the order held.
type benchThrottleCommand struct {
	Messages  int           `help:"Messages in the queue." default:"10000"`
	Contacts  int           `help:"To so many contacts, in turns." default:"1000"`
	Rate      int           `help:"Segments a second that the number may send." default:"100"`
	Burst     int           `help:"How many more may leave at once after a pause." default:"10"`
	Processes int           `help:"Processes on the one database." default:"2"`
	Kill      bool          `help:"Kill the process that is at work after a third of the messages." default:"true" negatable:""`
	Latency   time.Duration `help:"How long the fake provider takes to accept a message." default:"50ms"`
	Spread    time.Duration `help:"By how much that varies, either way." default:"20ms"`
}

// Run implements the sub-command.
func (c *benchThrottleCommand) Run(e *environment) (err error) {
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
	bench := &throttleBench{command: c, server: server}
	if err := bench.seed(e.context); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return bench.run(e)
}

// throttleBench is a clinic with a long queue, a fake provider, and processes
// that each reach it by a way of their own, so that it is known who sent what.
type throttleBench struct {
	command  *benchThrottleCommand
	server   *private.Server
	provider *twiliotest.Server
	log      arrivalLog
	senders  []*throttleSender
}

// throttleSender is one process and its way to the provider.
type throttleSender struct {
	process *benchProcess
	way     *countingProxy
	killed  time.Time
}

func (b *throttleBench) seed(ctx context.Context) error {
	if err := b.server.EnsureDatabase(ctx, demoDatabase); err != nil {
		return err
	}
	if err := migrations.Up(ctx, b.server.URL(demoDatabase, private.OwnerRole)); err != nil {
		return err
	}
	store, err := postgres.Open(ctx, b.server.URL(demoDatabase, private.LoginRole), postgres.Options{Connections: 2})
	if err != nil {
		return err
	}
	defer store.Close()
	clinicID := newID()
	sample := sampleClinic{store: store, now: time.Now(), newID: newID}
	err = store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		err := sample.fillAs(ctx, tx, sampleNames{slug: "bench", sms: "bench-sms", whatsApp: "bench-whatsapp", provider: records.ProviderTwilio})
		if err != nil {
			return err
		}
		channels, err := tx.Channels(ctx)
		if err != nil {
			return err
		}
		for _, through := range channels {
			policy := records.ChannelPolicy{ChannelID: through.ID, SegmentsPerSecond: float64(b.command.Rate), Burst: b.command.Burst}
			if through.Kind != records.ChannelSMS {
				continue
			}
			if err := tx.SetChannelPolicy(ctx, policy); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.fillQueue(ctx, clinicID)
}

// fillQueue writes the messages, numbered, to the contacts in turns.
func (b *throttleBench) fillQueue(ctx context.Context, clinicID uuid.UUID) (err error) {
	connection, err := pgx.Connect(ctx, b.server.SuperuserURL(demoDatabase))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, connection.Close(context.WithoutCancel(ctx))) }()
	for _, statement := range []string{
		`CREATE TEMPORARY TABLE seeded AS SELECT n.clinic_id, n.id AS channel_id, gen_random_uuid() AS contact_id, g, '+1' || (2000000000 + g)::text AS address
			FROM generate_series(0, $2::int - 1) AS g JOIN channel n ON n.clinic_id = $1 AND n.kind = 'sms' WHERE $3::int > 0`,
		`INSERT INTO contact (clinic_id, id, channel_id, address, state, language, created_at)
			SELECT $1, contact_id, channel_id, address, 'claimed', 'en', now() FROM seeded WHERE $2::int + $3::int > 0`,
		`INSERT INTO conversation (clinic_id, id, contact_id, lane, updated_at) SELECT $1, contact_id, contact_id, 0, now() FROM seeded WHERE $2::int + $3::int > 0`,
		`INSERT INTO message (clinic_id, id, channel_id, conversation_id, lane, direction, status, text, created_at)
			SELECT $1, gen_random_uuid(), s.channel_id, s.contact_id, 0, 'outbound', 'queued', m::text, now()
			FROM generate_series(0, $3::int - 1) AS m JOIN seeded s ON s.g = m % $2::int ORDER BY m + 0`,
		`UPDATE send_lane l SET awake_at = now() - interval '1 minute' FROM seeded s WHERE l.clinic_id = $1 AND l.channel_id = s.channel_id AND $2::int + $3::int > 0`,
	} {
		if _, err := connection.Exec(ctx, statement, clinicID, b.command.Contacts, b.command.Messages); err != nil {
			return err
		}
	}
	_, err = connection.Exec(ctx, "ANALYZE")
	return err
}

func (b *throttleBench) run(e *environment) (err error) {
	c := b.command
	b.provider, err = twiliotest.Start(twiliotest.Options{Now: time.Now, Latency: c.Latency, Spread: c.Spread, OnMessage: b.log.add})
	if err != nil {
		return err
	}
	defer b.provider.Close()
	for range c.Processes {
		way, err := startCountingProxy(b.provider.URL())
		if err != nil {
			return err
		}
		defer way.close()
		process, err := startBenchProcess(e.context, e.errorOutput, b.server, way.url, benchTarget{arguments: []string{"serve"}})
		if err != nil {
			return err
		}
		defer process.stop()
		b.senders = append(b.senders, &throttleSender{process: process, way: way})
	}
	fmt.Fprintf(e.output, "%d messages of one segment to %d contacts, %d/s, %d at once, %d processes, provider %v ± %v\n\n",
		c.Messages, c.Contacts, c.Rate, c.Burst, c.Processes, c.Latency, c.Spread)
	if err := b.watch(e.context); err != nil {
		return err
	}
	return b.report(e)
}

// watch waits until all has gone, and kills who is at work after a third.
func (b *throttleBench) watch(ctx context.Context) error {
	const quiet = time.Minute
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	seen, since, killed := 0, time.Now(), !b.command.Kill
	for {
		arrived := b.log.count()
		if arrived >= b.command.Messages {
			return nil
		}
		if arrived != seen {
			seen, since = arrived, time.Now()
		}
		if !killed && arrived > b.command.Messages/3 {
			killed = true
			if err := b.busiest().kill(); err != nil {
				return err
			}
		}
		if time.Since(since) > quiet {
			return fmt.Errorf("only %d of %d messages came, and none for %v", arrived, b.command.Messages, quiet)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// busiest is the process that sent last.
func (b *throttleBench) busiest() *throttleSender {
	last := b.senders[0]
	for _, sender := range b.senders {
		if sender.way.arrivals.last().After(last.way.arrivals.last()) {
			last = sender
		}
	}
	return last
}

func (s *throttleSender) kill() error {
	s.killed = time.Now()
	return s.process.command.Process.Kill()
}

func (b *throttleBench) report(e *environment) error {
	figures := b.log.figures()
	var requests arrivalFigures // as they left, whether they were accepted or not
	for _, sender := range b.senders {
		requests.times = append(requests.times, sender.way.arrivals.figures().times...)
	}
	slices.SortFunc(requests.times, time.Time.Compare)
	wanted := float64(b.command.Rate)
	over, under := requests.most(10*time.Second), figures.rate()
	fmt.Fprintf(e.output, "all within        %.1f s, %.2f/s: %+.1f %% of the pace\n", figures.took().Seconds(), under, 100*(under/wanted-1))
	fmt.Fprintf(e.output, "fastest second    %d, fastest ten seconds %d (%+.1f %%)\n", requests.most(time.Second), over, 100*(float64(over)/10/wanted-1))
	for n, sender := range b.senders {
		fmt.Fprintf(e.output, "process %d         %d requests", n+1, sender.way.arrivals.count())
		if !sender.killed.IsZero() {
			fmt.Fprintf(e.output, "; killed after %.1f s, the next message came %.1f s later", sender.killed.Sub(figures.first()).Seconds(),
				requests.pauseAfter(sender.killed).Seconds())
		}
		fmt.Fprintln(e.output)
	}
	fmt.Fprintf(e.output, "out of order      %d, twice %d, missing %d\n", figures.disorder, figures.repeated, b.command.Messages-figures.distinct)
	if wrong := cmp.Or(figures.disorder, figures.repeated, b.command.Messages-figures.distinct); wrong != 0 {
		return errors.New("messages were out of order, doubled or lost")
	}
	return nil
}
