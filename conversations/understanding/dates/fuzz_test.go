package dates

import (
	"testing"
	"time"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// FuzzRead holds that no text makes the reader panic or stall, and that what it
// finds is in order, within the text, and made of days that there are.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"next tuesday at half past 3", "from the 3rd to the 5th of May", "12/03/1985", "1-1-1-1-1-1-1", "1 1 1 1 1 1 1 1 1", "Montagabend 13. - 15. Juli", "कल साढ़े तीन बजे नहीं", "والأحد للثالثة إلا ثلثاً وبالثلاثاء", "¿mañana a las 3?",
		"nächsten Dienstag um halb vier", "3 दिन बाद", "الثالثة والنصف", "٣/٤/١٩٩٠", "24 91977", "in 99999999 weeks", "29 feb 1900", "31/02/1990", "24:00", "0/0/0000",
		"and and and to to to or or", "monday tuesday wednesday thursday friday", "the first last second third of of of", "a week on on on tuesday", "$5", "１２：３０",
	} {
		f.Add(text, "en", "GB", false)
		f.Add(text, "es", "US", true)
		f.Add(text, "", "", false)
		f.Add(text, "de", "DE", false)
		f.Add(text, "hi", "IN", false)
		f.Add(text, "ar", "EG", true)
	}
	f.Fuzz(func(t *testing.T, text, language, country string, birth bool) {
		tokens := words.Tokenize(words.Clean(text))
		after := 0
		for _, e := range Read(tokens, Context{Now: friday, Language: records.Language(language), Country: country, Birth: birth}) {
			if e.Start < after || e.End <= e.Start || e.End > len(tokens) || len(e.Readings) == 0 {
				t.Fatalf("expression %+v of %d tokens", e, len(tokens))
			}
			after = e.End
			for _, reading := range e.Readings {
				checkReading(t, e, reading, birth)
			}
		}
	})
}

func checkReading(t *testing.T, e Expression, reading Reading, birth bool) {
	t.Helper()
	if reading.From < 0 || reading.From >= dayLength || reading.To < 0 || reading.To > 2*dayLength {
		t.Fatalf("times of %+v", e)
	}
	if e.Kind == TimeRange && e.Bound == Whole && reading.To <= reading.From {
		t.Fatalf("span of times of %+v", e)
	}
	if e.Kind == Time || e.Kind == TimeRange {
		return
	}
	for _, date := range []records.LocalDate{reading.First, reading.Last} {
		if records.LocalDateOf(date.Time(), time.UTC) != date {
			t.Fatalf("no such day in %+v", e)
		}
	}
	if reading.Last.Before(reading.First) {
		t.Fatalf("days of %+v", e)
	}
	if birth && (records.LocalDateOf(friday, time.UTC).Before(reading.First) || e.Kind != Date) {
		t.Fatalf("date of birth %+v", e)
	}
}
