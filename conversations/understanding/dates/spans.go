package dates

// spanOperations: weeks, months and the like as spans of days.
var spanOperations = map[string]*operation{
	"this_unit": {least: 1, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		return at.unitAway(arguments[0].unit, 0, made)
	}},
	// the_unit: "the {unit}", of weeks and longer: "the day" may be any.
	"the_unit": {least: 1, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[0].unit >= unitWeek && at.unitAway(arguments[0].unit, 0, made)
	}},
	// weekend: a weekend by its name alone, this one.
	"weekend": {least: 1, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[0].unit == unitWeekend && at.unitAway(unitWeekend, 0, made)
	}},
	"next_unit": {least: 1, sort: catDate, rank: 6, make: func(at *moment, arguments []*value, made *value) bool {
		if of := arguments[0].unit; of == unitHour || of == unitMinute {
			length := lengthOf(1, of)
			return at.units(&length, 1, made)
		}
		return at.unitAway(arguments[0].unit, 1, made)
	}},
	"last_unit": {least: 1, sort: catDate, rank: 6, make: func(at *moment, arguments []*value, made *value) bool {
		if of := arguments[0].unit; of == unitHour || of == unitMinute {
			length := lengthOf(1, of)
			return at.units(&length, -1, made)
		}
		return at.unitAway(arguments[0].unit, -1, made)
	}},
	// unit_after_next: "the week after next".
	"unit_after_next": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		return at.unitAway(arguments[0].unit, 2, made)
	}},
	"unit_before_last": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		return at.unitAway(arguments[0].unit, -2, made)
	}},
	// next_units: "the next {length}", or of a number and a unit what stands
	// around another word: "los {number} próximos {unit}"; last_units.
	"next_units": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		length, ok := counted(arguments)
		return ok && at.units(&length, 1, made)
	}},
	"last_units": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		length, ok := counted(arguments)
		return ok && at.units(&length, -1, made)
	}},
	// within: "within {length}", from now on.
	"within": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		length := arguments[0]
		if length.seconds != 0 {
			return at.units(length, 1, made)
		}
		made.dayState, made.first, made.last, made.grain = span, at.today, at.shift(at.today, length, 1), unitDay
		return made.last > made.first
	}},
	// in_month: "in {month}", "this {month}": sure to be the month.
	"in_month": {least: 1, sort: catDate, rank: 2, make: same},
	// month_of_year: "{month} {year}", "{month} of next year".
	"month_of_year": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		month, year := arguments[0], arguments[1]
		if month.dayState == absent || month.month == 0 {
			month, year = year, month
		}
		*made = value{dayState: partial, month: month.month, grain: unitMonth}
		if year.dayState != absent {
			whole := *year
			if whole.dayState != span || whole.grain != unitYear || whole.clockState != absent {
				return false
			}
			number, _, _ := whole.first.civil()
			made.year = number
			return true
		}
		if month.dayState == absent {
			made.month = month.number
		}
		made.year = at.fullYear(year)
		return made.month >= 1 && made.month <= 12
	}},
	// number_month: "{month_number}/{full_year}".
	"number_month": {least: 2, sort: catDate, rank: 4, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = value{dayState: partial, month: arguments[0].number, year: arguments[1].number, grain: unitMonth}
		return true
	}},
	// numbered_month: a month that is called by its number.
	"numbered_month": {least: 1, sort: catDate, rank: 2, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = value{dayState: partial, month: arguments[0].number, grain: unitMonth}
		return made.month >= 1 && made.month <= 12
	}},
	// year: "in {full_year}".
	"year": {least: 1, sort: catDate, rank: 2, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = value{dayState: partial, year: arguments[0].number, grain: unitYear}
		return true
	}},
	// next_month_name and last_month_name: "next {month}", of next year where
	// that month of this year is not to come.
	"last_month_name": {least: 1, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		year, month, _ := at.today.civil()
		if made.month >= month {
			year--
		}
		made.year, made.shy = year, false
		return true
	}},
	"month_after_next": {least: 1, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		year, month, _ := at.today.civil()
		if made.month < month {
			year++
		}
		made.year, made.shy = year+1, false
		return true
	}},
	// nth_unit: "the {ordinal} {unit} of {days}": a week or weekend of a month or
	// year, or a month of a year, which may be its number alone.
	"nth_unit": {least: 3, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		var n int
		var of unit
		var whole value
		for _, part := range arguments {
			switch {
			case part.dayState != absent:
				whole = *part
			case part.unit != noUnit:
				of = part.unit
			case part.digits == 4:
				whole = value{dayState: partial, year: part.number}
			default:
				n = part.number
			}
		}
		if !at.settle(&whole) || whole.dayState != span || whole.grain < unitMonth || whole.clockState != absent {
			return false
		}
		// A week is of the month that its Thursday is in, a weekend of that of its
		// Saturday.
		length, middle, begins := day(7), day(3), day(0)
		switch of {
		case unitWeek:
		case unitWeekend:
			length, middle, begins = 2, 5, 5
		case unitMonth:
			if n < 0 {
				n += 13
			}
			made.dayState, made.grain = span, of
			made.first, made.last = whole.first.month(n-1), whole.first.month(n)
			return whole.grain == unitYear && n >= 1 && n <= 12
		default:
			return false
		}
		if n > 0 {
			made.first = (whole.first + 6 - middle).monday() + day(7*(n-1))
		} else {
			made.first = (whole.last - 1 - middle).monday() + day(7*(n+1))
		}
		fits := made.first+middle >= whole.first && made.first+middle < whole.last
		made.first += begins
		made.dayState, made.last, made.grain = span, made.first+length, of
		return fits
	}},
	// week_of: "the week of {date}"; month_of: "the month of {date}".
	"week_of": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		date := *arguments[0]
		if !at.settle(&date) || date.dayState != point || date.clockState != absent {
			return false
		}
		made.dayState, made.first, made.last, made.grain = span, date.first.monday(), date.first.monday()+7, unitWeek
		return true
	}},
	"month_of": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		date := *arguments[0]
		if !at.settle(&date) || date.dayState != point || date.clockState != absent {
			return false
		}
		made.dayState, made.first, made.last, made.grain = span, date.first.month(0), date.first.month(1), unitMonth
		return true
	}},
	// early_span, mid_span and late_span: thirds and halves of a span of days.
	"early_span": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		return at.cut(arguments[0], made, func(s *value) { s.last = s.first + halfOf(s) })
	}},
	"mid_span": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		return at.cut(arguments[0], made, func(s *value) {
			third := (s.last - s.first) / 3
			if s.grain == unitMonth {
				// The ten days from the 10th on, whatever the month's length.
				s.first, third = s.first-1, 10
			}
			s.first, s.last = s.first+third, s.first+2*third+1
		})
	}},
	"late_span": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		return at.cut(arguments[0], made, func(s *value) { s.first += halfOf(s) })
	}},
	// later_span: "later this week", from today on; earlier_span, up to today.
	"later_span": {least: 1, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return at.cut(arguments[0], made, func(s *value) {
			if s.first <= at.today {
				s.first = at.today
			} else {
				s.first += halfOf(s)
			}
		})
	}},
	"earlier_span": {least: 1, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return at.cut(arguments[0], made, func(s *value) {
			if s.last > at.today && s.first < at.today {
				s.last = at.today
			} else {
				s.last = s.first + halfOf(s)
			}
		})
	}},
	// rest_of: what is left of a span of days.
	"rest_of": {least: 1, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return at.cut(arguments[0], made, func(s *value) {
			s.first = max(s.first, at.today)
			s.last, s.named = s.last-1, false
		})
	}},
	// rest_of_day: from now to midnight.
	"rest_of_day": {sort: catDate, rank: 5, make: func(at *moment, _ []*value, made *value) bool {
		*made = value{dayState: point, first: at.today, clockState: span, from: at.now, to: dayLength - 1, grain: unitDay}
		return true
	}},
	// end_of_day: "the end of the day", of today or of a day that is named.
	"end_of_day": {sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		*made = value{dayState: point, first: at.today, grain: unitDay}
		if len(arguments) > 0 {
			*made = *arguments[0]
		}
		made.clockState, made.from = point, dayLength-1
		return categoryOf(made) == catMoment
	}},
}

// halfOf is how long the early part of a span is.
func halfOf(s *value) day { return (s.last - s.first) / 2 }

// cut takes a part of a span of days.
func (at *moment) cut(whole, made *value, cut func(*value)) bool {
	*made = *whole
	if whole.unit != noUnit && whole.dayState == absent {
		*made = value{}
		if whole.unit < unitWeek || !at.unitAway(whole.unit, 0, made) {
			return false
		}
	}
	if !at.settle(made) || made.dayState != span || made.clockState != absent || made.bound != Whole || made.named {
		return false
	}
	cut(made)
	made.shy = false
	// What is left is days of the unit, and no whole one.
	made.grain = unitDay
	return made.first < made.last
}

// unitAway gives the unit that is so many units from the present one.
func (at *moment) unitAway(of unit, away int, made *value) bool {
	made.dayState, made.grain, made.coming = span, of, true
	switch of {
	case unitDay:
		made.dayState, made.first = point, at.today+day(away)
	case unitWeek:
		made.first = at.today.monday() + day(7*away)
		made.last = made.first + 7
	case unitWeekend:
		made.first = at.today.monday() + 5 + day(7*away)
		made.last = made.first + 2
	case unitFortnight:
		made.first = at.today.monday() + day(14*away)
		made.last = made.first + 14
	case unitMonth:
		made.first, made.last = at.today.month(away), at.today.month(away+1)
	case unitQuarter:
		_, month, _ := at.today.civil()
		begun := (month - 1) % 3
		made.first, made.last = at.today.month(3*away-begun), at.today.month(3*away-begun+3)
	case unitYear:
		made.first, made.last = at.today.year(away), at.today.year(away+1)
	default:
		return false
	}
	return true
}

// counted gives a length, or that of a number and a unit.
func counted(arguments []*value) (value, bool) {
	if len(arguments) < 2 {
		return *arguments[0], true
	}
	n := arguments[0].number
	return lengthOf(n, arguments[1].unit), n > 0 && n < longest
}

// units gives the next, or with the sign -1 the last, of several units: whole
// days after today, or hours from now.
func (at *moment) units(length *value, sign int, made *value) bool {
	if length.seconds != 0 {
		var other value
		if !at.away(length, sign, &other) {
			return false
		}
		*made = value{dayState: span, first: at.today, last: other.first, clockState: span, from: at.now, to: other.from, across: true, grain: unitMinute}
		if sign < 0 {
			made.first, made.last, made.from, made.to = made.last, made.first, made.to, made.from
		}
		return true
	}
	made.dayState, made.grain = span, unitDay
	if sign > 0 {
		made.first = at.today + 1
		made.last = at.shift(made.first, length, 1)
	} else {
		made.first, made.last = at.shift(at.today, length, -1), at.today
	}
	return made.first < made.last
}
