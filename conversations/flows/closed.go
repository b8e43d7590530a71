package flows

import (
	"slices"
	"time"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// farthestDay is how many days of a wish are looked at: a longer one has open
// days among them.
const farthestDay = 31

// closedThroughout says whether the clinic is closed at every time that a wish
// names. It is not for one that names none, nor where the hours are unknown.
func closedThroughout(turn *conversations.Turn, wish understanding.Wish) bool {
	zone := turn.Profile().Zone
	windows := wish.Windows(turn.Now, zone)
	if len(windows) == 0 || len(windows) > farthestDay {
		return false
	}
	if _, known := nextOpen(turn, records.LocalDateOf(turn.Now, zone)); !known {
		return false
	}
	return !slices.ContainsFunc(windows, func(window scheduler.Window) bool { return opensWithin(turn, window, zone) })
}

// opensWithin says whether the clinic sees patients at some time of a window.
func opensWithin(turn *conversations.Turn, window scheduler.Window, zone *time.Location) bool {
	date := records.LocalDateOf(window.Start, zone)
	for range farthestDay {
		for _, span := range opening(turn, date).Open {
			opens, closes := scheduler.LocalInstant(zone, date, span.Start), scheduler.LocalInstant(zone, date, span.End)
			if opens.Before(window.End) && window.Start.Before(closes) {
				return true
			}
		}
		if date = date.AddDays(1); !scheduler.LocalInstant(zone, date, 0).Before(window.End) {
			return false
		}
	}
	return true
}

// closedText tells that the clinic is closed when somebody wishes to come: the
// day, where it is one, or its hours.
func closedText(turn *conversations.Turn, wish understanding.Wish) string {
	day, single := askedDay(wish, records.LocalDateOf(turn.Now, turn.Profile().Zone))
	if !single {
		return turn.Book().Say(catalog.ClosedThen, catalog.Values{})
	}
	values := catalog.Values{Day: dayOf(turn, day), Hours: spans(turn.Book(), opening(turn, day).Open)}
	if values.Hours == "" {
		return turn.Book().Say(catalog.HoursClosedOn, values)
	}
	return turn.Book().Say(catalog.HoursOfDay, values)
}

// openInstead tells that the clinic is closed when somebody wishes to come, and
// when it is open.
func openInstead(turn *conversations.Turn, wish understanding.Wish) string {
	today := records.LocalDateOf(turn.Now, turn.Profile().Zone)
	if day, single := askedDay(wish, today); single {
		return hoursOn(turn, day)
	}
	text := turn.Book().Say(catalog.ClosedThen, catalog.Values{})
	if week := usualWeek(turn, today); week != "" {
		text += " " + week
	}
	return text
}

// openParts leaves out of a wish the single days on which the clinic is closed
// then, and tells which these are, and the readings of an hour at which it never
// is open: "at 9" means the morning. A wish of which nothing is left stays.
func openParts(turn *conversations.Turn, wish understanding.Wish) (understanding.Wish, []string) {
	var closed []string
	times := slices.DeleteFunc(slices.Clone(wish.Times), func(times understanding.Times) bool {
		return closedThroughout(turn, understanding.Wish{Days: wish.Days, Times: []understanding.Times{times}})
	})
	if len(times) > 0 {
		wish.Times = times
	}
	days := slices.DeleteFunc(slices.Clone(wish.Days), func(days understanding.Days) bool {
		one := understanding.Wish{Days: []understanding.Days{days}, Times: wish.Times}
		if closedThroughout(turn, one) {
			closed = append(closed, closedText(turn, one))
			return true
		}
		return false
	})
	if len(days) == 0 {
		return wish, nil
	}
	wish.Days = days
	return wish, closed
}
