package dates_test

import "testing"

// TestAnotherLanguage reads a message in another language than the conversation's
// where its words say so, and no other where they don't.
func TestAnotherLanguage(t *testing.T) {
	t.Parallel()
	checkSentences(t, "en", "US", []sentence{
		{"mañana a las 3 de la tarde", "02-05 15:00"},
		{"amanhã às 15h", "02-05 15:00"},
		{"demain à 15h", "02-05 15:00"},
		{"lundi prochain dans l'après-midi", "02-09 12:00..16:00"},
	})
	checkSentences(t, "es", "MX", []sentence{
		{"can I come on Friday at 10?", "02-06 10:00"},
		{"next monday", "02-09"},
		{"amanhã de manhã", "02-05 8:00..12:00"},
		{"quiero una segunda consulta", ""},
	})
	checkSentences(t, "pt", "BR", []sentence{
		{"el viernes a las 4", "02-06 4:00"},
		{"tomorrow", "02-05"},
	})
	checkSentences(t, "", "US", []sentence{
		{"el 5 de mayo", "05-05"},
		{"5 de maio", "05-05"},
		{"le 5 mai", "05-05"},
		{"sábado a las 10", "02-07 10:00"},
	})
}
