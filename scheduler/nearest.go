package scheduler

import (
	"cmp"
	"slices"
	"time"

	"frontdesk/records"
)

const (
	// nearestReach is how far around the wished time slots are looked for before
	// the whole day is.
	nearestReach = 2 * time.Hour
	// nearestBefore is how many days before the wished one are looked at.
	nearestBefore = 7
)

// nearest gives at most limit slots at different times, the likeliest first for
// who wished for one instant: those of its own day that are nearest to it, then
// of each other day, the nearer first, the one that is nearest to the same time
// by the wall clock; and where there are not so many days, what else those have.
func (q *Quest) nearest(limit int) ([]Slot, bool) {
	home := q.finder.prepared.days.at(q.finder.search.Near)
	chosen, ok := q.nearestOn(home, limit)
	if !ok {
		return nil, false
	}
	var spare []Slot
	around := otherDays{quest: q, home: home, earlier: home, after: home.span.End}
	for len(chosen) < limit {
		day, ok := around.next()
		if !ok {
			return nil, false
		}
		if day == nil {
			break
		}
		found, ok := q.nearestOn(day, limit)
		if !ok {
			return nil, false
		}
		chosen, spare = append(chosen, found[0]), append(spare, found[1:]...)
	}
	return append(chosen, spare[:min(len(spare), limit-len(chosen))]...), true
}

// nearestOn gives the slots of a day that are nearest to the wished time of day,
// the nearest first, at most limit and one of each start.
func (q *Quest) nearestOn(day *localDay, limit int) ([]Slot, bool) {
	days := q.finder.prepared.days
	point := q.finder.search.Near
	if home := days.at(point); home.date != day.date {
		local := point.In(days.zone)
		point = LocalInstant(days.zone, day.date, records.LocalTime(local.Hour()*60+local.Minute()))
	}
	near := []Window{{Start: point.Add(-nearestReach), End: point.Add(nearestReach)}}
	found, ok := q.differentStarts(intersectWindows(nil, near, []Window{day.span}))
	if ok && len(found) < limit {
		found, ok = q.differentStarts([]Window{day.span})
	}
	if !ok {
		return nil, false
	}
	slices.SortStableFunc(found, func(a, b Slot) int {
		return cmp.Compare(a.Start.Sub(point).Abs(), b.Start.Sub(point).Abs())
	})
	return found[:min(limit, len(found))], true
}

// differentStarts gives the first slot of each start within the windows.
func (q *Quest) differentStarts(within []Window) ([]Slot, bool) {
	var found []Slot
	within = intersectWindows(nil, q.finder.starts, within)
	for {
		soonest, ok := q.collect(within, 1)
		if !ok || len(soonest) == 0 {
			return found, ok
		}
		found = append(found, soonest[0])
		within = startingFrom(within, soonest[0].Start.Add(time.Nanosecond))
	}
}

// otherDays goes out from a day to those around it that have a slot.
type otherDays struct {
	quest *Quest
	home  *localDay
	// later and earlier are the next day in each direction, or nil where there
	// is none; after is where the days begin that were not looked at.
	later, earlier *localDay
	after          time.Time
}

// next gives the nearest day that was not given before, of two that are equally
// near the later one; nil at the end, and false where more must be known first.
func (o *otherDays) next() (*localDay, bool) {
	if o.earlier == o.home && !o.findEarlier() {
		return nil, false
	}
	if o.later == nil && !o.findLater() {
		return nil, false
	}
	if o.later != nil && (o.earlier == nil || o.later.number-o.home.number <= o.home.number-o.earlier.number) {
		given := o.later
		o.later = nil
		return given, true
	}
	given := o.earlier
	return given, given == nil || o.findEarlier()
}

func (o *otherDays) findLater() bool {
	found, ok := o.quest.collect(startingFrom(o.quest.finder.starts, o.after), 1)
	if len(found) > 0 {
		o.later = o.quest.finder.prepared.days.at(found[0].Start)
		o.after = o.later.span.End
	}
	return ok
}

func (o *otherDays) findEarlier() bool {
	days, starts := o.quest.finder.prepared.days, o.quest.finder.starts
	for o.earlier != nil {
		o.earlier = days.on(o.earlier.date.AddDays(-1))
		if o.home.number-o.earlier.number > nearestBefore || !o.earlier.span.End.After(starts[0].Start) {
			o.earlier = nil
			break
		}
		found, ok := o.quest.collect(intersectWindows(nil, starts, []Window{o.earlier.span}), 1)
		if !ok || len(found) > 0 {
			return ok
		}
	}
	return true
}
