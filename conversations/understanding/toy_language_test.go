package understanding

import (
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/entities"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// A language that nobody speaks, in the files by which any language is added.
var toyLanguage = fstest.MapFS{
	"lexicon/any.json": {Data: []byte(`{"language": "any", "patterns": {"clock": ["{hour}:{minutes}"], "day_month": ["{day}/{month_number}"]}}`)},
	"lexicon/qya.json": {Data: []byte(`{"language": "qya",
		"words": {"weekday": {"1": ["isilya"], "2": ["aldauya"]}, "month": {"3": ["viresse"]}, "relative_day": {"1": ["enwa"]}},
		"classes": {"lu": ["lu"]},
		"patterns": {"month_day": ["{day} {month}"]}}`)},
	"own/qya.json": {Data: []byte(`{"language": "qya", "intents": {"book": ["merin lume"], "cancel": ["a hehta"]}, "answers": {"yes": ["na"], "no": ["lau"]}, "seen": ["merin", "lume"]}`)},
	"cues/qya.json": {Data: []byte(`{"language": "qya",
		"cues": {"yes": ["na", "mara"], "no": ["lau"], "unsure": ["uan ista"], "another": ["exe"], "change": ["a vista"], "ask": ["manen", "masse"]},
		"questions": {"more": ["exe nat"]}}`)},
	"specialties/qya.json": {Data: []byte(`{"dermatologist": ["nestaro hwesto"]}`)},
}

// folder gives the files of one folder by their names alone.
func folder(name string) fstest.MapFS {
	files := fstest.MapFS{}
	for path, file := range toyLanguage {
		if len(path) > len(name) && path[:len(name)] == name {
			files[path[len(name)+1:]] = file
		}
	}
	return files
}

func TestALanguageIsAddedByFilesAlone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.January, 7, 9, 0, 0, 0, time.UTC)
	tokens := func(text string) []words.Token { return words.Tokenize(words.Clean(text)) }

	days, err := dates.Compile(toyLanguage)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"enwa": "2026-01-08", "12 viresse": "2026-03-12", "12/3": "2026-03-12"} {
		found := days.Read(tokens(text), dates.Context{Now: now, Language: "qya", Country: "GB"})
		if len(found) != 1 || found[0].Best().First.String() != want {
			t.Errorf("%q: %+v, want %s", text, found, want)
		}
	}

	answers, err := replies.Compile(folder("cues"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]replies.Label{"Na!": replies.Yes, "lau": replies.No, "uan ista": replies.Unsure, "masse?": replies.Asks, "exe?": replies.Another} {
		if got := answers.Read(replies.Message{Text: text, Tokens: tokens(text), Language: "qya"}).Label; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}

	specialties, err := entities.ReadSpecialties(folder("specialties"))
	if err != nil {
		t.Fatal(err)
	}
	gazetteer := entities.NewGazetteer(nil)
	specialties.Enter(gazetteer, "type", nil)
	if found := gazetteer.Find(tokens("merin nestaro hwesto")); len(found) != 1 {
		t.Errorf("specialties: %+v", found)
	}

	lexicons, err := readLexicons(toyLanguage, "own")
	if err != nil {
		t.Fatal(err)
	}
	reader := &Reader{
		common: compile(lexicons), own: compileVocabulary(Vocabulary{}), days: days, answers: answers,
		vocabulary: Vocabulary{Zone: time.UTC, Country: "GB", Languages: []records.Language{"qya"}},
	}
	if got := reader.Understand("Merin lúmë enwa", ExpectNothing, "qya", now); !got.Has(IntentBook) || got.Language != "qya" || len(got.Wish.Days) != 1 {
		t.Errorf("a wish: %+v", got)
	}
	if got := reader.Understand("na", ExpectChoice, "qya", now); !got.Consents() {
		t.Errorf("a yes: %+v", got)
	}
	if got := reader.Understand("uan ista", ExpectChoice, "qya", now); got.Consents() || got.Declines() {
		t.Errorf("a doubt: %+v", got)
	}
}
