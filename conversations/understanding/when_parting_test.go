package understanding

import (
	"testing"

	"frontdesk/records"
)

// TestANameKeepsItsEnd holds that "check-up to Wednesday" is a move to Wednesday
// and not up to it.
func TestANameKeepsItsEnd(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"move my check-up to wednesday", "change the check up to Wednesday please"} {
		meaning := clinicReader(t, "ES").Understand(text, ExpectNothing, "en", now)
		if days := meaning.Wish.Days; len(days) != 1 || days[0].From != days[0].To || len(meaning.Types) != 1 {
			t.Errorf("%q wishes %+v of %v", text, meaning.Wish, meaning.Types)
		}
	}
}

// TestAGoodByeWishesNothing holds that the day or the "soon" in a good-bye is no
// wish, and that the same words by themselves are.
func TestAGoodByeWishesNothing(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "ES")
	for _, c := range []struct {
		language records.Language
		text     string
		wishes   bool
	}{
		{"pt", "obrigada, até logo", false},
		{"pt", "até amanhã", false},
		{"pt", "até breve!", false},
		{"pt", "o quanto antes, até logo", true},
		{"pt", "amanhã de manhã", true},
		{"es", "gracias, hasta mañana", false},
		{"es", "gracias hasta mañana", false},
		{"es", "hasta pronto", false},
		{"es", "puede ser hasta mañana", true},
		{"es", "mañana, gracias, hasta luego", true},
		{"es", "pronto", true},
		{"en", "as soon as possible, bye", true},
	} {
		meaning := reader.Understand(c.text, ExpectNothing, c.language, now)
		if meaning.Wish.IsZero() == c.wishes {
			t.Errorf("%q wishes %+v", c.text, meaning.Wish)
		}
	}
}
