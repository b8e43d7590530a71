package identity

import (
	"frontdesk/bot/patientpage"
	"frontdesk/conversations/catalog"
	"frontdesk/jobs"
	"frontdesk/records"
)

// invoicesView is what is shown at once to somebody who asked for invoices.
type invoicesView struct {
	Title, Pay, Action, Note string
	Open                     []invoiceView
}

type invoiceView struct{ Number, Name, Description, Amount, Due, Secret string }

func invoicesOf(book *catalog.Phrasebook, page jobs.IdentityPage, shown jobs.Shown) *invoicesView {
	if shown.Purpose != records.AccessBilling {
		return nil
	}
	made := &invoicesView{
		Title: book.Say(catalog.InvoicesTitle, catalog.Values{}), Pay: book.Say(catalog.InvoicePay, catalog.Values{}),
		Action: jobs.PathPay + page.Slug + patientpage.Answer,
	}
	payable := false
	for _, invoice := range shown.Invoices {
		made.Open = append(made.Open, invoiceView{
			Number: book.Say(catalog.InvoiceNumber, catalog.Values{Number: invoice.Number}), Name: invoice.PatientName, Description: invoice.Description,
			Amount: book.Money(invoice.Total, invoice.Currency), Secret: invoice.Secret,
			Due: book.Say(catalog.InvoiceDue, catalog.Values{When: book.BirthDate(invoice.DueDate)}),
		})
		payable = payable || invoice.Secret != ""
	}
	switch {
	case len(made.Open) == 0:
		made.Title = book.Say(catalog.InvoicesNone, catalog.Values{})
	case !payable:
		made.Note = book.Say(catalog.InvoicesAtDesk, catalog.Values{Clinic: page.Clinic})
	}
	return made
}
