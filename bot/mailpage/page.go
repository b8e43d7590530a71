package mailpage

import (
	_ "embed" // the page's parts
	"html/template"
	"net/http"

	"frontdesk/bot/patientpage"
	"frontdesk/conversations/catalog"
	"frontdesk/jobs"
)

//go:embed page/mail.js
var script string

//go:embed page/mail.html
var markup string

var pageTemplate = template.Must(template.New("page").Parse(markup))

var pagePolicy = patientpage.Policy(script)

// view is a page in words: a question with a button, or what came of it.
type view struct {
	Language, Clinic, Title, Lead, NoScript string
	// Button sends the form; empty for none. Value is what it says is to be done.
	Button, Value string
	// Secret is true where the page's script puts in what stands behind the "#".
	Secret bool
	Wrong  bool
	Style  template.CSS
	Script template.JS

	// done and wrong say what came of the form, again and started offer and say
	// the way back.
	done, wrong, again, started string
}

// viewOf says what both pages have, and how to say the rest: in the language that
// the browser prefers among those that the catalog has, or else the clinic's.
func viewOf(page jobs.IdentityPage, r *http.Request) (view, func(catalog.Key) string) {
	book := catalog.Embedded().Phrasebook(patientpage.Language(page.Language, r), page.Country, page.Zone)
	say := func(key catalog.Key) string { return book.Say(key, catalog.Values{Clinic: page.Clinic}) }
	return view{
		Language: string(book.Language()), Clinic: page.Clinic, Style: template.CSS(patientpage.Style), //nolint:gosec // it is part of the program
	}, say
}

// confirmationOf asks whether an address is whoever's who looks.
func confirmationOf(page jobs.IdentityPage, r *http.Request) view {
	asked, say := viewOf(page, r)
	asked.Title, asked.Lead, asked.NoScript = say(catalog.MailPageConfirmTitle), say(catalog.MailPageConfirmLead), say(catalog.MailPageNoScript)
	asked.Button, asked.Secret = say(catalog.MailPageConfirmButton), true
	asked.Script = template.JS(script) //nolint:gosec // it is part of the program
	asked.done, asked.wrong = say(catalog.MailPageConfirmDone), say(catalog.MailPageConfirmWrong)
	return asked
}

// stopOf asks whether the e-mails shall end.
func stopOf(page jobs.IdentityPage, r *http.Request) view {
	asked, say := viewOf(page, r)
	asked.Title, asked.Lead = say(catalog.MailPageStopTitle), say(catalog.MailPageStopLead)
	asked.Button, asked.Value = say(catalog.MailPageStopButton), "stop"
	asked.done, asked.wrong = say(catalog.MailPageStopDone), say(catalog.MailPageStopWrong)
	asked.again, asked.started = say(catalog.MailPageStartButton), say(catalog.MailPageStartDone)
	return asked
}

// after says what came of the form, with the way back from what was ended.
func (v view) after(err error) view {
	v.Title, v.Lead, v.Button, v.Secret, v.Script = v.done, "", "", false, ""
	if err != nil {
		v.Title, v.Wrong = v.wrong, true
		return v
	}
	if v.again != "" {
		v.Button, v.Value = v.again, "start"
	}
	return v
}

func (d *Door) write(w http.ResponseWriter, status int, shown view) {
	if err := patientpage.Write(w, status, pageTemplate, shown); err != nil {
		d.logger.Error("mail page", "error", err)
		http.Error(w, "This can't be shown.", http.StatusInternalServerError)
	}
}
