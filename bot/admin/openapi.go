package admin

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// securityScheme is the bearer token's name in the OpenAPI document.
const securityScheme = "staffToken"

const aboutAPI = `What a clinic's front desk does, for programs. A token belongs to one member of staff of one clinic; nothing of another clinic can be seen or found.

- Each request is answered with the header X-Request-Id, which may be given; it names the request in the logs and the audit trail.
- A refusal is a problem document (RFC 9457) with a code for programs and a sentence for people. It echoes no values.
- Lists come in pages: give the nextCursor of one as the cursor of the next.
- A change takes the ETag that was last read in If-Match, and an Idempotency-Key under which it may be sent again.
- Each read and each change is in the clinic's audit trail.`

// description is the API as huma knows it before the first operation. It has
// no routes of huma's own: the document and its page are ours.
func description(version string) huma.Config {
	config := huma.DefaultConfig("frontdesk staff API", version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	config.Formats = map[string]huma.Format{"application/json": bodies, "json": bodies}
	config.Info.Description = aboutAPI
	config.Info.License = &huma.License{Name: "Apache-2.0", URL: "https://www.apache.org/licenses/LICENSE-2.0"}
	config.Servers = []*huma.Server{{URL: "/", Description: "Where this document comes from"}}
	config.Tags = []*huma.Tag{
		{Name: tagAppointments, Description: "The day's list, free times, booking and cancelling."},
		{Name: tagPatients, Description: "Who they are, how they are reached, what was written."},
		{Name: tagTasks, Description: "What the bot hands to staff."},
		{Name: tagSurveys, Description: "What patients say of their visits."},
		{Name: tagAbsences, Description: "Leave, public holidays and closures, and the patients whose appointments they stand in the way of."},
		{Name: tagWaitlist, Description: "Who waits for a time, and what became of times that were freed."},
		{Name: tagReports, Description: "What examinations found, in words for patients, who read it once it is released and they have shown who they are."},
		{Name: tagInvoices, Description: "What patients owe, and what became of it."},
		{Name: tagCatalogue, Description: "What the clinic offers, and who."},
		{Name: tagQueue, Description: "Who is here, in which order they are seen, and who is called."},
		{Name: tagLinks, Description: "Secret addresses of displays and calendars."},
		{Name: tagSettings, Description: "Sites, rooms, practitioners, their hours, and the rules of what can be booked. For managers."},
		{Name: tagChannels, Description: "The clinic's numbers, and whether they carry messages."},
		{Name: tagAccount, Description: "Who is calling."},
	}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		securityScheme: {Type: "http", Scheme: "bearer", Description: "A staff token; `frontdesk staff add` prints one, once."},
	}
	return config
}

// withoutWords takes out huma's own words for a pattern: it has read them by
// now, and OpenAPI does not know them.
func withoutWords(described *huma.Operation) {
	if described == nil {
		return
	}
	for _, parameter := range described.Parameters {
		parameter.Schema.PatternDescription = ""
	}
}

// document is the OpenAPI document, for people's eyes, too.
func document(api huma.API) []byte {
	for _, path := range api.OpenAPI().Paths {
		for _, described := range []*huma.Operation{path.Get, path.Post, path.Patch, path.Delete} {
			withoutWords(described)
		}
	}
	compact, err := json.Marshal(api.OpenAPI())
	if err != nil {
		panic("admin: the OpenAPI document can't be written: " + err.Error())
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, compact, "", "  "); err != nil {
		panic("admin: the OpenAPI document is not JSON: " + err.Error())
	}
	return append(indented.Bytes(), '\n')
}

// serveDocument answers with the OpenAPI document, which is nobody's secret.
func (a *API) serveDocument(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Cache-Control", "no-cache")
	header.Set("X-Content-Type-Options", "nosniff")
	// A client that has gone does not hear it.
	_, _ = w.Write(a.document)
}
