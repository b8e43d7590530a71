package scheduler

import (
	"cmp"
	"slices"
	"time"

	"frontdesk/records"
)

// Day is a day of the clinic's calendar with what is free on it.
type Day struct {
	Date records.LocalDate
	// Slots are the first of the day with those who were looked at, in order;
	// none where nothing is free with anybody.
	Slots []Slot
}

// MaxDays is the longest span that a view of days may have: a quarter.
const MaxDays = 92

const (
	// wholeSquad is how many practitioners a view of days looks at together, so
	// that each day's first slot is the first there is.
	wholeSquad = 8
	// squadSize is how many it looks at first where there are more. Half as many
	// as that cost two thirds of the rows, and less of what days without a room
	// ask for afterwards: see docs/benchmarks.md.
	squadSize = 4
)

// DaysWithSlots says for every day of the clinic's calendar from one date up to
// and including another, at most MaxDays of them, whether anything is free, and
// gives the first search.Limit slots. A day on which nothing is free with
// anybody has none, and no other. In a clinic of many practitioners the slots
// are of the first few, by the order that is fair over patients and days, of whom
// anybody has time: to say that a day is free, nobody needs to know the
// time of a thousand. Spread and Near have no meaning here.
func DaysWithSlots(calendar Calendar, search Search, from, until records.LocalDate, now time.Time) []Day {
	quest := newDaysQuest(calendar, search, from, until, now, true)
	quest.Next()
	return quest.Days()
}

// NewDaysQuest begins a search for what DaysWithSlots gives that asks for what
// it must know while it goes on: mostly once, for all days together.
func NewDaysQuest(calendar Calendar, search Search, from, until records.LocalDate, now time.Time) *Quest {
	return newDaysQuest(calendar, search, from, until, now, false)
}

// Days gives what a quest for days found, when Next has given false.
func (q *Quest) Days() []Day { return q.days }

func newDaysQuest(calendar Calendar, search Search, from, until records.LocalDate, now time.Time, complete bool) *Quest {
	search.Spread, search.Near = false, time.Time{}
	if calendar.Zone == nil || until.Before(from) {
		return &Quest{done: true}
	}
	last := from.AddDays(MaxDays - 1)
	if until.Before(last) {
		last = until
	}
	q := begin(calendar, search, now, complete)
	for date := from; !last.Before(date); date = date.AddDays(1) {
		q.days = append(q.days, Day{Date: date})
	}
	if search.Limit <= 0 || q.done {
		q.done = true
		return q
	}
	squads, end := q.finder.squads(), q.finder.end
	q.finder.reading = newDaysReading(len(squads[0]), len(q.days))
	q.run = func() bool {
		for i := range q.days {
			q.days[i].Slots = nil
		}
		for _, squad := range squads {
			q.finder.candidates = squad
			q.finder.end = earlier(end, q.endOfOpenDays())
			for i := range q.days {
				if len(q.days[i].Slots) > 0 {
					continue
				}
				span := q.finder.prepared.days.on(q.days[i].Date).span
				slots, ok := q.collect(intersectWindows(nil, q.finder.starts, []Window{span}), search.Limit)
				if !ok {
					return false
				}
				q.days[i].Slots = slots
			}
		}
		return true
	}
	return q
}

// endOfOpenDays is after all that starts on the days that have no slots yet.
func (q *Quest) endOfOpenDays() time.Time {
	for i := len(q.days) - 1; i >= 0; i-- {
		if len(q.days[i].Slots) == 0 {
			return OccupiedSpan(*q.finder.kind, q.finder.prepared.days.on(q.days[i].Date).span.End).End
		}
	}
	return q.finder.epoch
}

// squads gives the candidates in the order of their ranks: all where they are
// few, otherwise some, and twice as many each time.
func (f *finder) squads() [][]candidate {
	ranked := slices.Clone(f.candidates)
	slices.SortStableFunc(ranked, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	var squads [][]candidate
	if len(ranked) <= wholeSquad {
		return [][]candidate{ranked}
	}
	for size := squadSize; len(ranked) > 0; size *= 2 {
		size = min(size, len(ranked))
		squads, ranked = append(squads, ranked[:size]), ranked[size:]
	}
	return squads
}
