package identity

import (
	"embed"
	"html/template"
	"net/http"

	"frontdesk/bot/patientpage"
	"frontdesk/conversations/catalog"
	"frontdesk/jobs"
)

//go:embed page/identity.js
var script string

//go:embed page/*.html
var markup embed.FS

// pageTemplate is the page. What it shows to whom has shown who they are stands
// in a file of its own for each purpose.
var pageTemplate = template.Must(template.ParseFS(markup, "page/*.html")).Lookup("identity.html")

var pagePolicy = patientpage.Policy(script)

// view is the page in words.
type view struct {
	Language, Clinic, Title, Lead, Button, NoScript string
	DoneText, BackText, WrongText                   string
	Action, Secret                                  string
	Fields                                          []field
	Done, Wrong                                     bool
	// Invoices is what is shown at once for billing; nil otherwise.
	Invoices *invoicesView
	// Results are shown for the purpose of that name.
	Results *resultsView
	Style   template.CSS
	Script  template.JS
	book    *catalog.Phrasebook
}

// field is a part of the birth date.
type field struct {
	Name, Label string
	Length      int
}

// viewOf says the page in the language that the browser prefers among those
// that the catalog has, or else the clinic's.
func viewOf(page jobs.IdentityPage, r *http.Request) view {
	book := catalog.Embedded().Phrasebook(patientpage.Language(page.Language, r), page.Country, page.Zone)
	say := func(key catalog.Key) string { return book.Say(key, catalog.Values{Clinic: page.Clinic}) }
	made := view{
		Language: string(book.Language()), Clinic: page.Clinic, Title: say(catalog.IdentityTitle), Lead: say(catalog.IdentityLead),
		Button: say(catalog.IdentityButton), NoScript: say(catalog.IdentityNoScript), DoneText: say(catalog.IdentityDone),
		BackText: say(catalog.IdentityBack), WrongText: say(catalog.IdentityWrong), Action: r.URL.Path + patientpage.Answer, book: book,
		Style: template.CSS(patientpage.Style), Script: template.JS(script), //nolint:gosec // both are part of the program
	}
	day, month, year := field{"day", say(catalog.IdentityDay), 2}, field{"month", say(catalog.IdentityMonth), 2}, field{"year", say(catalog.IdentityYear), 4}
	made.Fields = []field{day, month, year}
	if book.MonthFirst() {
		made.Fields = []field{month, day, year}
	}
	return made
}

// disclose adds what somebody who has shown who they are sees at once.
func (v *view) disclose(page jobs.IdentityPage, shown jobs.Shown) {
	v.Done, v.Secret = true, ""
	v.Invoices = invoicesOf(v.book, page, shown)
	v.Results = resultsOf(v.book, shown)
}

func (d *Door) write(w http.ResponseWriter, status int, shown view) {
	if err := patientpage.Write(w, status, pageTemplate, shown); err != nil {
		d.config.Logger.Error("identity page", "error", err)
		http.Error(w, "This can't be shown.", http.StatusInternalServerError)
	}
}
