package dates_test

import (
	"testing"
	"time"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// TestRomanceBirthDates reads how people say when they were born.
func TestRomanceBirthDates(t *testing.T) {
	t.Parallel()
	born := records.LocalDate{Year: 1985, Month: time.March, Day: 15}
	for language, texts := range map[records.Language][]string{
		"es": {
			"15/03/85", "15-03-1985", "15 3 1985", "15031985", "15 marzo 85", "15 de marzo del 85", "nací el 15 de marzo de 1985",
			"quince de marzo de mil novecientos ochenta y cinco", "quince del tres del ochenta y cinco", "el 15 del 3 del 85",
		},
		"pt": {
			"15/03/85", "15 3 1985", "15031985", "15 de março de 85", "nasci em 15 de março de 1985", "15 do 3 de 85",
			"quinze de março de mil novecentos e oitenta e cinco", "quinze do três de oitenta e cinco",
		},
		"fr": {
			"15/03/85", "15 03 85", "15 3 1985", "15031985", "15 mars 85", "je suis née le 15 mars 1985", "quinze mars quatre-vingt-cinq",
			"le quinze mars mille neuf cent quatre-vingt-cinq",
		},
	} {
		for _, text := range texts {
			context := dates.Context{Now: wednesday, Language: language, Country: "ES", Birth: true}
			found := dates.Read(words.Tokenize(words.Clean(text)), context)
			if len(found) != 1 || found[0].Best().First != born {
				t.Errorf("%s: %q is read as %v", language, text, found)
			}
		}
	}
}
