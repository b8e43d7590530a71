package dates

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// friday is the present of the tests: Friday 20 November 2026, 10:00.
var friday = time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)

func read(text string, context Context) []Expression {
	return Read(words.Tokenize(words.Clean(text)), context)
}

// told gives expressions as a line: days as MM-DD (the year where it is another),
// times as HH:MM, "|" between readings, a word for the side that is meant.
func told(found []Expression) string {
	parts := make([]string, len(found))
	for i, e := range found {
		readings := make([]string, len(e.Readings))
		for k, reading := range e.Readings {
			readings[k] = toldReading(e, reading)
		}
		parts[i] = [...]string{"", "after ", "from ", "before ", "until "}[e.Bound] + strings.Join(readings, "|")
		if e.Refused {
			parts[i] = "not " + parts[i]
		}
		if e.Or {
			parts[i] = "or " + parts[i]
		}
	}
	return strings.Join(parts, ", ")
}

func toldReading(e Expression, reading Reading) string {
	day := func(date records.LocalDate) string {
		if date.Year == friday.Year() {
			return fmt.Sprintf("%02d-%02d", date.Month, date.Day)
		}
		return date.String()
	}
	clock := func(seconds int) string { return fmt.Sprintf("%02d:%02d", seconds/hour, seconds/minute%60) }
	var text []string
	if e.Kind != Time && e.Kind != TimeRange {
		span := day(reading.First)
		if reading.Last != reading.First {
			span += ".." + day(reading.Last)
		}
		text = append(text, span)
	}
	if e.Kind != Date && e.Kind != DateRange {
		span := clock(reading.From)
		if reading.To != 0 {
			span += "-" + clock(reading.To)
		}
		text = append(text, span)
	}
	return strings.Join(text, " ")
}

func BenchmarkRead(b *testing.B) {
	context := Context{Now: friday, Language: records.English, Country: "GB"}
	for name, text := range map[string]string{
		"none":  "hi, is the clinic open and do you take my insurance please",
		"short": "tomorrow at 3",
		"book":  "hey can i book a cleaning with dr lee next tuesday afternoon or wednesday after 4",
		"long":  strings.Repeat("see you on monday 3 december at half past 4 or the week after next ", 12),
	} {
		tokens := words.Tokenize(words.Clean(text))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Read(tokens, context)
			}
		})
	}
}
