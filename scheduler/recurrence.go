package scheduler

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/teambition/rrule-go"

	"frontdesk/records"
)

// What a recurrence rule of a session may say. RFC 5545 allows more; what is
// refused has no meaning for dates, or would let a rule that never holds keep
// a search busy.
const (
	maxRRuleLength   = 500
	maxRRuleInterval = 1000
	maxRRuleCount    = 5000
	// Rules begin between these years, so that few dates lie before today.
	firstRRuleYear, lastRRuleYear = 1970, 2199
)

// rruleParts are the parts that a rule may have, each once.
var rruleParts = []string{
	"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS",
}

// ValidateRRule says whether the text is a recurrence rule that a session can
// have (records.Availability.RRule): RFC 5545, of whole days, with its start
// in ValidFrom and not in the text. Otherwise it is a records.Error with
// CodeInvalid that says what is wrong.
func ValidateRRule(text string) error {
	_, err := parseRRule(text)
	return err
}

func badRRule(format string, args ...any) error {
	return records.Invalid("rrule", fmt.Sprintf(format, args...))
}

// parseRRule reads a rule without its start.
func parseRRule(text string) (rrule.ROption, error) {
	if len(text) > maxRRuleLength {
		return rrule.ROption{}, badRRule("A recurrence rule has at most %d characters.", maxRRuleLength)
	}
	text = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "RRULE:")
	var seen []string
	for part := range strings.SplitSeq(text, ";") {
		key, _, _ := strings.Cut(part, "=")
		switch {
		case !slices.Contains(rruleParts, key):
			return rrule.ROption{}, badRRule("A session's recurrence rule can't have this part; it may have %s.", strings.Join(rruleParts, ", "))
		case slices.Contains(seen, key):
			return rrule.ROption{}, badRRule("%s stands in the recurrence rule twice.", key)
		}
		seen = append(seen, key)
	}
	if slices.Contains(seen, "COUNT") && slices.Contains(seen, "UNTIL") {
		return rrule.ROption{}, badRRule("A recurrence rule has COUNT or UNTIL, not both.")
	}
	option, err := rrule.StrToROption(text)
	if err != nil {
		return rrule.ROption{}, &records.Error{
			Code: records.CodeInvalid, Field: "rrule", Message: `This is no recurrence rule; an example is "FREQ=MONTHLY;BYDAY=1MO".`, Err: err,
		}
	}
	if err := checkRRule(option, seen); err != nil {
		return rrule.ROption{}, err
	}
	// What the library's own bounds refuse.
	option.Dtstart = time.Date(firstRRuleYear, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := rrule.NewRRule(*option); err != nil {
		return rrule.ROption{}, &records.Error{
			Code: records.CodeInvalid, Field: "rrule", Message: "A number in the recurrence rule is out of its range.", Err: err,
		}
	}
	return *option, nil
}

// checkRRule holds a rule to what sessions may have.
func checkRRule(option *rrule.ROption, parts []string) error {
	has := func(part string) bool { return slices.Contains(parts, part) }
	switch {
	case option.Freq > rrule.DAILY:
		return badRRule("A session repeats by days or longer: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.")
	case has("INTERVAL") && (option.Interval < 1 || option.Interval > maxRRuleInterval):
		return badRRule("INTERVAL is between 1 and %d.", maxRRuleInterval)
	case has("COUNT") && (option.Count < 1 || option.Count > maxRRuleCount):
		return badRRule("COUNT is between 1 and %d.", maxRRuleCount)
	case has("BYSETPOS") && option.Freq == rrule.DAILY:
		return badRRule("BYSETPOS has no meaning with FREQ=DAILY.")
	case has("BYWEEKNO") && option.Freq != rrule.YEARLY:
		return badRRule("BYWEEKNO stands with FREQ=YEARLY only.")
	case has("BYYEARDAY") && option.Freq != rrule.YEARLY:
		return badRRule("BYYEARDAY stands with FREQ=YEARLY only.")
	case has("BYMONTHDAY") && option.Freq == rrule.WEEKLY:
		return badRRule("BYMONTHDAY can't stand with FREQ=WEEKLY.")
	case slices.Contains(slices.Concat(option.Bymonthday, option.Byyearday, option.Byweekno, option.Bymonth, option.Bysetpos), 0):
		return badRRule("The numbers of a recurrence rule begin at 1.")
	case !hasSuchDay(option):
		return badRRule("No month that the recurrence rule names has such a day.")
	}
	for _, weekday := range option.Byweekday {
		n := weekday.N()
		byMonth := option.Freq == rrule.MONTHLY || has("BYMONTH")
		switch {
		case n != 0 && (option.Freq > rrule.MONTHLY || has("BYWEEKNO")):
			return badRRule("A numbered weekday such as 1MO stands with FREQ=MONTHLY or FREQ=YEARLY only.")
		case n < -53 || n > 53 || byMonth && (n < -5 || n > 5):
			return badRRule("A month has no more than five, and a year no more than 53, of each weekday.")
		}
	}
	return nil
}

// hasSuchDay says whether any month has one of the days of the month.
func hasSuchDay(option *rrule.ROption) bool {
	if len(option.Bymonth) == 0 || len(option.Bymonthday) == 0 {
		return true
	}
	const leapYear = 2024
	for _, month := range option.Bymonth {
		days := time.Date(leapYear, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		if slices.ContainsFunc(option.Bymonthday, func(day int) bool { return max(day, -day) <= days }) {
			return true
		}
	}
	return false
}

// recurrence is the dates of a rule, found as far as anybody asked and kept (a
// rule that never holds costs a tenth of a second to find out, once):
// it is safe for concurrent use. A nil recurrence has no dates.
type recurrence struct {
	// found is replaced, never modified.
	found atomic.Pointer[foundDates]
	mutex sync.Mutex
	next  rrule.Next
}

// foundDates are all dates of a rule up to and including a day.
type foundDates struct {
	upTo  dayNumber
	dates []dayNumber
}

// dayNumber counts days from 1970-01-01.
type dayNumber int

func numberOf(date records.LocalDate) dayNumber {
	return dayNumber(date.Time().Unix() / int64(24*time.Hour/time.Second))
}

const noDayAfter = dayNumber(1 << 40)

// newRecurrence gives nil for a rule that can't be read: it gives no time.
func newRecurrence(text string, start records.LocalDate) *recurrence {
	option, err := parseRRule(text)
	if err != nil || start.Year < firstRRuleYear || start.Year > lastRRuleYear {
		return nil
	}
	// In UTC, where each day has a midnight: only the dates count.
	option.Dtstart = start.Time()
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil
	}
	dates := &recurrence{next: rule.Iterator()}
	dates.found.Store(&foundDates{upTo: -1 << 40})
	return dates
}

// holdsOn says whether the day is one of the rule's.
func (r *recurrence) holdsOn(day dayNumber) bool {
	if r == nil {
		return false
	}
	found := r.found.Load()
	if day > found.upTo {
		found = r.findUpTo(day)
	}
	_, holds := slices.BinarySearch(found.dates, day)
	return holds
}

func (r *recurrence) findUpTo(day dayNumber) *foundDates {
	const ahead = 400 // days, so that a search's next days are found with it
	r.mutex.Lock()
	defer r.mutex.Unlock()
	found := r.found.Load()
	if day <= found.upTo {
		return found
	}
	more := &foundDates{upTo: noDayAfter, dates: slices.Clone(found.dates)}
	for {
		date, ok := r.next()
		if !ok {
			break
		}
		number := numberOf(records.LocalDateOf(date, time.UTC))
		more.dates = append(more.dates, number)
		if number > day+ahead {
			more.upTo = number
			break
		}
	}
	r.found.Store(more)
	return more
}
