package scheduler

import "time"

// startRun is a row of possible starts, one grid step apart: first ≤ t < end.
type startRun struct{ first, end time.Time }

// newStartRun gives the starts in the window that lie on the grid with the
// given origin. The window starts at or after the origin.
func newStartRun(window Window, origin time.Time, step time.Duration) startRun {
	off := window.Start.Sub(origin) % step
	if off == 0 {
		return startRun{first: window.Start, end: window.End}
	}
	return startRun{first: window.Start.Add(step - off), end: window.End}
}

// startCursor walks through one practitioner's runs of a day.
type startCursor struct {
	start     time.Time
	rank      uint64
	candidate int
	// unread is true until the practitioner's runs are known; start is then a
	// time before which there is none.
	unread bool
	// run is the run that start is in; end is one past the practitioner's last.
	run, end int
}

func (c *startCursor) before(other *startCursor) bool {
	if order := c.start.Compare(other.start); order != 0 {
		return order < 0
	}
	return c.rank < other.rank
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

// read gives the first cursor the runs from first on, or drops it where there
// are none.
func (q *startQueue) read(runs []startRun, first int) {
	if first == len(runs) {
		q.drop()
		return
	}
	cursor := &(*q)[0]
	cursor.unread, cursor.run, cursor.end = false, first, len(runs)
	cursor.start = runs[first].first
	q.sink(0)
}

// advance moves the first cursor to its next start, or drops it after its last.
func (q *startQueue) advance(runs []startRun, step time.Duration) {
	cursor := &(*q)[0]
	cursor.start = cursor.start.Add(step)
	if !cursor.start.Before(runs[cursor.run].end) {
		cursor.run++
		if cursor.run == cursor.end {
			q.drop()
			return
		}
		cursor.start = runs[cursor.run].first
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
