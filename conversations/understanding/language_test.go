package understanding

import (
	"testing"
	"testing/fstest"

	"frontdesk/records"
)

// TestAFourthLanguageNeedsNoCode compiles a lexicon of a language that the
// program doesn't have.
func TestAFourthLanguageNeedsNoCode(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"lexicon/fr.json": {Data: []byte(`{
		"language": "fr",
		"intents": {"book": ["prendre rendez-vous"]},
		"answers": {"yes": ["oui"], "no": ["non"]},
		"seen": ["je", "voudrais"]
	}`)}}
	lexicons, err := readLexicons(files, "lexicon")
	if err != nil {
		t.Fatal(err)
	}
	reader := clinicReader(t, "GB")
	reader.common = compile(lexicons)
	meaning := reader.Understand("oui, je voudrais prendre rendez-vous mardi à 15h", ExpectNothing, "", now)
	if !meaning.Has(IntentBook) || meaning.Answer != Yes || meaning.Language != "fr" || len(meaning.Wish.Times) != 1 {
		t.Errorf("got %+v", meaning)
	}
}

// TestLexiconsAreComplete holds that no language lacks a table: what one can
// say in English can be said in all.
func TestLexiconsAreComplete(t *testing.T) {
	t.Parallel()
	lexicons, err := readLexicons(embeddedLexicons, "lexicon")
	if err != nil {
		t.Fatal(err)
	}
	if len(lexicons) < 3 {
		t.Fatalf("%d lexicons", len(lexicons))
	}
	english := lexicons[0]
	if english.Language != records.English {
		t.Fatalf("the first lexicon is %s", english.Language)
	}
	for _, words := range lexicons {
		for intent := range english.Intents {
			if len(words.Intents[intent]) == 0 {
				t.Errorf("%s: no phrases for %s", words.Language, intent)
			}
		}
		for word := range english.Words {
			if len(words.Words[word]) == 0 {
				t.Errorf("%s: no words for %s", words.Language, word)
			}
		}
		for name, list := range map[string][]string{
			"yes": words.Answers[Yes], "no": words.Answers[No], "seen": words.Seen, "rude": words.Rude,
		} {
			if len(list) == 0 {
				t.Errorf("%s: no words for %s", words.Language, name)
			}
		}
	}
}
