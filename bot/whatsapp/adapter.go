//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"
	"go.mau.fi/whatsmeow/store"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
)

// Intake keeps a patient's message. Only when it returns nil is the message
// acknowledged; WhatsApp keeps what is not, and hands it over again.
type Intake interface {
	Receive(ctx context.Context, through records.Channel, message channel.Inbound) error
}

// Receipts keeps what became of a message, likewise.
type Receipts interface {
	Record(ctx context.Context, through records.Channel, receipt channel.Receipt) error
}

// Devices keeps what must outlive a restart; see jobs.LinkedDevices.
type Devices interface {
	Linked(ctx context.Context) ([]jobs.LinkedChannel, error)
	Link(ctx context.Context, through records.Channel, jid string) error
	Changed(ctx context.Context, through records.Channel, jid string, state records.DeviceState, code string) error
	AddressOf(ctx context.Context, through records.Channel, identities []string, proposed string) (string, error)
	Doubt(ctx context.Context, through records.Channel, identities []string, proposed string) error
	Unreadable(ctx context.Context, through records.Channel, providerID, address string) error
	Readable(ctx context.Context, through records.Channel, providerID string) error
	GiveUp(ctx context.Context, through records.Channel, before time.Time) error
	Text(ctx context.Context, through records.Channel, messageID uuid.UUID) (string, error)
}

// Keys is the store of one clinic's devices.
type Keys interface {
	// Device gives a device's keys; records.CodeNotFound where there are none.
	Device(ctx context.Context, jid string) (*store.Device, error)
	NewDevice() *store.Device
	Close() error
}

// Lock is what one process at a time holds of a device.
type Lock interface {
	// Lost is closed when it is no longer held.
	Lost() <-chan struct{}
	Release(ctx context.Context) error
}

// Config is what an Adapter needs.
type Config struct {
	Intake   Intake
	Receipts Receipts
	Devices  Devices
	// OpenKeys opens the keys of a clinic's devices.
	OpenKeys func(ctx context.Context, clinicID uuid.UUID) (Keys, error)
	// Acquire waits until no other process holds a channel's device. TryAcquire
	// does not wait, and gives nil when another holds it.
	Acquire, TryAcquire func(ctx context.Context, channelID uuid.UUID) (Lock, error)
	// HTTP connects to WhatsApp; nil for the internet.
	HTTP *http.Client
	// Timeout bounds how long WhatsApp may take to accept a message, past the
	// caller's patience; 0 means 10 s. A later acceptance is learned from the
	// patient's receipt.
	Timeout time.Duration
	// Look is how often it is looked for devices that were linked, and for
	// messages that stay unreadable; 0 means 10 s.
	Look time.Duration
	// Pause is how long a device waits before it comes again after something
	// could not be stored or connected, doubling to 64 times that; 0 means 1 s.
	Pause time.Duration
	// Patience is how long a message may stay unreadable before staff are told; 0
	// means 2 min.
	Patience time.Duration
	Now      func() time.Time
	// Logger gets what an operator should know; never an address or a text.
	Logger *slog.Logger
	// Happened, when set, counts what happens to devices.
	Happened func(Event)
}

// Event is something that happened to a device, in words fit for a metric's
// label.
type Event string

// What can happen.
const (
	EventConnected    Event = "connected"
	EventDisconnected Event = "disconnected"
	EventReplaced     Event = "replaced"
	EventBanned       Event = "banned"
	EventOutdated     Event = "outdated"
	EventUnlinked     Event = "unlinked"
	EventRefused      Event = "refused"
	// EventNotStored is a message or receipt that could not be kept and was left
	// with WhatsApp; EventPanicked one that the program failed on.
	EventNotStored Event = "not-stored"
	EventPanicked  Event = "panicked"
	// EventUnreadable is a message that could not be decrypted, EventIgnored one
	// of a kind that says nothing to a clinic.
	EventUnreadable Event = "unreadable"
	EventIgnored    Event = "ignored"
	// EventMoved is a patient's WhatsApp that went to another telephone, theirs or
	// not.
	EventMoved Event = "moved"
)

// Adapter is the channel adapter of all linked devices that this process holds.
// It is a channel.Sender and Placed. It is safe for use by many goroutines.
type Adapter struct {
	config   Config
	mutex    sync.Mutex
	sessions map[uuid.UUID]*session
}

// The ports that the adapter fills.
var (
	_ channel.Sender = (*Adapter)(nil)
	_ channel.Placed = (*Adapter)(nil)
)

// New checks the configuration and makes the adapter. Run begins to connect.
func New(config Config) (*Adapter, error) {
	if config.Intake == nil || config.Receipts == nil || config.Devices == nil || config.OpenKeys == nil ||
		config.Acquire == nil || config.TryAcquire == nil || config.Now == nil || config.Logger == nil {
		return nil, errors.New("whatsapp: intake, receipts, devices, keys, locks, a clock and a logger must be given")
	}
	defaults := []struct {
		value *time.Duration
		usual time.Duration
	}{
		{&config.Timeout, 10 * time.Second}, {&config.Look, 10 * time.Second}, {&config.Pause, time.Second}, {&config.Patience, 2 * time.Minute},
	}
	for _, setting := range defaults {
		if *setting.value == 0 {
			*setting.value = setting.usual
		}
	}
	if config.Happened == nil {
		config.Happened = func(Event) {}
	}
	return &Adapter{config: config, sessions: make(map[uuid.UUID]*session)}, nil
}

// maxText is the longest text that is sent, in characters. WhatsApp takes more;
// nobody reads it.
const maxText = 4096

// Capabilities says what a linked device carries. Buttons and lists from one
// are not shown to the patient, so choices are numbered in the text.
func (a *Adapter) Capabilities(records.ChannelKind) channel.Capabilities {
	return channel.Capabilities{TextLimit: maxText}
}

// Carries says whether this process holds the device of a channel: only one
// does, and only it can send.
func (a *Adapter) Carries(channelID uuid.UUID) bool {
	return a.session(channelID).client() != nil
}

func (a *Adapter) session(channelID uuid.UUID) *session {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.sessions[channelID]
}

// Run keeps the devices connected that are linked, also those that are linked
// while it runs, until ctx ends; then it disconnects them and returns.
func (a *Adapter) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	ticker := time.NewTicker(a.config.Look)
	defer ticker.Stop()
	for {
		linked, err := a.config.Devices.Linked(ctx)
		if err != nil && ctx.Err() == nil {
			a.config.Logger.Warn("list linked devices", "error", err)
		}
		if err == nil {
			a.adopt(ctx, linked, &running)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// adopt begins a session for each device that has none, and ends those whose
// device is no longer linked.
func (a *Adapter) adopt(ctx context.Context, linked []jobs.LinkedChannel, running *sync.WaitGroup) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	wanted := make(map[uuid.UUID]bool, len(linked))
	for _, device := range linked {
		wanted[device.Channel.ID] = true
		if known := a.sessions[device.Channel.ID]; known != nil && known.jid == device.JID {
			continue
		} else if known != nil {
			known.stop()
		}
		lasting, stop := context.WithCancel(ctx)
		begun := &session{adapter: a, through: device.Channel, jid: device.JID, stop: stop, sending: make(chan struct{}, 1)}
		a.sessions[device.Channel.ID] = begun
		running.Go(func() {
			defer stop()
			begun.run(lasting)
		})
	}
	for channelID, session := range a.sessions {
		if !wanted[channelID] {
			session.stop()
			delete(a.sessions, channelID)
		}
	}
}
