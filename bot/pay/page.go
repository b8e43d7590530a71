package pay

import (
	_ "embed" // the page's parts
	"html/template"
	"net/http"

	"frontdesk/bot/patientpage"
	"frontdesk/conversations/catalog"
	"frontdesk/jobs"
)

//go:embed page/pay.js
var script string

//go:embed page/pay.html
var markup string

var pageTemplate = template.Must(template.New("page").Parse(markup))

var pagePolicy = patientpage.Policy(script)

// view is the page in words. One of Asks, Invoice, Paid and Over says what is
// shown; none, that nothing is paid here.
type view struct {
	Language, Clinic, Title, Test, Lead, Show, NoScript string
	Off, OverText, Back                                 string
	Asks, Over                                          bool
	Action                                              string
	Invoice                                             *invoiceView
	Paid, PaidTest                                      string
	Style                                               template.CSS
	Script                                              template.JS
	book                                                *catalog.Phrasebook
}

type invoiceView struct{ Number, Description, Amount, Due, Button, Action, Secret string }

// viewOf says the page in the language that the browser prefers among those
// that the catalog has, or else the clinic's.
func viewOf(page jobs.PaymentPage, r *http.Request) view {
	book := catalog.Embedded().Phrasebook(patientpage.Language(page.Language, r), page.Country, page.Zone)
	say := func(key catalog.Key) string { return book.Say(key, catalog.Values{Clinic: page.Clinic}) }
	made := view{
		Language: string(book.Language()), Clinic: page.Clinic, Title: say(catalog.PayTitle), Lead: say(catalog.PayLead),
		Show: say(catalog.PayShow), NoScript: say(catalog.IdentityNoScript), Off: say(catalog.PayOff), OverText: say(catalog.PayOver),
		Back: say(catalog.IdentityBack), Action: jobs.PathPay + page.Slug + patientpage.Answer, book: book,
		Style: template.CSS(patientpage.Style), Script: template.JS(script), //nolint:gosec // both are part of the program
	}
	if page.Test {
		made.Test = say(catalog.PayTest)
	}
	return made
}

// show adds an invoice, to be paid or paid.
func (v *view) show(page jobs.PaymentPage, found jobs.Payable) {
	if found.Paid {
		v.Paid = v.book.Say(catalog.PayDone, catalog.Values{Number: found.Number})
		v.PaidTest, v.Test = v.book.Say(catalog.PayDoneTest, catalog.Values{}), ""
		return
	}
	amount := v.book.Money(found.Total, found.Currency)
	v.Invoice = &invoiceView{
		Number: v.book.Say(catalog.InvoiceNumber, catalog.Values{Number: found.Number}), Description: found.Description, Amount: amount,
		Due:    v.book.Say(catalog.InvoiceDue, catalog.Values{When: v.book.BirthDate(found.DueDate)}),
		Button: v.book.Say(catalog.PayButton, catalog.Values{Fee: amount}), Action: jobs.PathPay + page.Slug + payment, Secret: found.Secret,
	}
}

func (d *Door) write(w http.ResponseWriter, status int, shown view) {
	if err := patientpage.Write(w, status, pageTemplate, shown); err != nil {
		d.logger.Error("payment page", "error", err)
		http.Error(w, "This can't be shown.", http.StatusInternalServerError)
	}
}
