package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// IssueInvoice stores an invoice and gives it with the clinic's next number and
// in its currency. The invoice's own are not looked at. Numbers begin at 1001
// and have no gaps, whoever else issues one at the same moment.
func (tx *Tx) IssueInvoice(ctx context.Context, invoice records.Invoice) (records.Invoice, error) {
	row, err := tx.queries.InsertInvoice(ctx, dbsqlc.InsertInvoiceParams{
		ClinicID: tx.clinicID, ID: invoice.ID, PatientID: invoice.PatientID, AppointmentID: nullable(invoice.AppointmentID),
		Description: invoice.Description, Total: invoice.Total, IssuedAt: invoice.IssuedAt, DueDate: dateOf(invoice.DueDate),
	})
	return invoiceOf(row), coded(err)
}

// Invoice reads one invoice; records.CodeNotFound when the clinic has no such
// one.
func (tx *Tx) Invoice(ctx context.Context, invoiceID uuid.UUID) (records.Invoice, error) {
	row, err := tx.queries.GetInvoice(ctx, dbsqlc.GetInvoiceParams{ClinicID: tx.clinicID, ID: invoiceID})
	return invoiceOf(row), coded(err)
}

// InvoicesOfPatient lists a patient's invoices, the newest first: at most limit
// of those that were issued before a moment or, at that moment, have a smaller
// id.
func (tx *Tx) InvoicesOfPatient(ctx context.Context, patientID uuid.UUID, before time.Time, beforeID uuid.UUID, limit int) ([]records.Invoice, error) {
	rows, err := tx.queries.InvoicesOfPatient(ctx, dbsqlc.InvoicesOfPatientParams{
		ClinicID: tx.clinicID, PatientID: patientID, BeforeIssued: before, BeforeID: beforeID, PageSize: int32(limit), //nolint:gosec // a page
	})
	return invoicesOf(rows), coded(err)
}

// OpenInvoices lists what these patients owe, what is due first coming first:
// at most so many, and says how many there are in all.
func (tx *Tx) OpenInvoices(ctx context.Context, patientIDs []uuid.UUID, most int) ([]records.Invoice, int, error) {
	rows, err := tx.queries.OpenInvoices(ctx, dbsqlc.OpenInvoicesParams{
		ClinicID: tx.clinicID, PatientIDs: patientIDs, Most: int32(most), //nolint:gosec // a page
	})
	if err != nil || len(rows) < most {
		return invoicesOf(rows), len(rows), coded(err)
	}
	count, err := tx.queries.CountOpenInvoices(ctx, dbsqlc.CountOpenInvoicesParams{ClinicID: tx.clinicID, PatientIDs: patientIDs})
	return invoicesOf(rows), int(count), coded(err)
}

// CancelInvoice ends an issued invoice at this version: its link takes no
// payment any more, and a notice of it that has not left stays unsent. It says
// whether the invoice still was issued, at this version.
func (tx *Tx) CancelInvoice(ctx context.Context, invoiceID uuid.UUID, version int64, now time.Time) (bool, error) {
	if err := tx.later.HoldInvoice(ctx, dbsqlc.HoldInvoiceParams{ClinicID: tx.clinicID, ID: invoiceID}); err != nil {
		return false, err
	}
	cancelled, err := tx.queries.CancelInvoice(ctx, dbsqlc.CancelInvoiceParams{
		ClinicID: tx.clinicID, ID: invoiceID, Version: version, Now: now,
	})
	return cancelled > 0, coded(err)
}

// TellInvoice names the message that tells the patient of an invoice, and gives
// whose it is; false where a message was named before or nothing is owed any
// more. The caller writes it in the same transaction.
func (tx *Tx) TellInvoice(ctx context.Context, invoiceID, messageID uuid.UUID) (uuid.UUID, bool, error) {
	patients, err := tx.queries.TellInvoice(ctx, dbsqlc.TellInvoiceParams{ClinicID: tx.clinicID, ID: invoiceID, MessageID: messageID})
	if err != nil || len(patients) == 0 {
		return uuid.Nil, false, coded(err)
	}
	return patients[0], true, nil
}

func invoicesOf(rows []dbsqlc.Invoice) []records.Invoice {
	invoices := make([]records.Invoice, len(rows))
	for i, row := range rows {
		invoices[i] = invoiceOf(row)
	}
	return invoices
}

func invoiceOf(row dbsqlc.Invoice) records.Invoice {
	return records.Invoice{
		ID: row.ID, ClinicID: row.ClinicID, Number: row.Number, PatientID: row.PatientID, AppointmentID: row.AppointmentID.UUID,
		Status: records.InvoiceStatus(row.Status), Description: row.Description, Total: row.Total, Currency: row.Currency,
		IssuedAt: row.IssuedAt.UTC(), DueDate: localDate(row.DueDate), BalancedAt: instantOf(row.BalancedAt),
		CancelledAt: instantOf(row.CancelledAt), Version: row.Version,
	}
}
