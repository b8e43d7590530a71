package jobs

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// ShownInvoice is an open invoice on the page.
type ShownInvoice struct {
	Number string
	// PatientName is whose it is; empty where that is not shown.
	PatientName string
	Description string
	// Total is in the minor unit of the currency, which is an ISO 4217 code.
	Total    int64
	Currency string
	DueDate  records.LocalDate
	// Secret opens the page where it is paid, by POST; empty where the service
	// takes no payments.
	Secret string
}

// discloseInvoices reads what the patients owe, with the means to pay it; that
// they saw it is in the trail.
func (i *Identities) discloseInvoices(ctx context.Context, tx *postgres.Tx, _ *clinicView, shown *Shown, now time.Time) error {
	open, _, err := tx.OpenInvoices(ctx, shown.PatientIDs, maxShownInvoices)
	if err != nil {
		return fmt.Errorf("read invoices: %w", err)
	}
	var secrets map[uuid.UUID]string
	if i.jobs.takesPayments() {
		if secrets, err = i.jobs.till(tx, shown.ContactID, now, shown.Until).links(ctx, open); err != nil {
			return err
		}
	}
	names := make(map[uuid.UUID]string, len(shown.PatientIDs))
	for _, patientID := range shown.PatientIDs {
		patient, err := tx.Patient(ctx, patientID)
		if err != nil {
			return fmt.Errorf("read patient: %w", err)
		}
		names[patientID] = patient.Name
	}
	for _, invoice := range open {
		shown.Invoices = append(shown.Invoices, ShownInvoice{
			Number: strconv.FormatInt(invoice.Number, 10), Description: invoice.Description, Total: invoice.Total, Currency: invoice.Currency,
			DueDate: invoice.DueDate, PatientName: names[invoice.PatientID], Secret: secrets[invoice.ID],
		})
		if err := tx.Audit(ctx, invoiceSeen(i.jobs.config.NewID(), invoice, now)); err != nil {
			return err
		}
	}
	return nil
}
