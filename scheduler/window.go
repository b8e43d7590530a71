package scheduler

import (
	"slices"
	"time"
)

// The arithmetic of time that is open and time that is taken. A list of
// windows is normal when it is sorted by start, no window in it is empty and
// no two touch; every function here but mergeWindows takes and gives normal
// lists, and appends to a list of the caller's so that a search allocates
// nothing per practitioner and day.

// IsEmpty says whether no instant is in the window.
func (w Window) IsEmpty() bool { return !w.Start.Before(w.End) }

// Contains says whether the instant is in the window.
func (w Window) Contains(instant time.Time) bool {
	return !instant.Before(w.Start) && instant.Before(w.End)
}

// Covers says whether all of the other window is in this one.
func (w Window) Covers(other Window) bool {
	return !other.Start.Before(w.Start) && !other.End.After(w.End)
}

// Overlaps says whether some instant is in both windows. Windows that only
// touch do not overlap, and an empty window overlaps nothing.
func (w Window) Overlaps(other Window) bool { return !w.intersect(other).IsEmpty() }

// intersect gives what is in both windows; it may be empty.
func (w Window) intersect(other Window) Window {
	return Window{Start: later(w.Start, other.Start), End: earlier(w.End, other.End)}
}

// mergeWindows makes any list normal, in place: sorted, empty windows dropped,
// windows that overlap or touch made one.
func mergeWindows(windows []Window) []Window {
	slices.SortFunc(windows, func(a, b Window) int { return a.Start.Compare(b.Start) })
	merged := windows[:0]
	for _, window := range windows {
		if window.IsEmpty() {
			continue
		}
		if last := len(merged) - 1; last >= 0 && !window.Start.After(merged[last].End) {
			merged[last].End = later(merged[last].End, window.End)
			continue
		}
		merged = append(merged, window)
	}
	return merged
}

// subtractWindows appends to into what is in from but not in taken.
func subtractWindows(into, from, taken []Window) []Window {
	for _, window := range from {
		for len(taken) > 0 && !taken[0].End.After(window.Start) {
			taken = taken[1:]
		}
		// taken is not consumed past here: its last window may reach into the
		// next one of from.
		for _, gone := range taken {
			if !gone.Start.Before(window.End) {
				break
			}
			if window.Start.Before(gone.Start) {
				into = append(into, Window{Start: window.Start, End: gone.Start})
			}
			window.Start = gone.End
		}
		if !window.IsEmpty() {
			into = append(into, window)
		}
	}
	return into
}

// intersectWindows appends to into what is in both lists.
func intersectWindows(into, left, right []Window) []Window {
	for len(left) > 0 && len(right) > 0 {
		if both := left[0].intersect(right[0]); !both.IsEmpty() {
			into = append(into, both)
		}
		if left[0].End.Before(right[0].End) {
			left = left[1:]
		} else {
			right = right[1:]
		}
	}
	return into
}

// coversWindow says whether all of the span is in one window of the list.
func coversWindow(windows []Window, span Window) bool {
	return slices.ContainsFunc(windows, func(window Window) bool { return window.Covers(span) })
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
