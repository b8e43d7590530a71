package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/records/postgres"
)

// mailSet is how many e-mails one transaction writes.
const mailSet = 50

// mailWorker writes a clinic's planned e-mails, right after they were planned.
type mailWorker struct {
	river.WorkerDefaults[WriteMailArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *mailWorker) Work(ctx context.Context, job *river.Job[WriteMailArgs]) error {
	for {
		done, err := w.jobs.writeMail(ctx, job.Args.ClinicID)
		if err != nil || done < mailSet {
			return err
		}
	}
}

// mailSweepWorker writes them for all clinics, once a minute: so one whose job
// was lost comes a minute late.
type mailSweepWorker struct {
	river.WorkerDefaults[MailSweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *mailSweepWorker) Work(ctx context.Context, _ *river.Job[MailSweepArgs]) error {
	return w.jobs.SweepMail(ctx)
}

// Timeout gives all clinics together more time than a drain.
func (w *mailSweepWorker) Timeout(*river.Job[MailSweepArgs]) time.Duration { return time.Minute }

// SweepMail writes the planned e-mails of all clinics.
func (j *Jobs) SweepMail(ctx context.Context) error {
	return j.inSets(ctx, "write e-mails", mailSet, j.writeMail)
}

// plannedMail is an e-mail that is to be stored, with the mark in the ledger that
// refers to it.
type plannedMail struct {
	message postgres.NewOutbound
	settle  func(ctx context.Context, messageID uuid.UUID) error
}

// writeMail turns a clinic's planned e-mails into messages, in one commit with
// the ledger's marks: each is written once, however often this runs.
func (j *Jobs) writeMail(ctx context.Context, clinicID uuid.UUID) (int, error) {
	var done int
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		done = 0
		now := j.config.Now()
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil || view.mail.ID == uuid.Nil {
			return err
		}
		planned, err := j.writeConfirmations(ctx, tx, view, now)
		if err != nil {
			return err
		}
		receipts, settled, err := j.writeReceipts(ctx, tx, view, now)
		if err != nil {
			return err
		}
		done = max(len(planned), settled)
		planned = append(planned, receipts...)
		messages := make([]postgres.NewOutbound, len(planned))
		for i, one := range planned {
			messages[i] = one.message
		}
		lanes, err := tx.InsertOutbound(ctx, messages, now)
		if err != nil {
			return err
		}
		for _, one := range planned {
			if err := one.settle(ctx, one.message.ID); err != nil {
				return err
			}
		}
		return j.wakeSends(ctx, tx, lanes)
	})
	if err != nil {
		return 0, fmt.Errorf("write e-mails of clinic %s: %w", clinicID, err)
	}
	return done, nil
}
