package jobs

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Payments is where invoices are paid: with an address that was sent to somebody
// who had shown who they are. It is safe for concurrent use.
type Payments struct{ identities *Identities }

// Payments gives the service's own.
func (j *Jobs) Payments() *Payments { return &Payments{identities: j.Identities()} }

// PaymentPage is what the page of a clinic says to anybody.
type PaymentPage struct {
	IdentityPage
	// Test is true for the built-in page that moves no money; where it is false,
	// nothing is paid here.
	Test bool
}

// ErrNoPayment is the one error of every address that opens nothing: mistyped,
// late, replaced, another clinic's, of a cancelled invoice. Its code is
// records.CodeNotFound.
var ErrNoPayment error = &records.Error{Code: records.CodeNotFound, Message: "this link takes no payment"}

// errPaymentsOff is the error of a service that takes no payments.
var errPaymentsOff = &records.Error{Code: records.CodeForbidden, Message: "payments are not switched on here; please pay at the front desk"}

// Page gives what a clinic's page says; records.CodeNotFound where there is no
// such clinic.
func (p *Payments) Page(ctx context.Context, slug string) (PaymentPage, error) {
	page, err := p.identities.Page(ctx, slug)
	return PaymentPage{IdentityPage: page, Test: p.identities.jobs.takesPayments()}, err
}

// Payable is an invoice as the page shows it.
type Payable struct {
	ShownInvoice
	// Paid is true once it is: then its Number is all there is of it.
	Paid bool
}

// Open gives the invoice of an address's secret: to be paid, or paid already.
// Otherwise the error is ErrNoPayment.
func (p *Payments) Open(ctx context.Context, slug, secret string) (Payable, error) {
	return p.work(ctx, slug, func(ctx context.Context, tx *postgres.Tx, now time.Time) (Payable, error) {
		link, invoice, err := tx.PaymentLink(ctx, hashOfLink(secret))
		if err != nil {
			return Payable{}, err
		}
		switch {
		case link.Status == records.PaymentLinkPaid:
			return paid(invoice), nil
		case !link.Takes(now) || invoice.Status != records.InvoiceIssued:
			return Payable{}, ErrNoPayment
		}
		return Payable{ShownInvoice: ShownInvoice{
			Number: strconv.FormatInt(invoice.Number, 10), Description: invoice.Description, Total: link.Amount, Currency: link.Currency,
			DueDate: invoice.DueDate, Secret: secret,
		}}, tx.Audit(ctx, invoiceSeen(p.identities.jobs.config.NewID(), invoice, now))
	})
}

// Pay pays the invoice of an address's secret, once, and tells the conversation
// of whom it was given. What is paid already stays as it is, and is no error;
// whatever else takes no payment is ErrNoPayment.
func (p *Payments) Pay(ctx context.Context, slug, secret string) (Payable, error) {
	return p.work(ctx, slug, func(ctx context.Context, tx *postgres.Tx, now time.Time) (Payable, error) {
		link, invoice, err := tx.PaymentLink(ctx, hashOfLink(secret))
		if err != nil {
			return Payable{}, err
		}
		payment := records.Payment{
			ID: p.identities.jobs.config.NewID(), PaymentLinkID: link.ID, Provider: records.PaymentTest, PaidAt: now,
		}
		payment.ProviderID = "test:" + payment.ID.String()
		if link.Status == records.PaymentLinkPaid {
			return paid(invoice), nil
		}
		if err := tx.TakePayment(ctx, payment); err != nil {
			return Payable{}, err
		}
		message := ownMessage{name: "payment:" + payment.ID.String(), choiceID: conversations.PaymentChoiceID(payment.ID)}
		if err := p.identities.jobs.tellConversation(ctx, tx, link.ContactID, message, now); err != nil {
			return Payable{}, err
		}
		p.identities.jobs.observe("invoices", "paid", 1)
		return paid(invoice), tx.Audit(ctx, records.AuditEvent{
			ID: p.identities.jobs.config.NewID(), ClinicID: tx.ClinicID(), AgentKind: "patient", AgentID: invoice.PatientID,
			Action: records.AuditUpdate, EntityKind: entityInvoice, EntityID: invoice.ID, PatientID: invoice.PatientID, RecordedAt: now,
		})
	})
}

func paid(invoice records.Invoice) Payable {
	return Payable{ShownInvoice: ShownInvoice{Number: strconv.FormatInt(invoice.Number, 10)}, Paid: true}
}

// work runs one look or payment. Two hands at once are one after the other: the
// second finds the first one's payment.
func (p *Payments) work(ctx context.Context, slug string, do func(context.Context, *postgres.Tx, time.Time) (Payable, error)) (Payable, error) {
	if !p.identities.jobs.takesPayments() {
		return Payable{}, errPaymentsOff
	}
	var found Payable
	attempt := func(ctx context.Context, tx *postgres.Tx, _ *clinicView, now time.Time) (err error) {
		found, err = do(ctx, tx, now)
		return err
	}
	err := p.identities.inClinic(ctx, slug, attempt)
	if records.CodeOf(err) == records.CodeConflict {
		// The link was settled between the look and the payment; if that was by a
		// payment, it is said so.
		err = p.identities.inClinic(ctx, slug, attempt)
	}
	switch records.CodeOf(err) {
	case "":
		return found, nil
	case records.CodeNotFound, records.CodeConflict:
		return Payable{}, ErrNoPayment
	default:
		return Payable{}, fmt.Errorf("take a payment: %w", err)
	}
}
