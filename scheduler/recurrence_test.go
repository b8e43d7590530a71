package scheduler

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/records"
)

func TestValidateRRule(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, message string }{
		{"weekly", "FREQ=WEEKLY;BYDAY=MO,WE", ""},
		{"monthly by weekday", "FREQ=MONTHLY;BYDAY=1MO,-1FR", ""},
		{"with its name, in small letters", " rrule:freq=monthly;bymonthday=15 ", ""},
		{"until", "FREQ=DAILY;UNTIL=20261231", ""},
		{"the last workday of a month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ""},
		{"a leap day", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ""},
		{"nothing", "", "can't have this part"},
		{"words", "every other Tuesday", "can't have this part"},
		{"no frequency", "BYDAY=MO", "no recurrence rule"},
		{"finer than days", "FREQ=HOURLY", "by days or longer"},
		{"times of day", "FREQ=DAILY;BYHOUR=9", "can't have this part"},
		{"its own start", "DTSTART=20260101;FREQ=DAILY", "can't have this part"},
		{"two lines", "FREQ=DAILY\nRRULE:FREQ=WEEKLY", "no recurrence rule"},
		{"a part twice", "FREQ=DAILY;FREQ=WEEKLY", "twice"},
		{"an end twice", "FREQ=DAILY;COUNT=2;UNTIL=20261231", "not both"},
		{"no interval", "FREQ=DAILY;INTERVAL=0", "INTERVAL is between"},
		{"a huge interval", "FREQ=DAILY;INTERVAL=99999999", "INTERVAL is between"},
		{"a huge count", "FREQ=DAILY;COUNT=1000000", "COUNT is between"},
		{"a day that no month has", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "has such a day"},
		{"a sixth Monday", "FREQ=MONTHLY;BYDAY=53MO", "no more than five"},
		{"a month that there is not", "FREQ=YEARLY;BYMONTH=13", "out of its range"},
		{"a numbered weekday in a week", "FREQ=WEEKLY;BYDAY=2MO", "numbered weekday"},
		{"endless", "FREQ=DAILY;BYDAY=" + strings.Repeat("MO,", 300), "at most 500"},
	}
	for _, test := range tests {
		err := ValidateRRule(test.text)
		if test.message == "" {
			if err != nil {
				t.Errorf("%s: ValidateRRule(%q) = %v", test.name, test.text, err)
			}
			continue
		}
		if records.CodeOf(err) != records.CodeInvalid || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: ValidateRRule(%q) = %v, want it to say %q", test.name, test.text, err, test.message)
		}
	}
}

// TestRecurrenceDates compares with rules counted in days, asked in any order
// and by many at once.
func TestRecurrenceDates(t *testing.T) {
	t.Parallel()
	texts := slices.Sorted(maps.Keys(oracleRRules))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(texts).Draw(t, "rule")
		from := records.LocalDate{Year: 2024, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 1500).Draw(t, "from"))
		dates := newRecurrence(text, from)
		days := rapid.SliceOfN(rapid.IntRange(-10, 1500), 1, 20).Draw(t, "days")
		var asking sync.WaitGroup
		got := make([]bool, len(days))
		for i, day := range days {
			asking.Go(func() { got[i] = dates.holdsOn(numberOf(from.AddDays(day))) })
		}
		asking.Wait()
		for i, day := range days {
			date := from.AddDays(day)
			if want := day >= 0 && oracleRRules[text](from, date); got[i] != want {
				t.Fatalf("%s from %v holds on %v: %t, want %t", text, from, date, got[i], want)
			}
		}
	})
}

// FuzzRRule: any text is refused with a sentence or gives dates, soon.
func FuzzRRule(f *testing.F) {
	for _, text := range []string{
		"FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=10", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
		"FREQ=YEARLY;BYYEARDAY=-1,366", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=YEARLY;BYDAY=53SU", "FREQ=DAILY;BYMONTHDAY=31;INTERVAL=7",
		"FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "RRULE:FREQ=DAILY;UNTIL=20261231T120000Z", "FREQ=WEEKLY;BYDAY=+1MO", "=;FREQ",
	} {
		f.Add(text, 2026, 3, 1)
	}
	f.Fuzz(func(t *testing.T, text string, year, month, day int) {
		start := records.LocalDateOf(records.LocalDate{Year: year % 3000, Month: 1, Day: 1}.AddDays(31*(month%12)+day%31).Time(), clinicZone)
		err := ValidateRRule(text)
		if err != nil && records.CodeOf(err) != records.CodeInvalid {
			t.Fatalf("ValidateRRule(%q) = %v, want a records.Error with a sentence", text, err)
		}
		dates := newRecurrence(text, start)
		if err != nil && dates != nil {
			t.Fatalf("the rule %q is refused and has dates", text)
		}
		for ahead := range 800 {
			if dates.holdsOn(numberOf(start)+dayNumber(ahead)-1) && ahead == 0 {
				t.Fatalf("the rule %q holds before its start %v", text, start)
			}
		}
	})
}
