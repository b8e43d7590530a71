package jobs

import (
	"context"
	"sync/atomic"
	"time"

	"frontdesk/records/postgres"
)

// missedAfter is how long after a webhook that we could not take the providers
// are asked for what they could not deliver: by then they have given up on it.
const missedAfter = 20 * time.Second

// missed remembers that webhooks were refused for reasons of our own.
type missed struct{ due atomic.Int64 }

// FetchMissed has what a provider could not deliver fetched soon: adapters'
// doors call it when they answered a webhook with an error of our own. It only
// takes a note, since most such errors are a database that does not answer.
func (j *Jobs) FetchMissed() {
	j.missed.due.CompareAndSwap(0, j.config.Now().Add(missedAfter).UnixMicro())
}

// fetchMissed inserts the job once it is due. If that fails, the note stays.
func (j *Jobs) fetchMissed(ctx context.Context, now time.Time) error {
	due := j.missed.due.Load()
	if due == 0 || now.UnixMicro() < due {
		return nil
	}
	err := j.config.Store.Across(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		return j.insertJob(ctx, tx, InboundReconciliationArgs{}, queueUpkeep)
	})
	if err != nil {
		return err
	}
	j.observe("inbound", "fetched-after-refusals", 1)
	j.missed.due.CompareAndSwap(due, 0)
	return nil
}
