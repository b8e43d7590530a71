package dates

// joiningOperations: days and times that belong together.
var joiningOperations = map[string]*operation{
	// same_date: words around a day, or days, that add nothing.
	"same_date": {least: 1, sort: catDate, rank: 1, make: same},
	// date_time: a day and a time or hours of it, in either order.
	"date_time": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		date, clock := arguments[0], arguments[1]
		if date.dayState == absent {
			date, clock = clock, date
		}
		return at.join(date, clock, made)
	}},
	// nothing: what looks like a day or a time and is none.
	"nothing": {sort: catNothing, rank: 20, make: func(_ *moment, _ []*value, made *value) bool {
		made.void = true
		return true
	}},
	// date_hour: a day and a number that can only be the hour.
	"date_hour": {least: 2, sort: catDate, rank: 1, make: func(at *moment, arguments []*value, made *value) bool {
		date, number := arguments[0], arguments[1]
		if date.dayState == absent {
			date, number = number, date
		}
		var time value
		return clock(at, []*value{number}, &time) && at.join(date, &time, made)
	}},
	// part_time: a part of a certain day ("this morning") and a time.
	"part_time": {least: 2, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		part, clock := arguments[0], arguments[1]
		if part.part == NoPart || part.dayState == absent {
			part, clock = clock, part
		}
		var time value
		if part.part == NoPart || part.dayState == absent || part.clockState != span || clock.dayState != absent {
			return false
		}
		if clock.clockState == span || clock.bound != Whole {
			time = *clock
			switch {
			case time.open && clock.clockState == span:
				withinSpan(&time, part.part)
			case time.open: // "tomorrow evening after 6"
				within(&time, part.part)
			}
		} else {
			if !readClock(at, []*value{clock}, &time) {
				return false
			}
			if part.part == Night && !time.open && clock.clockState == point && time.from < 5*hour {
				after := *part // "midnight tonight" begins tomorrow
				after.first++
				part = &after
			}
			early := part.part == Night && part.dayState == point && part.first == at.today && time.from < 5*hour && time.open
			if within(&time, part.part); early && time.from < at.now {
				time.from += 12 * hour // "tonight at 2" is said of no hour that is over
			}
		}
		date := *part
		date.clockState, date.from, date.to, date.part = absent, 0, 0, NoPart
		return at.join(&date, &time, made)
	}},
}

// join puts a time or hours to a day.
func (at *moment) join(date, clock, made *value) bool {
	if date.clockState != absent || clock.dayState != absent || date.across || date.bound != Whole {
		return false
	}
	if sort := categoryOf(date); sort != catDate {
		return false
	}
	*made = *date
	made.clockState, made.from, made.to, made.open, made.part, made.bound = clock.clockState, clock.from, clock.to, clock.open, clock.part, clock.bound
	made.shy, made.bare, made.closing = false, date.bare || clock.bare, false
	if made.open && made.dayState == point && made.first == at.today && made.from < at.now && made.from+12*hour > at.now && made.from < 12*hour {
		// An hour of today that is over is meant for the afternoon.
		made.from, made.to, made.open = made.from+12*hour, made.to+12*hour, false
		if made.clockState == point {
			made.to = 0
		}
	}
	return true
}

// withinSpan settles hours to a part of the day.
func withinSpan(made *value, part Part) {
	length := made.to - made.from
	within(made, part)
	made.to = made.from + length
}
