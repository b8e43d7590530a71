package main

import (
	"fmt"
	"strings"
	"time"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// understoodTimes says the days and times of a message in their order, each as
// its likeliest reading.
func understoodTimes(line understandLine, now time.Time) []understoodTime {
	var times []understoodTime
	language, country := customs(line.Language)
	context := dates.Context{Now: now, Language: language, Country: country}
	context.Birth = line.Question != nil && line.Question.Kind == "birth_date"
	found := dates.Read(words.Tokenize(words.Clean(line.Text)), context)
	for _, expression := range found {
		times = append(times, understoodExpression(expression))
	}
	return times
}

// customs parts a language tag into the language and the country whose way of
// writing dates is meant: English without a country is that of the US.
func customs(tag string) (records.Language, string) {
	if len(tag) > 3 {
		return records.Language(tag[:2]), tag[3:]
	}
	country := map[string]string{"en": "US", "es": "ES", "pt": "BR", "fr": "FR", "de": "DE", "hi": "IN", "ar": "EG"}[tag]
	return records.Language(tag), country
}

func understoodExpression(expression dates.Expression) understoodTime {
	reading := expression.Best()
	said := understoodTime{Kind: string(expression.Kind)}
	clock := func(seconds int) string {
		return fmt.Sprintf("%02d:%02d:%02d", seconds/3600%24, seconds/60%60, seconds%60)
	}
	at := func(day records.LocalDate, seconds int) string {
		for ; seconds >= 24*3600; seconds -= 24 * 3600 {
			day = day.AddDays(1)
		}
		return day.String() + "T" + clock(seconds)
	}
	switch expression.Kind {
	case dates.Date:
		said.Value = reading.First.String()
	case dates.Time:
		said.Value = clock(reading.From)
	case dates.DateTime:
		said.Value = at(reading.First, reading.From)
	case dates.DateRange:
		said.Start, said.End = reading.First.String(), reading.Last.AddDays(1).String()
		if expression.Named {
			last := reading.Last
			if expression.Grain == "month" {
				last.Day = 1
			}
			said.End = last.String()
		}
	case dates.TimeRange:
		said.Start, said.End = clock(reading.From), clock(reading.To)
	case dates.DateTimeRange:
		said.Start, said.End = at(reading.First, reading.From), at(reading.Last, reading.To)
	}
	bound(&said, expression)
	return said
}

// bound leaves of days or times only the side that was meant. Of one day or time
// it also says which was named, and is of its kind: "before 10" is 10:00 as the
// value and as the end.
func bound(said *understoodTime, expression dates.Expression) {
	best := expression.Best()
	one := best.To == 0 && (best.First == best.Last)
	start, end := said.Start, said.End
	if one {
		end = start
	}
	switch expression.Bound {
	case dates.Whole:
		return
	case dates.After:
		said.Start, said.End = end, ""
	case dates.From:
		said.End = ""
	case dates.Before:
		said.Start, said.End = "", start
	case dates.Until:
		said.Start, said.End = "", end
	}
	if one {
		said.Value = start
		said.Kind = strings.TrimSuffix(said.Kind, "range")
	}
}
