package dates

// rangeOperations: spans from one day or time to another.
var rangeOperations = map[string]*operation{
	// range: "from {x} to {y}" of days, times, or times of days.
	"range": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		return at.between(arguments[0], arguments[1], made)
	}},
	// between: the same in words that say nothing else, "between {x} and {y}".
	"between": {least: 2, sort: catDate, rank: 15, make: func(at *moment, arguments []*value, made *value) bool {
		return at.between(arguments[0], arguments[1], made)
	}},
	// hour_range: the same where one or both are bare hours.
	"hour_range": {least: 2, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		var from, to value
		if !readClock(at, arguments[:1], &from) || !readClock(at, arguments[1:2], &to) || !betweenTimes(&from, &to, made) {
			return false
		}
		made.bare = arguments[1].clockState == absent
		return true
	}},
	// shy_hour_range: "9-11", where only other words make it hours, or one of the
	// two that is a time by itself.
	"shy_hour_range": {least: 2, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		var from, to value
		if !readClock(at, arguments[:1], &from) || !readClock(at, arguments[1:2], &to) || !betweenTimes(&from, &to, made) {
			return false
		}
		if arguments[0].clockState == absent && made.to-made.from > dayLength/2 {
			return false // "15 à 8h" is no night shift of seventeen hours
		}
		made.shy = !plainTime(arguments[0]) && !plainTime(arguments[1])
		return true
	}},
	// days_of_month: "{day} to {day} {month}", "{month} {day} to {day}".
	"days_of_month": {least: 3, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		var days [2]*value
		var month, year *value
		found := 0
		for _, part := range arguments {
			switch {
			case part.dayState != absent:
				month = part
			case found < 2:
				days[found] = part
				found++
			default:
				year = part
			}
		}
		if month == nil || found < 2 {
			return false
		}
		var from, to value
		whole := *month
		if year != nil {
			whole.year = at.fullYear(year)
		}
		for i, ends := range []*value{&from, &to} {
			*ends = value{dayState: partial, month: whole.month, year: whole.year, monthDay: days[i].number, grain: unitDay}
			if whole.dayState == span {
				if whole.grain != unitMonth {
					return false
				}
				*ends = value{dayState: point, first: whole.first + day(days[i].number-1), grain: unitDay}
				if ends.first >= whole.last {
					return false
				}
			}
		}
		return at.between(&from, &to, made)
	}},
	// date_range_day: "{date} to {day}": the day of the same month.
	"date_range_day": {least: 2, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		from := *arguments[0]
		if from.dayState != partial || from.month == 0 || from.monthDay == 0 || from.clockState != absent {
			return false
		}
		to := from
		to.monthDay, to.weekday, to.alternative = arguments[1].number, 0, 0
		return at.between(&from, &to, made)
	}},
	// for_length: "{x} for {length}", "for {length} from {x}".
	"for_length": {least: 2, sort: catDate, rank: 9, make: func(at *moment, arguments []*value, made *value) bool {
		from, length := arguments[0], arguments[1]
		if from.dayState == absent && from.clockState == absent {
			from, length = length, from
		}
		return at.lasting(from, length, made)
	}},
	// to_now: "since {x}" as far as now, "{x} to now".
	"to_now": {least: 1, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		now := value{dayState: point, first: at.today, clockState: point, from: at.now}
		from := *arguments[0]
		if from.dayState == absent {
			from.dayState, from.first = point, at.today
		}
		return at.between(&from, &now, made)
	}},
}

// plainTime says whether a value is a time by itself.
func plainTime(v *value) bool { return v.clockState == point && !v.shy }

// between makes the span from one end to another of the same sort.
func (at *moment) between(first, second, made *value) bool {
	if first.bound != Whole || second.bound != Whole || first.across || second.across {
		return false
	}
	if first.dayState == absent && second.dayState == absent {
		return betweenTimes(first, second, made)
	}
	from, to := *first, *second
	if from.clockState == span || to.clockState == span {
		return false
	}
	if from.dayState == absent {
		// "2 to 4pm tomorrow": the day is that of both.
		if from.clockState != point || to.clockState != point {
			return false
		}
		if !betweenTimes(&from, &value{clockState: point, from: to.from, open: to.open}, made) {
			return false
		}
		hours := *made
		to.clockState, to.from, to.open = absent, 0, false
		return at.join(&to, &hours, made)
	}
	if to.dayState == absent {
		if from.clockState != point {
			return false
		}
		start := value{clockState: point, from: from.from, open: from.open}
		if !betweenTimes(&start, &to, made) {
			return false
		}
		hours := *made
		from.clockState, from.from, from.open = absent, 0, false
		return at.join(&from, &hours, made)
	}
	return at.betweenDays(&from, &to, made)
}

// betweenDays makes a span of days, or of times on different days.
func (at *moment) betweenDays(from, to, made *value) bool {
	weekdays := to.dayState == partial && to.weekday != 0 && to.monthDay == 0
	numbered := from.dayState == partial && from.month == 0 && from.monthDay != 0 && from.weekday == 0
	sameMonth := from.dayState == partial && from.month != 0 && from.year == 0 && to.dayState == partial && to.month != 0
	year := to.year
	if !at.settle(from) || !at.settle(to) {
		return false
	}
	if numbered && to.dayState == point {
		// "The 13th to the 15th of July", "the 22nd to the 6th": the last before the end.
		from.first = to.first.month(0) + day(from.monthDay-1)
		if from.first > to.first {
			from.first = to.first.month(-1) + day(from.monthDay-1)
		}
	}
	if weekdays {
		// The weekday that follows the first.
		to.first = from.first + day((to.weekday-from.first.weekday()+7)%7)
	}
	if sameMonth && year != 0 {
		// The year said last is that of both.
		again := *from
		again.dayState, again.year = partial, year
		if at.settle(&again) && again.first <= to.first {
			*from = again
		}
	}
	if to.first < from.first && sameMonth && year == 0 {
		// "Oct 2 to Oct 22", said in between: the start is the last before the end.
		before, _, _ := from.first.civil()
		again := *from
		again.dayState, again.year = partial, before-1
		if !at.settle(&again) {
			return false
		}
		*from = again
	}
	if to.first < from.first {
		return false
	}
	*made = value{dayState: span, first: from.first, grain: unitDay}
	if from.clockState == point && to.clockState == point {
		made.last, made.clockState, made.from, made.to, made.across = to.first, span, from.from, to.from, true
		return made.first < made.last || made.from < made.to
	}
	if from.clockState != absent || to.clockState != absent {
		return false
	}
	// A month or week at the end is named by its first day, as a day is.
	made.last, made.named = to.first+1, true
	if to.dayState == span && to.grain == from.grain {
		made.last, made.named, made.grain = to.last, true, to.grain
	}
	return made.first < made.last
}

// betweenTimes makes hours of two times, settling the half of the day that one
// leaves open by the other.
func betweenTimes(from, to, made *value) bool {
	if from.clockState != point || to.clockState != point || from.dayState != absent || to.dayState != absent {
		return false
	}
	a, b := from.from, to.from
	*made = value{clockState: span}
	switch {
	case from.open && !to.open:
		// The latest start before the end.
		if later := (a + 12*hour) % dayLength; later < b && (a >= b || later > a) {
			a = later
		} else if a%(12*hour) < b && a >= b {
			a %= 12 * hour
		}
	case !from.open && to.open:
		// The earliest end after the start.
		early, late := b%(12*hour), b%(12*hour)+12*hour
		if b = early; early <= a {
			b = late
		}
		if b <= a {
			b = early
		}
	case from.open && to.open:
		if b <= a || a == 12*hour {
			b = b%(12*hour) + 12*hour
		}
		made.open = b < 12*hour || a < 12*hour && b <= 12*hour
	}
	if b <= a {
		b += dayLength
	}
	made.from, made.to = a, b
	return made.to > made.from
}

// lasting makes the span that begins so and is so long.
func (at *moment) lasting(from, length, made *value) bool {
	if from.bound != Whole || from.across || from.clockState == span {
		return false
	}
	start := *from
	if !at.settle(&start) || start.dayState == span {
		return false
	}
	*made = start
	made.clockState = span
	switch {
	case start.clockState == point && start.dayState == absent:
		made.to = made.from + length.seconds
		return length.seconds > 0 && length.days == 0 && length.months == 0
	case start.clockState == point:
		end := made.from + length.seconds
		made.dayState, made.across, made.open = span, true, false
		made.last = at.shift(made.first, length, 1) + day(end/dayLength)
		made.to = (end % dayLength)
		return made.last > made.first || made.to > made.from
	case length.seconds == 0:
		made.clockState = absent
		made.dayState, made.last = span, at.shift(made.first, length, 1)
		return made.last > made.first
	}
	return false
}
