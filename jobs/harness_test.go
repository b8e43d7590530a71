package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
	"frontdesk/scheduler"
)

// monday is a moment in the clinic's office hours: 10:00 in New York.
var monday = time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)

// clock is a clock that tests move by hand; it ticks a microsecond with each
// look, as no two moments of a real one are the same.
type clock struct{ microseconds atomic.Int64 }

func newClock(at time.Time) *clock {
	c := &clock{}
	c.microseconds.Store(at.UnixMicro())
	return c
}

func (c *clock) now() time.Time          { return time.UnixMicro(c.microseconds.Add(1)).UTC() }
func (c *clock) advance(d time.Duration) { c.microseconds.Add(d.Microseconds()) }

// provider is a channel.Sender that keeps what it was given and can be told
// how to answer.
type provider struct {
	mutex   sync.Mutex
	sent    []channel.Outbound
	answers []error
	arrived chan struct{}
	// known is what Find gives.
	known map[uuid.UUID]channel.Receipt
	finds atomic.Int64
	// files are what FetchMedia gives, one after the other.
	files   []file
	fetches []channel.MediaAddress
	// erased is what the provider was asked to erase; eraseFails is how often it
	// does not.
	erased     []channel.MediaAddress
	eraseFails int
}

// file is what comes of fetching one.
type file struct {
	content []byte
	err     error
}

// FetchMedia gives the next file; the last one again and again.
func (p *provider) FetchMedia(_ context.Context, media channel.MediaAddress, _ int) ([]byte, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.fetches = append(p.fetches, media)
	next := p.files[0]
	if len(p.files) > 1 {
		p.files = p.files[1:]
	}
	return next.content, next.err
}

func newProvider() *provider {
	return &provider{arrived: make(chan struct{}, 10_000), known: make(map[uuid.UUID]channel.Receipt)}
}

// answer queues answers for the next calls; a nil one accepts.
func (p *provider) answer(answers ...error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.answers = append(p.answers, answers...)
}

func (p *provider) Send(_ context.Context, message channel.Outbound) (channel.Sent, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.sent = append(p.sent, message)
	p.arrived <- struct{}{}
	if len(p.answers) > 0 {
		err := p.answers[0]
		p.answers = p.answers[1:]
		if err != nil {
			return channel.Sent{}, err
		}
	}
	return channel.Sent{ProviderID: "SM" + message.ID.String()}, nil
}

func (p *provider) Capabilities(kind records.ChannelKind) channel.Capabilities {
	if kind == records.ChannelWhatsApp {
		return channel.Capabilities{TextLimit: 1024, Buttons: 3, ButtonLabel: 20, SessionWindow: 24 * time.Hour}
	}
	return channel.Capabilities{TextLimit: 1600, Segmented: true}
}

func (p *provider) Find(_ context.Context, message channel.Outbound, _ time.Time, _ []string) (channel.Receipt, bool, error) {
	p.finds.Add(1)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	receipt, found := p.known[message.ID]
	return receipt, found, nil
}

// EraseMedia remembers what it was asked for, and fails as often as told.
func (p *provider) EraseMedia(_ context.Context, media channel.MediaAddress) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.eraseFails > 0 {
		p.eraseFails--
		return errors.New("not now")
	}
	p.erased = append(p.erased, media)
	return nil
}

// fetched gives what FetchMedia was asked for.
func (p *provider) fetched() []channel.MediaAddress {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return append([]channel.MediaAddress{}, p.fetches...)
}

func (p *provider) messages() []channel.Outbound {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return append([]channel.Outbound{}, p.sent...)
}

// world is a clinic with running jobs on a database of its own.
type world struct {
	t        *testing.T
	database *postgrestest.Database
	store    *postgres.Store
	clinic   *postgrestest.Clinic
	jobs     *jobs.Jobs
	clock    *clock
	provider *provider
	count    atomic.Int64
	// waves, unless nil, is how freed times are offered.
	waves *scheduler.WavePolicy
	// reached, unless nil, is called at each point on a message's way.
	reached atomic.Pointer[func(jobs.Point)]
	// noPayments is true for a service that takes none.
	noPayments bool
}

func newWorld(t *testing.T) *world {
	t.Helper()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	w := &world{
		t: t, database: database, store: store, clock: newClock(monday), provider: newProvider(),
		clinic: postgrestest.NewClinic(t, store, "test", records.ProviderTwilio),
	}
	w.jobs = w.newJobs()
	return w
}

func (w *world) newJobs() *jobs.Jobs {
	w.t.Helper()
	made, err := jobs.New(w.t.Context(), jobs.Config{
		Store: w.store, Senders: map[records.Provider]channel.Sender{records.ProviderTwilio: w.provider},
		Logger: slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo})), Now: w.clock.now, NewID: uuid.New,
		ReminderSchedule: "0 0 1 1 *", // the tests sweep by hand
		Random:           rand.Reader, PublicURL: "https://front.example",
		Reached: func(point jobs.Point) {
			if hook := w.reached.Load(); hook != nil {
				(*hook)(point)
			}
		},
		Waves: w.waves, TestPayments: !w.noPayments,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

// start works the jobs until the test ends.
func (w *world) start() *world {
	w.t.Helper()
	if err := w.jobs.Start(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := w.jobs.Stop(ctx); err != nil {
			w.t.Error(err)
		}
	})
	return w
}

// write hands in a patient's text as a new message.
func (w *world) write(from, text string) {
	w.t.Helper()
	w.receive(channel.Inbound{ProviderID: fmt.Sprintf("SM%032d", w.count.Add(1)), From: from, Text: text})
}

func (w *world) receive(message channel.Inbound) {
	w.t.Helper()
	if err := w.jobs.Intake().Receive(w.t.Context(), w.clinic.SMS, message); err != nil {
		w.t.Fatal(err)
	}
}

// wait returns when the provider was called count times in all.
func (w *world) wait(count int) []channel.Outbound {
	w.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for len(w.provider.messages()) < count {
		select {
		case <-w.provider.arrived:
		case <-deadline.C:
			w.t.Fatalf("the provider was called %d times, want %d", len(w.provider.messages()), count)
		}
	}
	return w.provider.messages()
}

// patience is how long something may take that is sure to come, on a machine that
// has much else to do.
const patience = 90 * time.Second

// phone is whose conversation most tests follow.
const phone = "+12025550142"

// say writes from the phone and gives the reply.
func (w *world) say(text string) string {
	w.t.Helper()
	before := len(w.provider.messages())
	w.write(phone, text)
	return w.wait(before + 1)[before].Text
}

// transcript reads what the store has of the phone, once settled says so.
func (w *world) transcript(settled func([]records.Message) bool) []records.Message {
	w.t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		messages, err := jobs.NewTranscript(w.store).Messages(w.t.Context(), w.clinic.SMS, phone, 0, 500)
		if err != nil {
			w.t.Fatal(err)
		}
		if settled(messages) {
			return messages
		}
		select {
		case <-ticker.C:
		case <-deadline.C:
			for _, message := range messages {
				w.t.Logf("%s %s %s: %s", message.Direction, message.Status, message.NotSentReason, message.Text)
			}
			w.t.Fatal("the conversation did not settle")
		}
	}
}

// in runs work in the clinic.
func (w *world) in(work func(ctx context.Context, tx *postgres.Tx) error) {
	w.t.Helper()
	if err := w.store.InClinic(w.t.Context(), w.clinic.ID, work); err != nil {
		w.t.Fatal(err)
	}
}

// statuses gives the statuses of one direction, in order.
func statuses(messages []records.Message, direction records.Direction) []records.MessageStatus {
	var found []records.MessageStatus
	for _, message := range messages {
		if message.Direction == direction {
			found = append(found, message.Status)
		}
	}
	return found
}
