package dates

// settle finds the days that a value with only some parts of a date stands for:
// the next such days from today on.
func (at *moment) settle(v *value) bool {
	if v.dayState != partial {
		return true
	}
	switch {
	case v.holiday != 0:
		return at.settleHoliday(v)
	case v.monthDay != 0 && v.month != 0:
		return at.settleDate(v)
	case v.monthDay != 0:
		return at.settleMonthDay(v)
	case v.weekday != 0:
		at.settleWeekday(v)
		return true
	case v.month != 0:
		return at.settleMonth(v)
	}
	v.first, v.last = dayOf(v.year, 1, 1), dayOf(v.year+1, 1, 1)
	v.dayState, v.grain = span, unitYear
	return true
}

func (v *value) at(day day) bool {
	v.dayState, v.first = point, day
	return true
}

func (at *moment) settleHoliday(v *value) bool {
	if v.year != 0 {
		return v.at(holidays[v.holiday].on(v.year, at.context.Country))
	}
	present, _, _ := at.today.civil()
	for year := present - 1; year <= present+1; year++ {
		if found := holidays[v.holiday].on(year, at.context.Country); found >= at.today {
			return v.at(found)
		}
	}
	return false
}

func (at *moment) settleDate(v *value) bool {
	if v.year != 0 {
		return exists(v.year, v.month, v.monthDay) && v.at(dayOf(v.year, v.month, v.monthDay))
	}
	present, _, _ := at.today.civil()
	for year := present; year <= present+8; year++ {
		if found := dayOf(year, v.month, v.monthDay); exists(year, v.month, v.monthDay) && found >= at.today {
			return v.at(found)
		}
	}
	return false
}

// settleMonthDay finds the next day of that number; with a weekday the next one
// on which both agree.
func (at *moment) settleMonthDay(v *value) bool {
	year, month, _ := at.today.civil()
	for later := range 40 {
		if !exists(year+(month+later-1)/12, (month+later-1)%12+1, v.monthDay) {
			continue
		}
		found := dayOf(year, month+later, v.monthDay)
		if found >= at.today && (v.weekday == 0 || found.weekday() == v.weekday) {
			return v.at(found)
		}
	}
	return false
}

// settleWeekday finds the next such weekday. Said on that very day it is
// likelier the one in a week, as today would have been called so.
func (at *moment) settleWeekday(v *value) {
	ahead := (v.weekday - at.today.weekday() + 7) % 7
	if ahead == 0 {
		v.alternative = at.today
		ahead = 7
	}
	v.at(at.today + day(ahead))
}

// settleMonth finds the month that is not over, or that of the year said.
func (at *moment) settleMonth(v *value) bool {
	year, month, _ := at.today.civil()
	if v.year != 0 {
		year = v.year
	} else if v.month < month {
		year++
	}
	v.first, v.last = dayOf(year, v.month, 1), dayOf(year, v.month+1, 1)
	v.dayState, v.grain = span, unitMonth
	return true
}
