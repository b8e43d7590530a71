package scheduler

import (
	"slices"
	"time"

	"frontdesk/records"
)

// Quest is a search that asks for what it must know while it goes on, so that
// a clinic with a thousand practitioners is searched by reading a few of them:
//
//	quest := scheduler.NewQuest(rules, search, now)
//	for need, more := quest.Next(); more; need, more = quest.Next() {
//		quest.Provide(…) // what is taken of need.SubjectIDs during need.Window
//	}
//	slots := quest.Slots()
//
// It gives exactly the slots that FindSlots gives for a calendar in which
// everything is known. How often it asks grows with how full the days are, not
// with how many practitioners there are. It is not safe for concurrent use;
// quests of one Prepared calendar are independent of each other.
type Quest struct {
	// run is the whole search. It is run again from the start after each answer,
	// and gets what it has found before from collected; it gives false where it
	// must know more.
	run    func() bool
	finder *finder
	slots  []Slot
	days   []Day
	done   bool
	// waiting is the need that was not answered yet.
	waiting Need

	collected [][]Slot
	replayed  int
	collector *collector
}

// NewQuest begins a search; see FindSlots. What the calendar has Occupied is
// left aside.
func NewQuest(calendar Calendar, search Search, now time.Time) *Quest {
	return newQuest(calendar, search, now, false)
}

func newQuest(calendar Calendar, search Search, now time.Time, complete bool) *Quest {
	q := begin(calendar, search, now, complete)
	limit := search.Limit
	q.run = func() bool {
		var ok bool
		switch {
		case !search.Near.IsZero():
			q.slots, ok = q.nearest(limit)
		case search.Spread:
			q.slots, ok = q.spread(limit)
		default:
			q.slots, ok = q.collect(q.finder.starts, limit)
		}
		return ok
	}
	if limit <= 0 {
		q.done = true
	}
	return q
}

// begin makes a quest without a run. Complete is one that knows all that the
// calendar has Occupied.
func begin(calendar Calendar, search Search, now time.Time, complete bool) *Quest {
	q := &Quest{}
	known := newKnowledge(nil)
	if complete {
		taken := calendar.taken()
		known.all = &taken
	}
	var ok bool
	if q.finder, ok = newFinder(calendar, search, now, known); !ok {
		q.done = true
	}
	return q
}

// Next goes on with the search. It gives what must be provided, or false when
// the search has come to its end.
func (q *Quest) Next() (Need, bool) {
	if q.done {
		return Need{}, false
	}
	if !q.waiting.IsEmpty() {
		return q.waiting, true
	}
	q.replayed = 0
	if q.run() {
		q.done = true
		return Need{}, false
	}
	q.waiting = q.finder.need
	return q.waiting, true
}

// Provide answers the need that Next gave: all that is taken of its subjects
// and overlaps its window, in any order, fastest ordered by subject and start.
// Expired holds, and an appointment that is to be moved, are left out.
func (q *Quest) Provide(occupied []records.Occupied) {
	if q.waiting.IsEmpty() {
		return
	}
	q.finder.knowledge.learn(q.waiting, occupied)
	q.waiting = Need{}
}

// Slots gives what was found when Next has given false: sorted by start, with
// Search.Near the likest first.
func (q *Quest) Slots() []Slot { return q.slots }

// collector is a walk through windows for the first slots in them.
type collector struct {
	within []Window
	limit  int
	slots  []Slot
	day    daySearch
	isOpen bool
}

// collect gives the first slots that start within the windows; false where it
// must know more first. What it gave before in this quest it gives again.
func (q *Quest) collect(within []Window, limit int) ([]Slot, bool) {
	if q.replayed < len(q.collected) {
		q.replayed++
		return slices.Clone(q.collected[q.replayed-1]), true
	}
	if q.collector == nil {
		q.collector = &collector{within: within, limit: limit}
		q.finder.beginWalk()
	}
	walk := q.collector
	for len(walk.within) > 0 && len(walk.slots) < walk.limit {
		if !walk.isOpen {
			walk.day, walk.isOpen = q.finder.openDay(q.finder.prepared.days.at(walk.within[0].Start), walk.within), true
		}
		var ok bool
		if walk.slots, ok = q.finder.collectDay(walk.slots, &walk.day, walk.limit); !ok {
			return nil, false
		}
		walk.within, walk.isOpen = startingFrom(walk.within, walk.day.span.End), false
	}
	q.collector = nil
	q.collected = append(q.collected, walk.slots)
	q.replayed++
	return slices.Clone(walk.slots), true
}

// startingFrom cuts off what lies before the instant. The list it was given
// stays as it is.
func startingFrom(within []Window, instant time.Time) []Window {
	for len(within) > 0 && !within[0].End.After(instant) {
		within = within[1:]
	}
	if len(within) == 0 || !within[0].Start.Before(instant) {
		return within
	}
	rest := append([]Window(nil), within...)
	rest[0].Start = instant
	return rest
}
