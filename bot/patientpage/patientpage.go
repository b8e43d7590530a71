package patientpage

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the style
	"encoding/base64"
	"html/template"
	"net/http"

	"golang.org/x/text/language"

	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// Style is how the pages look. It stands in the page itself.
//
//go:embed page/patient.css
var Style string

// Answer ends where a page's forms are sent. It means nothing to the server; to
// the browser, the next link that is tapped is then another page and not a place
// within the one that is open.
const Answer = "?answer"

// Policy lets a page use Style and its own script, both of which stand in it,
// send its forms to this server, and nothing else.
func Policy(script string) string {
	return "default-src 'none'; style-src '" + sourceHash(Style) + "'; script-src '" + sourceHash(script) +
		"'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// sourceHash is how a policy names an inline source.
func sourceHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// SetHeaders sets what every answer has: nobody on the way may keep it, list it
// or frame it.
func SetHeaders(header http.Header, policy string) {
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Content-Security-Policy", policy)
}

// Language is the one that the browser prefers among those that the catalog
// has, or else the clinic's.
func Language(clinics records.Language, r *http.Request) records.Language {
	texts := catalog.Embedded()
	if !texts.Speaks(clinics) {
		clinics = records.English
	}
	offered := []language.Tag{language.Make(string(clinics))}
	for _, spoken := range texts.Languages() {
		offered = append(offered, language.Make(string(spoken)))
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return clinics // a header that says nothing
	}
	_, index, confidence := language.NewMatcher(offered).Match(wanted...)
	if confidence == language.No || index == 0 {
		return clinics
	}
	return texts.Languages()[index-1]
}

// Write sends a page as a template makes it of what is shown; an error means
// that nothing was sent.
func Write(w http.ResponseWriter, status int, page *template.Template, shown any) error {
	var content bytes.Buffer
	if err := page.Execute(&content, shown); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(content.Bytes()) // the client may be gone
	return nil
}
