package dates

// alternative is a thing that was chosen, and whether it is an alternative to
// the one before.
type alternative struct {
	item item
	or   bool
}

// alternatives gives the things that were chosen with what they share: in "the
// 20th or 21st of May" the month is that of both, in "May 3rd, 4th or 5th" the
// numbers are days of it, in "Monday or Tuesday of next week" so is Monday.
func (c *chart) alternatives(chosen []int) []alternative {
	all := make([]alternative, 0, len(chosen))
	for n, k := range chosen {
		limit := len(c.tokens)
		if n+1 < len(chosen) {
			limit = c.items[chosen[n+1]].start
		}
		next := alternative{item: c.items[k]}
		if n := len(all); n > 0 {
			next.or = c.joined(all[n-1].item.end, next.item.start)
		}
		if before, ok := c.dayBefore(&next.item, all); ok {
			all = append(all, alternative{item: before})
			next.or = true
		}
		for all = append(all, next); ; {
			more, ok := c.anotherDay(&all[len(all)-1].item, limit)
			if !ok {
				break
			}
			all = append(all, alternative{item: more, or: true})
		}
	}
	for i := len(all) - 1; i > 0; i-- {
		if all[i].or {
			shareDays(&all[i-1].item.value, &all[i].item.value)
		}
	}
	return all
}

// shareDays completes a day by what the alternative after it says.
func shareDays(earlier, later *value) {
	if earlier.dayState != partial || earlier.clockState == span || earlier.bound != Whole {
		return
	}
	switch {
	case earlier.month == 0 && earlier.monthDay != 0 && earlier.weekday == 0 && later.monthDay != 0 && later.month != 0:
		earlier.month, earlier.year = later.month, later.year
	case earlier.month == 0 && earlier.monthDay != 0 && later.dayState == point && later.numbered:
		earlier.dayState, earlier.first = point, later.first.month(0)+day(earlier.monthDay-1)
	case earlier.weekday != 0 && earlier.monthDay == 0 && later.dayState == point && later.coming:
		earlier.dayState, earlier.first = point, later.first.monday()+day(earlier.weekday-1)
	}
}

// anotherDay reads on after a day of a month, up to a token: "May 3rd, 4th".
func (c *chart) anotherDay(last *item, limit int) (item, bool) {
	v := &last.value
	if c.context.Birth || v.dayState != partial || v.monthDay == 0 || v.clockState != absent || v.bound != Whole || last.end >= len(c.tokens) {
		return item{}, false
	}
	i := last.end
	if c.tokens[i].Sign != ',' {
		if i = c.orEnd(i); i == 0 {
			return item{}, false
		}
	}
	if i >= limit {
		return item{}, false
	}
	for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
		found := &c.items[k]
		if found.sort == catOrdinal && found.mask&(1<<catDay) != 0 && c.whole(i, found.end) && !c.counts(found.end) {
			next := *v
			next.monthDay, next.weekday, next.alternative = found.value.number, 0, 0
			return item{start: i, end: found.end, sort: last.sort, mask: last.mask, value: next}, next.month == 0 || exists(2000, next.month, next.monthDay)
		}
	}
	return item{}, false
}

// dayBefore reads back from a day of a month: "20 or 21 May".
func (c *chart) dayBefore(next *item, all []alternative) (item, bool) {
	v := &next.value
	if c.context.Birth || v.dayState != partial || v.month == 0 || v.monthDay == 0 {
		return item{}, false
	}
	or := next.start - 1
	if or < 1 || c.orEnd(or) != next.start || len(all) > 0 && all[len(all)-1].item.end >= or {
		return item{}, false
	}
	for k := c.begins[or-1][0]; k < c.begins[or-1][1]; k++ {
		found := &c.items[k]
		if found.end == or && found.mask&(1<<catDay) != 0 && found.value.clockState == absent && c.whole(or-1, or) {
			earlier := value{dayState: partial, year: v.year, month: v.month, monthDay: found.value.number, grain: unitDay}
			return item{start: or - 1, end: or, sort: catDate, mask: 1 << catDate, value: earlier}, exists(2000, v.month, earlier.monthDay)
		}
	}
	return item{}, false
}

// orEnd gives where a word for "or" ends that begins at token i, or 0.
func (c *chart) orEnd(i int) int {
	or, known := c.grammar.classes["or"]
	if !known || i >= len(c.tokens) {
		return 0
	}
	for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
		if c.items[k].sort == or {
			return c.items[k].end
		}
	}
	return 0
}

// joined says whether only "or" and glue, or a stroke, stands between two things.
func (c *chart) joined(end, start int) bool {
	if end == start {
		// The Spanish "o" of "el 20 o 21" may have been read as that of "20º".
		or, known := c.grammar.classes["or"]
		return c.tokens[start].Joiner == '/' || known && c.isWord(end-1, or)
	}
	return start-end <= 4 && c.orEnd(end) > 0
}

// listed says whether a weekday, or a number of a day, that is shy stands beside
// another with "or", a stroke or a comma between: "sat or sun".
func (c *chart) listed(found *item) bool {
	like := uint64(1 << catWeekday)
	if found.value.monthDay != 0 && found.value.month == 0 && found.value.weekday == 0 {
		like = 1 << catOrdinal
	} else if found.mask&like == 0 {
		return false
	}
	if i := found.end; i < len(c.tokens) {
		next := c.orEnd(i)
		if c.tokens[i].Joiner == '/' || c.tokens[i].Sign == ',' {
			next = i
		}
		if next > 0 && next < len(c.tokens) && c.likeAt(next, like) {
			return true
		}
	}
	i := found.start
	if i > 0 && (c.tokens[i].Joiner == '/' || c.tokens[i].Sign == ',') {
		return c.likeAt(i-1, like)
	}
	return i > 1 && c.orEnd(i-1) == i && c.likeAt(i-2, like)
}

func (c *chart) likeAt(i int, mask uint64) bool {
	for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
		if c.items[k].mask&mask != 0 {
			return true
		}
	}
	return false
}

// shareTimes gives the time of the last of several alternatives to those before
// it that have none: "Monday or Tuesday after 4".
func (c *chart) shareTimes(found []Expression) {
	for i := len(found) - 1; i > 0; i-- {
		later, earlier := &found[i], &found[i-1]
		timed := later.Kind == DateTime || later.Kind == DateTimeRange && later.Best().First == later.Best().Last
		if !later.Or || !timed || earlier.Kind != Date {
			continue
		}
		earlier.Kind, earlier.Bound, earlier.Part = later.Kind, later.Bound, later.Part
		for k := range earlier.Readings {
			earlier.Readings[k].From, earlier.Readings[k].To = later.Best().From, later.Best().To
		}
		if later.Ambiguous && later.Readings[1].First == later.Best().First {
			again := earlier.Best()
			again.From, again.To = later.Readings[1].From, later.Readings[1].To
			earlier.Readings, earlier.Ambiguous = append(earlier.Readings, again), true
		}
	}
}
