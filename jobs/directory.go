package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// directoryAge is how long a channel is known without asking the store again.
const directoryAge = 5 * time.Second

// directorySize bounds what is remembered: names come from outside.
const directorySize = 10_000

// Directory tells which clinic a channel's name belongs to.
type Directory struct {
	store *postgres.Store
	now   func() time.Time
	mutex sync.Mutex
	known map[string]knownChannel
}

type knownChannel struct {
	channel records.Channel
	err     error
	readAt  time.Time
}

// NewDirectory makes a directory over a store.
func NewDirectory(store *postgres.Store, now func() time.Time) *Directory {
	return &Directory{store: store, now: now, known: make(map[string]knownChannel)}
}

// ChannelByName finds an active channel; records.CodeNotFound when there is
// none of that name, or it is switched off.
func (d *Directory) ChannelByName(ctx context.Context, name string) (records.Channel, error) {
	now := d.now()
	d.mutex.Lock()
	known, remembered := d.known[name]
	d.mutex.Unlock()
	if remembered && now.Sub(known.readAt) < directoryAge {
		return known.channel, known.err
	}
	known = knownChannel{readAt: now}
	err := d.store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		known.channel, err = tx.ChannelByName(ctx, name)
		return err
	})
	switch code := records.CodeOf(err); {
	case code == records.CodeNotFound, err == nil && !known.channel.Active:
		known.channel, known.err = records.Channel{}, records.NotFound("channel")
	case err != nil:
		return records.Channel{}, fmt.Errorf("find channel: %w", err)
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if len(d.known) >= directorySize {
		clear(d.known)
	}
	d.known[name] = known
	return known.channel, known.err
}
