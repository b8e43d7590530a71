package jobs

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"frontdesk/records/postgres"
)

// MediaSweepArgs has the files fetched whose job is lost.
type MediaSweepArgs struct{}

// Kind implements river.JobArgs.
func (MediaSweepArgs) Kind() string { return "media_sweep" }

// wakeMedia inserts a job for each file, in the transaction that stored it.
func (j *Jobs) wakeMedia(ctx context.Context, tx *postgres.Tx, media []postgres.MediaID) error {
	if len(media) == 0 {
		return nil
	}
	transaction, err := tx.River(ctx)
	if err != nil {
		return err
	}
	jobs := make([]river.InsertManyParams, len(media))
	for i, one := range media {
		jobs[i] = river.InsertManyParams{
			Args: FetchMediaArgs{ClinicID: one.ClinicID, MediaID: one.ID}, InsertOpts: &river.InsertOpts{Queue: queueMedia},
		}
	}
	if _, err := j.river.InsertManyFastTx(ctx, transaction, jobs); err != nil {
		return fmt.Errorf("insert jobs: %w", err)
	}
	return nil
}

// mediaSweepWorker finds the files of all clinics whose job is lost, once a
// minute.
type mediaSweepWorker struct {
	river.WorkerDefaults[MediaSweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *mediaSweepWorker) Work(ctx context.Context, _ *river.Job[MediaSweepArgs]) error {
	return w.jobs.SweepMedia(ctx)
}

// SweepMedia inserts a job for every pending file whose time has come and gone:
// a job that failed three times, or that a killed process took with it.
func (j *Jobs) SweepMedia(ctx context.Context) error {
	return j.inEachClinic(ctx, "sweep media", func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		lost, err := tx.RewakeMedia(ctx, now, now.Add(fetchLease))
		if err != nil {
			return err
		}
		return j.wakeMedia(ctx, tx, lost)
	})
}
