package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"frontdesk/records/postgres"
)

// turnWorker drains the lane that its job names.
type turnWorker struct {
	river.WorkerDefaults[TurnLaneArgs]
	turns *turns
}

// Work implements river.Worker.
func (w *turnWorker) Work(ctx context.Context, job *river.Job[TurnLaneArgs]) error {
	return w.turns.drain(ctx, postgres.TurnLane{ClinicID: job.Args.ClinicID, Lane: job.Args.Lane})
}
