package catalog

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// read gives a language's texts as its file holds them, plural forms joined.
func read(t *testing.T, language records.Language) map[string]string {
	t.Helper()
	content, err := fs.ReadFile(embeddedMessages, path.Join("messages", string(language)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatalf("%s: %v", language, err)
	}
	texts := map[string]string{}
	for id, value := range file {
		switch value := value.(type) {
		case string:
			texts[id] = value
		case map[string]any:
			for _, form := range value {
				texts[id] += fmt.Sprint(form) + "\n"
			}
		}
	}
	return texts
}

func TestCompleteInEveryLanguage(t *testing.T) {
	t.Parallel()
	languages := Embedded().Languages()
	for _, needed := range []records.Language{records.English, records.Spanish, records.Portuguese} {
		if !slices.Contains(languages, needed) {
			t.Errorf("no texts in %s", needed)
		}
	}
	english := read(t, records.English)
	for _, key := range Keys() {
		if english[key.ID()] == "" {
			t.Errorf("en: no text %s", key.ID())
		}
	}
	for _, language := range languages {
		texts := read(t, language)
		for id, text := range english {
			translated := texts[id]
			if strings.TrimSpace(translated) == "" {
				t.Errorf("%s: text %s is missing or empty", language, id)
				continue
			}
			if strings.HasPrefix(id, "clock_") {
				// How a language writes the hour is its own affair; TestWhen holds it.
				continue
			}
			if got, want := placeholders(translated), placeholders(text); !slices.Equal(got, want) {
				t.Errorf("%s: text %s has the placeholders %v, in English it has %v", language, id, got, want)
			}
		}
		for id := range texts {
			if english[id] == "" {
				t.Errorf("%s: text %s exists in no other language", language, id)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

func placeholders(text string) []string {
	names := map[string]bool{}
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		names[found[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// TestKeysAreAllTexts holds that a text without a key, which nobody can say,
// does not stay in the files.
func TestKeysAreAllTexts(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, key := range Keys() {
		if known[key.ID()] {
			t.Errorf("key %s is listed twice", key.ID())
		}
		known[key.ID()] = true
	}
	format := regexp.MustCompile(`^(weekday|month|date|clock|when|am$|pm$|at$|language_name|money|hours$|minutes$|until$|from$)`)
	for id := range read(t, records.English) {
		if !known[id] && !format.MatchString(id) {
			t.Errorf("text %s has no key", id)
		}
	}
}

// typical are values as long as most clinics will have.
var typical = Values{
	Clinic: "Riverside Dental", Address: "128 Harbour Street", Phone: "+44 20 7946 0000", Number: "112",
	Name: "María Fernández Oliveira", BirthDate: "24 de septiembre de 1985", Example: "14 de marzo de 1985",
	Service: "limpieza dental", Practitioner: "Dra. Fernández", When: "miércoles 24 de septiembre a las 15:30",
	Text: "Coma algo ligero antes.", Minutes: "115", Room: "Consultorio 3, primer piso",
	Link: "https://citas.riverside-dental.example/calendar/riverside/appointment/" + strings.Repeat("A", 43) + ".ics",
	Day:  "miércoles 24 de septiembre", Time: "miércoles 24 de septiembre a las 10:30 am", Hours: "8:00 am - 1:00 pm, 2:30 pm - 7:30 pm",
	List: "Lun-Vie 8:00 am - 1:00 pm, 2:30 pm - 7:30 pm\nSáb 9:00 am - 3:00 pm\nDom cerrado",
}

// consentSegments is what the one text that must be read word for word takes.
const consentSegments = 4

func TestLength(t *testing.T) {
	t.Parallel()
	for _, language := range Embedded().Languages() {
		book := Embedded().Phrasebook(language, "ES", time.UTC)
		for _, key := range Keys() {
			text := book.Say(key, typical)
			if strings.Contains(text, "<no value>") || strings.Contains(text, "{{") || text == "" {
				t.Errorf("%s: text %s is rendered as %q", language, key.ID(), text)
			}
			// What costs segments are letters that a telephone's alphabet lacks; they
			// are sent all the same, and the length is counted without their price.
			_, segments := channel.Segments(unaccented.Replace(text))
			limit := 2
			if key == AskConsent || key == AskConsentOther {
				_, segments = channel.Segments(text)
				limit = consentSegments
			}
			if segments > limit {
				t.Errorf("%s: text %s takes %d SMS: %q", language, key.ID(), segments, text)
			}
			if strings.HasPrefix(key.ID(), "choice_") && len([]rune(text)) > 20 {
				t.Errorf("%s: label %s is longer than a button: %q", language, key.ID(), text)
			}
		}
	}
}

var unaccented = strings.NewReplacer("á", "a", "í", "i", "ó", "o", "ú", "u", "ã", "a", "õ", "o", "ç", "c", "â", "a", "ê", "e", "ô", "o", "Á", "A", "Í", "I", "Ó", "O", "Ú", "U")

// asksFor finds requests to answer with a word that carriers take for an
// opt-out, or with a bare yes (invariant 29 of the trust facts).
var asksFor = regexp.MustCompile(`(?i)\b(reply|replying|answer|respond|text|send|write|type|responda|responde|conteste|contesta|escriba|escribe|envíe|envía|mande|responder|escreva|envie|digite|mande)\b[^.?!]{0,30}["'«“ ](stop|end|quit|cancel|cancelar|unsubscribe|revoke|yes|sí|sim)(?:[^\p{L}]|$)`)

func TestNeverAsksForAnOptOutWord(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"Reply YES to confirm", "Reply CANCEL to cancel", "Responda SÍ para confirmar", "Escreva \"cancelar\"", "Text STOP"} {
		if !asksFor.MatchString(bad) {
			t.Fatalf("the check does not find %q", bad)
		}
	}
	for _, language := range Embedded().Languages() {
		for id, text := range read(t, language) {
			if asksFor.MatchString(text) {
				t.Errorf("%s: text %s asks for an opt-out word or a bare yes: %q", language, id, text)
			}
		}
	}
}

// TestLevels holds the rule that a text which can name somebody or something
// on file says so (invariant 13).
func TestLevels(t *testing.T) {
	t.Parallel()
	english := read(t, records.English)
	for _, key := range Keys() {
		if key == AskConsent || key == AskConsentOther {
			// It repeats what the writer has just typed and nothing on file.
			continue
		}
		needs := records.ContentNeutral
		for _, name := range placeholders(english[key.ID()]) {
			switch name {
			case "When":
				needs = max(needs, records.ContentLogistics)
			case "Practitioner", "Service", "Name", "Text":
				needs = max(needs, records.ContentNames)
			}
		}
		if key.Level() < needs {
			t.Errorf("text %s has level %d, its placeholders need %d", key.ID(), key.Level(), needs)
		}
	}
}

func TestAFourthLanguageNeedsNoCode(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"messages/en.json": {Data: []byte(`{"welcome": "Hello, {{.Clinic}}", "language_name": "English"}`)},
		"messages/fr.json": {Data: []byte(`{"welcome": "Bonjour, {{.Clinic}}", "language_name": "Français", "at": {"other": "à {{.Time}}"}, "weekday_2": "mardi", "month_11": "novembre", "date": "{{.Weekday}} {{.Day}} {{.Month}}", "clock_24_whole": "{{.Hour}} h", "when": "{{.Date}} {{.At}}"}`)},
	}
	loaded, err := Load(files, "messages")
	if err != nil {
		t.Fatal(err)
	}
	book := loaded.Phrasebook("fr", "FR", time.UTC)
	if got := book.Say(Welcome, Values{Clinic: "X"}); got != "Bonjour, X" {
		t.Errorf("got %q", got)
	}
	if got := book.When(time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)); got != "mardi 24 novembre à 15 h" {
		t.Errorf("got %q", got)
	}
	if got := loaded.Name("fr"); got != "Français" {
		t.Errorf("got %q", got)
	}
}

func TestLoadSaysWhichFileIsAtFault(t *testing.T) {
	t.Parallel()
	_, err := Load(fstest.MapFS{"messages/en.json": {Data: []byte(`{"welcome": `)}}, "messages")
	if err == nil || !strings.Contains(err.Error(), "en.json") {
		t.Errorf("got %v", err)
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	afternoon := time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)
	half := time.Date(2026, time.November, 28, 13, 5, 0, 0, time.UTC)
	midnight := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)
	cases := []struct {
		language    records.Language
		country     string
		instant     time.Time
		when, short string
	}{
		{"en", "GB", afternoon, "Tuesday 24 November at 3:00 pm", "Tue 24 Nov, 3:00 pm"},
		{"en", "US", afternoon, "Tuesday, November 24 at 3:00 pm", "Tue Nov 24, 3:00 pm"},
		{"en", "DE", afternoon, "Tuesday 24 November at 15:00", "Tue 24 Nov, 15:00"},
		{"en", "GB", midnight, "Tuesday 24 November at 12:00 am", "Tue 24 Nov, 12:00 am"},
		{"es", "ES", afternoon, "martes 24 de noviembre a las 15:00", "mar 24 nov, 15:00"},
		{"es", "MX", half, "sábado 28 de noviembre a la 1:05 pm", "sáb 28 nov, 1:05 pm"},
		{"es", "MX", afternoon, "martes 24 de noviembre a las 3:00 pm", "mar 24 nov, 3:00 pm"},
		{"pt", "BR", afternoon, "terça-feira, 24 de novembro, às 15h", "ter 24 nov, 15h"},
		{"pt", "BR", half, "sábado, 28 de novembro, às 13h05", "sáb 28 nov, 13h05"},
		{"pt", "BR", midnight, "terça-feira, 24 de novembro, à 0h", "ter 24 nov, 0h"},
	}
	for _, c := range cases {
		book := Embedded().Phrasebook(c.language, c.country, time.UTC)
		if got := book.When(c.instant); got != c.when {
			t.Errorf("%s-%s: got %q, want %q", c.language, c.country, got, c.when)
		}
		if got := book.WhenShort(c.instant); got != c.short || len([]rune(got)) > 20 {
			t.Errorf("%s-%s: got %q, want %q, at most 20 characters", c.language, c.country, got, c.short)
		}
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	book := Embedded().Phrasebook(records.Portuguese, "BR", zone)
	if got, want := book.When(time.Date(2026, time.November, 24, 1, 30, 0, 0, time.UTC)), "segunda-feira, 23 de novembro, às 22h30"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkSay(b *testing.B) {
	book := Embedded().Phrasebook(records.Spanish, "ES", time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		book.Say(Booked, typical)
	}
}

func BenchmarkWhen(b *testing.B) {
	book := Embedded().Phrasebook(records.Spanish, "ES", time.UTC)
	instant := time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		book.When(instant)
	}
}
