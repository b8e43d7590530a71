package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"frontdesk/records"
)

// InvoiceRequest is what a patient is to pay.
type InvoiceRequest struct {
	PatientID uuid.UUID
	// AppointmentID is the visit that it is for; zero for none.
	AppointmentID uuid.UUID
	// Description is what it is for, in the patient's words.
	Description string
	// Total is in the minor unit of the clinic's currency.
	Total int64
	// DueDate is the last day to pay on; a zero date is invoiceTerm from today.
	DueDate records.LocalDate
}

const (
	// invoiceTerm is how long a patient has to pay unless staff say otherwise, and
	// longestInvoiceTerm how long at most.
	invoiceTerm        = 14 * 24 * time.Hour
	longestInvoiceTerm = 366 * 24 * time.Hour
)

// IssueInvoice gives a patient an invoice, in the clinic's currency and with its
// next number, and has them told that there is one. What makes no sense is
// records.CodeInvalid. The same key again, within a day, issues nothing and gives
// the same invoice, as it is by then; an empty key never repeats.
func (d *Desk) IssueInvoice(ctx context.Context, by Principal, request InvoiceRequest, key string) (records.Invoice, error) {
	request.Description = strings.TrimSpace(request.Description)
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Invoice, touched, error) {
		kept, repeated, err := w.once(ctx, key, "issue-invoice", request, func() (outcome, error) {
			issued, err := w.issueInvoice(ctx, request)
			if err != nil {
				return outcome{}, err
			}
			return outcome{InvoiceID: issued.ID}, d.leaveTo(ctx, w.tx, InvoiceNoticeArgs{ClinicID: by.ClinicID, InvoiceID: issued.ID})
		})
		if err != nil {
			return records.Invoice{}, touched{}, err
		}
		action := records.AuditCreate
		if repeated {
			action = records.AuditRead
		}
		invoice, err := w.invoice(ctx, kept.InvoiceID)
		return w.localInvoice(invoice), touchedInvoice(action, invoice), err
	})
}

func (w deskWork) issueInvoice(ctx context.Context, request InvoiceRequest) (records.Invoice, error) {
	today := records.LocalDateOf(w.now, w.view.zone)
	if request.DueDate.IsZero() {
		request.DueDate = records.LocalDateOf(w.now.Add(invoiceTerm), w.view.zone)
	}
	switch length := utf8.RuneCountInString(request.Description); {
	case length == 0 || length > records.MaxInvoiceDescription:
		return records.Invoice{}, records.Invalid("description", fmt.Sprintf("what it is for is said in 1 to %d characters", records.MaxInvoiceDescription))
	case request.Total < 1 || request.Total > records.MaxInvoiceTotal:
		return records.Invoice{}, records.Invalid("total", "it must be more than nothing, in the minor unit of the clinic's currency")
	case request.DueDate.Time().Before(today.Time()):
		return records.Invoice{}, records.Invalid("dueDate", "it must not be past")
	case request.DueDate.Time().After(today.Time().Add(longestInvoiceTerm)):
		return records.Invoice{}, records.Invalid("dueDate", "it must be within a year")
	}
	if _, err := w.patient(ctx, request.PatientID); err != nil {
		return records.Invoice{}, err
	}
	if err := w.checkInvoicedVisit(ctx, request); err != nil {
		return records.Invoice{}, err
	}
	issued, err := w.tx.IssueInvoice(ctx, records.Invoice{
		ID: w.newID(), PatientID: request.PatientID, AppointmentID: request.AppointmentID, Description: request.Description,
		Total: request.Total, IssuedAt: w.now, DueDate: request.DueDate,
	})
	if err != nil {
		return records.Invoice{}, fmt.Errorf("issue an invoice: %w", err)
	}
	return issued, nil
}

// checkInvoicedVisit checks that a visit is one of the patient's.
func (w deskWork) checkInvoicedVisit(ctx context.Context, request InvoiceRequest) error {
	if request.AppointmentID == uuid.Nil {
		return nil
	}
	visit, err := w.tx.Appointment(ctx, request.AppointmentID)
	if err != nil && records.CodeOf(err) != records.CodeNotFound {
		return fmt.Errorf("read appointment: %w", err)
	}
	if err != nil || visit.PatientID != request.PatientID {
		return records.Invalid("appointmentId", "this patient has no such appointment")
	}
	return nil
}

// Invoice reads one invoice.
func (d *Desk) Invoice(ctx context.Context, by Principal, invoiceID uuid.UUID) (records.Invoice, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Invoice, touched, error) {
		invoice, err := w.invoice(ctx, invoiceID)
		return w.localInvoice(invoice), touchedInvoice(records.AuditRead, invoice), err
	})
}

// InvoicePage is a page of a patient's invoices.
type InvoicePage struct {
	Invoices []records.Invoice
	// More is true when there are older ones after the last one here.
	More bool
}

// Invoices lists a patient's invoices, the newest first: at most limit, after a
// position.
func (d *Desk) Invoices(ctx context.Context, by Principal, patientID uuid.UUID, after Position, limit int) (InvoicePage, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (InvoicePage, touched, error) {
		if _, err := w.namedPatient(ctx, patientID); err != nil {
			return InvoicePage{}, touched{}, err
		}
		if after.At.IsZero() {
			after = Position{At: w.now.Add(time.Hour), ID: uuid.Max}
		}
		invoices, err := w.tx.InvoicesOfPatient(ctx, patientID, after.At, after.ID, limit+1)
		if err != nil {
			return InvoicePage{}, touched{}, fmt.Errorf("list invoices: %w", err)
		}
		invoices, more := page(invoices, limit)
		for i := range invoices {
			invoices[i] = w.localInvoice(invoices[i])
		}
		return InvoicePage{Invoices: invoices, More: more}, touched{action: records.AuditRead, kind: entityInvoice, patientID: patientID}, nil
	})
}

// CancelInvoice takes an invoice back that is not paid, at the version that the
// caller has seen: its links take no payment any more. It returns *VersionMoved
// when the invoice has changed, and records.CodeConflict when it is paid or
// cancelled. The patient gets no message of it.
func (d *Desk) CancelInvoice(ctx context.Context, by Principal, invoiceID uuid.UUID, version int64) (records.Invoice, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Invoice, touched, error) {
		if _, err := w.invoice(ctx, invoiceID); err != nil {
			return records.Invoice{}, touched{}, err
		}
		cancelled, err := w.tx.CancelInvoice(ctx, invoiceID, version, w.now)
		if err != nil {
			return records.Invoice{}, touched{}, fmt.Errorf("cancel an invoice: %w", err)
		}
		invoice, err := w.invoice(ctx, invoiceID)
		switch {
		case err != nil:
			return records.Invoice{}, touched{}, err
		case cancelled:
			return w.localInvoice(invoice), touchedInvoice(records.AuditUpdate, invoice), nil
		case invoice.Status != records.InvoiceIssued:
			return records.Invoice{}, touched{}, &records.Error{
				Code: records.CodeConflict, Message: fmt.Sprintf("an invoice that is %s can't be cancelled", invoice.Status),
			}
		}
		return records.Invoice{}, touched{}, &VersionMoved{What: "invoice"}
	})
}

func (w deskWork) invoice(ctx context.Context, invoiceID uuid.UUID) (records.Invoice, error) {
	invoice, err := w.tx.Invoice(ctx, invoiceID)
	if records.CodeOf(err) == records.CodeNotFound {
		return records.Invoice{}, records.NotFound("invoice")
	}
	if err != nil {
		return records.Invoice{}, fmt.Errorf("read invoice: %w", err)
	}
	return invoice, nil
}

// localInvoice puts its times into the clinic's zone.
func (w deskWork) localInvoice(invoice records.Invoice) records.Invoice {
	for _, at := range []*time.Time{&invoice.IssuedAt, &invoice.BalancedAt, &invoice.CancelledAt} {
		if !at.IsZero() {
			*at = at.In(w.view.zone)
		}
	}
	return invoice
}

func touchedInvoice(action records.AuditAction, invoice records.Invoice) touched {
	return touched{action: action, kind: entityInvoice, id: invoice.ID, patientID: invoice.PatientID}
}
