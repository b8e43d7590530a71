package admin_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
)

var update = flag.Bool("update", false, "write the golden files anew")

// description is what the tests read of an OpenAPI document.
type description struct {
	OpenAPI    string `json:"openapi"`
	Info       struct{ Title, Version, Description string }
	Tags       []struct{ Name string }
	Paths      map[string]map[string]described
	Components struct {
		Schemas         map[string]schema
		SecuritySchemes map[string]struct{ Type, Scheme string }
	}
}

type described struct {
	OperationID string `json:"operationId"`
	Summary     string
	Tags        []string
	Security    []map[string][]string
	Parameters  []struct {
		Name, In, Description string
		Required              bool
		Schema                schema
	}
	RequestBody struct {
		Required bool
		Content  map[string]struct{ Schema schema }
	}
	Responses map[string]struct {
		Description string
		Content     map[string]struct{ Schema schema }
	}
}

type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any
	Format, Pattern      string
	Enum                 []any
	Items                *schema
	Properties           map[string]schema
	Required             []string
	AdditionalProperties any `json:"additionalProperties"`
}

// describe reads the document as the API serves it.
func describe(t *testing.T, handler http.Handler) (description, string) {
	t.Helper()
	got := call(t, handler, "GET", "/openapi.json", "", "")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/json" {
		t.Fatalf("status %d, type %q", got.status, got.header.Get("Content-Type"))
	}
	var document description
	if err := json.Unmarshal([]byte(got.body), &document); err != nil {
		t.Fatal(err)
	}
	return document, got.body
}

// undesked is an API that can only describe itself.
func undesked(t *testing.T) http.Handler {
	t.Helper()
	mux := http.NewServeMux()
	admin.New(admin.Config{NewID: uuid.New, Now: func() time.Time { return monday }}).Mount(mux)
	return mux
}

// TestDocumentIsGolden makes a change of the contract visible in review.
func TestDocumentIsGolden(t *testing.T) {
	t.Parallel()
	_, document := describe(t, undesked(t))
	golden := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != document {
		t.Errorf("the OpenAPI document has changed; if it should, run the tests with -update")
	}
}

func TestDocumentIsSound(t *testing.T) {
	t.Parallel()
	document, text := describe(t, undesked(t))
	if !strings.HasPrefix(document.OpenAPI, "3.1.") || document.Info.Version != "dev" || document.Info.Description == "" {
		t.Errorf("OpenAPI %s of version %s", document.OpenAPI, document.Info.Version)
	}
	for _, match := range regexp.MustCompile(`"\$ref": "([^"]+)"`).FindAllStringSubmatch(text, -1) {
		name, found := strings.CutPrefix(match[1], "#/components/schemas/")
		if _, known := document.Components.Schemas[name]; !found || !known {
			t.Errorf("reference to nothing: %s", match[1])
		}
	}
	var tags []string
	for _, tag := range document.Tags {
		tags = append(tags, tag.Name)
	}
	var found []string
	for path, methods := range document.Paths {
		for method, operation := range methods {
			found = append(found, operation.OperationID)
			name := method + " " + path
			if operation.Summary == "" || len(operation.Tags) != 1 || !slices.Contains(tags, operation.Tags[0]) {
				t.Errorf("%s: summary %q, tags %v", name, operation.Summary, operation.Tags)
			}
			checkSecurity(t, name, document, operation)
			checkResponses(t, name, operation)
			checkParameters(t, name, path, operation)
		}
	}
	var known []string
	for _, operation := range operations() {
		known = append(known, operation.id)
	}
	slices.Sort(found)
	slices.Sort(known)
	if !slices.Equal(found, known) {
		t.Errorf("the document has %v, the tests call %v", found, known)
	}
}

func checkSecurity(t *testing.T, name string, document description, operation described) {
	t.Helper()
	if len(operation.Security) != 1 || len(operation.Security[0]) != 1 {
		t.Errorf("%s: security %v", name, operation.Security)
		return
	}
	for scheme := range operation.Security[0] {
		if defined := document.Components.SecuritySchemes[scheme]; defined.Type != "http" || defined.Scheme != "bearer" {
			t.Errorf("%s: scheme %+v", name, defined)
		}
	}
}

func checkResponses(t *testing.T, name string, operation described) {
	t.Helper()
	succeeds := 0
	for status, response := range operation.Responses {
		if response.Description == "" {
			t.Errorf("%s: %s has no description", name, status)
		}
		if strings.HasPrefix(status, "2") {
			succeeds++
			continue
		}
		if content, ok := response.Content["application/problem+json"]; !ok || content.Schema.Ref != "#/components/schemas/Problem" {
			t.Errorf("%s: %s is no problem document: %v", name, status, response.Content)
		}
	}
	if succeeds != 1 {
		t.Errorf("%s: %d ways to succeed", name, succeeds)
	}
	for _, status := range []string{"401", "403", "422", "500", "503"} {
		if _, ok := operation.Responses[status]; !ok {
			t.Errorf("%s: %s is not described", name, status)
		}
	}
}

func checkParameters(t *testing.T, name, path string, operation described) {
	t.Helper()
	for _, parameter := range operation.Parameters {
		if parameter.Description == "" {
			t.Errorf("%s: %s has no description", name, parameter.Name)
		}
		if parameter.In == "path" && (!parameter.Required || !strings.Contains(path, "{"+parameter.Name+"}")) {
			t.Errorf("%s: path parameter %s", name, parameter.Name)
		}
	}
	for _, match := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
		if !slices.ContainsFunc(operation.Parameters, func(p struct {
			Name, In, Description string
			Required              bool
			Schema                schema
		},
		) bool {
			return p.Name == match[1] && p.In == "path"
		}) {
			t.Errorf("%s: %s is not described", name, match[1])
		}
	}
}

// TestAnswersFitTheirDescription calls every operation, and one refusal of
// each, and checks the bodies against the schemas that the document gives.
func TestAnswersFitTheirDescription(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	document, _ := describe(t, b.handler)
	byID := make(map[string]described)
	for _, methods := range document.Paths {
		for _, operation := range methods {
			byID[operation.OperationID] = operation
		}
	}
	for _, operation := range operations() {
		responses := byID[operation.id].Responses
		for token, mediaType := range map[string]string{operation.token(b.a): "application/json", "bad": "application/problem+json"} {
			got := b.call(t, operation.method, operation.path, token, operation.body, operation.headers...)
			response, known := responses[fmt.Sprint(got.status)]
			if !known {
				t.Errorf("%s: status %d is not described", operation.id, got.status)
				continue
			}
			sent := got.header.Get("Content-Type")
			if _, described := response.Content[sent]; described && !strings.HasSuffix(sent, "json") {
				continue // a download
			}
			if sent != mediaType && got.status != http.StatusNoContent {
				t.Errorf("%s: content type %q", operation.id, sent)
			}
			var body any
			if got.status == http.StatusNoContent && got.body == "" {
				continue
			}
			if err := json.Unmarshal([]byte(got.body), &body); err != nil {
				t.Fatal(err)
			}
			for _, fault := range misfits(document, response.Content[mediaType].Schema, body, operation.id) {
				t.Error(fault)
			}
		}
	}
	taken := b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, booking(idSibling, idVisit, idLee, "2026-03-03T09:00:00-05:00"))
	var problem any
	if err := json.Unmarshal([]byte(taken.body), &problem); err != nil {
		t.Fatal(err)
	}
	for _, fault := range misfits(document, document.Components.Schemas["Problem"], problem, "slot taken") {
		t.Error(fault)
	}
}

// misfits lists where a value does not fit a schema.
func misfits(document description, wanted schema, value any, at string) []string {
	if name, isReference := strings.CutPrefix(wanted.Ref, "#/components/schemas/"); isReference {
		wanted = document.Components.Schemas[name]
	}
	if len(wanted.Enum) > 0 && !slices.Contains(wanted.Enum, value) {
		return []string{fmt.Sprintf("%s: %v is none of %v", at, value, wanted.Enum)}
	}
	switch wanted.Type {
	case "object":
		return objectMisfits(document, wanted, value, at)
	case "array":
		items, ok := value.([]any)
		if !ok {
			return []string{fmt.Sprintf("%s: %v is no array", at, value)}
		}
		var faults []string
		for i, item := range items {
			faults = append(faults, misfits(document, *wanted.Items, item, fmt.Sprintf("%s[%d]", at, i))...)
		}
		return faults
	case "string":
		return stringMisfits(wanted, value, at)
	case "integer":
		if number, ok := value.(float64); !ok || number != float64(int64(number)) {
			return []string{fmt.Sprintf("%s: %v is no integer", at, value)}
		}
	case "boolean":
		if _, ok := value.(bool); !ok {
			return []string{fmt.Sprintf("%s: %v is no boolean", at, value)}
		}
	default:
		return []string{fmt.Sprintf("%s: the schema's type is %v", at, wanted.Type)}
	}
	return nil
}

func objectMisfits(document description, wanted schema, value any, at string) []string {
	object, ok := value.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s: %v is no object", at, value)}
	}
	var faults []string
	for _, name := range wanted.Required {
		if _, there := object[name]; !there {
			faults = append(faults, at+"."+name+" is missing")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		member, described := wanted.Properties[name]
		if others, free := wanted.AdditionalProperties.(map[string]any); !described && free {
			// A map: every member is of one type.
			member, described = schema{Type: others["type"]}, true
		}
		if !described {
			faults = append(faults, at+"."+name+" is not described")
			continue
		}
		faults = append(faults, misfits(document, member, object[name], at+"."+name)...)
	}
	return faults
}

func stringMisfits(wanted schema, value any, at string) []string {
	text, ok := value.(string)
	if !ok {
		return []string{fmt.Sprintf("%s: %v is no string", at, value)}
	}
	var err error
	switch wanted.Format {
	case "uuid":
		err = uuid.Validate(text)
	case "date":
		_, err = time.Parse(time.DateOnly, text)
	case "date-time":
		_, err = time.Parse(time.RFC3339, text)
	}
	if err != nil {
		return []string{fmt.Sprintf("%s: %q is no %s", at, text, wanted.Format)}
	}
	return nil
}

// TestPage checks what the page promises: it loads nothing from elsewhere, and
// explains every code that a problem can have.
func TestPage(t *testing.T) {
	t.Parallel()
	handler := undesked(t)
	var all strings.Builder
	for path, contentType := range map[string]string{"/docs": "text/html", "/docs/docs.js": "text/javascript", "/docs/docs.css": "text/css"} {
		got := call(t, handler, "GET", path, "", "")
		if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), contentType) {
			t.Errorf("%s: status %d, type %s", path, got.status, got.header.Get("Content-Type"))
		}
		if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		all.WriteString(got.body)
	}
	if outside := regexp.MustCompile(`https?://`).FindString(all.String()); outside != "" {
		t.Error("the page names another server")
	}
	if strings.Contains(all.String(), "innerHTML") {
		t.Error("the page makes HTML of texts")
	}
	document, _ := describe(t, handler)
	codes := document.Components.Schemas["Problem"].Properties["code"].Enum
	if len(codes) < 9 {
		t.Errorf("codes %v", codes)
	}
	for _, code := range codes {
		if !strings.Contains(all.String(), fmt.Sprintf(`id="problem-%s"`, code)) {
			t.Errorf("the page does not explain %s", code)
		}
	}
}
