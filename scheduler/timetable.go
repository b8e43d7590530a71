package scheduler

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// timetable is what rules and absences make of one practitioner's time, as it
// can be booked for one type of appointment: at one place, or for types that
// need none at all of them. It is never modified.
type timetable struct {
	places []*place
	// aroundMidnight is true where a rule comes so near to midnight that one
	// day's hours may run on into the next day's.
	aroundMidnight bool
}

// place is the practitioner's rules at one location.
type place struct {
	locationID uuid.UUID
	rules      []rule
	absences   []absence
	// weekly is each weekday's shape where every week is like the other, but for
	// absences.
	weekly   [7]dayShape
	isWeekly bool
}

// rule is a records.Availability, ready to be asked.
type rule struct {
	kind        records.AvailabilityKind
	span        clockSpan
	weekday     time.Weekday
	from, until dayNumber
	// byDates is true where an RRULE gives the days instead of the weekday.
	byDates bool
	dates   *recurrence
}

func newRule(source *records.Availability) rule {
	made := rule{
		kind: source.Kind, span: newClockSpan(source.Start, source.End), weekday: source.Weekday,
		from: -noDayAfter, until: noDayAfter, byDates: source.RRule != "",
	}
	if !source.ValidFrom.IsZero() {
		made.from = numberOf(source.ValidFrom)
	}
	if !source.ValidUntil.IsZero() {
		made.until = numberOf(source.ValidUntil)
	}
	if made.byDates {
		made.dates = newRecurrence(source.RRule, source.ValidFrom)
	}
	return made
}

func (r *rule) isWeekly() bool { return !r.byDates && r.from == -noDayAfter && r.until == noDayAfter }

func (r *rule) holdsOn(day *localDay) bool {
	if day.number < r.from || day.number > r.until {
		return false
	}
	if r.byDates {
		return r.dates.holdsOn(day.number)
	}
	return r.weekday == day.weekday
}

// absence is a records.Absence, ready to be asked.
type absence struct {
	first, last dayNumber
	start, end  records.LocalTime
}

func newAbsence(source *records.Absence) absence {
	return absence{first: numberOf(source.StartDate), last: numberOf(source.EndDate), start: source.StartTime, end: source.EndTime}
}

// on gives what the absence takes of the day; it may be empty.
func (a absence) on(day dayNumber) clockSpan {
	if day < a.first || day > a.last {
		return clockSpan{}
	}
	span := clockSpan{start: 0, end: dayEnd}
	if day == a.first {
		span.start = max(a.start, 0)
	}
	if day == a.last {
		span.end = min(a.end, dayEnd)
	}
	return span
}

// dayShape is a day by its wall clock, as normal lists.
type dayShape struct {
	// openings are the hours that rules open, nothing taken out: the grid on
	// which appointments start is counted from their starts, anew on each day.
	openings []clockSpan
	// working is openings without breaks, walk-in hours and absences.
	working []clockSpan
}

func newPlace(locationID uuid.UUID, rules []rule, absences []absence) *place {
	made := &place{locationID: locationID, rules: rules, absences: absences}
	made.isWeekly = !slices.ContainsFunc(rules, func(rule rule) bool { return !rule.isWeekly() })
	if made.isWeekly {
		for weekday := range made.weekly {
			var scratch shapeScratch
			made.weekly[weekday] = made.work(&localDay{weekday: time.Weekday(weekday), number: -noDayAfter}, &scratch)
		}
	}
	return made
}

// shapeScratch keeps the lists of a day's shape from one to the next.
type shapeScratch struct{ openings, closed, working []clockSpan }

// shape gives the place's day. It is valid until the scratch is used again, and
// must not be modified.
func (p *place) shape(day *localDay, scratch *shapeScratch) dayShape {
	if p.isWeekly && !slices.ContainsFunc(p.absences, func(absence absence) bool {
		return absence.first <= day.number && day.number <= absence.last
	}) {
		return p.weekly[day.weekday]
	}
	return p.work(day, scratch)
}

// work makes the shape of a day from all rules.
func (p *place) work(day *localDay, scratch *shapeScratch) dayShape {
	scratch.openings = mergeSpans(p.appendSpans(scratch.openings[:0], day, records.AvailabilityOpen))
	if len(scratch.openings) == 0 {
		return dayShape{}
	}
	closed := p.appendSpans(scratch.closed[:0], day, records.AvailabilityBreak)
	closed = p.appendSpans(closed, day, records.AvailabilityWalkIn)
	scratch.closed = mergeSpans(p.appendAbsences(closed, day))
	scratch.working = subtractSpans(scratch.working[:0], scratch.openings, scratch.closed)
	return dayShape{openings: scratch.openings, working: scratch.working}
}

// appendSpans appends what the rules of one kind make of the day.
func (p *place) appendSpans(into []clockSpan, day *localDay, kind records.AvailabilityKind) []clockSpan {
	for i := range p.rules {
		if rule := &p.rules[i]; rule.kind == kind && rule.holdsOn(day) {
			into = append(into, rule.span)
		}
	}
	return into
}

// appendAbsences appends the parts of the day in which no rule holds.
func (p *place) appendAbsences(into []clockSpan, day *localDay) []clockSpan {
	for i := range p.absences {
		if span := p.absences[i].on(day.number); !span.isEmpty() {
			into = append(into, span)
		}
	}
	return into
}

func newTimetable(places []*place) *timetable {
	made := &timetable{places: places}
	for _, place := range places {
		made.aroundMidnight = made.aroundMidnight || slices.ContainsFunc(place.rules, func(rule rule) bool {
			return rule.span.start < midnightReach || rule.span.end > dayEnd-midnightReach
		})
	}
	return made
}

// workingTime is a practitioner's day as instants: see dayShape.
type workingTime struct {
	openings []Window
	// working is run on into the days before and after: a whole appointment with
	// its buffers must fit into one window.
	working []Window
}

// hoursScratch keeps the lists of a practitioner's day from one to the next.
type hoursScratch struct {
	shape             shapeScratch
	openings, working []Window
}

// neighbourDays is how many days before and after a day an appointment that
// starts on it can reach, as it takes no longer than longestVisit and a day
// with a clock change may be shorter than that.
const neighbourDays = 2

// on gives the practitioner's day. It is valid until the scratch is used again.
func (t *timetable) on(day *localDay, days *localDays, scratch *hoursScratch) workingTime {
	scratch.openings, scratch.working = scratch.openings[:0], scratch.working[:0]
	for _, place := range t.places {
		shape := place.shape(day, &scratch.shape)
		scratch.openings = day.readSpans(scratch.openings, shape.openings)
		scratch.working = day.readSpans(scratch.working, shape.working)
	}
	if len(t.places) > 1 {
		scratch.openings, scratch.working = mergeWindows(scratch.openings), mergeWindows(scratch.working)
	}
	if t.aroundMidnight && len(scratch.openings) > 0 {
		scratch.working = t.around(scratch.working[:0], day, days, &scratch.shape)
	}
	return workingTime{openings: scratch.openings, working: scratch.working}
}

// around gives the working time of the day together with its neighbours'.
func (t *timetable) around(into []Window, day *localDay, days *localDays, scratch *shapeScratch) []Window {
	for offset := -neighbourDays; offset <= neighbourDays; offset++ {
		neighbour := days.on(day.date.AddDays(offset))
		for _, place := range t.places {
			into = neighbour.readSpans(into, place.shape(neighbour, scratch).working)
		}
	}
	return mergeWindows(into)
}

// eachDayAround gives, for every place and the days around one, what a choice
// of spans is as instants. It is for saying why a time is refused.
func (t *timetable) eachDayAround(day *localDay, days *localDays, choose func(*place, *localDay) []clockSpan) []Window {
	var chosen []Window
	for offset := -neighbourDays; offset <= neighbourDays; offset++ {
		neighbour := days.on(day.date.AddDays(offset))
		for _, place := range t.places {
			chosen = neighbour.readSpans(chosen, mergeSpans(choose(place, neighbour)))
		}
	}
	return mergeWindows(chosen)
}
