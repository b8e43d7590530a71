package safety

import (
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/conversations/understanding/words"
)

// polite is what people put around anything.
var politePrefixes = []string{"", "hello, ", "hi, sorry to bother you. ", "hola, ", "buenas tardes, ", "oi, bom dia. ", "Good morning Dr Lee, I have a question: "}

// TestAnEmergencyStaysOne holds that courtesies before it and a long story
// after it take nothing from a sign.
func TestAnEmergencyStaysOne(t *testing.T) {
	t.Parallel()
	signs := []string{"I can't breathe", "my chest hurts", "no puedo respirar", "quiero matarme", "não consigo respirar", "meu filho engoliu uma pilha", "she won't wake up"}
	story := strings.Repeat("and then we waited at the desk for a while ", 20)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(politePrefixes).Draw(t, "before") + rapid.SampledFrom(signs).Draw(t, "sign") + ". " +
			rapid.StringMatching(`([a-z][a-z ,.]{0,80})?`).Draw(t, "after")
		if readText(text).Emergency == NoEmergency {
			t.Fatalf("%q is none", text)
		}
		if readText(story+". "+text).Emergency == NoEmergency {
			t.Fatalf("%q at the end of a story is none", text)
		}
	})
}

// TestAKeywordIsTheWholeMessage holds that a word which ends the messages
// alone does not do so inside of a long one.
func TestAKeywordIsTheWholeMessage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		keyword := rapid.SampledFrom([]string{"stop", "END", "quit", "cancel", "alto", "baja", "sair", "parar", "remove", "x"}).Draw(t, "keyword")
		before := rapid.IntRange(7, 60).Draw(t, "before")
		text := strings.Repeat("maybe ", before) + keyword + strings.Repeat(" perhaps", 7)
		if got := readText(text).Keyword; got != NoKeyword {
			t.Fatalf("%q is %q", text, got)
		}
	})
}

// TestEveryKeywordOfTheVendors reads the keyword lists of the telecommunications
// providers and the regulator, where they are at hand.
func TestEveryKeywordOfTheVendors(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("FRONTDESK_SHARED")
	if shared == "" {
		t.Skip("FRONTDESK_SHARED does not name the evaluation data")
	}
	content, err := fs.ReadFile(os.DirFS(shared), "eval/language/optout_keywords.json")
	if err != nil {
		t.Skip(err)
	}
	var file map[string]any
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	check := func(list any, want Keyword) {
		entries, _ := list.([]any)
		for _, entry := range entries {
			word, _ := entry.(string)
			for _, text := range []string{word, strings.ToLower(word), word + ".", " " + word + "!! ", "«" + word + "» 🙏"} {
				got := readText(text).Keyword
				switch {
				case strings.EqualFold(word, "cancel") && got == BareCancel:
				case strings.EqualFold(word, "yes") && got == NoKeyword: // it answers questions, and restores nothing
				case got != want:
					t.Errorf("%q: keyword %q, want %q", text, got, want)
				}
			}
		}
	}
	for name, list := range file {
		switch {
		case strings.Contains(name, "start"):
			check(list, Start)
		case strings.Contains(name, "help"):
			check(list, Help)
		case name == "us_toll_free_network":
			tollFree, _ := list.(map[string]any)
			check(tollFree["stop"], Stop)
			check(tollFree["start"], Start)
		default:
			check(list, Stop)
		}
	}
}

// FuzzRead holds that no text stops the detector, and that what it finds does
// not hang on capitals. Only what the model alone found has no language.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "STOP", "S T O P", "can't breathe!!!", "no puedo respirar", "stooooop", "sugar is 38", "ſtop", "ﬁt", "1234567890123", strings.Repeat("chest pain ", 300)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := readText(text)
		if found.Emergency != NoEmergency && found.Emergency != Unspecified && found.Language == "" {
			t.Errorf("%q: an emergency in no language", text)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	texts := []string{
		"Hi, could I move my appointment on Thursday to next week please? Mornings are best, thanks",
		"hola buenos días, quería saber si tienen hora para una limpieza el jueves por la tarde",
		"my husband has had a crushing pain in his chest for an hour and his left arm feels numb",
		"yes please",
	}
	messages := make([][]words.Token, len(texts))
	for i, text := range texts {
		messages[i] = words.Tokenize(words.Clean(text))
	}
	detector := Embedded()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		detector.Read(messages[i%len(messages)])
	}
}
