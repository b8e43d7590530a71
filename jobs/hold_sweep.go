package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/records/postgres"
)

const (
	// holdSweepEvery is how often holds are swept. Nobody waits for it: whoever
	// wants the time of a hold that ran out clears it themselves.
	holdSweepEvery = 15 * time.Minute
	// holdSweepAfter is how long ago a hold must have run out. Until then its
	// patient may still confirm it without taking its time anew.
	holdSweepAfter = time.Hour
	// holdSet is how many rows one transaction deletes.
	holdSet = 500
)

// holdSweepWorker deletes the occupied time of holds that ran out and that
// nobody wanted since, which would stay for ever otherwise.
type holdSweepWorker struct {
	river.WorkerDefaults[HoldSweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *holdSweepWorker) Work(ctx context.Context, _ *river.Job[HoldSweepArgs]) error {
	return w.jobs.SweepHolds(ctx)
}

// Timeout gives all clinics together more time than a drain.
func (w *holdSweepWorker) Timeout(*river.Job[HoldSweepArgs]) time.Duration { return time.Minute }

// SweepHolds deletes, over all clinics, the occupied time of holds that ran out
// an hour ago.
func (j *Jobs) SweepHolds(ctx context.Context) error {
	return j.inSets(ctx, "sweep holds", holdSet, j.sweepClinicHolds)
}

func (j *Jobs) sweepClinicHolds(ctx context.Context, clinicID uuid.UUID) (int, error) {
	var swept int
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		swept, err = tx.SweepExpiredHolds(ctx, j.config.Now().Add(-holdSweepAfter), holdSet)
		return err
	})
	if err != nil {
		return 0, err
	}
	j.observe("holds", "swept", swept)
	return swept, nil
}
