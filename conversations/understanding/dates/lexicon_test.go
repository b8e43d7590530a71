package dates

import "testing"

// TestLexiconsCompile names what is wrong in an embedded lexicon.
func TestLexiconsCompile(t *testing.T) {
	t.Parallel()
	lexicons, err := readLexicons(embeddedLexicons)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := compile(lexicons); err != nil {
		t.Fatal(err)
	}
}

// TestLexiconsAreComplete holds that no language lacks what every one can say.
func TestLexiconsAreComplete(t *testing.T) {
	t.Parallel()
	lexicons, err := readLexicons(embeddedLexicons)
	if err != nil {
		t.Fatal(err)
	}
	for language, source := range lexicons {
		if language == everyLanguage {
			continue
		}
		for class, keys := range map[string][]string{
			"weekday": {"1", "2", "3", "4", "5", "6", "7"}, "month": {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
			"number": {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "15", "20", "30"}, "relative_day": {"0", "1"},
			"unit": {"minute", "hour", "day", "week", "month", "year"}, "part": {"morning", "night"}, "holiday": {"christmas", "new_year", "easter"},
		} {
			for _, key := range keys {
				if len(source.Words[class][key]) == 0 {
					t.Errorf("%s: no word for %s %s", language, class, key)
				}
			}
		}
		for _, class := range []string{"refuse", "or", "glue", "nothing"} {
			if len(source.Classes[class]) == 0 {
				t.Errorf("%s: no words of the class %s", language, class)
			}
		}
	}
}
