package scheduler

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// knownTime is what is known so far of the taken time of one subject: a
// practitioner, patient, room, device or quota.
type knownTime struct {
	id    uuid.UUID
	taken subjectTime
	// known is the windows of which it is known, as a normal list.
	known []Window
	// everything is true where there is nothing more to learn.
	everything bool
	// asked is the number of the need that asks for it.
	asked int
}

// knownUntil gives the end of what is known without a gap from the instant on;
// the instant itself where nothing is.
func (k *knownTime) knownUntil(from time.Time) time.Time {
	if k.everything {
		return from.Add(2 * MaxHorizon)
	}
	for _, window := range k.known {
		if window.Contains(from) {
			return window.End
		}
	}
	return from
}

// knows says whether all of the span is known.
func (k *knownTime) knows(span Window) bool {
	return k.everything || !k.knownUntil(span.Start).Before(span.End)
}

// learn takes in what is taken during a window, sorted by start.
func (k *knownTime) learn(window Window, taken subjectTime) {
	if len(k.taken.rows) == 0 {
		k.taken = taken
	} else if len(taken.rows) > 0 {
		rows := slices.Concat(k.taken.rows, taken.rows)
		slices.SortFunc(rows, compareOccupied)
		// A row that reaches over the edge of a window comes with both.
		rows = slices.CompactFunc(rows, func(a, b records.Occupied) bool { return compareOccupied(a, b) == 0 })
		k.taken, _ = newSubjectTime(rows)
	}
	k.known = mergeWindows(append(k.known, window))
}

func compareOccupied(a, b records.Occupied) int {
	return cmp.Or(
		a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.Seat, b.Seat),
		slices.Compare(a.GroupID[:], b.GroupID[:]), cmp.Compare(a.Seats, b.Seats),
	)
}

// knowledge is what a search knows of everybody's taken time.
type knowledge struct {
	subjects map[uuid.UUID]*knownTime
	// all is everything there is, where a search begins with a full calendar.
	all *occupancy
	// asked counts the needs.
	asked int
}

func newKnowledge(all *occupancy) knowledge {
	return knowledge{subjects: make(map[uuid.UUID]*knownTime), all: all}
}

// of gives what is known of a subject.
func (k *knowledge) of(id uuid.UUID) *knownTime {
	if known := k.subjects[id]; known != nil {
		return known
	}
	known := &knownTime{id: id}
	if k.all != nil {
		known.everything, known.taken = true, k.all.of(id)
	}
	k.subjects[id] = known
	return known
}

// learn takes in the answer to a need.
func (k *knowledge) learn(need Need, rows []records.Occupied) {
	index := indexOccupied(rows)
	for _, id := range need.SubjectIDs {
		k.of(id).learn(need.Window, index.of(id))
	}
}
