//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"google.golang.org/protobuf/proto"
)

// readingPatience is how long a message waits for the one before it, whose
// handler may wait for a database, before it is believed to be stuck.
const readingPatience = 2 * time.Minute

// readingOrder lets one message at a time be decrypted and handled. The library
// reads on from a connection that was lost while the next one is handed the
// same messages again; two readers would overtake each other, and one would
// acknowledge as known what the other may yet fail to store.
//
// A message has the turn from the library's first look for it in the buffer of
// what was decrypted, to the end of its handler.
type readingOrder struct {
	store.EventBuffer
	ratchet *ratchet
	turn    chan struct{} // full while a message has the turn
}

// guard has a device's messages take turns, on a store that is its own.
func guard(device *store.Device) *readingOrder {
	r := &ratchet{}
	order := &readingOrder{EventBuffer: device.EventBuffer, ratchet: r, turn: make(chan struct{}, 1)}
	device.Sessions = guardedSessions{SessionStore: device.Sessions, ratchet: r}
	device.EventBuffer = order
	return order
}

// take waits for the turn.
func (o *readingOrder) take(ctx context.Context) error {
	stuck := time.NewTimer(readingPatience)
	defer stuck.Stop()
	select {
	case o.turn <- struct{}{}:
	case <-stuck.C: // it is taken over
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// give gives the turn back; whoever has none gives none.
func (o *readingOrder) give() {
	select {
	case <-o.turn:
	default:
	}
}

// GetBufferedEvent begins with a message. One that was handled before ends here.
func (o *readingOrder) GetBufferedEvent(ctx context.Context, hash [32]byte) (*store.BufferedEvent, error) {
	if err := o.take(ctx); err != nil {
		return nil, err
	}
	buffered, err := o.EventBuffer.GetBufferedEvent(ctx, hash)
	if err != nil || buffered != nil && (buffered.Plaintext == nil || !isReadable(buffered.Plaintext)) {
		o.give()
	}
	return buffered, err
}

// DoDecryptionTxn decrypts in a transaction that also keeps what was decrypted.
// What can't be decrypted has no handler and ends here.
func (o *readingOrder) DoDecryptionTxn(ctx context.Context, decrypt func(context.Context) error) error {
	o.ratchet.turn.Lock()
	defer o.ratchet.turn.Unlock()
	err := o.EventBuffer.DoDecryptionTxn(ctx, decrypt)
	if err != nil {
		o.give()
	}
	return err
}

// PutBufferedEvent keeps what was decrypted, within that transaction. What the
// library won't understand has no handler, either.
func (o *readingOrder) PutBufferedEvent(ctx context.Context, hash [32]byte, plaintext []byte, at time.Time) error {
	err := o.EventBuffer.PutBufferedEvent(ctx, hash, plaintext, at)
	if err == nil && !isReadable(plaintext) {
		o.give()
	}
	return err
}

// ClearBufferedEventPlaintext ends with a message that was handled.
func (o *readingOrder) ClearBufferedEventPlaintext(ctx context.Context, hash [32]byte) error {
	defer o.give()
	return o.EventBuffer.ClearBufferedEventPlaintext(ctx, hash)
}

// isReadable says whether a plaintext is a padded message, as the library will
// find out next.
func isReadable(plaintext []byte) bool {
	if len(plaintext) == 0 {
		return false
	}
	padding := int(plaintext[len(plaintext)-1])
	if padding > len(plaintext) {
		return false
	}
	for _, value := range plaintext[len(plaintext)-padding:] {
		if int(value) != padding {
			return false
		}
	}
	return proto.Unmarshal(plaintext[:len(plaintext)-padding], &waE2E.Message{}) == nil
}
