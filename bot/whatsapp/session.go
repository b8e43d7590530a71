//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"frontdesk/records"
)

// session is one device's life in this process: it waits for the device's
// lock, connects, and comes again after whatever ended the connection.
type session struct {
	adapter *Adapter
	through records.Channel
	jid     string
	stop    context.CancelFunc
	// connected is the client while the lock is held.
	connected atomic.Pointer[whatsmeow.Client]
	// sending is full while a message is on its way: a device sends one at a time,
	// and the library waits for its turn without regard to contexts.
	sending chan struct{}
	barrier barrier
}

// client is the connected client, nil where there is none.
func (s *session) client() *whatsmeow.Client {
	if s == nil {
		return nil
	}
	return s.connected.Load()
}

// ending is why a connection ended for good, and when it is worth another try;
// never, if again is zero.
type ending struct {
	event Event
	state records.DeviceState
	code  string
	again time.Duration
}

// run holds the device until ctx ends, or WhatsApp wants no more of it.
func (s *session) run(ctx context.Context) {
	for failures := 0; ctx.Err() == nil; {
		ended, err := s.hold(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.adapter.config.Logger.Warn("a linked device is not connected", "channel", s.through.Name, "error", err)
			failures++
			ended.again = s.adapter.pause(failures)
		default:
			failures = 0
			if !s.alarm(ctx, ended) {
				ended.again = s.adapter.pause(1)
			}
		}
		if ended.again == 0 || !wait(ctx, ended.again) {
			return
		}
	}
}

// hold waits for the lock and stays connected while it lasts.
func (s *session) hold(ctx context.Context) (ending, error) {
	config := s.adapter.config
	lock, err := config.Acquire(ctx, s.through.ID)
	if err != nil {
		return ending{}, err
	}
	defer func() { _ = lock.Release(context.WithoutCancel(ctx)) }() // its connection is closed either way
	// What the library begins on its own ends with the lock, and after the
	// connection: it is not safe against a context that ends during one.
	library, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	keys, err := config.OpenKeys(ctx, s.through.ClinicID)
	if err != nil {
		return ending{}, err
	}
	defer keys.Close() //nolint:errcheck // nothing is left to be written
	device, err := keys.Device(ctx, s.jid)
	if records.CodeOf(err) == records.CodeNotFound {
		return ending{event: EventUnlinked, state: records.DeviceUnlinked, code: "no-keys"}, nil
	}
	if err != nil {
		return ending{}, err
	}
	order := guard(device)
	client := s.adapter.newClient(library, device)
	client.GetMessageForRetry = s.again(ctx)
	over := make(chan ending, 1)
	client.AddEventHandlerWithSuccessStatus(func(event any) bool {
		taken := s.handle(ctx, client, over, event)
		if _, isMessage := event.(*events.Message); isMessage && !taken {
			order.give() // the library returns at once
		}
		return taken
	})
	s.barrier.lift(config.Now())
	s.connected.Store(client)
	defer s.connected.Store(nil)
	if err := client.Connect(); err != nil {
		return ending{}, fmt.Errorf("connect: %w", withoutAddress(err))
	}
	defer client.Disconnect()
	ended, err := s.watch(ctx, client, lock, over)
	if ended.state == records.DeviceUnlinked {
		// The library deletes the keys, too, but not on these connections, which
		// end now. Those of an unlinked device are of no use to anybody.
		if unlinked, err := keys.Device(ctx, s.jid); err == nil {
			err = unlinked.Delete(ctx)
			return ended, err
		}
	}
	return ended, err
}

// barrierPatience is how long what could not be stored is waited for.
const barrierPatience = 3 * time.Minute

// watch waits for the end, and looks after what stays unreadable meanwhile.
func (s *session) watch(ctx context.Context, client *whatsmeow.Client, lock Lock, over <-chan ending) (ending, error) {
	config := s.adapter.config
	ticker := time.NewTicker(config.Look)
	defer ticker.Stop()
	for {
		select {
		case ended := <-over:
			return ended, nil
		case <-lock.Lost():
			return ending{}, &records.Error{Code: records.CodeUnavailable, Message: "the device's lock was lost"}
		case <-ctx.Done():
			return ending{}, ctx.Err()
		case <-ticker.C:
			if s.barrier.lift(config.Now().Add(-barrierPatience)) {
				client.ResetConnection()
			}
			if err := config.Devices.GiveUp(ctx, s.through, config.Now().Add(-config.Patience)); err != nil && ctx.Err() == nil {
				config.Logger.Warn("tell staff of unreadable messages", "channel", s.through.Name, "error", err)
			}
		}
	}
}

// alarm tells everybody who can do something about a device that came to an
// end, and says whether that was stored.
func (s *session) alarm(ctx context.Context, ended ending) bool {
	config := s.adapter.config
	config.Happened(ended.event)
	config.Logger.Error("a linked device can't connect; its channel carries nothing", "channel", s.through.Name, "event", string(ended.event),
		"code", ended.code, "again", ended.again)
	if ended.state == "" {
		return true
	}
	if err := config.Devices.Changed(ctx, s.through, s.jid, ended.state, ended.code); err != nil {
		config.Logger.Error("keep the state of a linked device", "channel", s.through.Name, "error", err)
		return false
	}
	return true
}

// pause is how long to wait after so many failures in a row.
func (a *Adapter) pause(failures int) time.Duration {
	const doublings = 6
	return a.config.Pause << min(max(failures-1, 0), doublings)
}

// wait waits, and says whether ctx went on until then.
func wait(ctx context.Context, duration time.Duration) bool {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
