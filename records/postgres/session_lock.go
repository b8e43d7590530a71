package postgres

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// deviceLocks is the first half of the keys of linked devices' locks; locks of
// two halves never meet the lanes', which have one ("wapp").
const deviceLocks = 0x77617070

// SessionLock is held by one process at a time, for as long as its connection
// lives: PostgreSQL itself gives it to the next when the process is gone.
type SessionLock struct {
	connection *pgx.Conn
	cancel     context.CancelFunc
	lost       chan struct{}
}

// LockDevice waits until no other process holds the lock of a channel's linked
// device, and takes it, on a connection of its own. The wait ends with ctx.
// Two channels can share a lock, once in billions; one of them waits then.
func LockDevice(ctx context.Context, url string, channelID uuid.UUID) (*SessionLock, error) {
	return lockDevice(ctx, url, channelID, "SELECT pg_advisory_lock($1, $2)")
}

// TryLockDevice is LockDevice for who does not wait: it gives nil when another
// process holds the lock.
func TryLockDevice(ctx context.Context, url string, channelID uuid.UUID) (*SessionLock, error) {
	return lockDevice(ctx, url, channelID, "SELECT 1 WHERE pg_try_advisory_lock($1, $2)")
}

// deviceLock is the second half of a device's key.
func deviceLock(channelID uuid.UUID) int32 {
	digest := fnv.New32a()
	_, _ = digest.Write(channelID[:]) // a hash takes everything
	return int32(digest.Sum32())      //nolint:gosec // any 32 bits will do
}

func lockDevice(ctx context.Context, url string, channelID uuid.UUID, statement string) (*SessionLock, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("lock device: %w", coded(err))
	}
	config.RuntimeParams["application_name"] = "frontdesk-whatsapp-lock"
	connection, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("lock device: %w", coded(err))
	}
	tag, err := connection.Exec(ctx, statement, deviceLocks, deviceLock(channelID))
	if err != nil || tag.RowsAffected() == 0 {
		closed := connection.Close(context.WithoutCancel(ctx))
		if err == nil {
			return nil, closed
		}
		return nil, fmt.Errorf("lock device: %w", coded(errors.Join(err, closed)))
	}
	watching, cancel := context.WithCancel(context.WithoutCancel(ctx))
	lock := &SessionLock{connection: connection, cancel: cancel, lost: make(chan struct{})}
	go lock.watch(watching)
	return lock, nil
}

// watch reads from the connection, on which nothing is expected, so that its
// end is noticed at once.
func (l *SessionLock) watch(ctx context.Context) {
	defer close(l.lost)
	for {
		if _, err := l.connection.WaitForNotification(ctx); err != nil {
			return
		}
	}
}

// Lost is closed when the lock is no longer held: released, or its connection
// has ended. Whoever relies on the lock stops then.
func (l *SessionLock) Lost() <-chan struct{} { return l.lost }

// Release gives the lock back.
func (l *SessionLock) Release(ctx context.Context) error {
	l.cancel()
	<-l.lost
	return l.connection.Close(ctx)
}
