//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"frontdesk/records"
)

// When a device comes again that WhatsApp has turned away: whoever replaced it
// is asked about first, a program gets its update, an unknown refusal passes.
const (
	afterReplaced = 5 * time.Minute
	afterOutdated = time.Hour
	afterRefused  = time.Minute
	// shortestBan stands in for a ban whose end WhatsApp does not say.
	shortestBan = 10 * time.Minute
)

// handle takes an event of the library. False leaves a message or a receipt
// with WhatsApp, which hands it over on the next connection. The library takes
// a handler that panics for one that succeeded, so none gets out of here.
func (s *session) handle(ctx context.Context, client *whatsmeow.Client, over chan<- ending, event any) (taken bool) {
	config := s.adapter.config
	name := nameOf(event)
	defer func() {
		if recovered := recover(); recovered != nil {
			config.Happened(EventPanicked)
			// What the panic says may quote the message.
			config.Logger.Error("an event of a linked device made the program panic", "channel", s.through.Name, "trace", string(debug.Stack()))
			taken = s.leave(ctx, client, name)
		}
	}()
	switch event := event.(type) {
	case *events.Message:
		return s.keep(ctx, client, name, func() error { return s.receive(ctx, client, event) })
	case *events.Receipt:
		return s.keep(ctx, client, name, func() error { return s.record(ctx, event) })
	case *events.UndecryptableMessage:
		s.unreadable(ctx, client, event)
	case *events.IdentityChange:
		s.moved(ctx, client, event)
	case *events.Connected:
		config.Happened(EventConnected)
		if err := config.Devices.Changed(ctx, s.through, s.jid, records.DeviceLinked, ""); err != nil && ctx.Err() == nil {
			config.Logger.Warn("keep the state of a linked device", "channel", s.through.Name, "error", err)
		}
	case *events.Disconnected:
		config.Happened(EventDisconnected)
	default:
		if ended, isOver := endingOf(event); isOver {
			select {
			case over <- ended:
			default: // one is enough
			}
		}
	}
	return true
}

// nameOf tells a message or receipt from others; empty for other events.
func nameOf(event any) string {
	switch event := event.(type) {
	case *events.Message:
		return "message " + event.Info.ID
	case *events.Receipt:
		return "receipt " + string(event.Type) + " " + strings.Join(event.MessageIDs, " ")
	}
	return ""
}

// endingOf says what an event after which the library does not reconnect means.
func endingOf(event any) (ending, bool) {
	switch event := event.(type) {
	case *events.LoggedOut:
		return ending{event: EventUnlinked, state: records.DeviceUnlinked, code: reasonOf(event.Reason)}, true
	case *events.StreamReplaced:
		return ending{event: EventReplaced, state: records.DeviceReplaced, again: afterReplaced}, true
	case *events.TemporaryBan:
		return ending{
			event: EventBanned, state: records.DeviceBanned, code: strconv.Itoa(int(event.Code)), again: max(event.Expire, shortestBan),
		}, true
	case *events.ClientOutdated:
		return ending{event: EventOutdated, state: records.DeviceOutdated, again: afterOutdated}, true
	case *events.ConnectFailure:
		return ending{event: EventRefused, code: reasonOf(event.Reason), again: afterRefused}, true
	}
	return ending{}, false
}

// reasonOf writes WhatsApp's number of a refusal; none is an unlinking while
// connected.
func reasonOf(reason events.ConnectFailureReason) string { return strconv.Itoa(int(reason)) }

// keep says whether something was stored. What was not stays with WhatsApp, and
// so does everything behind it until the device has come again.
func (s *session) keep(ctx context.Context, client *whatsmeow.Client, name string, store func() error) bool {
	if ctx.Err() != nil || !s.barrier.passes(name, s.adapter.config.Now()) {
		return false
	}
	err := store()
	if err == nil {
		s.barrier.succeeded()
		return true
	}
	config := s.adapter.config
	config.Happened(EventNotStored)
	config.Logger.Error("a message or receipt was not stored", "channel", s.through.Name, "code", string(records.CodeOf(err)), "error", err)
	if records.CodeOf(err) == records.CodeInvalid {
		return true // nor will it ever be
	}
	return s.leave(ctx, client, name)
}

// leave waits a little and breaks the connection, since WhatsApp hands over
// again on a new one only.
func (s *session) leave(ctx context.Context, client *whatsmeow.Client, name string) bool {
	wait(ctx, s.adapter.pause(s.barrier.raise(name, s.adapter.config.Now())))
	client.ResetConnection()
	return false
}
