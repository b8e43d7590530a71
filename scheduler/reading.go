package scheduler

import (
	"time"

	"github.com/google/uuid"
)

// A search knows nothing of taken time to begin with and asks for it in needs,
// each of which is one query: for some practitioners, those whose turn comes
// first, and the rooms that they would take first, over some time. Needs grow,
// first by how many they are for and then by how far they reach, so that their
// number grows with the logarithm of how much is full, and not with how many
// practitioners there are.

const (
	// firstBatch and firstRooms are how many practitioners, and how many rooms
	// and devices, the first need is for, at most.
	firstBatch = 64
	firstRooms = 24
	// fewRooms is how many rooms are asked for even for one practitioner.
	fewRooms = 6
	// mostRooms is how many are ever asked for at once.
	mostRooms = 4000
	// firstArea is how many days of people and rooms the first need is for. It is
	// some two hundred rows where days are full: as much as another query costs.
	firstArea = 24 * 24 * time.Hour
	// shortestReach and longestReach bound over what time it reaches.
	shortestReach = 90 * time.Minute
	longestReach  = 31 * 24 * time.Hour
	// largestArea is how many days of practitioners any need is for, at most.
	largestArea = 4000 * 24 * time.Hour
	// lookahead is how many starts are looked at for the rooms they would take.
	lookahead = 3
)

// reading is how much the next need is for.
type reading struct {
	need Need
	size
	// first is how much the first need of each walk is for.
	first size
	// missing is the room for want of which the search could not go on.
	missing *knownTime
	// days is how more rooms are asked for in a view of days, nil elsewhere.
	days *daysReading
}

// size is how many practitioners and rooms a need is for, and over what time.
type size struct {
	batch, rooms int
	reach        time.Duration
}

// daysReading asks for more rooms where a view of days found none on a day: most
// days need none, so first over that day alone, and over twice as many days each
// time another day does.
type daysReading struct {
	reach time.Duration
	// asked is true once the day that is looked at has asked.
	asked bool
}

func newReading(candidates int, search *Search) reading {
	first := size{batch: min(firstBatch, candidates), rooms: min(max(candidates, fewRooms), firstRooms)}
	// The more candidates wait behind the batch, the sooner a slot is found.
	first.reach = firstArea / time.Duration(first.batch+first.rooms) * time.Duration(first.batch) / time.Duration(candidates)
	// Who wants more than a few slots wants them of more days.
	const few = 8
	first.reach *= time.Duration(min(max(search.Limit/few, 1), int(longestReach/shortestReach)))
	if search.Spread || !search.Near.IsZero() {
		first.reach = max(first.reach, 24*time.Hour) // to another part of the day, and the next
	}
	first.reach = min(max(first.reach, shortestReach), longestReach, largestArea/time.Duration(first.batch))
	return reading{size: first, first: first}
}

// newDaysReading is for the first slots of each of so many days.
func newDaysReading(candidates, days int) reading {
	first := size{batch: candidates, rooms: 2 * wholeSquad, reach: time.Duration(days+1) * 24 * time.Hour}
	if candidates == 1 {
		first.rooms = fewRooms
	}
	return reading{size: first, first: first, days: &daysReading{reach: 24 * time.Hour}}
}

// beginWalk is for each walk through windows for their first slots: who looks
// for another slot far from the one that was found needs few to begin with. In a
// view of days each day is a walk, and only the rooms begin anew.
func (r *reading) beginWalk() {
	if r.days == nil {
		r.size = r.first
		return
	}
	r.rooms, r.days.asked = r.first.rooms, false
}

// roomReach is how far a need for rooms reaches.
func (r *reading) roomReach() time.Duration {
	if r.days == nil {
		return r.reach
	}
	if r.days.asked {
		return 24 * time.Hour // so many rooms are wanted on this day only
	}
	reach := r.days.reach
	r.days.reach, r.days.asked = min(2*reach, longestReach), true
	return reach
}

// grow makes the next need larger.
func (r *reading) grow(candidates int) {
	if r.batch < candidates {
		r.batch = min(2*r.batch, candidates)
		return
	}
	r.reach = min(2*r.reach, max(largestArea/time.Duration(r.batch), r.reach))
}

// ask adds a subject to the need unless it is known or in it already.
func (f *finder) ask(subject *knownTime) bool {
	if subject == nil || subject.asked == f.knowledge.asked || subject.knows(f.need.Window) {
		return false
	}
	subject.asked = f.knowledge.asked
	f.need.SubjectIDs = append(f.need.SubjectIDs, subject.id)
	return true
}

// begin makes a need for the time from a start on, as far as it is to reach.
func (f *finder) begin(start time.Time, reach time.Duration) {
	span := OccupiedSpan(*f.kind, start)
	window := Window{Start: span.Start, End: later(span.End, earlier(start.Add(reach), f.end))}
	f.need = Need{Window: window, SubjectIDs: make([]uuid.UUID, 0, f.batch+f.rooms+1)}
	f.knowledge.asked++
}

// askForCandidates makes a need for the candidates whose turn comes next, of
// whom the first is not known.
func (f *finder) askForCandidates() {
	f.begin(f.epoch.Add(f.queue[0].start), f.reach)
	f.ask(f.patient)
	f.pending = append(f.pending[:0], f.queue...)
	var batch []*candidate
	for len(f.pending) > 0 && len(batch) < f.batch {
		next := f.pending[0]
		f.pending.drop()
		one := &f.candidates[next.candidate]
		if !next.unread {
			continue
		}
		if span := OccupiedSpan(*f.kind, f.epoch.Add(next.start)); span.End.After(f.need.Window.End) {
			break // those who come after start later still
		}
		f.lookUp(one)
		asked := f.ask(one.practitioner)
		for _, quota := range one.quotaTimes {
			asked = f.ask(quota) || asked
		}
		if asked {
			batch = append(batch, one)
		}
	}
	f.askForNearest(batch)
	f.grow(len(f.candidates))
}

// askForNearest adds the rooms that the candidates would take first: in turn,
// one's own, and one that is spare to all at the place of the first.
func (f *finder) askForNearest(batch []*candidate) {
	if len(batch) == 0 {
		return
	}
	head := batch[0]
	spares := f.roomsAt(head.locationID)
	rooms, more := 0, true
	for step := 0; more && rooms < f.rooms; step++ {
		more = step+1 < len(batch)
		if step < len(batch) {
			own := f.roomsAt(batch[step].locationID)
			for i := range own.pools {
				rooms += f.askForRoom(&own.pools[i], batch[step], 0)
			}
		}
		for i := range spares.pools {
			rooms += f.askForRoom(&spares.pools[i], head, step+1)
			more = more || step+2 < len(spares.pools[i].members)
		}
	}
}

// askForRoom adds one room to the need, and gives how many that made.
func (f *finder) askForRoom(pool *roomPool, one *candidate, choice int) int {
	if choice < len(pool.members) && f.ask(f.roomTime(pool, pool.nearest(one.offered, choice))) {
		return 1
	}
	return 0
}

// askForRooms makes a need for the rooms of the first start in the queue, one
// of which is not known, and of those that come right after it.
func (f *finder) askForRooms() {
	head := f.queue[0]
	f.begin(f.epoch.Add(head.start), f.roomReach())
	if until := f.knownUntil(&f.candidates[head.candidate], f.need.Window.Start); until.Before(f.need.Window.End) {
		f.need.Window.End = until // further than that, nobody knows who is free
	}
	if group, joins := f.groupToJoin(&f.candidates[head.candidate], OccupiedSpan(*f.kind, f.epoch.Add(head.start))); joins && group != uuid.Nil {
		f.askForAllRooms(&f.candidates[head.candidate])
		return
	}
	f.ask(f.missing) // so that each need is a step ahead
	f.pending = append(f.pending[:0], f.queue...)
	var batch []*candidate
	for len(f.pending) > 0 && len(batch) < lookahead {
		next := f.pending[0]
		f.pending.drop()
		if !next.unread {
			batch = append(batch, &f.candidates[next.candidate])
		}
	}
	f.askForNearest(batch)
	f.rooms = min(4*f.rooms, mostRooms)
}

// askForAllRooms adds every room in which a group may meet.
func (f *finder) askForAllRooms(one *candidate) {
	set := f.roomsAt(one.locationID)
	for i := range set.pools {
		for at := range set.pools[i].members {
			f.ask(f.roomTime(&set.pools[i], at))
		}
	}
}
