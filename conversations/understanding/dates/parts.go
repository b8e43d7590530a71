package dates

import (
	"strconv"
	"strings"
)

// partNames are the parts of the day by the names that lexicons use.
var partNames = map[string]Part{
	"morning": Morning, "midday": Midday, "afternoon": Afternoon, "evening": Evening, "night": Night, "daytime": Daytime, "dawn": Dawn,
}

// partBounds are the hours that a part of the day names, in seconds. They are
// those on which speakers agree; a clinic may offer more around them.
var partBounds = map[Part][2]int{
	Morning: {8 * hour, 12 * hour}, Midday: {11 * hour, 13 * hour}, Afternoon: {12 * hour, 16 * hour},
	Evening: {16 * hour, 20 * hour}, Night: {20 * hour, dayLength - 1}, Daytime: {8 * hour, 18 * hour}, Dawn: {4 * hour, 8 * hour},
}

// partHours is a part of the day as a span of hours.
func partHours(part Part) value {
	bounds := partBounds[part]
	return value{clockState: span, from: bounds[0], to: bounds[1], part: part}
}

// partSpan reads what a word of the class stands for: a part of the day, and
// its hours where the language has others, as in "afternoon 16-20".
func partSpan(key string) (value, bool) {
	name, hours, others := strings.Cut(key, " ")
	part, known := partNames[name]
	made := partHours(part)
	if others {
		from, to, ranged := strings.Cut(hours, "-")
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		known = known && ranged && err1 == nil && err2 == nil && 0 <= first && first < last && last <= 24
		made.from, made.to = first*hour, min(last*hour, dayLength-1)
	}
	return made, known
}

// middle is the hour in the middle of a part of the day.
func middle(part *value) int { return (part.from + part.to + 1) / 2 / hour * hour }

// partOperations are parts of the day.
var partOperations = map[string]*operation{
	// same_hours: words around a part of the day or a span of time that add nothing.
	"same_hours": {least: 1, sort: catHours, rank: 1, make: same},
	// early_part and late_part: the halves of a part of the day.
	"early_part": {least: 1, sort: catDate, rank: 3, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		made.to, made.shy = middle(made), false
		made.partly = true
		return made.part != NoPart
	}},
	"late_part": {least: 1, sort: catDate, rank: 3, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		made.from, made.shy = middle(made), false
		made.partly = true
		return made.part != NoPart
	}},
	// mid_part: "mid-morning", a time.
	"mid_part": {least: 1, sort: catTime, rank: 3, make: func(_ *moment, arguments []*value, made *value) bool {
		made.clockState, made.from = point, (arguments[0].from+arguments[0].to+1)/2
		return arguments[0].part != NoPart
	}},
	// span_part: hours and the part of the day they are of, "{hours} {part}".
	"span_part": {least: 2, sort: catHours, rank: 3, make: func(_ *moment, arguments []*value, made *value) bool {
		hours, part := arguments[0], arguments[1]
		if hours.part != NoPart {
			hours, part = part, hours
		}
		if hours.clockState != span || !hours.open || hours.part != NoPart || hours.bound != Whole {
			return false
		}
		*made = *hours
		withinSpan(made, part.part)
		made.shy = false
		return true
	}},
	// keep: words that add nothing and leave what is shy shy.
	"keep": {least: 1, sort: catDate, make: func(_ *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		return true
	}},
	// hour_part: "{hour} {part}" without a word between.
	"hour_part": {least: 2, sort: catTime, rank: 2, make: func(_ *moment, arguments []*value, made *value) bool {
		clock, part := arguments[0], arguments[1]
		if clock.part != NoPart {
			clock, part = part, clock
		}
		counts := clock.digits == 0 && clock.number == 1 && clock.clockState == absent // "one morning"
		if counts || !readClock(nil, []*value{clock}, made) {
			return false
		}
		within(made, part.part)
		return true
	}},
	// last_part: "last night".
	"last_part": {least: 1, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		made.dayState, made.first, made.grain = point, at.today-1, unitDay
		made.shy = false
		return made.part != NoPart
	}},
	// next_part: "next night".
	"next_part": {least: 1, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		made.dayState, made.first, made.grain = point, at.today+1, unitDay
		made.shy = false
		return made.part != NoPart
	}},
	// this_part: "this morning", "tonight".
	"this_part": {least: 1, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		made.dayState, made.first, made.grain = point, at.today, unitDay
		made.shy = false
		return made.part != NoPart
	}},
}
