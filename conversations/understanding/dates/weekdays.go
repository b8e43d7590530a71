package dates

// weekdayOperations: weekdays, alone and in weeks and months.
var weekdayOperations = map[string]*operation{
	// this_weekday: "this {weekday}".
	"this_weekday": {least: 1, sort: catDate, rank: 2, make: same},
	// next_weekday: "next {weekday}", that of the next week from Monday to Sunday.
	"next_weekday": {least: 1, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain, made.coming, made.shy = point, unitDay, true, false
		made.first = at.today.monday() + 7 + day(arguments[0].weekday-1)
		return true
	}},
	// coming_weekday: "the coming {weekday}": the first after today.
	"coming_weekday": {least: 1, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain, made.shy = point, unitDay, false
		made.first = at.today + 1 + day((arguments[0].weekday-(at.today+1).weekday()+7)%7)
		return true
	}},
	// last_weekday: "last {weekday}", the latest before today.
	"last_weekday": {least: 1, sort: catDate, rank: 2, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain, made.shy = point, unitDay, false
		made.first = at.today - 1 - day(((at.today-1).weekday()-arguments[0].weekday+7)%7)
		return true
	}},
	// weekday_after_next: "the {weekday} after next".
	"weekday_after_next": {least: 1, sort: catDate, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain = point, unitDay
		made.first = at.today + 8 + day((arguments[0].weekday-(at.today+1).weekday()+7)%7)
		return true
	}},
	// weekday_of_week: "{weekday} of {week}", "{week} on {weekday}".
	"weekday_of_week": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		weekday, week := arguments[0], arguments[1]
		if weekday.weekday == 0 {
			weekday, week = week, weekday
		}
		if week.dayState != span || week.clockState != absent {
			return false
		}
		made.dayState, made.grain, made.coming = point, unitDay, true
		made.first = week.first.monday() + day(weekday.weekday-1)
		return true
	}},
	// weeks_on_weekday: "{length} on {weekday}", as in a week on Tuesday.
	"weeks_on_weekday": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		length, weekday := arguments[0], arguments[1]
		if weekday.dayState == absent {
			length, weekday = weekday, length
		}
		if length.days%7 != 0 || length.days == 0 || length.months != 0 || length.seconds != 0 || weekday.clockState != absent {
			return false
		}
		// Said on that very weekday it counts from today.
		made.dayState, made.grain = point, unitDay
		made.first = at.today + day((weekday.weekday-at.today.weekday()+7)%7+length.days)
		return true
	}},
	// weekday_week: "{weekday} {unit}", a week, as in Friday week: a week later.
	"weekday_week": {least: 2, sort: catDate, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain = point, unitDay
		made.first = at.today + day((arguments[0].weekday-at.today.weekday()+7)%7+7)
		return arguments[1].unit == unitWeek
	}},
	// nth_weekday: "the {ordinal} {weekday} of {days}", a month.
	"nth_weekday": {least: 2, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		month := value{dayState: span, first: at.today.month(0), last: at.today.month(1), grain: unitMonth}
		var nth, weekday int
		for _, part := range arguments {
			switch {
			case part.dayState == absent:
				nth = part.number
			case part.dayState == partial && part.weekday != 0:
				weekday = part.weekday
			default:
				month = *part
			}
		}
		if !at.settle(&month) || month.dayState != span || month.clockState != absent || month.grain < unitMonth || month.bound != Whole {
			return false
		}
		if nth < 0 && len(arguments) < 3 {
			return false // "last Monday" is the one before today
		}
		if nth < 0 {
			last := month.last - 1
			made.first = last - day((last.weekday()-weekday+7)%7) + day(7*(nth+1))
		} else {
			made.first = month.first + day((weekday-month.first.weekday()+7)%7) + day(7*(nth-1))
		}
		made.dayState, made.grain = point, unitDay
		return made.first >= month.first && made.first < month.last
	}},
	// weekdays_ahead: "{count} {weekday} from now".
	"weekdays_ahead": {least: 2, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain = point, unitDay
		made.first = at.today + 1 + day((arguments[1].weekday-(at.today+1).weekday()+7)%7) + day(7*(arguments[0].number-1))
		return true
	}},
	// weekdays_ago: "{count} {weekday} ago".
	"weekdays_ago": {least: 2, sort: catDate, rank: 5, make: func(at *moment, arguments []*value, made *value) bool {
		made.dayState, made.grain = point, unitDay
		made.first = at.today - 1 - day(((at.today-1).weekday()-arguments[1].weekday+7)%7) - day(7*(arguments[0].number-1))
		return true
	}},
}
