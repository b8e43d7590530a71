package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// shortestLink is for how long a link must be good to be worth a message: who
// has less time left shows who they are once more.
const shortestLink = 2 * time.Minute

// findInvoices gives how many invoices are open of those patients whom the
// contact has shown to be, and where they are paid.
func (t *turn) findInvoices(ctx context.Context, request conversations.FindInvoices) (conversations.Event, error) {
	granted, err := t.granted(ctx, records.AccessBilling)
	if err != nil || len(granted) == 0 {
		return conversations.InvoicesFound{}, err
	}
	until, err := t.tx.GrantedUntil(ctx, t.conversation.Contact.ID, records.AccessBilling, granted, t.now)
	if err != nil {
		return nil, fmt.Errorf("read until when billing is granted: %w", err)
	}
	if request.Links > 0 && until.Before(t.now.Add(shortestLink)) {
		return conversations.InvoicesFound{}, nil
	}
	open, count, err := t.tx.OpenInvoices(ctx, granted, max(request.Links, 1))
	if err != nil {
		return nil, fmt.Errorf("find invoices: %w", err)
	}
	found := conversations.InvoicesFound{Granted: len(granted), Open: count, Payable: t.jobs.takesPayments(), Until: until}
	if request.Links == 0 || !found.Payable {
		return found, nil
	}
	secrets, err := t.jobs.till(t.tx, t.conversation.Contact.ID, t.now, until).links(ctx, open)
	if err != nil {
		return nil, err
	}
	for _, invoice := range open {
		if secret := secrets[invoice.ID]; secret != "" {
			found.Links = append(found.Links, conversations.PaymentLink{
				Number: invoice.Number, URL: strings.TrimSuffix(t.jobs.config.PublicURL, "/") + PathPay + t.view.clinic.Slug + "#" + secret,
			})
		}
	}
	return found, nil
}

// findPayment gives what the contact has paid. What else is open is told only to
// whom it is granted.
func (t *turn) findPayment(ctx context.Context, request conversations.FindPayment) (conversations.Event, error) {
	paid, err := t.tx.PaidInvoice(ctx, request.PaymentID, t.conversation.Contact.ID)
	if records.CodeOf(err) == records.CodeNotFound {
		return conversations.PaymentFound{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find payment: %w", err)
	}
	found := conversations.PaymentFound{Number: paid.Number}
	granted, err := t.granted(ctx, records.AccessBilling)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(granted, paid.PatientID) {
		return found, nil
	}
	of := []uuid.UUID{paid.PatientID}
	if _, found.Open, err = t.tx.OpenInvoices(ctx, of, 1); err != nil {
		return nil, fmt.Errorf("find invoices: %w", err)
	}
	found.Until, err = t.tx.GrantedUntil(ctx, t.conversation.Contact.ID, records.AccessBilling, of, t.now)
	return found, err
}
