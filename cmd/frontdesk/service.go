package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot"
	"frontdesk/bot/admin"
	"frontdesk/bot/calendar"
	"frontdesk/bot/display"
	"frontdesk/bot/identity"
	"frontdesk/bot/mailpage"
	"frontdesk/bot/pay"
	"frontdesk/bot/simulator"
	"frontdesk/bot/twilio"
	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// service is the running program: doors, jobs and store, wired.
type service struct {
	store     *postgres.Store
	jobs      *jobs.Jobs
	desk      *jobs.Desk
	simulated *simulator.Sender
	linked    linkedDevices // nil where there are none
	server    *bot.Server
	logger    *slog.Logger
}

// serviceOptions says what runs.
type serviceOptions struct {
	configuration
	// simulatedChannels, if any, opens the simulator for these channels.
	simulatedChannels map[records.ChannelKind]string
	clinicName        string
	// clock, if any, is a simulation's and what now gives: it can be moved on as
	// long as nobody outside of this machine is written to.
	clock *simulator.Clock
	now   func() time.Time
	// whatsApp connects to WhatsApp; nil for the internet.
	whatsApp *http.Client
	// reached is where crash tests kill the process.
	reached func(jobs.Point)
}

// later breaks the circle between the jobs, which need senders, and the
// adapters, which need the jobs.
type later struct{ jobs *jobs.Jobs }

func (l *later) Receive(ctx context.Context, through records.Channel, message channel.Inbound) error {
	return l.jobs.Intake().Receive(ctx, through, message)
}

func (l *later) Record(ctx context.Context, through records.Channel, receipt channel.Receipt) error {
	return l.jobs.Record(ctx, through, receipt)
}

// newService connects everything; nothing runs yet.
func newService(ctx context.Context, options serviceOptions, logger *slog.Logger) (*service, error) {
	store, err := postgres.Open(ctx, options.DatabaseURL, postgres.Options{})
	if err != nil {
		return nil, err
	}
	s := &service{store: store, logger: logger}
	if err := s.wire(ctx, options); err != nil {
		store.Close()
		return nil, err
	}
	return s, nil
}

func (s *service) wire(ctx context.Context, options serviceOptions) error {
	late := &later{}
	metrics := bot.NewMetrics()
	directory := jobs.NewDirectory(s.store, options.now)
	senders := make(map[records.Provider]channel.Sender)
	s.server = bot.NewServer(bot.Options{
		Address: options.Address, MetricsAddress: options.MetricsAddress, Metrics: metrics, Logger: s.logger, Ready: s.store.Ping,
	})
	if options.hasTwilio() {
		adapter, err := twilio.New(twilio.Config{
			Accounts:  options.twilioAccounts(),
			PublicURL: options.PublicURL, APIURL: options.TwilioAPIURL, Intake: late, Receipts: late, Directory: directory,
			Now: options.now, Logger: s.logger, Refused: func(reason twilio.Refusal) {
				metrics.Count("webhook-refused", string(reason), 1)
				if reason == twilio.RefusedUnavailable || reason == twilio.RefusedInternal {
					late.jobs.FetchMissed()
				}
			},
		})
		if err != nil {
			return err
		}
		senders[records.ProviderTwilio] = adapter
		adapter.Mount(s.server.Mux())
	}
	// Nobody outside is written to from a clock that is moved on.
	if options.clock == nil && options.hasMail() {
		mailer, err := options.mailer(options.now)
		if err != nil {
			return err
		}
		senders[records.ProviderSMTP] = mailer
	}
	if options.clock == nil && options.connectsDevices() {
		devices := jobs.NewLinkedDevices(jobs.LinkedDevicesConfig{Store: s.store, Intake: late, Now: options.now, NewID: newID})
		linked, err := newLinkedDevices(options, devices, late, s.logger, func(event string) { metrics.Count("whatsapp", event, 1) })
		if err != nil {
			return err
		}
		if linked != nil {
			s.linked, senders[records.ProviderWhatsApp] = linked, linked
		}
	}
	if len(options.simulatedChannels) > 0 {
		s.simulated = simulator.NewSender(late, rand.Reader, s.logger)
		senders[records.ProviderSimulator] = s.simulated
	}
	working, err := jobs.New(ctx, jobs.Config{
		Store: s.store, Senders: senders, Logger: s.logger, Now: options.now, QueueNow: time.Now, NewID: newID, ReminderSchedule: options.ReminderSchedule,
		Random: rand.Reader, PublicURL: options.PublicURL, TestPayments: options.takesTestPayments(),
		Reached: options.reached,
		Observe: func(seen jobs.Observation) { metrics.Count(seen.Name, seen.Label, seen.Count) },
	})
	if err != nil {
		return err
	}
	s.jobs, late.jobs = working, working
	metrics.WatchChannels(working.ChannelReport, s.logger)
	if s.simulated != nil {
		simulator.New(simulator.Options{
			Clinic: options.clinicName, Channels: options.simulatedChannels, Intake: late, Receipts: late, Directory: directory,
			Transcript: jobs.NewTranscript(s.store), Training: s.training(options), Random: rand.Reader, Logger: s.logger,
		}).Mount(s.server.Mux())
	}
	s.desk = jobs.NewDesk(s.store, options.now, newID, rand.Reader)
	staff := admin.Config{Desk: s.desk, Logger: s.logger, Now: options.now, NewID: newID, Version: version()}
	if s.linked != nil {
		staff.Linker = s.linked
	}
	admin.New(staff).Mount(s.server.Mux())
	identity.New(identity.Config{Identities: s.jobs.Identities(), Logger: s.logger}).Mount(s.server.Mux())
	pay.New(s.jobs.Payments(), s.logger).Mount(s.server.Mux())
	mailpage.New(s.jobs.Mail(), s.logger).Mount(s.server.Mux())
	published := jobs.NewPublished(s.store, options.now)
	calendar.New(published, s.logger).Mount(s.server.Mux())
	display.New(display.Config{Rooms: published, Logger: s.logger, Now: options.now, Stopping: s.server.Stopping()}).Mount(s.server.Mux())
	return nil
}

// training opens the clock and the look behind the messages, where a clock says
// that this is a simulation. Real patients are written to in real time only.
func (s *service) training(options serviceOptions) *simulator.Training {
	if options.clock == nil {
		return nil
	}
	training := &simulator.Training{Clock: options.clock, Inspector: s.jobs.Inspector()}
	if !options.hasTwilio() {
		training.Upkeep = s.jobs
	}
	return training
}

// newID gives ids that sort by time, which keeps index inserts together.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// run serves until ctx ends, then drains: no new requests, the work under way
// to its end, and what is left stays in the database for the next start. ready
// is called with the base URL once requests are answered.
func (s *service) run(ctx context.Context, ready func(baseURL string) error) error {
	defer s.store.Close()
	if err := s.server.Listen(); err != nil {
		return err
	}
	if err := s.jobs.Start(ctx); err != nil {
		return errors.Join(err, s.server.Shutdown(ctx))
	}
	stopLinked := s.holdLinkedDevices(ctx)
	served := make(chan error, 1)
	go func() { served <- s.server.Serve() }()
	err := ready(s.server.URL())
	if err == nil {
		select {
		case <-ctx.Done():
			s.logger.Info("draining")
		case err = <-served:
		}
	}
	const drain = 25 * time.Second
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err = errors.Join(err, s.server.Shutdown(ending), s.jobs.Stop(ending))
	stopLinked()
	if s.simulated != nil {
		err = errors.Join(err, s.simulated.Close(ending))
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("run: %w", err)
	}
	return nil
}

// linkedDevices is the adapter of linked WhatsApp devices.
type linkedDevices interface {
	channel.Sender
	admin.Linker
	// Run keeps the devices connected until ctx ends.
	Run(ctx context.Context)
}

// holdLinkedDevices begins to keep the devices connected, and gives what ends
// that: after the jobs have stopped, whose last replies leave through them.
func (s *service) holdLinkedDevices(ctx context.Context) (stop func()) {
	if s.linked == nil {
		return func() {}
	}
	holding, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { s.linked.Run(holding) })
	return func() {
		cancel()
		running.Wait()
	}
}
