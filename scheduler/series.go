package scheduler

import (
	"time"

	"frontdesk/records"
)

// WeeklyStarts gives, in UTC, when a series starts that begins at first and is
// repeated every so many weeks, count times in all. It keeps the time of day
// that the clock in the zone shows at first, over every change of the clocks:
// where a day skips that time it is the first instant after the gap, and where
// a day shows it twice it is the first. Weeks and count of less than one count
// as one.
func WeeklyStarts(zone *time.Location, first time.Time, weeks, count int) []time.Time {
	weeks, count = max(weeks, 1), max(count, 1)
	local := first.In(zone)
	date := records.LocalDateOf(first, zone)
	clock := records.LocalTime(local.Hour()*60 + local.Minute())
	starts := []time.Time{first.UTC()}
	for n := 1; n < count; n++ {
		starts = append(starts, LocalInstant(zone, date.AddDays(7*weeks*n), clock))
	}
	return starts
}
