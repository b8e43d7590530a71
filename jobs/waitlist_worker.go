package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/records/postgres"
)

// freedSet is how many freed times one transaction looks at.
const freedSet = 20

// freedSlotsWorker offers a clinic's freed times, right after one was freed.
type freedSlotsWorker struct {
	river.WorkerDefaults[OfferFreedSlotsArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *freedSlotsWorker) Work(ctx context.Context, job *river.Job[OfferFreedSlotsArgs]) error {
	return w.jobs.offerFreedSlots(ctx, job.Args.ClinicID)
}

// waitlistWorker looks after the wait-lists of all clinics, once a minute: so a
// wave whose job was lost comes a minute late.
type waitlistWorker struct {
	river.WorkerDefaults[WaitlistSweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *waitlistWorker) Work(ctx context.Context, _ *river.Job[WaitlistSweepArgs]) error {
	return w.jobs.SweepWaitlists(ctx)
}

// Timeout gives all clinics together more time than a drain.
func (w *waitlistWorker) Timeout(*river.Job[WaitlistSweepArgs]) time.Duration { return time.Minute }

// SweepWaitlists ends the wishes and offers of all clinics whose time is over,
// and makes the waves that are due.
func (j *Jobs) SweepWaitlists(ctx context.Context) error {
	return j.eachClinic(ctx, "sweep the wait-list", func(ctx context.Context, clinicID uuid.UUID) error {
		if err := j.expireWaitlist(ctx, clinicID); err != nil {
			return err
		}
		return j.offerFreedSlots(ctx, clinicID)
	})
}

func (j *Jobs) expireWaitlist(ctx context.Context, clinicID uuid.UUID) error {
	var wishes, offers int64
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		wishes, offers, err = tx.ExpireWaitlist(ctx, j.config.Now())
		return err
	})
	if err != nil {
		return err
	}
	j.observe("waitlist", "expired", int(wishes))
	j.observe("offers", "expired", int(offers))
	return nil
}

// offerFreedSlots makes the waves of one clinic that are due.
func (j *Jobs) offerFreedSlots(ctx context.Context, clinicID uuid.UUID) error {
	for {
		var looked int
		err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			looked, err = j.makeWaves(ctx, tx)
			return err
		})
		if err != nil {
			return fmt.Errorf("offer freed slots of clinic %s: %w", clinicID, err)
		}
		if looked < freedSet {
			return nil
		}
	}
}
