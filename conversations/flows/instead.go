package flows

import (
	"slices"
	"time"

	"frontdesk/conversations/understanding"
)

// half is the part of a wish that nobody has said: it is taken from the time
// that the wish would replace, and given up before anything that was said.
type half string

const (
	halfNone half = ""
	halfDay  half = "day"
	halfTime half = "time"
)

// instead completes a wish for another time than start: a time alone means the
// same day, a day alone the same time of day.
func instead(wish understanding.Wish, start time.Time, zone *time.Location) (understanding.Wish, half) {
	same := understanding.WishAt(start, zone)
	switch {
	case wish.Any:
	case len(wish.Days) == 0 && len(wish.Times) > 0:
		wish.Days = same.Days
		return wish, halfDay
	case singleDays(wish) && len(wish.Times) == 0:
		wish.Times = same.Times
		return wish, halfTime
	}
	return wish, halfNone
}

// singleDays says whether a wish names a day, or several of which one is meant,
// and no longer time.
func singleDays(wish understanding.Wish) bool {
	longer := func(days understanding.Days) bool { return days.From != days.To }
	return len(wish.Days) > 0 && !slices.ContainsFunc(wish.Days, longer)
}

// daysFrom is the wish for so many days later than start; the times are those of
// the wish.
func daysFrom(start time.Time, later int, wish understanding.Wish, zone *time.Location) understanding.Wish {
	day := understanding.WishAt(start, zone).Days[0].From.AddDays(later)
	return understanding.Wish{Days: []understanding.Days{{From: day, To: day}}, Times: wish.Times}
}

// giveUpHalf gives up the half of the wish that nobody has said, and says whether
// there was one. An exact time on the same day stays: the times around it are
// nearer to what was said.
func (data *booking) giveUpHalf() bool {
	switch {
	case data.Half == halfTime:
		data.Near, data.Wish.Times = data.Wish.Times, nil
	case data.Half == halfDay && !exact(data.Wish):
		data.Wish.Days = nil
	default:
		return false
	}
	data.Half = halfNone
	return true
}

// wishesAnew takes the wish of a message, completed by the time that it would
// replace: the one that is held, or that of the appointment to be moved.
func (data *booking) wishesAnew(wish understanding.Wish, zone *time.Location) {
	said := wish
	switch {
	case data.Held != nil && data.Wish.IsZero(), data.Held != nil && data.vague():
		wish, data.Half = instead(wish, data.Held.Start, zone)
	case data.Replaces != nil && data.Wish.IsZero():
		wish, data.Half = instead(wish, data.Replaces.Start, zone)
	case len(said.Times) > 0 && data.Half == halfTime, len(said.Days) > 0 && data.Half == halfDay, said.Any:
		data.Half = halfNone
	}
	data.Wish = data.Wish.Merge(wish)
	data.Near = nil
}

// vague says whether the wish so far leaves open the very day or time, so that
// what is held says more.
func (data *booking) vague() bool {
	return !singleDays(data.Wish) || !exact(data.Wish)
}

// pointWished is the instant that a wish names, on the first of its days: the
// one at which people are awake, where the hour has two readings.
func (data *booking) pointWished(now time.Time, zone *time.Location) (time.Time, bool) {
	times := slices.Concat(data.Near, data.Wish.Times)
	at := slices.IndexFunc(times, func(one understanding.Times) bool { return one.Exact && one.From >= earliestHour })
	if at < 0 {
		at = slices.IndexFunc(times, func(one understanding.Times) bool { return one.Exact })
	}
	if at < 0 || len(data.Wish.Days) == 0 {
		return time.Time{}, false
	}
	day, clock := data.Wish.Days[0].From, times[at].From
	point := time.Date(day.Year, day.Month, day.Day, clock.Hour(), clock.Minute(), 0, 0, zone)
	if point.Before(now) {
		point = now
	}
	return point, true
}

// earliestHour is from when on people are awake, in minutes after midnight.
const earliestHour = 7 * 60
