package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// EraseMediaCopyArgs has the provider delete its own copy of a file.
type EraseMediaCopyArgs struct {
	ClinicID uuid.UUID `json:"clinic_id"`
	MediaID  uuid.UUID `json:"media_id"`
}

// Kind implements river.JobArgs.
func (EraseMediaCopyArgs) Kind() string { return "erase_media_copy" }

// copyPause is how long a provider that did not delete a copy is left alone.
const copyPause = 10 * time.Minute

// mediaCopyWorker has copies deleted, after the commit that made them needless.
type mediaCopyWorker struct {
	river.WorkerDefaults[EraseMediaCopyArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *mediaCopyWorker) Work(ctx context.Context, job *river.Job[EraseMediaCopyArgs]) error {
	erased, err := w.jobs.EraseMediaCopy(ctx, job.Args)
	if err != nil {
		return err
	}
	if !erased {
		return river.JobSnooze(copyPause)
	}
	return nil
}

// Timeout gives a slow provider more time than a drain has.
func (w *mediaCopyWorker) Timeout(*river.Job[EraseMediaCopyArgs]) time.Duration { return fetchTimeout }

// EraseMediaCopy has the provider delete its copy of a settled file, and says
// whether nothing is left to do: also where there is none, or where its
// provider deletes nothing. To ask twice changes nothing.
func (j *Jobs) EraseMediaCopy(ctx context.Context, args EraseMediaCopyArgs) (bool, error) {
	var kept postgres.Fetch
	err := j.config.Store.InClinic(ctx, args.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		kept, err = tx.MediaCopy(ctx, args.MediaID)
		return err
	})
	if records.CodeOf(err) == records.CodeNotFound {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("erase media copy: %w", err)
	}
	eraser, able := j.config.Senders[kept.Channel.Provider].(channel.MediaEraser)
	if !able {
		_, configured := j.config.Senders[kept.Channel.Provider]
		return configured, nil // a node without credentials leaves it to another
	}
	err = eraser.EraseMedia(ctx, channel.MediaAddress{Channel: kept.Channel, MessageID: kept.MessageID, Place: kept.Place, Reference: kept.Reference})
	if err != nil {
		j.config.Logger.Warn("provider's copy of media not erased", "media", args.MediaID, "error", err)
		j.observe("media", "copy-not-erased", 1)
		return false, nil
	}
	err = j.config.Store.InClinic(ctx, args.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.MediaCopyErased(ctx, args.MediaID, j.config.Now())
	})
	if err != nil {
		return false, fmt.Errorf("erase media copy: %w", err)
	}
	j.observe("media", "copy-erased", 1)
	return true, nil
}

// eraseCopy inserts a job for a file whose copy the clinic does not want to be
// kept, in the transaction that settled it.
func (j *Jobs) eraseCopy(ctx context.Context, tx *postgres.Tx, mediaID uuid.UUID) error {
	view, err := j.clinics.of(ctx, tx, j.config.Now())
	if err != nil {
		return err
	}
	if !view.clinic.EraseProviderMedia {
		return nil
	}
	return j.insertJob(ctx, tx, EraseMediaCopyArgs{ClinicID: tx.ClinicID(), MediaID: mediaID}, queueMedia)
}

// leaveCopy is eraseCopy for a file that was settled by somebody else, or
// erased before it was fetched.
func (j *Jobs) leaveCopy(ctx context.Context, args FetchMediaArgs) error {
	err := j.config.Store.InClinic(ctx, args.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return j.eraseCopy(ctx, tx, args.MediaID)
	})
	if err != nil {
		return fmt.Errorf("fetch media: %w", err)
	}
	return nil
}
