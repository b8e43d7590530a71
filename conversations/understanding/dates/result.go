package dates

// expressions gives what was chosen as expressions, and says which are refused
// and which are alternatives.
func (c *chart) expressions(chosen []int) []Expression {
	var found []Expression
	// What says that one thing doesn't suit says it of no other.
	claimed := 0
	for _, one := range c.alternatives(chosen) {
		e, ok := c.expression(&one.item)
		if !ok {
			continue
		}
		e.Refused = c.precedes("refuse", e.Start, claimed)
		if end := c.follows("refused", e.End); end > 0 {
			e.Refused, claimed = true, end
		}
		if !e.Refused && len(found) > 0 {
			e.Or = one.or
			e.Refused = e.Or && found[len(found)-1].Refused
		}
		found = append(found, e)
	}
	c.shareTimes(found)
	return found
}

// expression settles one thing.
func (c *chart) expression(found *item) (Expression, bool) {
	v := found.value
	if !c.settle(&v) {
		return Expression{}, false
	}
	e := Expression{Start: found.start, End: found.end, Bound: v.bound, Part: v.part, Named: v.named}
	if e.Kind = kindOf(&v); v.partly {
		e.Part = NoPart
	}
	if v.dayState != absent {
		e.Grain = grainNames[v.grain]
	}
	e.Readings = append(e.Readings, readingOf(&v))
	also := func(other value) {
		e.Ambiguous = true
		e.Readings = append(e.Readings, readingOf(&other))
	}
	if v.open && v.clockState != absent {
		other := v
		other.from = (v.from + 12*hour) % dayLength
		if v.clockState == span {
			other.to = other.from + v.to - v.from
		}
		also(other)
	}
	if v.alternative != 0 && v.dayState == point {
		other := v
		other.first = v.alternative
		also(other)
	}
	if v.weekday != 0 && v.monthDay != 0 && v.dayState == point && v.alternative == 0 && v.first.weekday() != v.weekday && !c.context.Birth {
		// The weekday and the date contradict each other. Of the day of their birth
		// people know the date.
		other := v
		c.settleWeekday(&other)
		also(other)
	}
	if v.either && v.dayState == point && c.undecided() {
		other := found.value
		other.month, other.monthDay = other.monthDay, other.month
		if c.settle(&other) {
			also(other)
		}
	}
	return e, true
}

var grainNames = map[unit]string{
	unitDay: "day", unitWorkday: "day", unitWeek: "week", unitWeekend: "weekend", unitFortnight: "week", unitMonth: "month", unitQuarter: "quarter",
	unitYear: "year", unitSecond: "second", unitMinute: "minute", unitHour: "hour",
}

func kindOf(v *value) Kind {
	ranged := v.bound != Whole
	switch {
	case v.dayState == absent && v.clockState == point && !ranged:
		return Time
	case v.dayState == absent:
		return TimeRange
	case v.clockState == absent && v.dayState == point && !ranged:
		return Date
	case v.clockState == absent:
		return DateRange
	case v.clockState == point && v.dayState == point && !ranged:
		return DateTime
	}
	return DateTimeRange
}

func readingOf(v *value) Reading {
	var reading Reading
	if v.dayState != absent {
		reading.First = v.first.date()
		reading.Last = reading.First
		if v.across {
			reading.Last = v.last.date()
		} else if v.dayState == span {
			reading.Last = (v.last - 1).date()
		}
	}
	reading.From, reading.To = v.from, v.to
	return reading
}

// precedes says whether words of a class end at token i, or at a glue word there;
// those that begin before a token are another's.
func (c *chart) precedes(class string, i, from int) bool {
	sort, known := c.grammar.classes[class]
	if !known {
		return false
	}
	glue, glued := c.grammar.classes["glue"]
	for range 3 {
		if i == 0 || c.tokens[i].Pause {
			return false
		}
		next := -1
		for start := max(from, i-5); start < i; start++ {
			for k := c.begins[start][0]; k < c.begins[start][1]; k++ {
				found := &c.items[k]
				if found.end == i && found.sort == sort {
					return true
				}
				if glued && found.end == i && found.sort == glue {
					next = start
				}
			}
		}
		if next < 0 {
			return false
		}
		i = next
	}
	return false
}

// follows gives where words of a class end that begin at token i, or after a glue
// word there, before any pause; 0 where there are none.
func (c *chart) follows(class string, i int) int {
	sort, known := c.grammar.classes[class]
	if !known {
		return 0
	}
	glue, glued := c.grammar.classes["glue"]
	for range 3 {
		if i >= len(c.tokens) || c.tokens[i].Pause {
			return 0
		}
		next := -1
		for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
			switch found := &c.items[k]; {
			case found.sort == sort:
				return found.end
			case glued && found.sort == glue:
				next = found.end
			}
		}
		if next < 0 {
			return 0
		}
		i = next
	}
	return 0
}
