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

// ResultNoticeArgs has a patient told that there is a result to read. The newest
// version is told once, however often the job runs.
type ResultNoticeArgs struct {
	ClinicID uuid.UUID `json:"clinic_id"`
	ReportID uuid.UUID `json:"report_id"`
}

// Kind implements river.JobArgs.
func (ResultNoticeArgs) Kind() string { return "result_notice" }

// resultNoticeWorker tells patients of results.
type resultNoticeWorker struct {
	river.WorkerDefaults[ResultNoticeArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *resultNoticeWorker) Work(ctx context.Context, job *river.Job[ResultNoticeArgs]) error {
	return w.jobs.TellResult(ctx, job.Args)
}

// TellResult tells a patient, once for each version, that there is a result,
// without a word of what it is.
func (j *Jobs) TellResult(ctx context.Context, result ResultNoticeArgs) error {
	err := j.config.Store.InClinic(ctx, result.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		patientID, untold, err := tx.TellDiagnosticReport(ctx, result.ReportID)
		if err != nil || !untold {
			return err
		}
		return j.notify(ctx, tx, j.config.NewID(), patientID, records.PurposeCare, catalog.ResultNotice)
	})
	if err != nil {
		return fmt.Errorf("tell a result: %w", err)
	}
	return nil
}
