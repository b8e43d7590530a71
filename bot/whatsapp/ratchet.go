//go:build !nowhatsapp

package whatsapp

import (
	"context"
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

// sending is what a context carries on which a message is being encrypted.
type sending struct {
	ratchet *ratchet
	holds   bool
}

type sendingKey struct{}

// whileSending gives a context for one SendMessage, and what to call when that
// has returned. The turn is taken where the library reads the sessions, and
// given back where it has written them.
func whileSending(ctx context.Context) (context.Context, func()) {
	s := &sending{}
	return context.WithValue(ctx, sendingKey{}, s), s.release
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
	}
	return err
}
