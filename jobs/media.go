package jobs

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// FetchMediaArgs fetches a file that came with a message.
type FetchMediaArgs struct {
	ClinicID uuid.UUID `json:"clinic_id"`
	MediaID  uuid.UUID `json:"media_id"`
}

// Kind implements river.JobArgs.
func (FetchMediaArgs) Kind() string { return "fetch_media" }

const (
	// queueMedia has its own workers: a file is megabytes, and few of them are in
	// memory at once.
	queueMedia = "media"
	// fetchTimeout bounds an attempt, below rescueAfter.
	fetchTimeout = 28 * time.Second
	// maxMediaADay is how many files of one conversation are stored in a day: all
	// that a patient needs to show, and a bound to what a stranger can fill.
	maxMediaADay = 40
	// fetchLease is how long a job or an attempt has a file to itself, before
	// somebody else looks.
	fetchLease = 30 * time.Second
)

// fetchPauses are how long a file that can't be had is left alone after each
// attempt: providers announce files seconds before they have them, and are
// away for an hour at the worst. After the last it has failed.
var fetchPauses = []time.Duration{
	time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour,
}

// mediaWorker fetches files after the commit of their messages.
type mediaWorker struct {
	river.WorkerDefaults[FetchMediaArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *mediaWorker) Work(ctx context.Context, job *river.Job[FetchMediaArgs]) error {
	again, err := w.jobs.FetchMedia(ctx, job.Args)
	if err != nil {
		return err
	}
	if again > 0 {
		return river.JobSnooze(again)
	}
	return nil
}

// Timeout gives a slow provider more time than a drain has.
func (w *mediaWorker) Timeout(*river.Job[FetchMediaArgs]) time.Duration { return fetchTimeout }

// FetchMedia fetches one pending file and stores it, or says how long to wait
// before it is tried again; zero for not at all. Between its two transactions
// nothing is held: whoever dies there leaves a pending file behind, which is
// fetched again.
func (j *Jobs) FetchMedia(ctx context.Context, args FetchMediaArgs) (time.Duration, error) {
	var fetch postgres.Fetch
	err := j.config.Store.InClinic(ctx, args.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		now := j.config.Now()
		fetch, err = tx.BeginFetch(ctx, args.MediaID, now.Add(-24*time.Hour), now.Add(fetchLease))
		return err
	})
	if records.CodeOf(err) == records.CodeNotFound {
		return 0, j.leaveCopy(ctx, args) // settled, or erased
	}
	if err != nil {
		return 0, fmt.Errorf("fetch media: %w", err)
	}
	var content []byte
	failure := error(&channel.MediaError{Reason: records.MediaUnavailable, Again: true, Err: errors.New("this node can't ask the provider")})
	if fetch.Stored >= maxMediaADay {
		failure = &channel.MediaError{Reason: records.MediaTooMany}
	} else if fetcher, able := j.config.Senders[fetch.Channel.Provider].(channel.MediaFetcher); able {
		content, failure = fetcher.FetchMedia(ctx, channel.MediaAddress{
			Channel: fetch.Channel, MessageID: fetch.MessageID, Place: fetch.Place, Reference: fetch.Reference,
		}, maxMediaSize)
	}
	j.config.Reached(PointMediaFetched)
	// The time for the fetch may be over; what came of it is recorded all the same.
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	again, err := j.settleMedia(ctx, args, fetch.Attempt, content, failure)
	if err != nil {
		return 0, fmt.Errorf("fetch media: %w", err)
	}
	return again, nil
}

// settleMedia records what came of an attempt.
func (j *Jobs) settleMedia(ctx context.Context, args FetchMediaArgs, attempt int, content []byte, failure error) (time.Duration, error) {
	kind, status, reason, again := judgeMedia(content, failure, attempt)
	err := j.config.Store.InClinic(ctx, args.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		switch status {
		case records.MediaPending:
			return tx.PutOffMedia(ctx, args.MediaID, j.config.Now().Add(again+fetchLease))
		case records.MediaStored:
			if _, err := tx.StoreMedia(ctx, args.MediaID, kind, sha256.Sum256(content), content); err != nil {
				return err
			}
		default:
			if err := tx.SettleMedia(ctx, args.MediaID, status, reason); err != nil {
				return err
			}
		}
		return j.eraseCopy(ctx, tx, args.MediaID)
	})
	if err != nil {
		return 0, err
	}
	if failure != nil {
		j.config.Logger.Warn("media not fetched", "media", args.MediaID, "attempt", attempt, "status", status, "error", failure)
	}
	j.observe("media", string(status), 1)
	return again, nil
}

// judgeMedia says what becomes of a file after an attempt: what was fetched is
// kept or refused by what it is, and what was not is tried again or given up.
func judgeMedia(content []byte, failure error, attempt int) (kind string, status records.MediaStatus, reason records.MediaReason, again time.Duration) {
	if failure == nil {
		if kind = mediaType(content); kind == "" {
			return "", records.MediaRefused, records.MediaWrongType, 0
		}
		return kind, records.MediaStored, "", 0
	}
	told, ok := errors.AsType[*channel.MediaError](failure)
	if !ok {
		told = &channel.MediaError{Reason: records.MediaUnavailable, Again: true}
	}
	switch {
	case told.Reason == records.MediaTooLarge, told.Reason == records.MediaTooMany:
		return "", records.MediaRefused, told.Reason, 0
	case told.Again && attempt <= len(fetchPauses):
		return "", records.MediaPending, "", fetchPauses[attempt-1]
	default:
		return "", records.MediaFailed, told.Reason, 0
	}
}
