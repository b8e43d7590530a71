package jobs

import (
	"context"

	"github.com/riverqueue/river"
	"golang.org/x/sync/errgroup"
)

// sendWorker drains the channels that its job names.
type sendWorker struct {
	river.WorkerDefaults[SendLanesArgs]
	sends *sends
}

// Work implements river.Worker.
func (w *sendWorker) Work(ctx context.Context, job *river.Job[SendLanesArgs]) error {
	var drains errgroup.Group
	for _, lane := range job.Args.Lanes {
		drains.Go(func() error { return w.sends.drain(ctx, lane) })
	}
	return drains.Wait()
}
