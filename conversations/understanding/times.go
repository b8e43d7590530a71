package understanding

import "frontdesk/records"

// hoursOf are the hours that parts of the day mean.
var hoursOf = map[dayPart]Times{
	partMorning:   {From: 6 * 60, To: 12 * 60},
	partMidday:    {From: 11*60 + 30, To: 14 * 60},
	partAfternoon: {From: 12 * 60, To: 19 * 60},
	partEvening:   {From: 17 * 60, To: 22 * 60},
}

// nearby is how long after an exact time a slot may begin to be offered for it.
const nearby = 30

// times reads the times of day. "Afternoon at 3" is 15:00: a part of the day
// beside clock times only tells which half of the day they are in.
func (r *reading) times() []Times {
	var clock, parts []Times
	for i := 0; i < len(r.tokens); {
		if found, end := r.spanAt(i); end > 0 {
			clock = append(clock, found...)
			r.take(i, end)
			i = end
			continue
		}
		if found, ok := r.at(i, kindPart); ok && !r.daytimeWord(found) {
			span := hoursOf[dayPart(found.concept.name)]
			if !contains(parts, span) {
				parts = append(parts, span)
			}
			r.take(i, found.end)
			i = found.end
			continue
		}
		i++
	}
	if len(clock) == 0 {
		return parts
	}
	if len(parts) == 0 {
		return clock
	}
	var both []Times
	for _, span := range clock {
		for _, part := range parts {
			if span.From >= part.From && span.From < part.To {
				both = append(both, span)
				break
			}
		}
	}
	if len(both) == 0 {
		return clock
	}
	return both
}

// daytimeWord says whether what looks like a part of the day is a greeting
// ("good afternoon", "boa tarde", "buenas tardes") or "más tarde".
func (r *reading) daytimeWord(found match) bool {
	for start := max(0, found.start-2); start <= found.start; start++ {
		if greeting, ok := r.at(start, kindIntent); ok && greeting.concept.name == string(IntentGreeting) && greeting.end >= found.end {
			return true
		}
		if end := r.word(start, "later"); end >= found.end {
			return true
		}
	}
	return r.ordinalCovers(found.start)
}

func contains(spans []Times, span Times) bool {
	for _, present := range spans {
		if present == span {
			return true
		}
	}
	return false
}

// spanAt reads a time or a span of times that begins with word i.
func (r *reading) spanAt(i int) ([]Times, int) {
	if start := r.word(i, "between"); start > 0 {
		return r.rangeAt(r.skipAt(start))
	}
	if start := r.word(i, "after"); start > 0 {
		if found, end := r.pointAt(r.skipAt(start), true); end > 0 {
			return r.open(found, func(at records.LocalTime) Times { return Times{From: at, To: 24 * 60} }), end
		}
	}
	if start := r.word(i, "before"); start > 0 {
		if found, end := r.pointAt(r.skipAt(start), true); end > 0 {
			return r.open(found, func(at records.LocalTime) Times { return Times{From: 0, To: at} }), end
		}
	}
	if found, end := r.rangeAt(i); end > 0 {
		return found, end
	}
	start := r.word(i, "at")
	found, end := r.pointAt(max(start, i), start > 0)
	if end == 0 {
		return nil, 0
	}
	return r.open(found, func(at records.LocalTime) Times {
		return Times{From: at, To: min(at+nearby, 24*60), Exact: true}
	}), end
}

func (r *reading) skipAt(i int) int {
	if after := r.word(i, "at"); after > 0 {
		return after
	}
	return i
}

// open makes spans of points; of the two readings of a bare hour after or
// before which somebody is free, the one by day.
func (r *reading) open(points []records.LocalTime, span func(records.LocalTime) Times) []Times {
	var spans []Times
	for _, at := range points {
		if next := span(at); next.From < next.To {
			spans = append(spans, next)
		}
	}
	if len(spans) == 2 && !spans[0].Exact {
		// 1–6 by the clock are in the afternoon, 7–12 in the morning.
		if points[0] < 7*60 {
			return spans[1:]
		}
		return spans[:1]
	}
	return spans
}

// rangeAt reads "2 to 4", "9-11", "10am and noon".
func (r *reading) rangeAt(i int) ([]Times, int) {
	from, middle := r.pointAt(i, true)
	if middle == 0 || middle >= len(r.tokens) {
		return nil, 0
	}
	next := r.word(middle, "and")
	if before := r.word(middle, "before"); next == 0 && before > 0 {
		next = before
	}
	if next == 0 && r.tokens[middle].Joiner == '-' {
		next = middle
	}
	if next == 0 {
		return nil, 0
	}
	to, end := r.pointAt(r.skipAt(next), true)
	if end == 0 {
		return nil, 0
	}
	// Take the pair of readings that makes the shortest span by day.
	best := Times{}
	for _, a := range from {
		for _, b := range to {
			if a < b && b <= 21*60 && (best.To == 0 || b-a < best.To-best.From || best.From < 7*60 && a >= 7*60 && b-a <= best.To-best.From) {
				best = Times{From: a, To: b}
			}
		}
	}
	if best.To == 0 {
		return nil, 0
	}
	return []Times{best}, end
}

// pointAt reads a time of day at word i: one reading where the half of the
// day is said or the hour can only be one, else two. A bare number counts as
// a time only where bare allows it.
func (r *reading) pointAt(i int, bare bool) ([]records.LocalTime, int) {
	if i >= len(r.tokens) || r.taken[i] {
		return nil, 0
	}
	if end := r.word(i, "noon"); end > 0 {
		return []records.LocalTime{12 * 60}, end
	}
	minutes := 0
	if end := r.word(i, "half"); end > 0 && r.tokens[i].Folded == "half" {
		i, minutes, bare = end, 30, true
	}
	hour, end := r.numberAt(i)
	if end == 0 || hour > 24 || (r.tokens[i].Number && len(r.tokens[i].Folded) > 2) {
		return r.compactAt(i)
	}
	marked := false
	switch {
	case end+1 < len(r.tokens) && r.tokens[end].Folded == "h" && r.tokens[end+1].Number && len(r.tokens[end+1].Folded) == 2 && number(r.tokens[end+1].Folded) < 60:
		minutes, end, marked = number(r.tokens[end+1].Folded), end+2, true
	case end < len(r.tokens) && r.tokens[end].Number && (r.tokens[end].Joiner == ':' || r.tokens[end].Joiner == '.') && len(r.tokens[end].Folded) == 2 && number(r.tokens[end].Folded) < 60:
		minutes, end, marked = number(r.tokens[end].Folded), end+1, true
	}
	if after := r.word(end, "half"); after > 0 && minutes == 0 && r.tokens[end].Folded != "half" {
		minutes, end, marked = 30, after, true
	}
	if after := r.word(end, "clock"); after > 0 {
		end, marked = after, true
	}
	afternoon, morning := r.word(end, "pm"), r.word(end, "am")
	switch {
	case afternoon > 0 && hour <= 12:
		return []records.LocalTime{records.LocalTime(hour%12*60 + 12*60 + minutes)}, afternoon
	case morning > 0 && hour <= 12:
		return []records.LocalTime{records.LocalTime(hour%12*60 + minutes)}, morning
	case !marked && !bare, hour == 24:
		return nil, 0
	}
	at := records.LocalTime(hour*60 + minutes)
	if hour == 0 || hour > 12 {
		return []records.LocalTime{at}, end
	}
	if hour == 12 {
		return []records.LocalTime{at}, end
	}
	return []records.LocalTime{at, at + 12*60}, end
}

// compactAt reads "330pm" and "1530h".
func (r *reading) compactAt(i int) ([]records.LocalTime, int) {
	if i >= len(r.tokens) || !r.tokens[i].Number {
		return nil, 0
	}
	text := r.tokens[i].Folded
	if len(text) != 3 && len(text) != 4 {
		return nil, 0
	}
	hour, minutes := number(text[:len(text)-2]), number(text[len(text)-2:])
	if hour > 23 || minutes > 59 {
		return nil, 0
	}
	if end := r.word(i+1, "pm"); end > 0 && hour <= 12 {
		return []records.LocalTime{records.LocalTime(hour%12*60 + 12*60 + minutes)}, end
	}
	if end := r.word(i+1, "am"); end > 0 && hour <= 12 {
		return []records.LocalTime{records.LocalTime(hour%12*60 + minutes)}, end
	}
	return nil, 0
}
