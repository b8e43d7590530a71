package flows

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// owed is an invoice of the nth of the contact's patients.
type owed struct {
	number    int64
	patientID uuid.UUID
	// paymentID is of its payment; zero while it is open.
	paymentID uuid.UUID
}

// owes gives the nth patient an invoice.
func (w *world) owes(n int) {
	w.invoices = append(w.invoices, owed{number: int64(1001 + len(w.invoices)), patientID: w.contact.Persons[n].PatientID})
}

// pays has the contact pay the invoice of this number on the page; the message
// is the one that the service then puts into the conversation.
func (w *world) pays(number int64) conversations.MessageReceived {
	i := slices.IndexFunc(w.invoices, func(invoice owed) bool { return invoice.number == number })
	if i < 0 {
		w.tb.Fatalf("there is no invoice %d", number)
	}
	w.invoices[i].paymentID = w.newID()
	return conversations.MessageReceived{ChoiceID: conversations.PaymentChoiceID(w.invoices[i].paymentID)}
}

func (w *world) openOf(patientIDs []uuid.UUID) (open []owed) {
	for _, invoice := range w.invoices {
		if invoice.paymentID == uuid.Nil && slices.Contains(patientIDs, invoice.patientID) {
			open = append(open, invoice)
		}
	}
	return open
}

func (w *world) findInvoices(request conversations.FindInvoices) conversations.InvoicesFound {
	granted := w.grantedFor(records.AccessBilling).PatientIDs
	open := w.openOf(granted)
	found := conversations.InvoicesFound{
		Granted: len(granted), Open: len(open), Payable: w.payURL != "", Until: w.granted[records.AccessBilling].until,
	}
	for _, invoice := range open[:min(len(open), request.Links)] {
		if w.payURL != "" {
			found.Links = append(found.Links, conversations.PaymentLink{Number: invoice.number, URL: fmt.Sprintf("%s%d", w.payURL, invoice.number)})
		}
	}
	return found
}

func (w *world) findPayment(request conversations.FindPayment) conversations.PaymentFound {
	for _, invoice := range w.invoices {
		if invoice.paymentID == request.PaymentID && request.PaymentID != uuid.Nil {
			found := conversations.PaymentFound{Number: invoice.number}
			if slices.Contains(w.grantedFor(records.AccessBilling).PatientIDs, invoice.patientID) {
				found.Open, found.Until = len(w.openOf([]uuid.UUID{invoice.patientID})), w.granted[records.AccessBilling].until
			}
			return found
		}
	}
	return conversations.PaymentFound{}
}
