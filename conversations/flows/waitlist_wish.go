package flows

import (
	"slices"
	"time"

	"frontdesk/conversations"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// wholeDay is 24:00.
const wholeDay = records.LocalTime(24 * 60)

// entry makes the wish a record. A time of day alone ("mornings") holds on every
// day for as long as the wish does; what names days holds on those.
func (data *waiting) entry(turn *conversations.Turn) records.WaitlistEntry {
	entry := records.WaitlistEntry{
		PatientID: data.PatientID, AppointmentTypeID: data.TypeID, PractitionerID: data.PractitionerID, Until: wholeDay,
		Priority: records.PriorityRoutine,
	}
	wish, _ := openParts(turn, data.Wish)
	if data.Weekly && singleDays(wish) && len(wish.Times) < 2 {
		for _, days := range wish.Days {
			entry.Weekdays = append(entry.Weekdays, days.From.Weekday())
		}
		wish.Days = nil
	}
	if len(wish.Days) == 0 && len(wish.Times) == 1 {
		entry.From, entry.Until = spanOf(wish.Times[0])
		return entry
	}
	if data.Weekly && len(wish.Days) == 0 {
		return entry
	}
	for _, window := range wish.Windows(turn.Now, turn.Book().Zone()) {
		entry.Windows = append(entry.Windows, records.Period{From: window.Start.UTC(), Until: window.End.UTC()})
	}
	return entry
}

// also gives a wish to which the days of another are added; what that says of the
// time of day holds for all.
func also(before, later understanding.Wish) understanding.Wish {
	if before.Any || later.Any || len(before.Days) == 0 || len(later.Days) == 0 {
		return later
	}
	both := later
	both.Days = slices.Clone(before.Days)
	for _, days := range later.Days {
		if !slices.Contains(both.Days, days) && len(both.Days) < maxWishedDays {
			both.Days = append(both.Days, days)
		}
	}
	slices.SortFunc(both.Days, func(a, b understanding.Days) int { return a.From.Time().Compare(b.From.Time()) })
	return both
}

// eachWeekday keeps the first of the days that fall on the same weekday.
func eachWeekday(days []understanding.Days) []understanding.Days {
	seen := map[time.Weekday]bool{}
	return slices.DeleteFunc(slices.Clone(days), func(one understanding.Days) bool {
		weekday := one.From.Weekday()
		again := seen[weekday]
		seen[weekday] = true
		return again
	})
}

// maxWishedDays bounds the days that one wish may gather.
const maxWishedDays = 6

// spanOf gives the time of day that a wish names, never empty.
func spanOf(times understanding.Times) (from, until records.LocalTime) {
	from = min(max(times.From, 0), wholeDay-1)
	return from, min(max(times.To, from+1), wholeDay)
}
