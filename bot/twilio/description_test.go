package twilio_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// description is an OpenAPI document, as far as it says what a request may hold.
type description struct {
	operations []operation
}

// operation is one method of one path.
type operation struct {
	method  string
	path    *regexp.Regexp
	inPath  map[string]*huma.Schema
	inQuery map[string]*huma.Schema
	bodies  map[string]*huma.Schema // by content type
}

// readDescription reads a document.
func readDescription(t *testing.T, file string) description {
	t.Helper()
	encoded, err := os.ReadFile(file)
	if err != nil {
		t.Skipf("the shared conformance data has no Twilio description: %v", err)
	}
	var document struct {
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]map[string]any }
	}
	if err := json.Unmarshal(encoded, &document); err != nil {
		t.Fatal(err)
	}
	schemas := document.Components.Schemas
	var read description
	for path, methods := range document.Paths {
		for method, raw := range methods {
			if method != "get" && method != "post" && method != "delete" {
				continue
			}
			var described struct {
				Parameters []struct {
					Name, In string
					Schema   map[string]any
				}
				RequestBody struct {
					Content map[string]struct{ Schema map[string]any }
				}
			}
			if err := json.Unmarshal(raw, &described); err != nil {
				t.Fatal(err)
			}
			one := operation{
				method: strings.ToUpper(method), inPath: map[string]*huma.Schema{}, inQuery: map[string]*huma.Schema{}, bodies: map[string]*huma.Schema{},
			}
			pattern := regexp.MustCompile(`\\\{(\w+)\\\}`).ReplaceAllString(regexp.QuoteMeta(path), `(?P<$1>[^/]+?)`)
			one.path = regexp.MustCompile("^" + pattern + "$")
			for _, parameter := range described.Parameters {
				switch parameter.In {
				case "path":
					one.inPath[parameter.Name] = schemaOf(t, parameter.Schema, schemas)
				case "query":
					one.inQuery[parameter.Name] = schemaOf(t, parameter.Schema, schemas)
				}
			}
			for kind, body := range described.RequestBody.Content {
				one.bodies[kind] = schemaOf(t, body.Schema, schemas)
			}
			read.operations = append(read.operations, one)
		}
	}
	return read
}

// schemaOf makes a schema of the JSON of one, with what it refers to in it.
func schemaOf(t *testing.T, raw map[string]any, schemas map[string]map[string]any) *huma.Schema {
	t.Helper()
	if reference, ok := raw["$ref"].(string); ok {
		return schemaOf(t, schemas[reference[strings.LastIndex(reference, "/")+1:]], schemas)
	}
	plain := maps.Clone(raw)
	made := &huma.Schema{}
	child := func(value any) *huma.Schema {
		object, _ := value.(map[string]any)
		return schemaOf(t, object, schemas)
	}
	if properties, ok := plain["properties"].(map[string]any); ok {
		made.Properties = map[string]*huma.Schema{}
		for name, property := range properties {
			made.Properties[name] = child(property)
		}
	}
	if items, ok := plain["items"]; ok {
		made.Items = child(items)
	}
	switch additional := plain["additionalProperties"].(type) {
	case bool:
		made.AdditionalProperties = additional
	case map[string]any:
		made.AdditionalProperties = child(additional)
	}
	for name, several := range map[string]*[]*huma.Schema{"oneOf": &made.OneOf, "anyOf": &made.AnyOf, "allOf": &made.AllOf} {
		list, _ := plain[name].([]any)
		for _, one := range list {
			*several = append(*several, child(one))
		}
	}
	if not, ok := plain["not"]; ok {
		made.Not = child(not)
	}
	for _, done := range []string{"properties", "items", "additionalProperties", "oneOf", "anyOf", "allOf", "not"} {
		delete(plain, done)
	}
	encoded, err := json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	var scalars struct {
		Type, Format, Pattern                    string
		Nullable                                 bool
		Enum                                     []any
		Required                                 []string
		Minimum, Maximum                         *float64
		MinLength, MaxLength, MinItems, MaxItems *int
	}
	if err := json.Unmarshal(encoded, &scalars); err != nil {
		t.Fatal(err)
	}
	made.Type, made.Format, made.Pattern, made.Nullable = scalars.Type, scalars.Format, scalars.Pattern, scalars.Nullable
	made.Enum, made.Required, made.Minimum, made.Maximum = scalars.Enum, scalars.Required, scalars.Minimum, scalars.Maximum
	made.MinLength, made.MaxLength, made.MinItems, made.MaxItems = scalars.MinLength, scalars.MaxLength, scalars.MinItems, scalars.MaxItems
	if made.Format == "phone-number" {
		made.Format = "" // which is Twilio's own
	}
	if made.Type == "" && made.Properties != nil {
		made.Type = huma.TypeObject
	}
	made.PrecomputeMessages()
	return made
}

// of finds the operation of a request.
func (d description) of(request recorded) (operation, []string) {
	for _, one := range d.operations {
		if values := one.path.FindStringSubmatch(request.path); values != nil && one.method == request.method {
			return one, values
		}
	}
	return operation{}, nil
}

// covers says whether the document has the request's path.
func (d description) covers(request recorded) bool {
	_, values := d.of(request)
	return values != nil
}

// check gives all in which a request differs from what its operation allows.
func (d description) check(request recorded) []string {
	one, values := d.of(request)
	var problems []string
	validate := func(where string, schema *huma.Schema, value any) {
		result := huma.ValidateResult{}
		path := huma.NewPathBuffer(nil, 0)
		path.Push(where)
		huma.Validate(huma.NewMapRegistry("#/", huma.DefaultSchemaNamer), schema, path, huma.ModeWriteToServer, value, &result)
		for _, problem := range result.Errors {
			problems = append(problems, problem.Error())
		}
	}
	for i, name := range one.path.SubexpNames() {
		if schema := one.inPath[name]; schema != nil {
			validate(name, schema, values[i])
		}
	}
	for name, given := range request.query {
		schema := one.inQuery[name]
		if schema == nil {
			problems = append(problems, "unknown query parameter "+name)
			continue
		}
		validate("query."+name, schema, scalar(schema, given[0]))
	}
	if len(one.bodies) == 0 {
		return problems
	}
	schema := one.bodies[request.kind]
	if schema == nil {
		return append(problems, fmt.Sprintf("content type %q is not one of those described", request.kind))
	}
	body, err := bodyOf(schema, request)
	if err != nil {
		return append(problems, err.Error())
	}
	validate("body", schema, body)
	return problems
}

// bodyOf reads a body as values that a schema can be held against.
func bodyOf(schema *huma.Schema, request recorded) (any, error) {
	if request.kind == "application/json" {
		var body any
		err := json.Unmarshal([]byte(request.body), &body)
		return body, err
	}
	form, err := url.ParseQuery(request.body)
	if err != nil {
		return nil, err
	}
	body := make(map[string]any, len(form))
	for name, given := range form {
		if property := schema.Properties[name]; property != nil {
			body[name] = scalar(property, given[0])
		} else {
			body[name] = given[0]
		}
	}
	return body, nil
}

// scalar reads a text as what its schema calls for.
func scalar(schema *huma.Schema, text string) any {
	var value any
	if schema.Type != huma.TypeString && json.Unmarshal([]byte(text), &value) == nil && reflect.TypeOf(value) != nil {
		return value
	}
	return text
}
