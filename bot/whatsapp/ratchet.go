//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"errors"
	"strings"
	"sync"

	"go.mau.fi/whatsmeow/store"
)

// ratchet lets one thing at a time use a device's Signal sessions. The library
// reads a session, moves it on and writes it back, both to decrypt what comes
// in and to encrypt what goes out, and two of these at once undo each other: a
// patient can't read our message any more, or we theirs.
//
// The library encrypts again for a telephone that asks (a retry receipt)
// without a hook to take turns at; that is rare, and repaired by the next retry.
type ratchet struct{ turn sync.Mutex }

// errNobody says that a message was encrypted for none of the recipient's
// devices. The library sends it all the same, and WhatsApp acknowledges it.
var errNobody = errors.New("encrypted for none of the recipient's devices")

// sending is what a context carries on which a message is being encrypted.
type sending struct {
	ratchet *ratchet
	holds   bool
	// ours are the users of the clinic's own account, whose devices get a copy;
	// reached is set once the message is encrypted for somebody else.
	ours    []string
	reached bool
}

type sendingKey struct{}

// whileSending gives a context for one SendMessage of a device. The turn is
// taken where the library reads the sessions, and given back where it has
// written them, or by release once SendMessage has returned.
func whileSending(ctx context.Context, device *store.Device) (context.Context, *sending) {
	s := &sending{ours: []string{device.GetJID().SignalAddressUser(), device.GetLID().SignalAddressUser()}}
	return context.WithValue(ctx, sendingKey{}, s), s
}

// encrypted notes for whom the message is encrypted, by the sessions that it
// moved on.
func (s *sending) encrypted(sessions map[string][]byte) error {
	for address := range sessions {
		user, _, _ := strings.Cut(address, ":")
		if user != s.ours[0] && user != s.ours[1] {
			s.reached = true
			return nil
		}
	}
	return errNobody
}

func (s *sending) release() {
	if s.holds {
		s.holds = false
		s.ratchet.turn.Unlock()
	}
}

// guardedSessions takes turns around the sessions that a message is encrypted
// with.
type guardedSessions struct {
	store.SessionStore
	ratchet *ratchet
}

func (g guardedSessions) GetManySessions(ctx context.Context, addresses []string) (map[string][]byte, error) {
	if sending, ok := ctx.Value(sendingKey{}).(*sending); ok && !sending.holds {
		g.ratchet.turn.Lock()
		sending.ratchet, sending.holds = g.ratchet, true
	}
	return g.SessionStore.GetManySessions(ctx, addresses)
}

func (g guardedSessions) PutManySessions(ctx context.Context, sessions map[string][]byte) error {
	err := g.SessionStore.PutManySessions(ctx, sessions)
	if sending, ok := ctx.Value(sendingKey{}).(*sending); ok {
		sending.release()
		err = errors.Join(err, sending.encrypted(sessions))
	}
	return err
}
