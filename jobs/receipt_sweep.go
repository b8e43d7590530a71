package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations/channel"
	"frontdesk/records/postgres"
)

const (
	// receiptsKept is for how long providers' words on our messages are kept: what
	// a bill or a complaint about a message is argued from. The messages keep their
	// status.
	receiptsKept = 180 * 24 * time.Hour
	// receiptSet is how many rows one transaction deletes.
	receiptSet = 1000
)

// ReceiptSweepArgs has receipts that missed their message take effect, and old
// ones deleted.
type ReceiptSweepArgs struct{}

// Kind implements river.JobArgs.
func (ReceiptSweepArgs) Kind() string { return "receipt_sweep" }

// receiptSweepWorker sweeps the receipts of all clinics.
type receiptSweepWorker struct {
	river.WorkerDefaults[ReceiptSweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *receiptSweepWorker) Work(ctx context.Context, _ *river.Job[ReceiptSweepArgs]) error {
	return w.jobs.SweepReceipts(ctx)
}

// Timeout gives all clinics together more time than a drain.
func (w *receiptSweepWorker) Timeout(*river.Job[ReceiptSweepArgs]) time.Duration { return time.Minute }

// SweepReceipts has receipts take effect that came for nobody while their
// message's provider id was being written down, and trims those that are old.
func (j *Jobs) SweepReceipts(ctx context.Context) error {
	adopted := j.inEachClinic(ctx, "adopt receipts", func(ctx context.Context, tx *postgres.Tx) error {
		receipts, err := tx.AdoptReceipts(ctx)
		if err != nil || len(receipts) == 0 {
			return err
		}
		view, err := j.clinics.of(ctx, tx, j.config.Now())
		if err != nil {
			return err
		}
		for _, receipt := range receipts {
			if _, err := j.advance(ctx, tx, view.channels[receipt.ChannelID], channel.Receipt{
				MessageID: receipt.MessageID, ProviderID: receipt.ProviderID, Status: receipt.Status,
				ProviderStatus: receipt.ProviderStatus, ErrorCode: receipt.ErrorCode,
			}); err != nil {
				return err
			}
		}
		j.observe("receipts", "adopted", len(receipts))
		return nil
	})
	trimmed := j.inSets(ctx, "trim receipts", receiptSet, func(ctx context.Context, clinicID uuid.UUID) (count int, err error) {
		err = j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			count, err = tx.TrimReceipts(ctx, j.config.Now().Add(-receiptsKept), receiptSet)
			return err
		})
		return count, err
	})
	return errors.Join(adopted, trimmed)
}
