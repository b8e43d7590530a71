package scheduler

import (
	"time"

	"frontdesk/records"
)

// Day is a day of the clinic's calendar with what is free on it.
type Day struct {
	Date records.LocalDate
	// Slots are the first of the day, in order; none where nothing is free.
	Slots []Slot
}

// MaxDays is the longest span that a view of days may have: a quarter.
const MaxDays = 92

// DaysWithSlots gives every day of the clinic's calendar from one date up to
// and including another, at most MaxDays of them, with the first slots of the
// search on each: search.Limit of them at most, so that a limit of 1 says
// which days have any, and from when. Spread has no meaning here.
func DaysWithSlots(calendar Calendar, search Search, from, until records.LocalDate, now time.Time) []Day {
	quest := newDaysQuest(calendar, search, from, until, now, true)
	quest.Next()
	return quest.Days()
}

// NewDaysQuest begins a search for what DaysWithSlots gives that asks for what
// it must know while it goes on. For few practitioners it asks once, for all
// days together.
func NewDaysQuest(calendar Calendar, search Search, from, until records.LocalDate, now time.Time) *Quest {
	return newDaysQuest(calendar, search, from, until, now, false)
}

// Days gives what a quest for days found, when Next has given false.
func (q *Quest) Days() []Day { return q.days }

func newDaysQuest(calendar Calendar, search Search, from, until records.LocalDate, now time.Time, complete bool) *Quest {
	search.Spread = false
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
	q.finder.reading = newDaysReading(len(q.finder.candidates), search.Limit, len(q.days))
	q.run = func() bool {
		for i := range q.days {
			span := q.finder.prepared.days.on(q.days[i].Date).span
			slots, ok := q.collect(intersectWindows(nil, q.finder.starts, []Window{span}), search.Limit)
			if !ok {
				return false
			}
			q.days[i].Slots = slots
		}
		return true
	}
	return q
}
