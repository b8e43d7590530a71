package dates_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// sentence is a message and what it names, as said writes it.
type sentence struct{ text, want string }

// wednesday is when the sentences are read: 4 February 2026, ten in the morning.
var wednesday = time.Date(2026, time.February, 4, 10, 0, 0, 0, time.UTC)

// checkSentences reads each sentence and compares all that it names.
func checkSentences(t *testing.T, language records.Language, country string, sentences []sentence) {
	t.Helper()
	for _, s := range sentences {
		context := dates.Context{Now: wednesday, Language: language, Country: country}
		var found []string
		for _, e := range dates.Read(words.Tokenize(words.Clean(s.text)), context) {
			found = append(found, said(e))
		}
		if got := strings.Join(found, ", "); got != s.want {
			t.Errorf("%q\n got %q\nwant %q", s.text, got, s.want)
		}
	}
}

// said writes the likeliest reading of an expression: days as month and day
// (with the year where it is another), spans with "..", sides as a word before.
func said(e dates.Expression) string {
	var parts []string
	if side := []string{"", "after", "from", "before", "until"}[e.Bound]; side != "" {
		parts = append(parts, side)
	}
	if e.Refused {
		parts = append(parts, "not")
	}
	reading := e.Best()
	clock := func(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/3600, seconds%3600/60) }
	day := func(d records.LocalDate) string {
		if d.Year == wednesday.Year() {
			return fmt.Sprintf("%02d-%02d", d.Month, d.Day)
		}
		return fmt.Sprintf("%d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	switch e.Kind {
	case dates.Date:
		parts = append(parts, day(reading.First))
	case dates.DateRange:
		span := day(reading.First)
		if reading.Last != reading.First {
			span += ".." + day(reading.Last)
		}
		parts = append(parts, span)
	case dates.Time:
		parts = append(parts, clock(reading.From))
	case dates.DateTime:
		parts = append(parts, day(reading.First), clock(reading.From))
	case dates.TimeRange, dates.DateTimeRange:
		if e.Kind == dates.DateTimeRange {
			parts = append(parts, day(reading.First))
		}
		hours := clock(reading.From)
		if reading.To != 0 {
			hours += ".." + clock(reading.To)
		}
		if e.Kind == dates.DateTimeRange && reading.Last != reading.First {
			hours = clock(reading.From) + ".." + day(reading.Last) + " " + clock(reading.To)
		}
		parts = append(parts, hours)
	}
	return strings.Join(parts, " ")
}
