package records_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"frontdesk/records"
)

func TestInitials(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ada Quist": "A.Q.", "Ada Maria Quist": "A.Q.", "ada": "A.", "  Ada   Quist ": "A.Q.", "Åsa Öberg": "Å.Ö.",
		"Élodie d'Aubigné": "É.D.", "李小龙": "李.", "王 伟": "王.伟.", "Анна Ильина": "А.И.", "محمد علي": "م.ع.",
		"नेहा शर्मा": "ने.श.", "e\u0301lodie noir": "E\u0301.N.", "(Bo) Quist": "B.Q.", "'Okoro": "O.", "Ada 3": "A.", "": "", "42": "", "— —": "",
	} {
		if got := records.Initials(name); got != want {
			t.Errorf("initials of %q are %q, want %q", name, got, want)
		}
	}
}

// FuzzInitials: whatever the name, at most two letters of it come out, and
// nothing that could stand for a whole word.
func FuzzInitials(f *testing.F) {
	for _, seed := range []string{"Ada Quist", "नेहा शर्मा", "\xff\xfe", "a\u0301\u0301 b", "<b>Ada</b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := records.Initials(name)
		letters := 0
		for _, symbol := range got {
			if unicode.IsLetter(symbol) {
				letters++
			}
		}
		// A capital may be two letters (ŉ is ʼN).
		if letters > 6 || strings.Count(got, ".") > 2 || utf8.ValidString(name) && !utf8.ValidString(got) || strings.ContainsAny(got, "<>&\"\r\n") {
			t.Errorf("initials of %q are %q", name, got)
		}
	})
}
