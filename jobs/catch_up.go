package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"frontdesk/records/postgres"
)

// A clock that is moved on, as a simulation's is, leaves behind what looks at
// it at intervals of real time. These three let whoever moves it wait for
// nothing: do what is due, see that it is done, and learn what is due next.

// CatchUp does at once what is due by the clock, and what the periodic jobs and
// the sweeper would find at their next look. What it wakes is worked by River
// afterwards; Settle waits for that.
func (j *Jobs) CatchUp(ctx context.Context) error {
	for _, sweep := range []func(context.Context) error{j.SweepReminders, j.SweepOffers, j.SweepWaitlists, j.SweepSurveys} {
		if err := sweep(ctx); err != nil {
			return fmt.Errorf("catch up: %w", err)
		}
	}
	if err := j.sweeper.sweep(ctx, false); err != nil {
		return fmt.Errorf("catch up: %w", err)
	}
	return nil
}

// Settle waits until there is nothing left to do that waits for no later time:
// every message that came in had its turn, what can be sent was sent, and no
// job is at work. It gives up when ctx ends. The jobs must be started.
func (j *Jobs) Settle(ctx context.Context) error {
	const look = 10 * time.Millisecond
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for {
		busy, err := j.isBusy(ctx)
		if err != nil {
			return fmt.Errorf("settle: %w", err)
		}
		if !busy {
			return nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return fmt.Errorf("settle: %w", ctx.Err())
		}
	}
}

// isBusy looks at the jobs first: a job that ended before the messages are
// looked at has written all that it will write.
func (j *Jobs) isBusy(ctx context.Context) (bool, error) {
	atWork, err := j.river.JobList(ctx, river.NewJobListParams().First(1).
		States(rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning))
	if err != nil {
		return false, fmt.Errorf("list jobs: %w", err)
	}
	if len(atWork.Jobs) > 0 {
		return true, nil
	}
	var busy bool
	err = j.inEachClinic(ctx, "look for work", func(ctx context.Context, tx *postgres.Tx) error {
		unsettled, err := tx.HasUnsettledMessages(ctx, j.config.Now())
		busy = busy || unsettled
		return err
	})
	return busy, err
}

// NextDue gives the earliest moment after an instant at which CatchUp will have
// something to do that can be foreseen; the zero time where there is none.
func (j *Jobs) NextDue(ctx context.Context, after time.Time) (time.Time, error) {
	var next time.Time
	err := j.inEachClinic(ctx, "find what is due next", func(ctx context.Context, tx *postgres.Tx) error {
		due, err := tx.NextDue(ctx, after)
		if !due.IsZero() && (next.IsZero() || due.Before(next)) {
			next = due
		}
		return err
	})
	return next, err
}
