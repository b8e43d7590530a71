package entities

import (
	"testing"

	"frontdesk/conversations/understanding/words"
)

func TestPlacesThatNoListKnows(t *testing.T) {
	t.Parallel()
	ordinary := func(word string) bool { return word == "english" || word == "march" || word == "please" || word == "i" }
	for text, want := range map[string]string{
		"a dentist in Port Abbey please": "Port Abbey", "somebody near Harrow.": "Harrow", "una clínica en Santa Marta": "Santa Marta",
		"in English please": "", "in March": "", "in the morning": "", "": "", "Harrow": "",
	} {
		if got := Place(words.Tokenize(text), false, false, ordinary); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"Port Abbey, please", "I think Port Abbey would be best for us"} {
		if got := Place(words.Tokenize(text), true, false, ordinary); got != "Port Abbey" {
			t.Errorf("asked for, %q: %q", text, got)
		}
	}
	if got := Place(words.Tokenize("a dentist in port abbey please"), false, true, ordinary); got != "port abbey" {
		t.Errorf("looked for: %q", got)
	}
}
