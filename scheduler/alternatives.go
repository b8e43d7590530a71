package scheduler

import (
	"cmp"
	"math"
	"slices"
	"time"
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
	quest := newAlternativesQuest(calendar, lost, now, by, limit, true)
	quest.Next()
	return quest.Slots()
}

// NewAlternativesQuest begins a search for what Alternatives gives that asks
// for what it must know while it goes on.
func NewAlternativesQuest(calendar Calendar, lost Slot, now time.Time, by Booker, limit int) *Quest {
	return newAlternativesQuest(calendar, lost, now, by, limit, false)
}

func newAlternativesQuest(calendar Calendar, lost Slot, now time.Time, by Booker, limit int, complete bool) *Quest {
	q := begin(calendar, AlternativesSearch(lost, by), now, complete)
	if limit <= 0 {
		q.done = true
	}
	if q.done {
		return q
	}
	everybody := q.finder.candidates
	same := slices.DeleteFunc(slices.Clone(everybody), func(one candidate) bool {
		return one.person.practitioner.ID != lost.PractitionerID
	})
	q.run = func() bool {
		var found []Slot
		var ok bool
		if len(same) > 0 {
			q.finder.candidates = same
			if found, ok = q.nearestSlots(lost, limit, alternativesAfter); !ok {
				return false
			}
		}
		// With anybody else it would have to be so near that it is likelier than
		// what was found, which mostly leaves nothing to look for.
		reach := alternativesAfter
		if len(found) == limit {
			reach = min(reach, unlikeness(found[limit-1], lost)-otherPractitioner)
		}
		var all []Slot
		if reach > 0 {
			q.finder.candidates = everybody
			if all, ok = q.nearestSlots(lost, limit, reach); !ok {
				return false
			}
		}
		for _, slot := range all {
			if !slices.ContainsFunc(found, slot.sameOffer) {
				found = append(found, slot)
			}
		}
		// What is equally like stays in order: the same practitioner first.
		slices.SortStableFunc(found, func(a, b Slot) int {
			return cmp.Or(cmp.Compare(unlikeness(a, lost), unlikeness(b, lost)), a.Start.Compare(b.Start))
		})
		q.slots = found[:min(limit, len(found))]
		return true
	}
	return q
}

func unlikeness(slot, lost Slot) time.Duration {
	distance := slot.Start.Sub(lost.Start).Abs()
	if slot.PractitionerID != lost.PractitionerID {
		distance += otherPractitioner
	}
	return distance
}

// nearestSlots gives the limit slots of the search that are nearest to the
// lost one in time; false where the search must know more first. It looks in
// ever wider circles, so that an ordinary loss is answered from the hours
// around it, and stops behind the reach.
func (q *Quest) nearestSlots(lost Slot, limit int, reach time.Duration) ([]Slot, bool) {
	starts := q.finder.starts
	for radius := time.Hour; ; radius *= 4 {
		before := Window{Start: lost.Start.Add(-radius), End: lost.Start}
		after := Window{Start: lost.Start, End: lost.Start.Add(radius)}
		near, ok := q.collect(intersectWindows(nil, starts, []Window{before}), math.MaxInt)
		if !ok {
			return nil, false
		}
		// One more, as the lost slot may be among them.
		following, ok := q.collect(intersectWindows(nil, starts, []Window{after}), limit+1)
		if !ok {
			return nil, false
		}
		near = slices.DeleteFunc(append(near, following...), lost.sameOffer)
		if len(near) >= limit || radius > reach {
			slices.SortStableFunc(near, func(a, b Slot) int {
				return cmp.Compare(a.Start.Sub(lost.Start).Abs(), b.Start.Sub(lost.Start).Abs())
			})
			return near[:min(limit, len(near))], true
		}
	}
}
