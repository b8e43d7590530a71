package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// furthestBack is how old a message may be that is still fetched: an answer to
// anything older would be a surprise.
const furthestBack = 24 * time.Hour

// inboundReconciliationWorker fetches what a provider could not deliver while
// we were away: providers give up on a webhook after seconds, so a patient's
// message would be lost otherwise (invariant 1). It runs at the start and
// every quarter of an hour; what we have already changes nothing.
type inboundReconciliationWorker struct {
	river.WorkerDefaults[InboundReconciliationArgs]
	jobs *Jobs
}

// Timeout leaves a slow provider the time to page through its list.
func (w *inboundReconciliationWorker) Timeout(*river.Job[InboundReconciliationArgs]) time.Duration {
	return 2 * time.Minute
}

// Work implements river.Worker.
func (w *inboundReconciliationWorker) Work(ctx context.Context, _ *river.Job[InboundReconciliationArgs]) error {
	return w.jobs.ReconcileInbound(ctx)
}

// ReconcileInbound takes in what the providers list and we don't have, over
// all clinics. A provider that can't be asked keeps none of the others from it.
func (j *Jobs) ReconcileInbound(ctx context.Context) error {
	return j.eachClinic(ctx, "reconcile inbound", func(ctx context.Context, clinicID uuid.UUID) error {
		var channels []postgres.Watermark
		err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			channels, err = tx.Watermarks(ctx, j.config.Now().Add(-furthestBack))
			return err
		})
		if err != nil {
			return err
		}
		for _, watermark := range channels {
			if err := j.reconcileChannel(ctx, watermark); err != nil {
				j.config.Logger.Warn("reconcile inbound", "channel", watermark.Channel.Name, "error", err)
				j.observe("inbound", "reconciliation-failed", 1)
			}
		}
		return nil
	})
}

func (j *Jobs) reconcileChannel(ctx context.Context, watermark postgres.Watermark) error {
	lister, able := j.config.Senders[watermark.Channel.Provider].(channel.InboundLister)
	if !able || !watermark.Channel.Active {
		return nil
	}
	// Messages may have overtaken each other on their way to us.
	const overlap = 10 * time.Minute
	listed, err := lister.ListInbound(ctx, watermark.Channel, watermark.NewestInbound.Add(-overlap))
	if err != nil {
		return err
	}
	for _, message := range listed {
		if err := j.intake.Receive(ctx, watermark.Channel, message); err != nil && records.CodeOf(err) != records.CodeInvalid {
			return err
		}
	}
	return nil
}
