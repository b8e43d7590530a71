package dates

// monthDayOperations: days by their number in a month.
var monthDayOperations = map[string]*operation{
	// month_day: "{day} of {month}", "{month} {day}", in either order.
	"month_day": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		cardinal, shy := false, false
		for _, part := range arguments {
			if part.dayState == partial && part.month != 0 {
				made.month = part.month
			} else {
				made.monthDay = part.number
				cardinal = part.digits == 0 && !part.ordinal && part.number == 1
			}
			shy = shy || part.shy && part.month != 0
		}
		if shy && cardinal {
			return false // "one may ask"
		}
		made.dayState, made.grain, made.shy = partial, unitDay, false
		made.bare = arguments[0].month != 0 && arguments[1].digits > 0 // "in May 3 children"
		made.void = !exists(2000, made.month, made.monthDay)
		return true
	}},
	// month_day_year: a day of a month and its year.
	"date_year": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		*made = *arguments[0]
		if made.dayState != partial || made.year != 0 || made.month == 0 && made.holiday == 0 {
			return false
		}
		made.year, made.shy = at.fullYear(arguments[1]), false
		return made.monthDay == 0 || exists(made.year, made.month, made.monthDay)
	}},
	// day_month: two numbers whose order the country's custom tells: "{day}/{day}".
	"day_month": {least: 2, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		return at.ordered(arguments[0], arguments[1], made)
	}},
	// shy_day_month: the same, with signs that other numbers are parted by, too.
	"shy_day_month": {least: 2, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		made.shy = true
		return at.ordered(arguments[0], arguments[1], made)
	}},
	// day_of_month_number: "el 21 del 3", the day first whatever the country.
	"day_of_month_number": {least: 2, sort: catDate, rank: 4, make: func(_ *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain = partial, unitDay
		made.monthDay, made.month = arguments[0].number, arguments[1].number
		return exists(2000, made.month, made.monthDay)
	}},
	// day_month_year: three numbers, the year last.
	"day_month_year": {least: 3, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		if !at.ordered(arguments[0], arguments[1], made) {
			return false
		}
		made.year = at.fullYear(arguments[2])
		return exists(made.year, made.month, made.monthDay)
	}},
	// year_month_day: three numbers, the year first.
	"year_month_day": {least: 3, sort: catDate, rank: 9, make: func(at *moment, arguments []*value, made *value) bool {
		month := arguments[1].number
		if arguments[1].dayState == partial {
			month = arguments[1].month
		}
		*made = value{
			dayState: partial, year: at.fullYear(arguments[0]), month: month, monthDay: arguments[2].number, grain: unitDay,
		}
		return exists(made.year, made.month, made.monthDay)
	}},
	// day_of_month: "the {day}", the next day of that number.
	"day_of_month": {least: 1, sort: catDate, make: func(_ *moment, arguments []*value, made *value) bool {
		made.dayState, made.monthDay, made.grain, made.bare = partial, arguments[0].number, unitDay, true
		made.shy = false
		return true
	}},
	// day_of_span: "the {day} of {days}", as in the 3rd of next month; of a
	// named month it is month_day.
	"day_of_span": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		number, days := arguments[0].number, arguments[1]
		if days.dayState != span && days.dayState != partial {
			number, days = days.number, arguments[0]
		}
		whole := *days
		if !at.settle(&whole) || whole.dayState != span || whole.grain < unitMonth || whole.clockState != absent {
			return false
		}
		made.dayState, made.grain, made.numbered = point, unitDay, true
		made.first = whole.first + day(number-1)
		if number < 0 {
			made.first = whole.last + day(number)
		}
		return made.first >= whole.first && made.first < whole.last
	}},
	// spoken_day_of_month: the same of an ordinal that may count other things.
	"spoken_day_of_month": {least: 1, sort: catDate, make: func(_ *moment, arguments []*value, made *value) bool {
		made.dayState, made.monthDay, made.grain, made.bare = partial, arguments[0].number, unitDay, true
		return made.monthDay > 10 || arguments[0].digits > 0
	}},
	// nth_last_day: "the {ordinal} last day of {days}".
	"nth_last_day": {least: 2, sort: catDate, rank: 6, make: func(at *moment, arguments []*value, made *value) bool {
		whole := *arguments[1]
		if !at.settle(&whole) || whole.dayState != span || whole.clockState != absent {
			return false
		}
		made.dayState, made.grain, made.first = point, unitDay, whole.last-day(arguments[0].number)
		return made.first >= whole.first && made.first < whole.last
	}},
	// shy_day_of_month: "{ordinal}", the day where it is all that is said.
	"shy_day_of_month": {least: 1, sort: catDate, make: func(_ *moment, arguments []*value, made *value) bool {
		made.dayState, made.monthDay, made.grain, made.bare, made.shy = partial, arguments[0].number, unitDay, true, true
		return made.monthDay > 9 && made.monthDay <= 31 && arguments[0].digits > 0
	}},
	// weekday_the_day: "{weekday} the {day}": of the months around today the one
	// in which both agree and that is nearest.
	"weekday_the_day": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		weekday, number := arguments[0], arguments[1]
		if weekday.weekday == 0 {
			weekday, number = number, weekday
		}
		made.dayState, made.weekday, made.monthDay, made.grain = partial, weekday.weekday, number.number, unitDay
		if !at.settle(made) {
			return false
		}
		for _, back := range []int{0, -1} {
			past := at.today.month(back) + day(made.monthDay-1)
			if past < at.today && past < at.today.month(back+1) && past.weekday() == made.weekday && at.today-past < made.first-at.today {
				made.first, made.alternative = past, made.first
				break
			}
		}
		return true
	}},
	// weekday_number: "{weekday} {day}" where that day of the coming weeks is such
	// a weekday: what follows is no end of hours ("samedi 16 à 18h").
	"weekday_number": {least: 2, sort: catDate, rank: 9, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.monthDay, made.weekday, made.grain = partial, arguments[1].number, arguments[0].weekday, unitDay
		whole := *made
		return at.settle(&whole) && whole.first < at.today+31
	}},
	// weekday_date: "{weekday} {date}": a date with its weekday.
	"weekday_date": {least: 2, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		weekday, date := arguments[0], arguments[1]
		if date.dayState == absent {
			made.dayState, made.monthDay, made.grain = partial, date.number, unitDay
		} else {
			if date.weekday != 0 || date.clockState != absent || date.coming {
				return false
			}
			*made = *date
		}
		made.shy = false
		if made.dayState == point {
			return made.first.weekday() == weekday.weekday
		}
		if made.monthDay == 0 {
			return false
		}
		made.weekday = weekday.weekday
		// Where the weekday fits only one order of day and month, it tells.
		if made.either && made.month != 0 {
			kept, other := *made, *made
			other.month, other.monthDay = made.monthDay, made.month
			at.settle(&kept)
			at.settle(&other)
			if kept.first.weekday() != weekday.weekday && other.first.weekday() == weekday.weekday {
				made.month, made.monthDay = made.monthDay, made.month
				made.either = false
			}
		}
		return true
	}},
}

// ordered settles which of two numbers is the day and which the month.
func (at *moment) ordered(first, second *value, made *value) bool {
	a, b := first.number, second.number
	if !tells(first) || !tells(second) {
		return false
	}
	made.dayState, made.grain, made.bare = partial, unitDay, true
	made.monthDay, made.month = a, b
	if at.monthFirst() {
		made.monthDay, made.month = b, a
	}
	if made.month > 12 {
		made.monthDay, made.month = made.month, made.monthDay
	} else {
		made.either = made.monthDay <= 12 && made.monthDay != made.month
	}
	return exists(2000, made.month, made.monthDay)
}

// tells says whether a number can be part of a date in numbers: one in words
// only as an ordinal.
func tells(number *value) bool {
	return number.digits >= 1 && number.digits <= 2 || number.digits == 0 && number.ordinal
}

// undecided says whether people write dates both ways where the clinic is:
// countries of two customs, those that put the month first when another language
// is spoken, and a country that is not known.
func (at *moment) undecided() bool {
	switch at.context.Country {
	case "", "CA", "PH":
		return true
	}
	return at.monthFirst() && at.context.Language != "" && at.context.Language != "en"
}

// monthFirst says whether numeric dates put the month first where the clinic is.
func (at *moment) monthFirst() bool {
	switch at.context.Country {
	case "US", "PR", "PH", "GU", "VI", "AS", "MP", "PW", "FM", "MH":
		return true
	}
	return false
}
