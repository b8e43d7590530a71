package flows

import (
	"strconv"
	"strings"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// pay tells how many invoices are open and where they are paid, once the contact
// has shown who they are, and thanks for a payment. What an invoice is for and
// what it comes to stands on the page alone.
type pay struct{ identified }

func newPay() pay { return pay{identified{purpose: records.AccessBilling}} }

const (
	slotPayer     = "payer"
	valuePayOther = "other"
	valuePayDone  = "done"
	// maxPaymentLinks is how many addresses fit into a message.
	maxPaymentLinks = 2
)

// paying is what the flow knows: that an address was sent, that it was used just
// now, or what was paid.
type paying struct {
	conversations.IdentityWait
	conversations.PaymentReply
	Shown bool `json:"shown,omitempty"`
	// Other is true for who wants to see another person's.
	Other bool `json:"other,omitempty"`
}

func (pay) Name() string { return conversations.FlowPay }

func (pay) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentPay, understanding.IntentBilling}
}

// Receive takes a wish to pay that is said once more: the address that was sent
// may have got lost.
func (pay) Receive(turn *conversations.Turn) bool {
	if slot, value, chosen := turn.Answer(); chosen && slot == slotPayer {
		if value == valuePayDone {
			turn.Say(catalog.NeverMind, catalog.Values{})
			turn.Finish()
			return true
		}
		turn.Save(paying{Other: true})
		return true
	}
	if turn.Meaning.Has(understanding.IntentPay) || turn.Meaning.Has(understanding.IntentBilling) {
		var before, data paying
		turn.Load(&before)
		if !turn.Now.Before(before.Expires) {
			data.IdentityWait = before.IdentityWait // so that it is said to be too old
		}
		turn.Save(data)
		return true
	}
	return false
}

func (flow pay) Next(turn *conversations.Turn) {
	var data paying
	turn.Load(&data)
	switch {
	case data.PaymentID != [16]byte{}:
		turn.Request(conversations.FindPayment{PaymentID: data.PaymentID})
	case turn.HasShown(flow.purpose):
		turn.Save(paying{Shown: true})
		turn.Request(conversations.FindInvoices{})
	case turn.Now.Before(data.Expires):
		turn.Say(catalog.IdentityWaits, catalog.Values{})
	case data.Other:
		turn.Request(conversations.CheckIdentity{Purpose: flow.purpose})
	default:
		turn.Request(conversations.FindInvoices{Links: maxPaymentLinks})
	}
}

func (flow pay) Answered(turn *conversations.Turn, event conversations.Event) {
	switch event := event.(type) {
	case conversations.InvoicesFound:
		if event.Granted == 0 {
			turn.Request(conversations.CheckIdentity{Purpose: flow.purpose})
			return
		}
		flow.tell(turn, event)
	case conversations.IdentityCheckMade:
		flow.answered(turn, event)
	case conversations.PaymentFound:
		sayPaid(turn, event)
		turn.Finish()
	}
}

// tell says how many invoices are open, and where they are paid. Whose they are
// was shown on the page; a telephone that a family shares may ask for another's.
func (pay) tell(turn *conversations.Turn, found conversations.InvoicesFound) {
	var data paying
	turn.Load(&data)
	turn.GoodUntil(found.Until)
	switch {
	case found.Open == 0 && len(turn.Contact.Persons) > 1:
		turn.Say(catalog.InvoicesNothingOf, catalog.Values{})
	case found.Open == 0:
		turn.Say(catalog.InvoicesNothing, catalog.Values{})
	case data.Shown && found.Payable:
		sayOpen(turn, found.Open, catalog.InvoicesPage)
	case data.Shown:
		sayOpen(turn, found.Open, catalog.InvoicesPageDesk)
	case len(found.Links) == 0:
		sayOpen(turn, found.Open, catalog.InvoicesDesk)
	default:
		sayLinks(turn, found)
	}
	if data.Shown || !turn.Alone() || len(turn.Contact.Persons) <= found.Granted {
		turn.Finish()
		return
	}
	turn.Ask(catalog.AskPayOther, catalog.Values{}, conversations.Question{Slot: slotPayer, Choices: []conversations.Choice{
		turn.Choice(valuePayOther, catalog.ChoicePayOther), turn.Choice(valuePayDone, catalog.ChoicePayDone),
	}, Yes: valuePayOther, No: valuePayDone})
}

func sayOpen(turn *conversations.Turn, open int, where catalog.Key) {
	turn.SayText(turn.Book().SayCount(catalog.InvoicesOpen, open)+" "+turn.Book().Say(where, catalog.Values{}), where.Level())
}

// sayLinks gives an address a line.
func sayLinks(turn *conversations.Turn, found conversations.InvoicesFound) {
	book := turn.Book()
	var text strings.Builder
	text.WriteString(book.SayCount(catalog.InvoicesOpen, found.Open))
	text.WriteString(" " + book.Say(catalog.InvoicesPayHere, catalog.Values{When: book.Until(clockIn(turn, found.Until))}))
	for _, link := range found.Links {
		text.WriteString("\n" + strconv.FormatInt(link.Number, 10) + " " + link.URL)
	}
	if found.Open > len(found.Links) {
		text.WriteString("\n" + book.Say(catalog.InvoicesRest, catalog.Values{}))
	}
	turn.SayText(text.String(), catalog.InvoicesPayHere.Level())
}

// sayPaid thanks for a payment. One that this contact did not make is none.
func sayPaid(turn *conversations.Turn, found conversations.PaymentFound) {
	turn.GoodUntil(found.Until)
	if found.Number == 0 {
		turn.Say(catalog.StaleChoice, catalog.Values{})
		return
	}
	turn.Say(catalog.InvoicePaid, catalog.Values{Number: strconv.FormatInt(found.Number, 10)})
	if found.Open > 0 {
		turn.SayText(turn.Book().SayCount(catalog.InvoicesMore, found.Open), catalog.InvoicesMore.Level())
	}
}
