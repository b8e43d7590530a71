//go:build !nowhatsapp

package whatsapp_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/whatsapp"
	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/devicekeys"
	"frontdesk/records/postgrestest"
)

const patientNumber = "+12065550147"

// clinicWorld is a clinic with a database, a telephone of its own, and WhatsApp
// around it.
type clinicWorld struct {
	t        testing.TB
	database *postgrestest.Database
	store    *postgres.Store
	clinic   *postgrestest.Clinic
	through  records.Channel
	devices  *jobs.LinkedDevices
	jobs     *jobs.Jobs
	whatsApp *whatsapptest.Server
	phone    *whatsapptest.Phone
	patient  *whatsapptest.Phone
}

// newClinicWorld makes one; its device is not linked yet.
func newClinicWorld(t testing.TB) *clinicWorld {
	t.Helper()
	whatsApp, err := whatsapptest.Start(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(whatsApp.Close)
	return newClinicOn(t, whatsApp, "")
}

// newClinicOn makes one on a WhatsApp that it may share, under another number
// than the usual if one is given.
func newClinicOn(t testing.TB, whatsApp *whatsapptest.Server, number string) *clinicWorld {
	t.Helper()
	w := &clinicWorld{t: t, database: postgrestest.New(t), whatsApp: whatsApp}
	w.store = postgrestest.OpenStore(t, w.database)
	w.clinic = postgrestest.NewClinic(t, w.store, "linked", records.ProviderWhatsApp)
	if w.through = w.clinic.WhatsApp; number != "" {
		w.through.Address = number
	}
	var err error
	w.jobs, err = jobs.New(context.Background(), jobs.Config{
		Store: w.store, Logger: discard(), Now: time.Now, NewID: uuid.New,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.devices = jobs.NewLinkedDevices(jobs.LinkedDevicesConfig{Store: w.store, Intake: w.jobs.Intake(), Now: time.Now, NewID: uuid.New})
	w.phone, w.patient = w.whatsApp.AddPhone(w.through.Address), w.whatsApp.AddPhone(patientNumber)
	return w
}

// process is one run of the program: an adapter that is connected until stop.
type process struct {
	*whatsapp.Adapter
	stop   func()
	events *eventCounts
}

// eventCounts counts what happened to the devices of a process.
type eventCounts struct {
	mutex   sync.Mutex
	counts  map[whatsapp.Event]int
	changed chan struct{}
}

func (e *eventCounts) count(event whatsapp.Event) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.counts[event]++
	close(e.changed)
	e.changed = make(chan struct{})
}

// await waits until an event has happened.
func (e *eventCounts) await(ctx context.Context, event whatsapp.Event) error {
	for {
		e.mutex.Lock()
		count, changed := e.counts[event], e.changed
		e.mutex.Unlock()
		if count > 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (e *eventCounts) of(event whatsapp.Event) int {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.counts[event]
}

// config is how a process is set up: short pauses, everything else as in the
// world. The keys and locks are real.
func (w *clinicWorld) config(intake whatsapp.Intake, receipts whatsapp.Receipts, logger *slog.Logger) whatsapp.Config {
	return whatsapp.Config{
		Intake: intake, Receipts: receipts, Devices: w.devices,
		OpenKeys: func(ctx context.Context, clinicID uuid.UUID) (whatsapp.Keys, error) {
			keys, err := devicekeys.Open(ctx, w.database.URL, clinicID, whatsapp.NewLog(logger))
			if err != nil {
				return nil, err
			}
			return keys, nil
		},
		Acquire: func(ctx context.Context, channelID uuid.UUID) (whatsapp.Lock, error) {
			return held(postgres.LockDevice(ctx, w.database.URL, channelID))
		},
		TryAcquire: func(ctx context.Context, channelID uuid.UUID) (whatsapp.Lock, error) {
			return held(postgres.TryLockDevice(ctx, w.database.URL, channelID))
		},
		HTTP: w.whatsApp.Client(), Timeout: time.Second, Look: 20 * time.Millisecond, Pause: time.Millisecond, Now: time.Now, Logger: logger,
	}
}

// held keeps a nil lock nil.
func held(lock *postgres.SessionLock, err error) (whatsapp.Lock, error) {
	if lock == nil {
		return nil, err
	}
	return lock, err
}

// link links the channel's device, scanning the code that is shown.
func (w *clinicWorld) link(ctx context.Context) error {
	adapter, err := whatsapp.New(w.config(&kept{}, &kept{}, discard()))
	if err != nil {
		return err
	}
	return adapter.Link(ctx, w.through, func(code string) {
		go func() { _ = w.phone.Scan(ctx, code) }()
	})
}

// begin starts a process and waits until its device is online.
func (w *clinicWorld) begin(ctx context.Context, config whatsapp.Config) (*process, error) {
	p, err := w.start(ctx, config)
	if err != nil {
		return nil, err
	}
	return p, p.events.await(ctx, whatsapp.EventConnected)
}

// start starts a process.
func (w *clinicWorld) start(ctx context.Context, config whatsapp.Config) (*process, error) {
	p := &process{events: &eventCounts{counts: map[whatsapp.Event]int{}, changed: make(chan struct{})}}
	config.Happened = p.events.count
	var err error
	if p.Adapter, err = whatsapp.New(config); err != nil {
		return nil, err
	}
	lasting, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { p.Run(lasting) })
	p.stop = func() {
		cancel()
		running.Wait()
	}
	return p, nil
}

// linked is a world with a linked device and a process that holds it.
func linked(t *testing.T, change func(*whatsapp.Config)) (*clinicWorld, *process, *kept) {
	t.Helper()
	w := newClinicWorld(t)
	if err := w.link(t.Context()); err != nil {
		t.Fatal(err)
	}
	inbox := &kept{}
	config := w.config(inbox, inbox, discard())
	if change != nil {
		change(&config)
	}
	p, err := w.begin(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	return w, p, inbox
}

// kept is an intake that keeps each id once, as the real one does, and counts
// how often each came.
type kept struct {
	mutex    sync.Mutex
	messages []channel.Inbound
	receipts []channel.Receipt
	times    map[string]int
	failing  int
	panicky  bool
}

func (k *kept) Receive(_ context.Context, _ records.Channel, message channel.Inbound) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.panicky {
		k.panicky = false
		panic("a defect that quotes " + message.Text)
	}
	if k.failing > 0 {
		k.failing--
		return &records.Error{Code: records.CodeUnavailable, Message: "the database is away"}
	}
	if k.times == nil {
		k.times = map[string]int{}
	}
	if k.times[message.ProviderID]++; k.times[message.ProviderID] == 1 {
		k.messages = append(k.messages, message)
	}
	return nil
}

func (k *kept) Record(_ context.Context, _ records.Channel, receipt channel.Receipt) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.receipts = append(k.receipts, receipt)
	return nil
}

func (k *kept) all() []channel.Inbound {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return append([]channel.Inbound(nil), k.messages...)
}

// delivered says whether a message is known to have arrived.
func (k *kept) delivered(id string) bool {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return slices.ContainsFunc(k.receipts, func(receipt channel.Receipt) bool {
		return receipt.MessageID.String() == id && receipt.Status == records.MessageDelivered
	})
}

// write has the patient send a text and waits until it is acknowledged, over as
// many connections as it takes.
func (w *clinicWorld) write(ctx context.Context, id, text string) error {
	delivery, err := w.patient.Write(w.phone, id, whatsapptest.Text(text))
	if err != nil {
		return err
	}
	return acknowledged(ctx, delivery)
}

func acknowledged(ctx context.Context, delivery *whatsapptest.Delivery) error {
	for {
		if err := delivery.Wait(ctx); !errors.Is(err, whatsapptest.ErrNotAcknowledged) {
			return err
		}
	}
}

// outbound makes a message to the patient.
func (w *clinicWorld) outbound(text string) channel.Outbound {
	return channel.Outbound{ID: uuid.New(), Channel: w.through, From: w.through.Address, To: patientNumber, Text: text}
}

func discard() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
