package dates

// boundOperations: sides of a day or a time: what is after, before, from or until it.
var boundOperations = map[string]*operation{
	"after": {least: 1, sort: catDate, rank: 3, make: bounded(After)},
	"from":  {least: 1, sort: catDate, rank: 3, make: bounded(From)},
	// from_start and until_end: "after the start of {days}", "by the end of {days}".
	"from_start": {least: 1, sort: catDate, rank: 12, make: bounded(From)},
	"until_end":  {least: 1, sort: catDate, rank: 12, make: bounded(Until)},
	"before":     {least: 1, sort: catDate, rank: 3, make: bounded(Before)},
	"until":      {least: 1, sort: catDate, rank: 3, make: bounded(Until)},
}

// bounded takes a side of what was named; a bare number is an hour.
func bounded(side Bound) func(*moment, []*value, *value) bool {
	return func(at *moment, arguments []*value, made *value) bool {
		of := arguments[0]
		if of.dayState == absent && of.clockState == absent {
			if of.unit != noUnit {
				return at.unitAway(of.unit, 0, made) && of.unit >= unitWeek && bind(made, side)
			}
			if of.digits > 2 || !readClock(at, arguments[:1], made) {
				return false
			}
			made.bare = true
		} else {
			*made = *of
			if !at.settle(made) {
				return false
			}
		}
		return bind(made, side)
	}
}

// bind takes a side of a value, once.
func bind(made *value, side Bound) bool {
	if made.bound != Whole || made.across || made.named {
		return false
	}
	made.bound, made.shy = side, false
	return true
}
