package identity

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"html/template"
	"net/http"

	"golang.org/x/text/language"

	"frontdesk/conversations/catalog"
	"frontdesk/jobs"
	"frontdesk/records"
)

//go:embed page/identity.css
var style string

//go:embed page/identity.js
var script string

//go:embed page/identity.html
var markup string

var pageTemplate = template.Must(template.New("page").Parse(markup))

// pagePolicy lets the page use its own style and script, which stand in it, send
// its form to this server, and nothing else.
var pagePolicy = "default-src 'none'; style-src '" + sourceHash(style) + "'; script-src '" + sourceHash(script) +
	"'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// sourceHash is how a policy names an inline source.
func sourceHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// view is the page in words.
type view struct {
	Language, Clinic, Title, Lead, Button, NoScript string
	DoneText, BackText, WrongText                   string
	Action, Secret                                  string
	Fields                                          []field
	Done, Wrong                                     bool
	Style                                           template.CSS
	Script                                          template.JS
}

// field is a part of the birth date.
type field struct {
	Name, Label string
	Length      int
}

// viewOf says the page in the language that the browser prefers among those
// that the catalog has, or else the clinic's.
func viewOf(page jobs.IdentityPage, r *http.Request) view {
	spoken := preferred(page.Language, r.Header.Get("Accept-Language"))
	book := catalog.Embedded().Phrasebook(spoken, page.Country, page.Zone)
	say := func(key catalog.Key) string { return book.Say(key, catalog.Values{Clinic: page.Clinic}) }
	made := view{
		Language: string(spoken), Clinic: page.Clinic, Title: say(catalog.IdentityTitle), Lead: say(catalog.IdentityLead),
		Button: say(catalog.IdentityButton), NoScript: say(catalog.IdentityNoScript), DoneText: say(catalog.IdentityDone),
		BackText: say(catalog.IdentityBack), WrongText: say(catalog.IdentityWrong), Action: r.URL.Path,
		Style: template.CSS(style), Script: template.JS(script), //nolint:gosec // both are part of the program
	}
	day, month, year := field{"day", say(catalog.IdentityDay), 2}, field{"month", say(catalog.IdentityMonth), 2}, field{"year", say(catalog.IdentityYear), 4}
	made.Fields = []field{day, month, year}
	if book.MonthFirst() {
		made.Fields = []field{month, day, year}
	}
	return made
}

func preferred(clinics records.Language, header string) records.Language {
	texts := catalog.Embedded()
	if !texts.Speaks(clinics) {
		clinics = records.English
	}
	offered := []language.Tag{language.Make(string(clinics))}
	for _, spoken := range texts.Languages() {
		offered = append(offered, language.Make(string(spoken)))
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return clinics // a header that says nothing
	}
	_, index, confidence := language.NewMatcher(offered).Match(wanted...)
	if confidence == language.No || index == 0 {
		return clinics
	}
	return texts.Languages()[index-1]
}

func (d *Door) write(w http.ResponseWriter, status int, shown view) {
	var content bytes.Buffer
	if err := pageTemplate.Execute(&content, shown); err != nil {
		d.config.Logger.Error("identity page", "error", err)
		http.Error(w, "This can't be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(content.Bytes()) // the client may be gone
}
