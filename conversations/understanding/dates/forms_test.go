package dates

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// TestWrittenForms holds that any day, written in any form that leaves no
// doubt, is read back.
func TestWrittenForms(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := friday.AddDate(0, 0, rapid.IntRange(-40000, 4000).Draw(t, "days"))
		want := records.LocalDateOf(at, time.UTC)
		form := rapid.SampledFrom([]string{
			"2006-01-02", "2 January 2006", "January 2, 2006", "Jan 2 2006", "02/01/2006", "2.1.2006", "2-Jan-2006", "Monday 2 January 2006",
			"Mon, Jan 2, 2006", "2006/01/02", "the 2 of January 2006", "Monday, January 2 2006",
		}).Draw(t, "form")
		text := at.Format(form)
		found := read(text, Context{Now: friday, Language: "en", Country: "GB"})
		if len(found) != 1 || found[0].Kind != Date || found[0].Best().First != want {
			t.Fatalf("%q: %s, want %s", text, told(found), want)
		}
		if at.After(friday) || at.Before(friday.AddDate(-119, 0, 0)) {
			return
		}
		for _, text := range []string{text, at.Format("02012006"), at.Format("0201 2006"), at.Format("2 1 2006"), "born " + at.Format("2 Jan 2006") + ", thanks"} {
			found = read(text, Context{Now: friday, Language: "en", Country: "GB", Birth: true})
			if len(found) != 1 || found[0].Best().First != want {
				t.Fatalf("born %q: %s, want %s", text, told(found), want)
			}
		}
	})
}

// TestClockForms holds the same of the times of the day, and of spans of them.
func TestClockForms(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.IntRange(0, 24*60-1).Draw(t, "minutes")
		at := time.Date(2026, 11, 21, 0, minutes, 0, 0, time.UTC)
		for _, form := range []string{"3:04 PM", "at 3.04 PM", "15:04:05", "3.04pm", "tomorrow at 3:04pm"} {
			text := at.Format(form)
			found := read(text, Context{Now: friday, Language: "en", Country: "GB"})
			if len(found) != 1 || found[0].Best().From != minutes*minute {
				t.Fatalf("%q: %s", text, told(found))
			}
		}
		later := rapid.IntRange(minutes+1, 24*60).Draw(t, "later")
		text := fmt.Sprintf("from %s to %s", at.Format("3:04pm"), time.Date(2026, 11, 21, 0, later, 0, 0, time.UTC).Format("3:04pm"))
		found := read(text, Context{Now: friday, Language: "en", Country: "GB"})
		if len(found) != 1 || found[0].Best().From != minutes*minute || found[0].Best().To != later*minute {
			t.Fatalf("%q: %s", text, told(found))
		}
	})
}

// TestALanguageNeedsNoCode compiles a language that the program doesn't have,
// with an order of words that is not English's.
func TestALanguageNeedsNoCode(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"lexicon/any.json": {Data: []byte(`{"language": "any", "patterns": {"clock": ["{hour}:{minutes}"]}}`)},
		"lexicon/eo.json": {Data: []byte(`{
			"language": "eo",
			"words": {
				"weekday": {"2": ["mardo", "mardon"]}, "month": {"5": ["majo"]}, "relative_day": {"1": ["morgaŭ"]},
				"number": {"2": ["du"], "3": ["tri"]}, "unit": {"day": ["tagoj", "tago"]}, "part": {"evening": ["vespere"]}
			},
			"classes": {"next": ["venonta", "venontan"], "refuse": ["ne povas"]},
			"patterns": {
				"next_weekday": ["{next} {weekday}", "{weekday} {next}"], "month_day": ["la {number}a de {month}"],
				"in_length": ["post {length}"], "length": ["{number} {unit}"], "half_to": ["duono antaŭ la {hour}a"],
				"oclock": ["je la {hour}a"], "time_part": ["{time} {part}"], "date_time": ["{date} {time}"]
			}
		}`)},
	}
	lexicons, err := readLexicons(files)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := compile(lexicons)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"morgaŭ je la 3a vespere": "11-21 15:00", "mardon venontan": "11-24", "post tri tagoj": "11-23", "la 4a de majo": "2027-05-04", "ne povas mardon": "not 11-24",
		"duono antaŭ la 5a": "04:30|16:30", "je la 15:30": "15:30",
	} {
		if got := told(reader.Read(words.Tokenize(words.Clean(text)), Context{Now: friday, Language: "eo"})); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestLexiconErrors holds that what is wrong in a lexicon is named.
func TestLexiconErrors(t *testing.T) {
	t.Parallel()
	for _, lexicon := range []string{
		`{"language": "xx", "patterns": {"no_such": ["{day}"]}}`, `{"language": "xx", "patterns": {"month_day": ["{day}"]}}`,
		`{"language": "xx", "patterns": {"ago": ["[{length} ago"]}}`, `{"language": "xx", "patterns": {"ago": ["{length ago"]}}`,
		`{"language": "xx", "words": {"weekday": {"x": ["a"]}}}`, `{"language": "xx", "words": {"unit": {"parsec": ["a"]}}}`, `{"language": "xx", "words": {"weekday": {"1": ["!"]}}}`,
		`{"language": "xx", "classes": {"date": ["a"]}}`, `{"language": "xx", "word": {}}`,
	} {
		lexicons, err := readLexicons(fstest.MapFS{"lexicon/xx.json": {Data: []byte(lexicon)}})
		if err == nil {
			_, err = compile(lexicons)
		}
		if err == nil {
			t.Errorf("%s: compiles", lexicon)
		}
	}
}
