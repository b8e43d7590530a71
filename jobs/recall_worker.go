package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations/catalog"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// RecallArgs has a patient told that it is time for their next visit, once.
type RecallArgs struct {
	ClinicID uuid.UUID `json:"clinic_id"`
	RecallID uuid.UUID `json:"recall_id"`
}

// Kind implements river.JobArgs.
func (RecallArgs) Kind() string { return "recall" }

// recallWorker tells patients that it is time.
type recallWorker struct {
	river.WorkerDefaults[RecallArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *recallWorker) Work(ctx context.Context, job *river.Job[RecallArgs]) error {
	return w.jobs.TellRecall(ctx, job.Args)
}

// TellRecall writes to a patient that it is time for their next visit, without
// a word of what for. Who has got an appointment since is not written to.
func (j *Jobs) TellRecall(ctx context.Context, recall RecallArgs) error {
	err := j.config.Store.InClinic(ctx, recall.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		patientID, untold, err := tx.TellRecall(ctx, recall.RecallID, now)
		if err != nil || !untold {
			return err
		}
		coming, err := tx.ComingAppointments(ctx, []uuid.UUID{patientID}, now)
		if err != nil || len(coming) > 0 {
			return err
		}
		return j.notify(ctx, tx, j.config.NewID(), patientID, records.PurposeRecall, catalog.Recall)
	})
	if err != nil {
		return fmt.Errorf("recall: %w", err)
	}
	return nil
}
