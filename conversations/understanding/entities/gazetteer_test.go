package entities

import (
	"testing"

	"frontdesk/conversations/understanding/words"
)

func town() *Gazetteer {
	lists := map[string][]string{
		"city":          {"San Lorenzo", "Santa Marta", "Port Abbey", "Harrow"},
		"provider_name": {"Dr. Mina R. Lee, MD", "Amara Osei", "A & B Dental", "Dr. Lee"},
		"type":          {"GP", "Dermatologist"},
	}
	g := NewGazetteer(lists, "city")
	Known().Enter(g, "type", lists["type"])
	return g
}

func find(g *Gazetteer, text string) map[string]string {
	named := map[string]string{}
	for _, found := range g.Find(words.Tokenize(words.Clean(text))) {
		named[found.Kind] = found.Value
	}
	return named
}

func TestNamesAreFoundHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	g := town()
	for text, want := range map[string][2]string{
		"somebody in san lorenzo please":  {"city", "San Lorenzo"},
		"in San Lore":                     {"city", "San Lorenzo"},
		"anyone in SL?":                   {"city", "San Lorenzo"},
		"in harow":                        {"city", "Harrow"},
		"with mina lee":                   {"provider_name", "Dr. Mina R. Lee, MD"},
		"Dr Mina R Lee":                   {"provider_name", "Dr. Mina R. Lee, MD"},
		"doctor amarra osei":              {"provider_name", "Amara Osei"},
		"I need a family doctor":          {"type", "GP"},
		"una dermatóloga":                 {"type", "Dermatologist"},
		"are there any dermatologists":    {"type", "Dermatologist"},
		"a skin doctor or something like": {"type", "Dermatologist"},
	} {
		if got := find(g, text)[want[0]]; got != want[1] {
			t.Errorf("%q: %s %q, want %q", text, want[0], got, want[1])
		}
	}
}

func TestOrdinaryWordsAreNoNames(t *testing.T) {
	t.Parallel()
	g := town()
	for _, text := range []string{"", "I sl it", "dental", "the doctor", "sa", "a b", "cardiologist", "\x00\xff"} {
		if got := find(g, text); len(got) > 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, text := range []string{"san lorenzo", "SL", "dr mina r lee md", "harow", "ñandú", "a", "\xff"} {
		f.Add(text)
	}
	g := town()
	f.Fuzz(func(t *testing.T, text string) {
		tokens := words.Tokenize(words.Clean(text))
		end := 0
		for _, found := range g.Find(tokens) {
			if found.Start < end || found.End <= found.Start || found.End > len(tokens) || found.Value == "" {
				t.Fatalf("%q: %+v after %d", text, found, end)
			}
			end = found.End
		}
	})
}
