package dates

// category is a sort of thing that a pattern's slot takes. A thing may be of
// several: the number 9 is a number, an hour and a day of the month.
type category uint8

const (
	catNumber category = iota
	catTens
	catOnes
	catHundreds
	catOrdinal
	catTensOrdinal
	catDay
	catHour
	catMinutes
	catMonthNumber
	catYear
	catShortYear
	catFullYear
	catCompact
	catCount
	catWeekday
	catMonth
	catUnit
	catPart
	catLength
	catDate
	catRelativeDay
	catDays
	catWeek
	catTime
	catHours
	catMoment
	catPeriod
	catBirth
	catNothing
	// catPrivate and those after it are classes that a lexicon names itself.
	catPrivate
)

// slotNames are the names by which patterns call the categories.
var slotNames = map[string]category{
	"number": catNumber, "tens": catTens, "ones": catOnes, "hundreds": catHundreds, "ordinal": catOrdinal,
	"tens_ordinal": catTensOrdinal, "day": catDay, "hour": catHour, "minutes": catMinutes, "month_number": catMonthNumber,
	"year": catYear, "short_year": catShortYear, "full_year": catFullYear, "compact": catCompact, "count": catCount,
	"weekday": catWeekday, "month": catMonth, "unit": catUnit, "part": catPart, "length": catLength, "date": catDate,
	"relative_day": catRelativeDay, "days": catDays, "week": catWeek, "time": catTime, "hours": catHours, "moment": catMoment, "period": catPeriod,
	"birth": catBirth,
}

// unit is a unit of the calendar or the clock.
type unit uint8

const (
	noUnit unit = iota
	unitSecond
	unitMinute
	unitHour
	unitDay
	unitWorkday
	unitWeek
	unitWeekend
	unitFortnight
	unitMonth
	unitQuarter
	unitYear
)

var unitNames = map[string]unit{
	"second": unitSecond, "minute": unitMinute, "hour": unitHour, "day": unitDay, "workday": unitWorkday, "week": unitWeek, "weekend": unitWeekend,
	"fortnight": unitFortnight, "month": unitMonth, "quarter": unitQuarter, "year": unitYear,
}

// state says how much of a value's days, or of its clock, is settled.
type state uint8

const (
	absent state = iota
	// partial days have some of weekday, day of the month, month and year; the
	// rest is found when the value is read out.
	partial
	// point is one day, or one time of the day.
	point
	// span is several days, or part of a day.
	span
)

const (
	minute = 60
	hour   = 60 * minute
	// dayLength is a day of the clock on the wall, which no zone shortens.
	dayLength = 24 * hour
)

// value is what some words of a message stand for, before it is known what the
// words around them add.
type value struct {
	// number is a number, an ordinal (negative from the end), or a class's key.
	number int
	// digits is how many digits it was typed with; 0 for words.
	digits int
	// shy is true of words that mean this only beside others ("may", "sat").
	shy bool
	// ordinal is true of "third" beside "three"; bare of what rests on a number
	// alone, and is nothing before what is counted ("at 5 people").
	ordinal, bare bool
	// closing is true of what stands only where no other word follows that it may
	// count: "as 2" is a time, and no time in "as 2 vacinas".
	closing bool

	unit unit
	part Part
	// partly is true of the early or late half of a part of the day.
	partly bool
	// months, days and seconds are a length; workdays counts only Monday to Friday.
	months, days, seconds int
	workdays              bool

	// dayState tells which of the following hold: partial uses the named parts
	// (month without monthDay is the whole month), point first, span first and
	// the day after its last.
	dayState                 state
	year                     int
	month, monthDay, weekday int
	holiday                  int
	first, last              day
	// either is true where day and month could be exchanged.
	either bool
	// alternative is another day that is meant as likely, if it is not zero.
	alternative day
	// grain is the unit that the days were said in.
	grain unit

	// clockState tells which of from and to, in seconds of the day, hold. to may
	// run past midnight.
	clockState state
	from, to   int
	// open is true where the half of the day is not known: from (and to) may be
	// twelve hours later.
	open bool
	// across is true of a period from a time of its first day to a time of its
	// last, which here is included.
	across bool

	bound Bound
	// named is true where the last day was named itself ("to Wednesday").
	named bool
	// coming is true of days said to be the next ones ("next Friday").
	coming bool
	// mirrored is true of a word for as many days ago as ahead.
	mirrored bool

	// relative is true of a day that was said by "today" or the like.
	relative bool
	// numbered is true of a day that was said by its number in a month.
	numbered bool
	// void is true of what looks like a day and is none: "30 February".
	void bool
}

// categoryOf gives the sort of a value that holds days or a time.
func categoryOf(v *value) category {
	dayPoint := v.dayState == point || v.dayState == partial && (v.monthDay != 0 || v.weekday != 0 || v.holiday != 0)
	switch {
	case v.across:
		return catPeriod
	case v.dayState == absent && v.clockState == point && v.bound == Whole:
		return catTime
	case v.dayState == absent:
		return catHours
	case v.clockState == absent && dayPoint && v.bound == Whole:
		return catDate
	case v.clockState == absent:
		return catDays
	case v.clockState == point && dayPoint && v.bound == Whole:
		return catMoment
	}
	return catPeriod
}

// maskOf gives all the sorts that a thing of a category is.
func maskOf(sort category, v *value) uint64 {
	mask := uint64(1) << sort
	set := func(also category, is bool) {
		if is {
			mask |= 1 << also
		}
	}
	n := v.number
	switch sort { //nolint:exhaustive // the others are of one sort only
	case catNumber:
		typed := v.digits > 0
		short := v.digits <= 2
		set(catTens, !typed && n >= 20 && n <= 90 && n%10 == 0)
		set(catOnes, !typed && n >= 1 && n <= 9)
		set(catHundreds, !typed && n >= 100 && n <= 900 && n%100 == 0)
		set(catDay, short && n >= 1 && n <= 31)
		set(catHour, short && n <= 24)
		set(catMinutes, n < 60 && (v.digits == 2 || !typed && n >= 10))
		set(catMonthNumber, short && n >= 1 && n <= 12)
		set(catShortYear, v.digits == 2 || !typed && n >= 10 && n <= 99)
		set(catFullYear, v.digits == 4 && n >= 1850 && n < 2200)
		set(catYear, v.digits == 4 && n >= 1850 && n < 2200 || v.digits == 2)
		set(catCompact, v.digits >= 3 && v.digits <= 4 && n%100 < 60 && n/100 < 24)
		set(catCount, n >= 1 && n <= 999 && v.digits <= 3)
	case catOrdinal:
		set(catDay, n >= 1 && n <= 31 && !v.bare)
		set(catTensOrdinal, v.digits == 0 && n >= 1 && n <= 9)
		set(catMonthNumber, n >= 1 && n <= 12)
	case catYear:
		set(catFullYear, true)
	case catDate:
		set(catRelativeDay, v.relative)
		set(catWeekday, v.dayState == partial && v.weekday != 0 && v.monthDay == 0 && !v.coming)
	case catDays:
		set(catMonth, v.dayState == partial && v.month != 0 && v.year == 0 && v.bound == Whole)
		set(catWeek, v.dayState == span && (v.grain == unitWeek || v.grain == unitWeekend) && v.bound == Whole)
	case catTime:
		set(catHour, v.from%hour == 0)
	case catHours:
		set(catPart, v.part != NoPart)
	}
	return mask
}
