package dates

import (
	"testing"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// TestCompoundsStandWhereTheyWereWritten holds that parting a word doesn't move
// what stands around it.
func TestCompoundsStandWhereTheyWereWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language records.Language
		text     string
		want     [][2]int
	}{
		{"de", "Bitte Montagabend oder am Freitagnachmittag um drei", [][2]int{{1, 2}, {3, 7}}},
		{"ar", "غدا والأحد", [][2]int{{0, 1}, {1, 2}}},
		{"ar", "موعد بالساعة الثالثة والنصف من فضلك", [][2]int{{1, 4}}},
		{"de", "Bitte am Montag", [][2]int{{1, 3}}},
	} {
		found := Read(words.Tokenize(words.Clean(c.text)), Context{Now: friday, Language: c.language})
		if len(found) != len(c.want) {
			t.Errorf("%q: %d expressions, want %d", c.text, len(found), len(c.want))
			continue
		}
		for i, e := range found {
			if [2]int{e.Start, e.End} != c.want[i] {
				t.Errorf("%q: expression %d at %d to %d, want %v", c.text, i, e.Start, e.End, c.want[i])
			}
		}
	}
}

func TestCompoundsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"{weekday} {part}", "{nothing} x", "a b c d", "()"} {
		lexicons := map[string]lexicon{
			everyLanguage: {Language: everyLanguage},
			"xx": {
				Language: "xx", Compounds: []string{pattern},
				Words: map[string]map[string][]string{"weekday": {"1": {"moon"}}},
			},
		}
		if _, err := compile(lexicons); err == nil {
			t.Errorf("compound %q is taken", pattern)
		}
	}
}

// TestListedWordsStayWhole holds that a word is not parted where it is listed.
func TestListedWordsStayWhole(t *testing.T) {
	t.Parallel()
	lexicons := map[string]lexicon{
		everyLanguage: {Language: everyLanguage},
		"xx": {
			Language: "xx", Compounds: []string{"to {word}", "to (the) {word}"},
			Words: map[string]map[string][]string{"weekday": {"1": {"moon"}}, "relative_day": {"0": {"tomoon"}}},
		},
	}
	reader, err := compile(lexicons)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"tomoon": "2026-11-20", "tothemoon": "2026-11-23"} {
		found := reader.Read(words.Tokenize(text), Context{Now: friday, Language: "xx"})
		if len(found) != 1 {
			t.Errorf("%q: %d expressions", text, len(found))
			continue
		}
		if got := found[0].Best().First.String(); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
