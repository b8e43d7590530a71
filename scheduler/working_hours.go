package scheduler

import (
	"github.com/google/uuid"

	"frontdesk/records"
)

// workingHours are the weekly rules of one practitioner.
type workingHours struct {
	rules []*records.Availability
	// aroundMidnight is true where a rule comes so near to midnight that one
	// day's hours may run on into the next day's.
	aroundMidnight bool
}

// groupRules gives each practitioner of the list their rules, in the list's
// order.
func groupRules(rules []records.Availability, practitioners []uuid.UUID) []workingHours {
	positions := make(map[uuid.UUID]int, len(practitioners))
	for i, id := range practitioners {
		positions[id] = i
	}
	counts := make([]int, len(practitioners))
	total := 0
	eachRule(rules, positions, func(position int, _ *records.Availability) {
		counts[position]++
		total++
	})
	grouped := make([]workingHours, len(practitioners))
	all := make([]*records.Availability, total)
	for i, count := range counts {
		grouped[i].rules, all = all[:0:count], all[count:]
	}
	eachRule(rules, positions, func(position int, rule *records.Availability) {
		hours := &grouped[position]
		hours.rules = append(hours.rules, rule)
		if rule.Start < midnightReach || rule.End > dayEnd-midnightReach {
			hours.aroundMidnight = true
		}
	})
	return grouped
}

// eachRule visits the rules of the practitioners that have a position. Rules
// of one practitioner mostly stand together, which saves most look-ups.
func eachRule(rules []records.Availability, positions map[uuid.UUID]int, visit func(int, *records.Availability)) {
	var practitioner uuid.UUID
	position, known := 0, false
	for i := range rules {
		rule := &rules[i]
		if i == 0 || rule.PractitionerID != practitioner {
			practitioner = rule.PractitionerID
			position, known = positions[practitioner]
		}
		if known {
			visit(position, rule)
		}
	}
}

// appendHours appends, as a normal list, what the rules of one kind make of
// the day.
func (h *workingHours) appendHours(into []Window, day *localDay, kind records.AvailabilityKind) []Window {
	first := len(into)
	for _, rule := range h.rules {
		if rule.Kind == kind && rule.Weekday == day.weekday && holdsOn(rule, day.date) {
			into = day.appendReadings(into, rule.Start, rule.End)
		}
	}
	if len(into)-first < 2 {
		return into
	}
	return into[:first+len(mergeWindows(into[first:]))]
}

func holdsOn(rule *records.Availability, date records.LocalDate) bool {
	if !rule.ValidFrom.IsZero() && date.Before(rule.ValidFrom) {
		return false
	}
	return rule.ValidUntil.IsZero() || !rule.ValidUntil.Before(date)
}

// workingTime is a practitioner's day.
type workingTime struct {
	// openings are the hours that rules open on this day, breaks not taken out:
	// the grid on which appointments start is counted from their starts, anew
	// on each day.
	openings []Window
	// working is openings without breaks, run on into the days before and
	// after: a whole appointment with its buffers must fit into one window.
	working []Window
}

// hoursScratch keeps the lists of a practitioner's day from one to the next.
type hoursScratch struct {
	openings, breaks, working, around []Window
}

// neighbourDays is how many days before and after a day an appointment that
// starts on it can reach, as it takes no longer than longestVisit and a day
// with a clock change may be shorter than that.
const neighbourDays = 2

// on gives the practitioner's day. It is valid until the scratch is used again.
func (h *workingHours) on(day *localDay, days localDays, scratch *hoursScratch) workingTime {
	scratch.openings = h.appendHours(scratch.openings[:0], day, records.AvailabilityOpen)
	if len(scratch.openings) == 0 {
		return workingTime{}
	}
	scratch.breaks = h.appendHours(scratch.breaks[:0], day, records.AvailabilityBreak)
	scratch.working = subtractWindows(scratch.working[:0], scratch.openings, scratch.breaks)
	if !h.aroundMidnight {
		return workingTime{openings: scratch.openings, working: scratch.working}
	}
	open, breaks := h.around(day, days)
	scratch.around = subtractWindows(scratch.around[:0], open, breaks)
	return workingTime{openings: scratch.openings, working: scratch.around}
}

// around gives the open hours and the breaks of the day together with those of
// its neighbours.
func (h *workingHours) around(day *localDay, days localDays) (open, breaks []Window) {
	for offset := -neighbourDays; offset <= neighbourDays; offset++ {
		neighbour := days.on(day.date.AddDays(offset))
		open = h.appendHours(open, neighbour, records.AvailabilityOpen)
		breaks = h.appendHours(breaks, neighbour, records.AvailabilityBreak)
	}
	return mergeWindows(open), mergeWindows(breaks)
}
