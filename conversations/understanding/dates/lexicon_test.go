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
