package scheduler

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"
)

const (
	// alternativesBefore and alternativesAfter bound how far from a lost slot
	// alternatives are looked for.
	alternativesBefore = 7 * 24 * time.Hour
	alternativesAfter  = 28 * 24 * time.Hour
	// otherPractitioner is how much further away in time a slot with somebody
	// else counts: who chose Dr Osei would rather come a day later than see
	// another doctor, but not a month later.
	otherPractitioner = 48 * time.Hour
)

// AlternativesSearch gives the search whose SearchSpan is the occupied time that
// Alternatives needs to know.
func AlternativesSearch(lost Slot, by Booker) Search {
	return Search{
		AppointmentTypeID: lost.AppointmentTypeID,
		PatientID:         by.PatientID,
		ReplacingID:       by.ReplacingID,
		Windows:           []Window{{Start: lost.Start.Add(-alternativesBefore), End: lost.Start.Add(alternativesAfter)}},
		ByStaff:           by.Staff,
	}
}

// Alternatives gives at most limit free slots of the lost slot's type that are
// most like it, the likest first: nearest in time, where a slot with another
// practitioner counts as two days further away. They are bookable at now, and
// the lost slot is never among them.
func Alternatives(calendar Calendar, lost Slot, now time.Time, by Booker, limit int) []Slot {
	if limit <= 0 {
		return nil
	}
	calendar = calendar.Indexed()
	everybody := AlternativesSearch(lost, by)
	same := everybody
	same.PractitionerID = lost.PractitionerID
	var found []Slot
	if lost.PractitionerID != uuid.Nil {
		found = nearestSlots(calendar, same, lost, now, limit)
	}
	for _, slot := range nearestSlots(calendar, everybody, lost, now, limit) {
		if !slices.ContainsFunc(found, slot.sameOffer) {
			found = append(found, slot)
		}
	}
	// What is equally like stays in order: the same practitioner first.
	slices.SortStableFunc(found, func(a, b Slot) int {
		return cmp.Or(cmp.Compare(unlikeness(a, lost), unlikeness(b, lost)), a.Start.Compare(b.Start))
	})
	return found[:min(limit, len(found))]
}

func unlikeness(slot, lost Slot) time.Duration {
	distance := slot.Start.Sub(lost.Start).Abs()
	if slot.PractitionerID != lost.PractitionerID {
		distance += otherPractitioner
	}
	return distance
}

// nearestSlots gives the limit slots of the search that are nearest to the
// lost one in time. It looks in ever wider circles, so that an ordinary loss
// is answered from the hours around it.
func nearestSlots(calendar Calendar, search Search, lost Slot, now time.Time, limit int) []Slot {
	finder, ok := newFinder(calendar, search, now)
	if !ok {
		return nil
	}
	for radius := 2 * time.Hour; ; radius *= 4 {
		before := Window{Start: lost.Start.Add(-radius), End: lost.Start}
		after := Window{Start: lost.Start, End: lost.Start.Add(radius)}
		near := finder.collect(intersectWindows(nil, finder.starts, []Window{before}), math.MaxInt)
		// One more, as the lost slot may be among them.
		near = append(near, finder.collect(intersectWindows(nil, finder.starts, []Window{after}), limit+1)...)
		near = slices.DeleteFunc(near, lost.sameOffer)
		if len(near) >= limit || radius > alternativesAfter {
			slices.SortStableFunc(near, func(a, b Slot) int {
				return cmp.Compare(a.Start.Sub(lost.Start).Abs(), b.Start.Sub(lost.Start).Abs())
			})
			return near[:min(limit, len(near))]
		}
	}
}
