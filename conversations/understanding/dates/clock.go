package dates

// clockOperations: times of the day.
var clockOperations = map[string]*operation{
	// clock: "{hour}:{minutes}", with seconds as a third.
	"clock": {least: 1, sort: catTime, rank: 4, make: clock},
	// bare_clock: an hour and minutes that only other words make a time.
	"bare_clock": {least: 2, sort: catTime, make: func(at *moment, arguments []*value, made *value) bool {
		if !clock(at, arguments, made) || arguments[0].digits > 0 && arguments[1].digits == 1 {
			return false
		}
		made.shy = true
		return true
	}},
	// oclock: "{hour} o'clock", "at {hour}".
	"oclock": {least: 1, sort: catTime, rank: 1, make: clock},
	// shy_oclock: "las {hour}", which only other words make a time: "las dos" may
	// be both of them, "deux heures" how long it takes.
	"shy_oclock": {least: 1, sort: catTime, make: func(at *moment, arguments []*value, made *value) bool {
		if !clock(at, arguments, made) {
			return false
		}
		made.shy, made.bare = true, true
		return true
	}},
	// closing_hour: "at {hour}" in words that may also say "the {number}".
	"closing_hour": {least: 1, sort: catTime, rank: 1, make: func(at *moment, arguments []*value, made *value) bool {
		made.bare, made.closing = true, true
		counts := arguments[0].digits == 0 && arguments[0].number == 1
		return !counts && clock(at, arguments, made)
	}},
	// at_hour and about_hour: "at {hour}", "about {hour}".
	"at_hour": {least: 1, sort: catTime, rank: 1, make: func(at *moment, arguments []*value, made *value) bool {
		made.bare = true
		return clock(at, arguments, made)
	}},
	"about_hour": {least: 1, sort: catTime, rank: 1, make: func(at *moment, arguments []*value, made *value) bool {
		made.bare = true
		counts := arguments[0].digits == 0 && arguments[0].number == 1 // "about one of them"
		return !counts && clock(at, arguments, made)
	}},
	// sharp_clock: an hour of the day's twenty-four, as "15h" and "15h30" write it.
	"clock_24": {least: 1, sort: catTime, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		if !clock(at, arguments, made) {
			return false
		}
		made.open = made.open && made.from != 0 && made.from < 8*hour
		return true
	}},
	// compact: "1530", "330".
	"compact": {least: 1, sort: catTime, rank: 2, make: func(_ *moment, arguments []*value, made *value) bool {
		n := arguments[0].number
		made.clockState, made.from, made.bare = point, n/100*hour+n%100*minute, true
		made.open = n/100 >= 1 && n/100 <= 12 && (arguments[0].digits < 4 || n >= 1000)
		return true
	}},
	// shy_compact: the same, where only other words make it a time.
	"shy_compact": {least: 1, sort: catTime, make: func(_ *moment, arguments []*value, made *value) bool {
		n := arguments[0].number
		made.clockState, made.from, made.shy, made.bare = point, n/100*hour+n%100*minute, true, true
		made.open = n/100 >= 1 && n/100 <= 12
		return n < 1900 || n >= 2100 // a year
	}},
	// same_time: words around a time that add nothing.
	"same_time": {least: 1, sort: catTime, rank: 1, make: same},
	"half_past": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], 30*minute, made)
	}},
	"half_to": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], -30*minute, made)
	}},
	"quarter_past": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], 15*minute, made)
	}},
	"quarter_to": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], -15*minute, made)
	}},
	// third_past and third_to are twenty minutes, as Arabic has them.
	"third_past": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], 20*minute, made)
	}},
	"third_to": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], -20*minute, made)
	}},
	// quarter_towards is the first quarter on the way to an hour, as in the
	// German "viertel vier".
	"quarter_towards": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], -45*minute, made)
	}},
	"three_quarters_past": {least: 1, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return shifted(at, arguments[0], 45*minute, made)
	}},
	// minutes_past and minutes_to take the minutes first; past_minutes and
	// to_minutes the hour first.
	"minutes_past": {least: 2, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[0].number < 60 && shifted(at, arguments[1], arguments[0].number*minute, made)
	}},
	"minutes_to": {least: 2, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[0].number < 60 && shifted(at, arguments[1], -arguments[0].number*minute, made)
	}},
	// bare_minutes_to: "{number} to {hour}", which may also be a span of hours.
	"bare_minutes_to": {least: 2, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		n := arguments[0].number
		if !shifted(at, arguments[1], -n*minute, made) {
			return false
		}
		to := (made.from + n*minute) / hour
		return n < 60 && (n > 12 || n%5 == 0) && (n > 12 || to > 12 && arguments[1].clockState == absent || n > (to+11)%12+1)
	}},
	"past_minutes": {least: 2, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[1].number < 60 && shifted(at, arguments[0], arguments[1].number*minute, made)
	}},
	"to_minutes": {least: 2, sort: catTime, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[1].number < 60 && shifted(at, arguments[0], -arguments[1].number*minute, made)
	}},
	// minutes_to_half and minutes_past_half count from the half hour before the
	// hour, as German does.
	"minutes_to_half": {least: 2, sort: catTime, rank: 6, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[0].number < 30 && shifted(at, arguments[1], -30*minute-arguments[0].number*minute, made)
	}},
	"minutes_past_half": {least: 2, sort: catTime, rank: 6, make: func(at *moment, arguments []*value, made *value) bool {
		return arguments[0].number < 30 && shifted(at, arguments[1], -30*minute+arguments[0].number*minute, made)
	}},
	// am and pm settle the half of the day.
	"am": {least: 1, sort: catTime, rank: 10, make: func(at *moment, arguments []*value, made *value) bool {
		return readClock(at, arguments, made) && half(made, 0)
	}},
	"pm": {least: 1, sort: catTime, rank: 10, make: func(at *moment, arguments []*value, made *value) bool {
		return readClock(at, arguments, made) && half(made, 12*hour)
	}},
	// time_part: a time and the part of the day, in either order.
	"time_part": {least: 2, sort: catTime, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		clock, part := arguments[0], arguments[1]
		if clock.part != NoPart {
			clock, part = part, clock
		}
		if !readClock(at, []*value{clock}, made) || made.part != NoPart {
			return false
		}
		if part.part == Morning && made.from >= 13*hour {
			return false
		}
		within(made, part.part)
		return true
	}},
}

// clock reads an hour with minutes and seconds where they are given.
func clock(_ *moment, arguments []*value, made *value) bool {
	h, length := arguments[0].number, [3]int{hour, minute, 1}
	if arguments[0].clockState != absent || h > 24 || h < 0 {
		return false
	}
	made.clockState, made.shy = point, false
	for i, part := range arguments {
		if i > 0 && part.number >= 60 {
			return false
		}
		made.from += part.number * length[i]
	}
	if made.from == dayLength {
		made.from = 0
	}
	// "08:30" is the clock of a timetable; "8:30" may be either half.
	leading := arguments[0].digits == 2 && h < 10
	made.open = h >= 1 && h <= 12 && !leading
	return made.from < dayLength
}

// readClock takes a time as it is, or a number as an hour.
func readClock(at *moment, arguments []*value, made *value) bool {
	if arguments[0].clockState == point {
		*made = *arguments[0]
		made.shy = false
		return made.dayState == absent && made.bound == Whole
	}
	return clock(at, arguments[:1], made)
}

// shifted gives the time so much after, or before, an hour.
func shifted(at *moment, from *value, seconds int, made *value) bool {
	if !readClock(at, []*value{from}, made) {
		return false
	}
	made.from = (made.from + seconds + dayLength) % dayLength
	if made.open && made.from < hour {
		made.from += 12 * hour // "quarter to one" is said of noon
	}
	return true
}

// half settles a time to the half of the day that begins at start.
func half(made *value, start int) bool {
	if made.from >= 13*hour {
		return start > 0 // "15:30 pm" is said, "15:30 am" is a mistake
	}
	made.from = made.from%(12*hour) + start
	made.open = false
	return true
}

// within settles a time to a part of the day.
func within(made *value, part Part) {
	if made.from >= 13*hour {
		made.open = false
		return
	}
	early := made.from % (12 * hour)
	switch part {
	case NoPart, Daytime:
	case Morning:
		if early == 0 || made.from >= 12*hour {
			early = made.from
		}
		made.from = early
	case Midday:
		if early < 5*hour {
			early += 12 * hour
		}
		made.from = early
	case Afternoon:
		made.from = early + 12*hour
	case Evening:
		made.from = early
		if early > 0 { // twelve in the evening is midnight
			made.from += 12 * hour
		}
	case Dawn:
		made.from = early
	case Night:
		if early >= 5*hour {
			early += 12 * hour
		}
		made.from = early
	}
	made.open = false
}
