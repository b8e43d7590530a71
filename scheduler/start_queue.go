package scheduler

import "time"

// startRun is a row of possible starts, one grid step apart: first ≤ t < end,
// as times since the search's epoch.
type startRun struct{ first, end time.Duration }

// firstOnGrid gives the first time at or after from that lies on the grid with
// the given origin, which is not later than from.
func firstOnGrid(from, origin, step time.Duration) time.Duration {
	if off := (from - origin) % step; off != 0 {
		return from + step - off
	}
	return from
}

// startCursor walks through one candidate's runs of a day.
type startCursor struct {
	// start is the next start, as a time since the search's epoch.
	start     time.Duration
	rank      uint64
	candidate int32
	// unread is true until it is known which starts from here on are free; start
	// is then a time before which there is none.
	unread bool
	// run is the run that start is in; end is one past the last that is known.
	run, end int32
	// resume is where the starts begin of which nothing is known yet, or never.
	resume time.Duration
}

// never is later than any start.
const never = time.Duration(1<<63 - 1)

func (c *startCursor) before(other *startCursor) bool {
	if c.start != other.start {
		return c.start < other.start
	}
	if c.rank != other.rank {
		return c.rank < other.rank
	}
	return c.candidate < other.candidate
}

// startQueue is a binary heap of cursors, the next start first. It is written
// out, and not container/heap, as it is the inner loop of every search and
// that package calls through an interface.
type startQueue []startCursor

// order makes any list a heap.
func (q startQueue) order() {
	for i := len(q)/2 - 1; i >= 0; i-- {
		q.sink(i)
	}
}

// read gives the first cursor the runs from first on, and where they end to be
// known.
func (q *startQueue) read(runs []startRun, first int, resume time.Duration) {
	cursor := &(*q)[0]
	cursor.resume = resume
	cursor.run, cursor.end = int32(first), int32(len(runs)) //nolint:gosec // a day has few runs
	q.next(runs)
}

// advance moves the first cursor to its next start, or drops it after its last.
func (q *startQueue) advance(runs []startRun, step time.Duration) {
	cursor := &(*q)[0]
	cursor.start += step
	if cursor.start < runs[cursor.run].end {
		q.sink(0)
		return
	}
	cursor.run++
	q.next(runs)
}

// next puts the first cursor at the beginning of its run, or where nothing is
// known yet, or drops it.
func (q *startQueue) next(runs []startRun) {
	cursor := &(*q)[0]
	switch {
	case cursor.run < cursor.end:
		cursor.unread, cursor.start = false, runs[cursor.run].first
	case cursor.resume != never:
		cursor.unread, cursor.start = true, cursor.resume
	default:
		q.drop()
		return
	}
	q.sink(0)
}

// drop takes the first cursor out.
func (q *startQueue) drop() {
	last := len(*q) - 1
	(*q)[0] = (*q)[last]
	*q = (*q)[:last]
	q.sink(0)
}

// sink moves the cursor at i down to its place.
func (q startQueue) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(q) {
			return
		}
		if right := child + 1; right < len(q) && q[right].before(&q[child]) {
			child = right
		}
		if !q[child].before(&q[i]) {
			return
		}
		q[i], q[child] = q[child], q[i]
		i = child
	}
}
