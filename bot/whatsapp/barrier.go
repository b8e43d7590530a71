//go:build !nowhatsapp

package whatsapp

import (
	"slices"
	"sync"
	"time"
)

// longestQueue bounds how many names a barrier remembers; the rest is held back
// all the same.
const longestQueue = 4096

// barrier keeps everything from overtaking a message or receipt that could not
// be stored. Until that comes again, all others are left with WhatsApp, too, and
// then they pass in the order in which they came: whoever still reads from the
// lost connection must not be ahead of who reads from the next.
type barrier struct {
	mutex sync.Mutex
	// queue is what was not stored, and behind it what was held back.
	queue    []string
	moved    time.Time // when it was raised, or let something pass
	failures int       // how often in a row it was raised
}

// raise raises it for what could not be stored, and counts how often in a row.
func (b *barrier) raise(name string, now time.Time) int {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.queue, b.moved = slices.Insert(b.queue, 0, name), now
	b.failures++
	return b.failures
}

// passes says whether this may be stored now: it is the next, or there is no
// barrier.
func (b *barrier) passes(name string, now time.Time) bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch {
	case len(b.queue) == 0:
		return true
	case b.queue[0] == name:
		b.queue, b.moved = b.queue[1:], now
		return true
	case len(b.queue) < longestQueue && !slices.Contains(b.queue, name):
		b.queue = append(b.queue, name)
	}
	return false
}

// lift takes down a barrier that nothing has passed since an instant: WhatsApp
// does not have what is waited for any more. It says whether it did; what was
// held back must be asked for once more then.
func (b *barrier) lift(since time.Time) bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.queue) == 0 || b.moved.After(since) {
		return false
	}
	b.queue = nil
	return true
}

// succeeded ends a row of failures.
func (b *barrier) succeeded() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.failures = 0
}
