package dates

import (
	"testing"

	"frontdesk/records"
)

// TestAlternatives holds that alternatives share what was said once, in every
// language that says it after them.
func TestAlternatives(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language   records.Language
		text, want string
	}{
		{"en", "the 20th or 21st of January", "2027-01-20, or 2027-01-21"},
		{"es", "el 20 o 21 de enero", "2027-01-20, or 2027-01-21"},
		{"pt", "dia 20 ou 21 de janeiro", "2027-01-20, or 2027-01-21"},
		{"en", "saturday or sunday at 10am", "11-21 10:00, or 11-22 10:00"},
		{"es", "sábado o domingo a las 10 de la mañana", "11-21 10:00, or 11-22 10:00"},
		{"pt", "sábado ou domingo às 10 da manhã", "11-21 10:00, or 11-22 10:00"},
	} {
		if got := told(read(c.text, Context{Now: friday, Language: c.language, Country: "GB"})); got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.language, c.text, got, c.want)
		}
	}
}
