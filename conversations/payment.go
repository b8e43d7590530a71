package conversations

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// FindInvoices asks what is owed by those patients of the contact who have
// lately been shown to be known to it for records.AccessBilling; answered by
// InvoicesFound.
type FindInvoices struct {
	// Links is for how many of them addresses to pay at are wanted, in place of
	// any that were given before; zero leaves those as they are.
	Links int
}

// InvoicesFound answers FindInvoices. No amount is among it: that stands on the
// page alone.
type InvoicesFound struct {
	// Granted is of how many patients this is; zero says that the contact has to
	// show who they are first.
	Granted int
	// Open is how many invoices are owed.
	Open int
	// Payable is false where the clinic takes no payments by link.
	Payable bool
	// Links are where the first ones are paid, until then.
	Links []PaymentLink
	Until time.Time
}

// PaymentLink is where an invoice is paid.
type PaymentLink struct {
	Number int64
	URL    string
}

// FindPayment asks what a payment was for; answered by PaymentFound.
type FindPayment struct{ PaymentID uuid.UUID }

// PaymentFound answers FindPayment.
type PaymentFound struct {
	// Number of the invoice that is paid; zero for a payment that this contact did
	// not make.
	Number int64
	// Open is how many invoices the same patient still owes, as far as the contact
	// may know; Until is how long it may, zero where there is none.
	Open  int
	Until time.Time
}

func (FindInvoices) effect()  {}
func (FindInvoices) request() {}
func (FindPayment) effect()   {}
func (FindPayment) request()  {}
func (InvoicesFound) event()  {}
func (PaymentFound) event()   {}

// FlowPay tells what is owed and thanks for what was paid.
const FlowPay = "pay"

// PaymentReply is the data with which the engine begins FlowPay when the contact
// has paid.
type PaymentReply struct {
	PaymentID uuid.UUID `json:"payment_id,omitzero"`
}

// paymentChoice begins the choice id of the message that the service itself puts
// into a conversation when its contact has paid.
const paymentChoice = "paid:"

// PaymentChoiceID is the choice id by which a conversation learns of a payment.
// It proves nothing: the flow asks the store what was paid, and by whom.
func PaymentChoiceID(paymentID uuid.UUID) string { return paymentChoice + paymentID.String() }

// pressedPayment thanks for a payment.
func (t *Turn) pressedPayment(id string) bool {
	encoded, found := strings.CutPrefix(id, paymentChoice)
	paymentID, err := uuid.Parse(encoded)
	if !found || err != nil || t.engine.flows[FlowPay] == nil {
		return false
	}
	t.Meaning = understanding.Meaning{}
	t.Start(FlowPay, PaymentReply{PaymentID: paymentID})
	return true
}

// HasShown says whether this turn is the contact's having shown, at this moment,
// who they are for a purpose: the page that is open before them has what it is
// for.
func (t *Turn) HasShown(purpose records.AccessPurpose) bool {
	return t.shown == purpose && purpose != ""
}
