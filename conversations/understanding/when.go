package understanding

import (
	"slices"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// hoursOf are the hours that are looked through for a part of the day: wider
// than what the word names, because a time just outside is still welcome.
var hoursOf = map[dates.Part]Times{
	dates.Morning:   {From: 6 * 60, To: 12 * 60},
	dates.Midday:    {From: 11*60 + 30, To: 14 * 60},
	dates.Afternoon: {From: 12 * 60, To: 19 * 60},
	dates.Evening:   {From: 17 * 60, To: 22 * 60},
	dates.Night:     {From: 18 * 60, To: 24 * 60},
	dates.Dawn:      {From: 5 * 60, To: 8 * 60},
	dates.Daytime:   {From: 8 * 60, To: 18 * 60},
}

// Part gives the part of the day whose hours these are, if they are those of
// one.
func (t Times) Part() dates.Part {
	for part, hours := range hoursOf {
		if hours == t {
			return part
		}
	}
	return dates.NoPart
}

const (
	// nearby is how long after an exact time a slot may begin to be offered for it.
	nearby = 30
	// boundedDays is how far "after Monday" reaches.
	boundedDays = 14
	// dayBegins and dayEnds are when people are awake: of two readings of an
	// hour, a span within them is meant.
	dayBegins, dayEnds = 7 * 60, 21 * 60
)

// customs are what the clinic's place and the conversation's language settle of
// how dates are written.
func (r *reading) customs() dates.Context {
	return dates.Context{Now: r.now.In(r.reader.vocabulary.Zone), Language: r.language, Country: r.reader.vocabulary.Country}
}

// wish reads all days and times of the message, and the days that don't suit.
func (r *reading) wish(typed []words.Token) (Wish, []Days) {
	var wish Wish
	var unsuited []Days
	var clock, parts []Times
	for _, said := range r.days(typed) {
		if r.naming(said) || r.picking(said) || r.parting(said.Start, said.End) || said.Grain == "second" { // "now" names no day
			continue
		}
		r.take(said.Start, said.End)
		days := r.daysOf(said)
		if said.Refused {
			unsuited = appendNew(unsuited, days...)
			continue
		}
		wish.Days = appendNew(wish.Days, days...)
		if times := timesOf(said); said.Part != dates.NoPart && said.Bound == dates.Whole {
			parts = appendNew(parts, times...)
		} else if len(days) > 0 || said.Kind == dates.Time || said.Kind == dates.TimeRange {
			clock = appendNew(clock, times...)
		}
	}
	if len(clock) == 0 && len(wish.Days) == 0 {
		clock = r.madeHour()
	}
	wish.Times = within(clock, parts)
	wish.Days, unsuited, wish.Times = first(wish.Days), first(unsuited), first(wish.Times)
	wish.Any = (r.soonest() || r.hasWord("any")) && len(wish.Days) == 0
	return wish, unsuited
}

// days reads what looks like days and times. A name whose end would be the
// beginning of one keeps it: "my check-up to Wednesday" is not up to Wednesday.
func (r *reading) days(typed []words.Token) []dates.Expression {
	read := r.reader.days.Read(typed, r.customs())
	for _, said := range read {
		for start := max(0, said.Start-3); start < said.Start; start++ {
			name, ok := r.at(start, kindType)
			if !ok || name.end <= said.Start || name.end >= said.End {
				continue
			}
			typed = slices.Clone(typed)
			for i := said.Start; i < name.end; i++ {
				typed[i].Folded = ""
			}
			return r.reader.days.Read(typed, r.customs())
		}
	}
	return read
}

// soonest says whether the earliest time is wished for.
func (r *reading) soonest() bool {
	for i := range r.tokens {
		if end := r.word(i, "soonest"); end > 0 && !r.parting(i, end) {
			return true
		}
	}
	return false
}

// parting says whether words are part of a good-bye: "até logo" wishes nothing
// soon, and neither does "gracias, hasta mañana" for tomorrow; "puede ser hasta
// mañana" does.
func (r *reading) parting(start, end int) bool {
	for i := max(0, start-2); i <= start; i++ {
		bye, ok := r.at(i, kindIntent)
		if !ok || bye.concept.name != string(IntentBye) || bye.end < end {
			continue
		}
		before, _ := r.at(i-1, kindIntent)
		apart := i == 0 || r.restsAt(i) || before.end == i && small(Intent(before.concept.name))
		if apart && r.restsAt(bye.end) {
			return true
		}
	}
	return false
}

// madeHour reads the bare hour of "can we make it 11 instead?".
func (r *reading) madeHour() []Times {
	for i := range r.tokens {
		end := r.word(i, "make_it")
		if end == 0 || end >= len(r.tokens) || !r.tokens[end].Number || !r.restsAt(end+1) {
			continue
		}
		said := r.reader.days.Read(words.Tokenize("at "+r.tokens[end].Folded), r.customs())
		if len(said) == 1 && said[0].Kind == dates.Time {
			return timesOf(said[0])
		}
	}
	return nil
}

// naming says whether what looks like a day is part of the name of somebody or
// of a service here: "Dr April", "the Monday group".
func (r *reading) naming(said dates.Expression) bool {
	for start := max(0, said.Start-4); start < said.End; start++ {
		for _, what := range []kind{kindPractitioner, kindType} {
			found, ok := r.at(start, what)
			if ok && found.end >= said.End && (found.end > said.End || start < said.Start || start > 0 && titles[r.tokens[start-1].Folded]) {
				return true
			}
		}
	}
	return false
}

// picking says whether a day is rather the one of a list: Portuguese weekdays
// are ordinals, too. "A segunda" is the second, "na segunda" Monday; alone the
// word is a weekday only beside others.
func (r *reading) picking(said dates.Expression) bool {
	start := said.Start
	switch r.tokens[start].Folded {
	case "na", "pra":
		return false
	case "a", "la":
		start++
	}
	found, ok := r.at(start, kindOrdinal)
	if !ok || said.Kind != dates.Date || found.end < said.End {
		return false
	}
	if start > 0 && (r.tokens[start-1].Folded == "na" || r.tokens[start-1].Folded == "pra") {
		return false
	}
	article := start > 0 && (r.tokens[start-1].Folded == "a" || r.tokens[start-1].Folded == "la")
	return r.language != records.Portuguese || article || len(r.tokens) == 1
}

// daysOf gives the days of an expression that are not over, as one span for each
// likely reading.
func (r *reading) daysOf(said dates.Expression) []Days {
	if said.Kind == dates.Time || said.Kind == dates.TimeRange {
		return nil
	}
	var days []Days
	for i, reading := range said.Readings {
		if i > 0 && !said.Ambiguous {
			break
		}
		span := Days{From: reading.First, To: reading.Last}
		if said.Kind == dates.Date && said.Grain == "week" {
			// "In two weeks" is some day of that week.
			span.From = mondayOf(span.From)
			span.To = span.From.AddDays(6)
		}
		if said.Kind == dates.DateRange {
			span = r.side(said.Bound, span)
		}
		if span.From.Before(r.today) {
			span.From = r.today
		}
		if !span.To.Before(span.From) {
			days = appendNew(days, span)
		}
	}
	slices.SortFunc(days, func(a, b Days) int { return a.From.Time().Compare(b.From.Time()) })
	return days
}

// side widens days to the side of them that is meant.
func (r *reading) side(bound dates.Bound, span Days) Days {
	switch bound {
	case dates.After:
		return Days{From: span.To.AddDays(1), To: span.To.AddDays(boundedDays)}
	case dates.From:
		return Days{From: span.From, To: span.To.AddDays(boundedDays)}
	case dates.Before:
		return Days{From: r.today, To: span.From.AddDays(-1)}
	case dates.Until:
		return Days{From: r.today, To: span.To}
	case dates.Whole:
	}
	return span
}

// timesOf gives the times of day of an expression: one for each likely reading
// of a point, the likeliest by day of a span.
func timesOf(said dates.Expression) []Times {
	if said.Kind == dates.Date || said.Kind == dates.DateRange {
		return nil
	}
	if said.Part != dates.NoPart && said.Bound == dates.Whole {
		return []Times{hoursOf[said.Part]}
	}
	exact := said.Kind == dates.Time || said.Kind == dates.DateTime
	var times []Times
	for i, reading := range said.Readings {
		if i > 0 && !said.Ambiguous {
			break
		}
		from, to := records.LocalTime(reading.From/60), min(records.LocalTime((reading.To+59)/60), 24*60)
		span := Times{From: from, To: to}
		switch {
		case exact:
			span = Times{From: from, To: min(from+nearby, 24*60), Exact: true}
		case said.Bound == dates.After && to > from:
			span = Times{From: to, To: 24 * 60}
		case said.Bound == dates.After || said.Bound == dates.From:
			span = Times{From: from, To: 24 * 60}
		case said.Bound == dates.Until && to > from:
			span = Times{To: to}
		case said.Bound == dates.Before || said.Bound == dates.Until:
			span = Times{To: from}
		}
		if span.From < span.To {
			times = appendNew(times, span)
		}
	}
	if exact || len(times) < 2 {
		return times
	}
	return []Times{byDay(times, said.Bound)}
}

// byDay chooses of the readings of a span the one while people are awake.
func byDay(times []Times, bound dates.Bound) Times {
	for _, span := range times {
		point := span.From
		if bound == dates.Before || bound == dates.Until {
			point = span.To
		}
		if point >= dayBegins && (bound != dates.Whole || span.To <= dayEnds) {
			return span
		}
	}
	return times[0]
}

// within gives the clock times that are in the parts of the day that were named
// beside them; all of them where none is, and the parts where there are none.
func within(clock, parts []Times) []Times {
	if len(clock) == 0 {
		return parts
	}
	var both []Times
	for _, span := range clock {
		if slices.ContainsFunc(parts, func(part Times) bool { return span.From >= part.From && span.From < part.To }) {
			both = append(both, span)
		}
	}
	if len(both) == 0 {
		return clock
	}
	return both
}

// first bounds how many alternatives are kept.
func first[T any](all []T) []T { return all[:min(len(all), maxWishes)] }

// appendNew appends what is not there.
func appendNew[T comparable](all []T, more ...T) []T {
	for _, one := range more {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

func mondayOf(day records.LocalDate) records.LocalDate {
	return day.AddDays(-(int(day.Weekday()) + 6) % 7)
}
