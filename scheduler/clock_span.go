package scheduler

import (
	"slices"

	"frontdesk/records"
)

// clockSpan is a span of one day's wall clock: start ≤ t < end. What rules make
// of a day is worked out in these and only then read off the clock as instants,
// as sets of clock readings can be joined and cut before it just as well.
type clockSpan struct{ start, end records.LocalTime }

// newClockSpan cuts off what lies outside of the day.
func newClockSpan(start, end records.LocalTime) clockSpan {
	return clockSpan{start: max(start, 0), end: min(end, dayEnd)}
}

func (s clockSpan) isEmpty() bool { return s.start >= s.end }

// mergeSpans makes any list normal, in place: sorted, empty spans dropped,
// spans that overlap or touch made one.
func mergeSpans(spans []clockSpan) []clockSpan {
	if len(spans) > 1 {
		slices.SortFunc(spans, func(a, b clockSpan) int { return int(a.start - b.start) })
	}
	merged := spans[:0]
	for _, span := range spans {
		if span.isEmpty() {
			continue
		}
		if last := len(merged) - 1; last >= 0 && span.start <= merged[last].end {
			merged[last].end = max(merged[last].end, span.end)
			continue
		}
		merged = append(merged, span)
	}
	return merged
}

// subtractSpans appends to into what is in from but not in gone. Both are
// normal lists.
func subtractSpans(into, from, gone []clockSpan) []clockSpan {
	for _, span := range from {
		for _, cut := range gone {
			if cut.end <= span.start {
				continue
			}
			if cut.start >= span.end {
				break
			}
			if span.start < cut.start {
				into = append(into, clockSpan{start: span.start, end: cut.start})
			}
			span.start = cut.end
		}
		if !span.isEmpty() {
			into = append(into, span)
		}
	}
	return into
}

// readSpans appends the instants at which the day's clock shows one of the
// spans. Both lists are normal.
func (d *localDay) readSpans(into []Window, spans []clockSpan) []Window {
	first := len(into)
	for _, span := range spans {
		into = d.appendReadings(into, span.start, span.end)
	}
	if len(d.periods) > 1 {
		into = into[:first+len(mergeWindows(into[first:]))]
	}
	return into
}
