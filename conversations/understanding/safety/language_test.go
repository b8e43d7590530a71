package safety

import (
	"testing"
	"testing/fstest"

	"frontdesk/conversations/understanding/words"
)

// TestALanguageNeedsNoCode compiles a grammar of a language that the program
// doesn't have.
func TestALanguageNeedsNoCode(t *testing.T) {
	t.Parallel()
	detector, err := Load(fstest.MapFS{"lexicon/fr.json": {Data: []byte(`{
		"language": "fr",
		"keywords": {"stop": ["arrêt", "stop"]},
		"polite": ["merci"],
		"groups": {
			"negation": ["pas de", "aucune"], "pain": ["mal", "douleur~"], "chest": ["poitrine~"], "past": ["il y a #1-50 ans"]
		},
		"emergencies": {"cardiac": {"signs": ["@pain & @chest"]}},
		"revocations": ["ne > mécri* > plus"]
	}`)}}, "lexicon")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]Finding{
		"ARRÊT, merci":                                {Keyword: Stop},
		"ne m'écrivez plus":                           {Keyword: Stop},
		"j'ai mal à la poitrine":                      {Emergency: Cardiac, Language: "fr"},
		"la poitrinne me fait une douleur":            {Emergency: Cardiac, Language: "fr"},
		"pas de mal à la poitrine":                    {},
		"une douleur à la poitrine il y a 12 ans":     {},
		"un rendez-vous pour ma mère s'il vous plaît": {},
	} {
		if got := detector.Read(words.Tokenize(words.Clean(text))); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// TestLexiconsSayWhatIsWrong holds that a rule which could never match is no
// grammar.
func TestLexiconsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"no JSON":             `{`,
		"an unknown group":    `{"emergencies": {"cardiac": {"signs": ["@chest & pain"]}}}`,
		"an unknown kind":     `{"emergencies": {"toothache": {"signs": ["tooth"]}}}`,
		"a missing term":      `{"revocations": ["stop & "]}`,
		"a gap that is none":  `{"revocations": ["stop & texts /many"]}`,
		"a sign in a phrase":  `{"revocations": ["opt-out"]}`,
		"a span that is none": `{"groups": {"sugar": ["#30"]}}`,
		"an empty phrase":     `{"groups": {"sugar": [" "]}}`,
	} {
		if _, err := Load(fstest.MapFS{"lexicon/xx.json": {Data: []byte(content)}}, "lexicon"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
