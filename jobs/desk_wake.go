package jobs

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"frontdesk/migrations"
	"frontdesk/records/postgres"
)

// newJobInserter makes a River client that works no jobs: a desk leaves what
// has to be said to patients to whoever does.
func newJobInserter(store *postgres.Store) *river.Client[pgx.Tx] {
	client, err := river.NewClient(riverpgxv5.New(store.QueuePool()), &river.Config{Schema: migrations.RiverSchema})
	if err != nil { // its settings are constants
		panic("jobs: a River client that inserts only: " + err.Error())
	}
	return client
}

// leaveTo inserts a job into a desk's transaction: it is done if that commits.
func (d *Desk) leaveTo(ctx context.Context, tx *postgres.Tx, args river.JobArgs) error {
	transaction, err := tx.River(ctx)
	if err != nil {
		return err
	}
	insert := []river.InsertManyParams{{Args: args, InsertOpts: upkeep()}}
	if _, err := d.river.InsertManyFastTx(ctx, transaction, insert); err != nil {
		return fmt.Errorf("insert job: %w", err)
	}
	return nil
}
