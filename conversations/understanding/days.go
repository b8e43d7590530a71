package understanding

import (
	"slices"
	"time"

	"frontdesk/records"
)

// wish reads all days and times of the message.
func (r *reading) wish() (Wish, []Days) {
	var wish Wish
	var unsuited []Days
	for i := 0; i < len(r.tokens); {
		days, end := r.daysAt(i)
		if end == 0 {
			i++
			continue
		}
		if !r.refused(i) {
			days = r.bounded(i, days)
			for _, span := range days {
				if !slices.Contains(wish.Days, span) {
					wish.Days = append(wish.Days, span)
				}
			}
		} else {
			unsuited = append(unsuited, days...)
		}
		r.take(i, end)
		i = end
	}
	wish.Times = r.times()
	if len(wish.Days) > maxWishes {
		wish.Days = wish.Days[:maxWishes]
	}
	if len(unsuited) > maxWishes {
		unsuited = unsuited[:maxWishes]
	}
	if len(wish.Times) > maxWishes {
		wish.Times = wish.Times[:maxWishes]
	}
	wish.Any = (r.hasWord("soonest") || r.hasWord("any")) && len(wish.Days) == 0
	return wish, unsuited
}

// refused says whether the day at word i is named as one that doesn't suit:
// "not Thursday", "I can't on Thursday", "no puedo el jueves".
func (r *reading) refused(i int) bool {
	for back := i - 1; back >= max(0, i-4); back-- {
		if r.tokens[back+1].Pause {
			return false
		}
		switch r.tokens[back].Folded {
		case "not", "cant", "cannot", "except", "excepto", "menos", "exceto":
			return true
		case "puedo", "posso", "podre", "poderei", "vou", "voy":
			return back > 0 && (r.tokens[back-1].Folded == "no" || r.tokens[back-1].Folded == "nao")
		}
	}
	return false
}

// bounded widens a day to what "after" or "before" in front of it says.
func (r *reading) bounded(i int, days []Days) []Days {
	if len(days) != 1 {
		return days
	}
	start := i
	if start > 0 && r.word(start-1, "glue") == start {
		start--
	}
	if r.wordBefore(start, "after") {
		return []Days{{From: days[0].To.AddDays(1), To: days[0].To.AddDays(14)}}
	}
	if r.wordBefore(start, "before") && r.today.Before(days[0].From) {
		return []Days{{From: r.today, To: days[0].From.AddDays(-1)}}
	}
	return days
}

// daysAt reads a day or a span of days that begins with word i, and where it
// ends (0 for none). Two readings that are both likely are two alternatives.
func (r *reading) daysAt(i int) ([]Days, int) {
	if date, end := r.dateAt(i); end > 0 {
		return []Days{{From: date, To: date}}, end
	}
	if days, end := r.weekAt(i); end > 0 {
		return days, end
	}
	if found, ok := r.at(i, kindDay); ok && !r.partOfDay(found) {
		day := r.today.AddDays(found.concept.value)
		return []Days{{From: day, To: day}}, found.end
	}
	if days, end := r.weekdayAt(i); end > 0 {
		return days, end
	}
	if days, end := r.inDaysAt(i); end > 0 {
		return days, end
	}
	if found, ok := r.at(i, kindMonth); ok {
		return []Days{r.monthSpan(found.concept.value)}, found.end
	}
	return nil, 0
}

// partOfDay says whether what looks like a day ends a longer phrase for a part
// of the day: "de la mañana", "por la mañana".
func (r *reading) partOfDay(found match) bool {
	for start := max(0, found.start-3); start < found.start; start++ {
		if part, ok := r.at(start, kindPart); ok && part.end >= found.end {
			return true
		}
		if r.word(start, "am") >= found.end || r.word(start, "pm") >= found.end {
			return true
		}
	}
	return false
}

// weekdayAt reads "Tuesday", "next Tuesday", "el martes que viene".
func (r *reading) weekdayAt(i int) ([]Days, int) {
	start, next := i, false
	if end := r.word(i, "next"); end > 0 {
		start, next = end, true
	} else if end := r.word(i, "this"); end > 0 {
		start = end
	}
	found, ok := r.weekday(start)
	if !ok {
		return nil, 0
	}
	if date, after := r.dateAfter(found.end); after > 0 && int(date.Weekday()) == found.concept.value {
		// "Friday 4 December" is one day, and not every Friday as well.
		return []Days{{From: date, To: date}}, after
	}
	end := found.end
	english := found.concept.language == records.English
	if after := r.word(end, "next"); after > 0 {
		end, next = after, true
	}
	ahead := (found.concept.value - int(r.today.Weekday()) + 7) % 7
	first := r.today.AddDays(ahead)
	switch {
	case next && english:
		// "Next Tuesday" is the Tuesday of the next Monday-to-Sunday week.
		day := mondayOf(r.today).AddDays(7 + (found.concept.value+6)%7)
		return []Days{{From: day, To: day}}, end
	case ahead == 0 && next:
		day := first.AddDays(7)
		return []Days{{From: day, To: day}}, end
	case ahead == 0:
		// Said on that very weekday it may mean either; the offer shows which.
		later := first.AddDays(7)
		return []Days{{From: first, To: first}, {From: later, To: later}}, end
	}
	return []Days{{From: first, To: first}}, end
}

// dateAfter reads a date that begins at word i or behind the glue there.
func (r *reading) dateAfter(i int) (records.LocalDate, int) {
	if i = r.skipGlue(i); i >= len(r.tokens) {
		return records.LocalDate{}, 0
	}
	return r.dateAt(i)
}

// weekday finds a weekday at word i. Portuguese weekdays are also ordinals
// ("a segunda"): alone with an article before it, the word is left to choice.
func (r *reading) weekday(i int) (match, bool) {
	found, ok := r.at(i, kindWeekday)
	if !ok || found.concept.language != records.Portuguese {
		return found, ok
	}
	if _, ordinal := r.at(i, kindOrdinal); !ordinal || found.end-found.start > 1 {
		return found, true
	}
	if i > 0 && (r.tokens[i-1].Folded == "na" || r.tokens[i-1].Folded == "pra") {
		return found, true
	}
	if r.language != records.Portuguese {
		return match{}, false
	}
	if i > 0 && (r.tokens[i-1].Folded == "a" || r.tokens[i-1].Folded == "la") || len(r.tokens) == 1 {
		return match{}, false
	}
	return found, true
}

// weekAt reads "this week", "next week", "the weekend", "next month".
func (r *reading) weekAt(i int) ([]Days, int) {
	start, offset, said := i, 0, false
	if end := r.word(i, "next"); end > 0 {
		start, offset, said = end, 1, true
	} else if end := r.word(i, "this"); end > 0 {
		start, said = end, true
	}
	monday := mondayOf(r.today)
	for _, span := range []string{"weekend", "week", "month"} {
		end := r.word(start, span)
		if end == 0 {
			continue
		}
		if after := r.word(end, "next"); after > 0 {
			end, offset, said = after, offset+1, true
		}
		switch {
		case span == "weekend":
			saturday := monday.AddDays(5 + 7*offset)
			return []Days{{From: saturday, To: saturday.AddDays(1)}}, end
		case !said:
			return nil, 0
		case span == "week":
			first := monday.AddDays(7 * offset)
			last := first.AddDays(6)
			if first.Before(r.today) {
				first = r.today
			}
			return []Days{{From: first, To: last}}, end
		default:
			return []Days{r.monthSpan((int(r.today.Month)-1+offset)%12 + 1)}, end
		}
	}
	return nil, 0
}

// inDaysAt reads "in three days", "dentro de dos semanas".
func (r *reading) inDaysAt(i int) ([]Days, int) {
	start := r.word(i, "in")
	if start == 0 {
		return nil, 0
	}
	count, end := r.numberAt(start)
	if end == 0 && start < len(r.tokens) && (r.tokens[start].Folded == "a" || r.tokens[start].Folded == "una" || r.tokens[start].Folded == "uma") {
		count, end = 1, start+1
	}
	if end == 0 || count > 60 {
		return nil, 0
	}
	if after := r.word(end, "day"); after > 0 {
		day := r.today.AddDays(count)
		return []Days{{From: day, To: day}}, after
	}
	if after := r.word(end, "week"); after > 0 {
		day := r.today.AddDays(7 * count)
		monday := mondayOf(day)
		return []Days{{From: monday, To: monday.AddDays(6)}}, after
	}
	if after := r.word(end, "month"); after > 0 {
		return []Days{r.monthSpan((int(r.today.Month)-1+count)%12 + 1)}, after
	}
	return nil, 0
}

// monthSpan is the next time, or the rest, of a month.
func (r *reading) monthSpan(month int) Days {
	year := r.today.Year
	if time.Month(month) < r.today.Month {
		year++
	}
	first := records.LocalDate{Year: year, Month: time.Month(month), Day: 1}
	last := records.LocalDateOf(first.Time().AddDate(0, 1, -1), time.UTC)
	if first.Before(r.today) {
		first = r.today
	}
	return Days{From: first, To: last}
}

func mondayOf(day records.LocalDate) records.LocalDate {
	return day.AddDays(-(int(day.Weekday()) + 6) % 7)
}

// shift reads a wish relative to what was offered.
func (r *reading) shift() Shift {
	if r.hasWord("soonest") {
		return ShiftNone
	}
	for i := range r.tokens {
		switch {
		case r.word(i, "more") > 0:
			return ShiftMore
		case r.taken[i]:
		case r.word(i, "later") > 0 && !r.ordinalCovers(i):
			return ShiftLater
		case r.word(i, "earlier") > 0 && !r.ordinalCovers(i):
			return ShiftEarlier
		}
	}
	return ShiftNone
}

// ordinalCovers says whether word i is part of "the later one".
func (r *reading) ordinalCovers(i int) bool {
	for start := max(0, i-3); start <= i; start++ {
		if found, ok := r.at(start, kindOrdinal); ok && found.end > i {
			return true
		}
	}
	return false
}
