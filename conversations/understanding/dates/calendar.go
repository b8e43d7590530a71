package dates

import (
	"time"

	"frontdesk/records"
)

// day counts days from 1 January 1970. Calendar work is whole-number work: no
// zone and no clock can shift it.
type day int

// dayOf gives the day of a date of the Gregorian calendar. Months beyond a year
// and days beyond a month run on, as in time.Date.
func dayOf(year, month, monthDay int) day {
	month--
	year += month / 12
	if month %= 12; month < 0 {
		month += 12
		year--
	}
	// The year begins in March here, so that the leap day is its last.
	y, m := year, month+1
	if m <= 2 {
		y--
		m += 12
	}
	era := y
	if era < 0 {
		era -= 399
	}
	era /= 400
	yearOfEra := y - era*400
	dayOfYear := (153*(m-3)+2)/5 + monthDay - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return day(era*146097 + dayOfEra - 719468)
}

// civil gives year, month and day of the month.
func (d day) civil() (year, month, monthDay int) {
	z := int(d) + 719468
	era := z
	if era < 0 {
		era -= 146096
	}
	era /= 146097
	dayOfEra := z - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	monthDay = dayOfYear - (153*shifted+2)/5 + 1
	month = shifted + 3
	if month > 12 {
		month -= 12
	}
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, monthDay
}

// weekday is 1 for Monday to 7 for Sunday.
func (d day) weekday() int {
	return ((int(d)+3)%7+7)%7 + 1
}

// monday is the first day of the day's week.
func (d day) monday() day { return d - day(d.weekday()-1) }

// month is the first day of the month that is so many months later.
func (d day) month(later int) day {
	year, month, _ := d.civil()
	return dayOf(year, month+later, 1)
}

// year is the first day of the year that is so many years later.
func (d day) year(later int) day {
	year, _, _ := d.civil()
	return dayOf(year+later, 1, 1)
}

// addMonths gives the same day of another month, or the month's last.
func (d day) addMonths(months int) day {
	year, month, monthDay := d.civil()
	return dayOf(year, month+months, min(monthDay, daysIn(year, month+months)))
}

// daysIn is the length of a month; months beyond a year run on.
func daysIn(year, month int) int {
	return int(dayOf(year, month+1, 1) - dayOf(year, month, 1))
}

// exists says whether a month of a year has such a day.
func exists(year, month, monthDay int) bool {
	return month >= 1 && month <= 12 && monthDay >= 1 && monthDay <= daysIn(year, month)
}

// date is the day as records hold it.
func (d day) date() records.LocalDate {
	year, month, monthDay := d.civil()
	return records.LocalDate{Year: year, Month: time.Month(month), Day: monthDay}
}

// easter is Easter Sunday of the Gregorian calendar (the anonymous algorithm
// that Nature printed in 1876).
func easter(year int) day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	return dayOf(year, month, (h+l-7*m+114)%31+1)
}

// nthWeekday is the nth such weekday of a month; counted from the end where n
// is negative.
func nthWeekday(year, month, weekday, n int) day {
	if n < 0 {
		last := dayOf(year, month+1, 1) - 1
		return last - day((last.weekday()-weekday+7)%7) + day(7*(n+1))
	}
	first := dayOf(year, month, 1)
	return first + day((weekday-first.weekday()+7)%7) + day(7*(n-1))
}
