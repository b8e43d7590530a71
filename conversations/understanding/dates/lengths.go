package dates

// lengthOf is a number of units.
func lengthOf(count int, of unit) value {
	n := count
	made := value{unit: of}
	switch of {
	case noUnit:
	case unitSecond:
		made.seconds = n
	case unitMinute:
		made.seconds = n * minute
	case unitHour:
		made.seconds = n * hour
	case unitDay:
		made.days = n
	case unitWorkday:
		made.days, made.workdays = n, true
	case unitWeek, unitWeekend:
		made.days = 7 * n
	case unitFortnight:
		made.days = 14 * n
	case unitMonth:
		made.months = n
	case unitQuarter:
		made.months = 3 * n
	case unitYear:
		made.months = 12 * n
	}
	return made
}

// longest is the greatest count of a length: more is no talk of a date.
const longest = 1000

// lengthOperations: lengths of time, and what lies so far from now or from another day.
var lengthOperations = map[string]*operation{
	// length: "{number} {unit}".
	"length": {least: 2, sort: catLength, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		n := arguments[0].number
		*made = lengthOf(n, arguments[1].unit)
		return n >= 0 && n < longest
	}},
	// hours_length: hours and minutes as a clock writes them, "1h30".
	"hours_length": {least: 2, sort: catLength, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = lengthOf(60*arguments[0].number+arguments[1].number, unitMinute)
		return arguments[0].number < 24
	}},
	// one_length: "a {unit}".
	"one_length": {least: 1, sort: catLength, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = lengthOf(1, arguments[0].unit)
		return true
	}},
	// two_length and few_length: "a couple of {unit}", "a few {unit}".
	"two_length": {least: 1, sort: catLength, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = lengthOf(2, arguments[0].unit)
		return true
	}},
	"few_length": {least: 1, sort: catLength, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = lengthOf(3, arguments[0].unit)
		return true
	}},
	// half_length: "half an {unit}".
	"half_length": {least: 1, sort: catLength, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		return halved(arguments[0].unit, made)
	}},
	// quarter_length: "1/4 {unit}".
	"quarter_length": {least: 1, sort: catLength, rank: 1, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = lengthOf(15, unitMinute)
		return arguments[0].unit == unitHour
	}},
	// length_and_half: "{number} and a half {unit}", or one of the unit and a half.
	"length_and_half": {least: 1, sort: catLength, rank: 2, make: func(_ *moment, arguments []*value, made *value) bool {
		count, of := int(1), arguments[len(arguments)-1].unit
		if len(arguments) > 1 {
			count = arguments[0].number
		}
		var rest value
		if count >= longest || !halved(of, &rest) {
			return false
		}
		*made = lengthOf(count, of)
		made.seconds, made.days, made.months = made.seconds+rest.seconds, made.days+rest.days, made.months+rest.months
		return true
	}},
	// add_length: "{length} and {length}".
	"add_length": {least: 2, sort: catLength, rank: 2, make: func(_ *moment, arguments []*value, made *value) bool {
		a, b := arguments[0], arguments[1]
		*made = value{months: a.months + b.months, days: a.days + b.days, seconds: a.seconds + b.seconds, unit: b.unit}
		return !a.workdays && !b.workdays && b.unit < a.unit
	}},
	// in_length: "in {length}"; ago: "{length} ago".
	"in_length": {least: 1, sort: catDate, rank: 12, make: func(at *moment, arguments []*value, made *value) bool {
		return at.away(arguments[0], 1, made)
	}},
	"ago": {least: 1, sort: catDate, rank: 8, make: func(at *moment, arguments []*value, made *value) bool {
		return at.away(arguments[0], -1, made)
	}},
	// weeks_from_today: "de hoy en {number}": eight days, counted with both ends,
	// are a week and fifteen are two.
	"weeks_from_today": {least: 1, sort: catDate, rank: 12, make: func(at *moment, arguments []*value, made *value) bool {
		weeks := map[int]int{8: 1, 15: 2}[arguments[0].number]
		made.dayState, made.grain, made.first = point, unitDay, at.today+day(7*weeks)
		return weeks > 0
	}},
	// in_minutes: "in {number}" without a unit.
	"in_minutes": {least: 1, sort: catDate, rank: 1, make: func(at *moment, arguments []*value, made *value) bool {
		length := lengthOf(arguments[0].number, unitMinute)
		defer func() { made.bare, made.closing = true, true }()
		return arguments[0].number > 0 && arguments[0].number < 60 && at.away(&length, 1, made)
	}},
	// length_after: "{length} after {date}"; length_before, the length first.
	"length_after": {least: 2, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		if arguments[0].dayState != absent || arguments[0].clockState != absent {
			return at.from(arguments[1], arguments[0], 1, made)
		}
		return at.from(arguments[0], arguments[1], 1, made)
	}},
	"length_before": {least: 2, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return at.from(arguments[0], arguments[1], -1, made)
	}},
	// now: the present.
	"now": {sort: catDate, rank: 2, make: func(at *moment, _ []*value, made *value) bool {
		*made = value{dayState: point, first: at.today, clockState: point, from: at.now, grain: unitSecond}
		return true
	}},
}

// halved is half of a unit.
func halved(of unit, made *value) bool {
	*made = lengthOf(1, of)
	if made.months == 1 {
		*made = lengthOf(15, unitDay)
		return true
	}
	if made.days == 1 {
		*made = lengthOf(12, unitHour)
		return true
	}
	made.months, made.days, made.seconds = made.months/2, made.days/2, made.seconds/2
	return true
}

// away gives what lies a length after now, or, with the sign -1, before it.
func (at *moment) away(length *value, sign int, made *value) bool {
	if length.seconds == 0 {
		made.dayState, made.first = point, at.shift(at.today, length, sign)
		made.grain = length.unit
		return true
	}
	seconds := at.now + sign*length.seconds
	days := seconds / dayLength
	if seconds %= dayLength; seconds < 0 {
		seconds += dayLength
		days--
	}
	made.dayState, made.clockState, made.grain = point, point, unitMinute
	made.first, made.from = at.shift(at.today, length, sign)+day(days), seconds
	return true
}

// from gives what lies a length after a day, or a time of it.
func (at *moment) from(length, anchor *value, sign int, made *value) bool {
	if anchor.dayState == absent && anchor.clockState == absent {
		length, anchor = anchor, length
	}
	whole := *anchor
	if !at.settle(&whole) || whole.across || whole.bound != Whole {
		return false
	}
	*made = whole
	switch {
	case whole.dayState == point && length.seconds == 0 && whole.clockState != span:
		made.first = at.shift(whole.first, length, sign)
		made.alternative = 0
		return true
	case whole.clockState == point && length.months == 0 && length.days == 0:
		seconds := made.from + sign*length.seconds
		if seconds < 0 || seconds >= dayLength {
			return false
		}
		made.from = seconds
		return true
	}
	return false
}

// shift moves a day by a length's months and days.
func (at *moment) shift(from day, length *value, sign int) day {
	if length.workdays {
		for left := length.days; left > 0; {
			if from += day(sign); from.weekday() <= 5 {
				left--
			}
		}
		return from
	}
	if length.months != 0 {
		from = from.addMonths(sign * length.months)
	}
	return from + day(sign*length.days)
}
