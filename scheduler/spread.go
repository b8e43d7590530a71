package scheduler

import (
	"slices"
	"time"

	"frontdesk/records"
)

const (
	// spreadReach is how long after the soonest slot another day is still
	// preferred to another time of the same part of a day: an offer in six
	// weeks is no choice for who can come tomorrow. It holds three days of one
	// weekday, for who asked for "any Thursday".
	spreadReach = 15 * 24 * time.Hour
	// spreadDistance is how far apart slots of the same part of a day should be.
	spreadDistance = time.Hour
)

// The parts of a day, by the wall clock: morning until noon, afternoon until
// five, then evening.
const (
	noon         = records.LocalTime(12 * 60)
	eveningStart = records.LocalTime(17 * 60)
)

// spread gives slots that are really different, sorted by start: the soonest
// slot, then the soonest in other parts of its day and of other days, no more
// than two on one day as long as others can be had; and only where that is not
// enough, slots of a part of a day that is among them already, an hour apart,
// then at any other time, then with somebody else at the same time.
func (q *Quest) spread(limit int) ([]Slot, bool) {
	starts := q.finder.starts
	chosen, ok := q.collect(starts, 1)
	if !ok || len(chosen) == 0 {
		return nil, ok
	}
	reach := startingBefore(starts, chosen[0].Start.Add(spreadReach))
	for _, perDay := range []int{2, 3} {
		if chosen, ok = q.chooseDifferent(chosen, reach, limit, func(slot Slot, chosen []Slot) (time.Time, bool) {
			return q.finder.afterSamePart(slot, chosen, perDay)
		}); !ok {
			return nil, false
		}
	}
	for _, distance := range []time.Duration{spreadDistance, time.Nanosecond} {
		if chosen, ok = q.chooseDifferent(chosen, starts, limit, func(slot Slot, chosen []Slot) (time.Time, bool) {
			return afterNearby(slot, chosen, distance)
		}); !ok {
			return nil, false
		}
	}
	if len(chosen) < limit {
		// Every start is among the chosen by now, so what is missing is with
		// other practitioners at the same starts.
		all, ok := q.collect(starts, limit)
		if !ok {
			return nil, false
		}
		for _, slot := range all {
			if len(chosen) < limit && !slices.ContainsFunc(chosen, slot.sameOffer) {
				chosen = append(chosen, slot)
			}
		}
	}
	slices.SortStableFunc(chosen, func(a, b Slot) int { return a.Start.Compare(b.Start) })
	return chosen, true
}

// chooseDifferent adds the soonest slots that are unlike what was chosen
// before. Alike says of a slot whether it is too like one of the chosen, and
// from when, later than the slot, to look on. It gives false where the search
// must know more first.
func (q *Quest) chooseDifferent(
	chosen []Slot, within []Window, limit int, alike func(Slot, []Slot) (time.Time, bool),
) ([]Slot, bool) {
	for len(chosen) < limit {
		soonest, ok := q.collect(within, 1)
		if !ok {
			return nil, false
		}
		if len(soonest) == 0 {
			break
		}
		next, clash := alike(soonest[0], chosen)
		if !clash {
			chosen = append(chosen, soonest[0])
			next, _ = alike(soonest[0], chosen)
		}
		within = startingFrom(within, next)
	}
	return chosen, true
}

// afterSamePart calls a slot too like the chosen ones in the same part of the
// same day, or when its day has perDay of them already.
func (f *finder) afterSamePart(slot Slot, chosen []Slot, perDay int) (time.Time, bool) {
	day := f.prepared.days.at(slot.Start)
	partEnd := f.partEnd(slot.Start)
	onDay, inPart := 0, false
	for _, other := range chosen {
		if f.prepared.days.at(other.Start).date == day.date {
			onDay++
			inPart = inPart || f.partEnd(other.Start).Equal(partEnd)
		}
	}
	if onDay >= perDay {
		return day.span.End, true
	}
	return partEnd, inPart
}

// partEnd gives when the part of the day that the instant is in ends.
func (f *finder) partEnd(instant time.Time) time.Time {
	day := f.prepared.days.at(instant)
	for _, end := range []records.LocalTime{noon, eveningStart} {
		if at := LocalInstant(f.prepared.days.zone, day.date, end); instant.Before(at) {
			return at
		}
	}
	return day.span.End
}

// afterNearby calls a slot too like the chosen ones less than the distance
// away from it.
func afterNearby(slot Slot, chosen []Slot, distance time.Duration) (time.Time, bool) {
	for _, other := range chosen {
		if slot.Start.Sub(other.Start).Abs() < distance {
			return other.Start.Add(distance), true
		}
	}
	return time.Time{}, false
}

// startingBefore cuts off what lies at or after the instant.
func startingBefore(within []Window, instant time.Time) []Window {
	if len(within) == 0 {
		return nil
	}
	return intersectWindows(nil, within, []Window{{Start: within[0].Start, End: instant}})
}

// sameOffer says whether two slots are the same time with the same person at
// the same place.
func (s Slot) sameOffer(other Slot) bool {
	return s.PractitionerID == other.PractitionerID && s.LocationID == other.LocationID && s.Start.Equal(other.Start)
}
