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

// InvoiceNoticeArgs has a patient told that there is an invoice. They are told
// once, however often the job runs.
type InvoiceNoticeArgs struct {
	ClinicID  uuid.UUID `json:"clinic_id"`
	InvoiceID uuid.UUID `json:"invoice_id"`
}

// Kind implements river.JobArgs.
func (InvoiceNoticeArgs) Kind() string { return "invoice_notice" }

// InsertOpts lets the job be tried for some minutes: no sweep looks for invoices
// of which nobody was told.
func (InvoiceNoticeArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 25} }

// invoiceNoticeWorker tells patients of invoices.
type invoiceNoticeWorker struct {
	river.WorkerDefaults[InvoiceNoticeArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *invoiceNoticeWorker) Work(ctx context.Context, job *river.Job[InvoiceNoticeArgs]) error {
	return w.jobs.TellInvoice(ctx, job.Args)
}

// TellInvoice tells a patient, once, that there is an invoice, without a word of
// what it is for or what it comes to; not any more when it is paid or cancelled.
func (j *Jobs) TellInvoice(ctx context.Context, invoice InvoiceNoticeArgs) error {
	err := j.config.Store.InClinic(ctx, invoice.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		messageID := j.config.NewID()
		patientID, untold, err := tx.TellInvoice(ctx, invoice.InvoiceID, messageID)
		if err != nil || !untold {
			return err
		}
		return j.notify(ctx, tx, messageID, patientID, records.PurposeBilling, catalog.InvoiceNotice)
	})
	if err != nil {
		return fmt.Errorf("tell of an invoice: %w", err)
	}
	return nil
}
