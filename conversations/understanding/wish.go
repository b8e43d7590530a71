package understanding

import (
	"slices"
	"time"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// Wish is when a patient would like to come: on one of these days (any, when
// there are none) at one of these times of day (any, when there are none).
// It is part of a conversation's stored state.
type Wish struct {
	Days  []Days  `json:"days,omitempty"`
	Times []Times `json:"times,omitempty"`
	// Any is true when the patient said that any time will do, or the soonest.
	Any bool `json:"any,omitempty"`
}

// Days is a span of days in the clinic's zone, both ends included.
type Days struct {
	From records.LocalDate `json:"from"`
	To   records.LocalDate `json:"to"`
}

// Times is a span of the day in minutes after midnight: From ≤ t < To.
type Times struct {
	From records.LocalTime `json:"from"`
	To   records.LocalTime `json:"to"`
	// Exact is true where a point was named ("at 3"): From is the point.
	Exact bool `json:"exact,omitempty"`
}

// maxWishes bounds the alternatives of days and of times that a wish keeps.
const maxWishes = 6

// daysAhead is how far a wish without days reaches.
const daysAhead = 28

// IsZero says whether nothing was wished.
func (w Wish) IsZero() bool { return len(w.Days) == 0 && len(w.Times) == 0 && !w.Any }

// Merge gives the wish after a later message: what was said anew replaces
// what was said before of the same sort, so "no, Wednesday" keeps the time.
func (w Wish) Merge(later Wish) Wish {
	if later.Any && len(later.Days) == 0 && len(later.Times) == 0 {
		return later
	}
	merged := Wish{Days: w.Days, Times: w.Times}
	if len(later.Days) > 0 {
		merged.Days = later.Days
	}
	if len(later.Times) > 0 {
		merged.Times = later.Times
	}
	return merged
}

// WithoutTimes gives the same days at any time.
func (w Wish) WithoutTimes() Wish { return Wish{Days: w.Days, Any: len(w.Days) == 0} }

// Windows gives the wish as spans of instants that begin at or after from, in
// order; empty for a wish that any time satisfies.
func (w Wish) Windows(from time.Time, zone *time.Location) []scheduler.Window {
	if len(w.Days) == 0 && len(w.Times) == 0 {
		return nil
	}
	today := records.LocalDateOf(from, zone)
	spans := w.Days
	if len(spans) == 0 {
		spans = []Days{{From: today, To: today.AddDays(daysAhead)}}
	}
	var windows []scheduler.Window
	for _, span := range spans {
		if len(w.Times) == 0 {
			windows = appendWindow(windows, startOf(span.From, 0, zone), startOf(span.To, 24*60, zone), from)
			continue
		}
		day := span.From
		if day.Before(today) {
			day = today
		}
		for range daysAhead + 4 {
			if span.To.Before(day) {
				break
			}
			for _, times := range w.Times {
				windows = appendWindow(windows, startOf(day, times.From, zone), startOf(day, times.To, zone), from)
			}
			day = day.AddDays(1)
		}
	}
	slices.SortFunc(windows, func(a, b scheduler.Window) int { return a.Start.Compare(b.Start) })
	return windows
}

func appendWindow(windows []scheduler.Window, start, end, from time.Time) []scheduler.Window {
	if start.Before(from) {
		start = from
	}
	if !start.Before(end) {
		return windows
	}
	return append(windows, scheduler.Window{Start: start, End: end})
}

// startOf gives the instant of a wall-clock time on a day.
func startOf(day records.LocalDate, minutes records.LocalTime, zone *time.Location) time.Time {
	return time.Date(day.Year, day.Month, day.Day, minutes.Hour(), minutes.Minute(), 0, 0, zone)
}

// Admits says whether an instant is on a day and at a time that the wish names.
// For an exact time only that very time will do.
func (w Wish) Admits(instant time.Time, zone *time.Location) bool {
	day := records.LocalDateOf(instant, zone)
	clock := instant.In(zone)
	minutes := records.LocalTime(clock.Hour()*60 + clock.Minute())
	dayFits := len(w.Days) == 0
	for _, span := range w.Days {
		dayFits = dayFits || (!day.Before(span.From) && !span.To.Before(day))
	}
	timeFits := len(w.Times) == 0
	for _, times := range w.Times {
		if times.Exact {
			timeFits = timeFits || minutes == times.From
		} else {
			timeFits = timeFits || (minutes >= times.From && minutes < times.To)
		}
	}
	return dayFits && timeFits
}
