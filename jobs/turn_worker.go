package jobs

import (
	"context"

	"github.com/riverqueue/river"
	"golang.org/x/sync/errgroup"
)

// turnWorker drains the lanes that its job names.
type turnWorker struct {
	river.WorkerDefaults[TurnLanesArgs]
	turns *turns
}

// Work implements river.Worker.
func (w *turnWorker) Work(ctx context.Context, job *river.Job[TurnLanesArgs]) error {
	var drains errgroup.Group
	for _, lane := range job.Args.Lanes {
		drains.Go(func() error { return w.turns.gather.do(ctx, lane) })
	}
	return drains.Wait()
}
