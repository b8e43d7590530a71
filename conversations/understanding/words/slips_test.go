package words_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/conversations/understanding/words"
)

func TestSlips(t *testing.T) {
	t.Parallel()
	var slips words.Slips
	for _, word := range []string{"cleaning", "appointment", "reagendar", "coração", "stops", "steps", "urgent", "doc"} {
		slips.Know(word)
	}
	tests := map[string]struct{ only, first string }{
		"cleaning":    {only: "cleaning", first: "cleaning"},
		"cleanng":     {only: "cleaning", first: "cleaning"}, // a letter missing
		"cleanning":   {only: "cleaning", first: "cleaning"}, // one too many
		"cleanimg":    {only: "cleaning", first: "cleaning"}, // a wrong one
		"claening":    {only: "cleaning", first: "cleaning"}, // two swapped
		"reagnedar":   {only: "reagendar", first: "reagendar"},
		"coraçao":     {only: "coração", first: "coração"}, // letters of two bytes
		"corção":      {only: "coração", first: "coração"},
		"corãção":     {only: "coração", first: "coração"},
		"coarção":     {only: "coração", first: "coração"},
		"leaning":     {},               // the first letter
		"clenin":      {},               // two slips
		"stpps":       {first: "stops"}, // as near to two
		"dco":         {},               // too short
		"reagendarme": {},
		"":            {},
	}
	for word, want := range tests {
		if got := slips.Only(word); got != want.only {
			t.Errorf("Only(%q) is %q, want %q", word, got, want.only)
		}
		if got := slips.First(word); got != want.first {
			t.Errorf("First(%q) is %q, want %q", word, got, want.first)
		}
	}
	var none words.Slips
	if got := none.Only("cleaning"); got != "" {
		t.Errorf("a list without words gave %q", got)
	}
}

// Whatever single slip is made in a known word leads back to it.
func TestEverySlipLeadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		letter := rapid.RuneFrom([]rune("abcdeñçãé"))
		right := rapid.SliceOfN(letter, words.MinSlip+1, words.MaxSlip-1).Draw(t, "word")
		at := rapid.IntRange(1, len(right)-2).Draw(t, "at")
		wrong := slices.Clone(right)
		switch rapid.IntRange(0, 3).Draw(t, "slip") {
		case 0:
			wrong = slices.Delete(wrong, at, at+1)
		case 1:
			wrong = slices.Insert(wrong, at, letter.Draw(t, "letter"))
		case 2:
			wrong[at] = letter.Draw(t, "letter")
		case 3:
			wrong[at], wrong[at+1] = wrong[at+1], wrong[at]
		}
		var slips words.Slips
		slips.Know(string(right))
		if got := slips.Only(string(wrong)); got != string(right) {
			t.Fatalf("%q gave %q, want %q", string(wrong), got, string(right))
		}
	})
}
