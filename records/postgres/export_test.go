package postgres

import "context"

// Attempt lets tests of this folder try what only the store's own code does.
func (tx *Tx) Attempt(ctx context.Context, work func(ctx context.Context) error) error {
	return tx.attempt(ctx, work)
}

// TouchLater queues a change of the clinic that nobody waits for.
func (tx *Tx) TouchLater(ctx context.Context) error { return tx.settingsChanged(ctx) }
