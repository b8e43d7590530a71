package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// A clock that was moved on by days must not put off what River tries again:
// River goes by the machine's time, and a job that failed would wait for days.
func TestRetriesGoByTheQueuesClock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	discarded := make(chan struct{}, 1)
	ahead := func() time.Time { return time.Now().Add(72 * time.Hour) }
	working, err := jobs.New(t.Context(), jobs.Config{
		Store: w.store, Senders: map[records.Provider]channel.Sender{records.ProviderTwilio: w.provider},
		Logger: slog.New(slog.DiscardHandler), Now: ahead, QueueNow: time.Now, NewID: uuid.New, ReminderSchedule: "0 0 1 1 *",
		Observe: func(seen jobs.Observation) {
			if seen.Name == "jobs" && seen.Label == "discarded" {
				discarded <- struct{}{}
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.jobs = working
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		transaction, err := tx.River(ctx)
		if err != nil {
			return err
		}
		// Arguments that can't be read fail at each attempt.
		_, err = transaction.Exec(ctx, `INSERT INTO river.river_job (kind, queue, args, max_attempts, state, scheduled_at)
			VALUES ('turn_lanes', 'turns', '{"lanes": "none"}', 3, 'available', current_timestamp)`)
		return err
	})
	w.start()
	patience := time.NewTimer(20 * time.Second)
	defer patience.Stop()
	select {
	case <-discarded:
	case <-patience.C:
		t.Error("the job was not tried again")
	}
}
