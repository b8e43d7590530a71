package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"frontdesk/records/postgres"
)

// sendWorker drains the channel that its job names.
type sendWorker struct {
	river.WorkerDefaults[SendLaneArgs]
	sends *sends
}

// Work implements river.Worker.
func (w *sendWorker) Work(ctx context.Context, job *river.Job[SendLaneArgs]) error {
	return w.sends.drain(ctx, postgres.SendLane{ClinicID: job.Args.ClinicID, ChannelID: job.Args.ChannelID})
}
