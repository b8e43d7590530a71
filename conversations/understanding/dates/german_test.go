package dates_test

import "testing"

func TestGermanDays(t *testing.T) {
	t.Parallel()
	checkSentences(t, "de", "DE", []sentence{
		{"Haben Sie morgen noch was frei?", "02-05"},
		{"übermorgen wäre mir lieber", "02-06"},
		{"Uebermorgen bitte", "02-06"},
		{"vorgestern war ich schon da", "02-02"},
		{"Montag", "02-09"},
		{"am Montag bitte", "02-09"},
		{"diesen Freitag", "02-06"},
		{"nächsten Freitag geht", "02-13"},
		{"naechsten Montag", "02-09"},
		{"kommenden Montag", "02-09"},
		{"übernächsten Montag", "02-16"},
		{"letzten Dienstag", "02-03"},
		{"am Mo.", "02-09"},
		{"Sonnabend", "02-07"},
		{"am 3. März", "03-03"},
		{"am dritten März", "03-03"},
		{"Donnerstag, den 5. März 2026", "03-05"},
		{"den einundzwanzigsten Mai", "05-21"},
		{"am 15.", "02-15"},
		{"am fünfzehnten", "02-15"},
		{"3.2.82", "1982-02-03"},
		{"geboren am 3.2.1982", "1982-02-03"},
		{"am 12.3. oder am 13.3.", "03-12, 03-13"},
		{"Der Termin am 28. 4. passt", "04-28"},
		{"siebter Mai neunzehnhundertzweiundachtzig", "1982-05-07"},
		{"Freitag in einer Woche", "02-13"},
		{"heute in acht Tagen", "02-11"},
		{"heute in vierzehn Tagen", "02-18"},
		{"Freitag in vierzehn Tagen", "02-20"},
		{"in drei Tagen", "02-07"},
		{"vor drei Tagen", "02-01"},
		{"in zwei Wochen", "02-18"},
		{"in einem Monat", "03-04"},
		{"zwei Tage nach Ostern", "04-07"},
		{"der erste Montag im März", "03-02"},
		{"Dienstag nächster Woche", "02-10"},
		{"nächste Woche am Dienstag", "02-10"},
		{"nicht am Montag, lieber Dienstag", "not 02-09, 02-10"},
		{"Montag passt mir nicht, Dienstag schon", "not 02-09, 02-10"},
		{"am Mittwoch kann ich leider nicht", "not 02-11"},
		{"der 15. oder 16. März um 10", "03-15 10:00, 03-16 10:00"},
		{"15 oder 16 März", "03-15, 03-16"},
		{"Montag oder Dienstag", "02-09, 02-10"},
		{"am zweiten Weihnachtstag", "12-26"},
		{"nach dem dritten Advent", "after 12-13"},
	})
}

func TestGermanTimes(t *testing.T) {
	t.Parallel()
	checkSentences(t, "de", "DE", []sentence{
		{"halb vier", "3:30"},
		{"um halb 4 nachmittags", "15:30"},
		{"viertel vor drei", "2:45"},
		{"viertel nach 3", "3:15"},
		{"viertel vier", "3:15"},
		{"dreiviertel vier", "3:45"},
		{"fünf vor halb neun", "8:25"},
		{"zehn nach halb acht", "7:40"},
		{"zwanzig nach vier", "4:20"},
		{"15 Uhr 30", "15:30"},
		{"15.30 Uhr", "15:30"},
		{"15:30", "15:30"},
		{"so gegen halb fünf", "4:30"},
		{"um 12.30", "12:30"},
		{"Mi. 11.02. 9 Uhr 15", "02-11 9:15"},
		{"14h", "14:00"},
		{"um vierzehn Uhr", "14:00"},
		{"um 8 Uhr morgens", "8:00"},
		{"abends um acht", "20:00"},
		{"um 12 Uhr nachts", "0:00"},
		{"gegen 10", "10:00"},
		{"morgen früh", "02-05 8:00..12:00"},
		{"heute Nachmittag", "02-04 12:00..16:00"},
		{"Montagabend", "02-09 16:00..20:00"},
		{"Freitagnachmittag um 3", "02-06 15:00"},
		{"morgen um halb zehn", "02-05 9:30"},
		{"am Montag um 8 Uhr 15", "02-09 8:15"},
		{"Montag morgen um 8", "02-09 8:00"},
		{"am 12.3. um 14 Uhr", "03-12 14:00"},
		{"18 Uhr am Freitag", "02-06 18:00"},
		{"in einer halben Stunde", "02-04 10:30"},
		{"in anderthalb Stunden", "02-04 11:30"},
		{"vormittags", "8:00..12:00"},
	})
}

func TestGermanSpans(t *testing.T) {
	t.Parallel()
	checkSentences(t, "de", "DE", []sentence{
		{"nächste Woche", "02-09..02-15"},
		{"kommende Woche hätte ich Zeit", "02-09..02-15"},
		{"übernächste Woche", "02-16..02-22"},
		{"diese Woche noch", "02-02..02-08"},
		{"am Wochenende", "02-07..02-08"},
		{"im Mai", "05-01..05-31"},
		{"Ende März", "03-16..03-31"},
		{"von Montag bis Mittwoch", "02-09..02-11"},
		{"vom 10. bis 12. März", "03-10..03-12"},
		{"10. - 12. März", "03-10..03-12"},
		{"zwischen 9 und 11 Uhr", "9:00..11:00"},
		{"von 9 bis 11", "9:00..11:00"},
		{"morgen nach 15 Uhr", "after 02-05 15:00"},
		{"ab 15 Uhr", "from 15:00"},
		{"von 15 Uhr an", "from 15:00"},
		{"der Termin von morgen", "02-05"},
		{"vor 10 Uhr", "before 10:00"},
		{"bis Freitag", "until 02-06"},
		{"ab nächster Woche", "from 02-09..02-15"},
		{"Freitag ab 14 Uhr", "from 02-06 14:00"},
	})
}

func TestGermanSaysNoDate(t *testing.T) {
	t.Parallel()
	checkSentences(t, "de", "DE", []sentence{
		{"Guten Morgen, ich hätte gern einen Termin", ""},
		{"Guten Abend!", ""},
		{"Ich habe zwei Kinder und brauche drei Termine", ""},
		{"Das ist so nicht richtig", ""},
		{"Für 2 Personen bitte", ""},
		{"Einen Termin für 3 bitte, für meine Kinder", ""},
		{"mir tut der Zahn weh", ""},
		{"Ich nehme die erste Option", ""},
		{"Vielen Dank und bis dann", ""},
		{"Meine Nummer ist 0171 2345678", ""},
	})
}

// TestGermanInAnotherConversation reads German where English is spoken.
func TestGermanInAnotherConversation(t *testing.T) {
	t.Parallel()
	checkSentences(t, "en", "GB", []sentence{
		{"übermorgen um halb vier", "02-06 3:30"},
		{"Dienstag nachmittags", "02-10 12:00..16:00"},
		{"I'm so happy, do you mind?", ""},
	})
}
