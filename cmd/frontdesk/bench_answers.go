package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// answerBook stands in for a provider that accepts at once, and remembers when
// each address was first written to.
type answerBook struct {
	mutex   sync.Mutex
	first   map[string]time.Time
	count   int
	changed chan struct{}
}

func newAnswerBook() *answerBook {
	return &answerBook{first: make(map[string]time.Time), changed: make(chan struct{}, 1)}
}

// Send implements channel.Sender.
func (b *answerBook) Send(_ context.Context, message channel.Outbound) (channel.Sent, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if _, seen := b.first[message.To]; !seen {
		b.first[message.To] = time.Now()
	}
	b.count++
	select {
	case b.changed <- struct{}{}:
	default:
	}
	return channel.Sent{ProviderID: fmt.Sprintf("answer-%d", b.count)}, nil
}

// Capabilities implements channel.Sender.
func (b *answerBook) Capabilities(kind records.ChannelKind) channel.Capabilities {
	return channel.Capabilities{TextLimit: 1600, Segmented: kind == records.ChannelSMS}
}

// reset forgets who was written to.
func (b *answerBook) reset() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.first = make(map[string]time.Time)
}

// wait returns when everybody was written to.
func (b *answerBook) wait(ctx context.Context, addresses []string) error {
	const patience = 60 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		b.mutex.Lock()
		written := len(b.first)
		b.mutex.Unlock()
		if written >= len(addresses) {
			return nil
		}
		select {
		case <-b.changed:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d were written to within %v", written, len(addresses), patience)
		}
	}
}

// since gives how long each waited.
func (b *answerBook) since(begun time.Time) []time.Duration {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	waited := make([]time.Duration, 0, len(b.first))
	for _, at := range b.first {
		waited = append(waited, at.Sub(begun))
	}
	return waited
}
