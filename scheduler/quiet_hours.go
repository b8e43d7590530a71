package scheduler

import (
	"time"

	"frontdesk/records"
)

// QuietHours are when nobody is written to without having asked, by the wall
// clock of the person's own zone: from From up to, but not including, Until.
// They go over midnight where From is later than Until, and are never where
// both are the same.
type QuietHours struct {
	From, Until records.LocalTime
}

// DefaultQuietHours gives 20:00 to 09:00: messages go out in the part of the
// day in which a clinic would telephone.
func DefaultQuietHours() QuietHours {
	return QuietHours{From: 20 * 60, Until: 9 * 60}
}

// NextAllowed gives, in UTC, the first instant from at on that is not in quiet
// hours in the zone: at itself where it is not. It is the zero time where the
// quiet hours leave no time at all (00:00 to 24:00).
func NextAllowed(at time.Time, zone *time.Location, quiet QuietHours) time.Time {
	at = at.UTC()
	date := records.LocalDateOf(at, zone)
	// A clock change may swallow what a day leaves, or a zone a whole day, but
	// never three in a row.
	for range 4 {
		day := newLocalDay(zone, date)
		for _, allowed := range quiet.appendAllowed(nil, &day) {
			if at.Before(allowed.End) {
				return later(at, allowed.Start)
			}
		}
		date = date.AddDays(1)
	}
	return time.Time{}
}

// NextAllowedInAll is NextAllowed by the clocks of several zones at once, for
// somebody who may be in any of them. Where no instant within four days is
// allowed in all, those from the last on are left out: the first zone is the one
// that counts most.
func NextAllowedInAll(at time.Time, zones []*time.Location, quiet QuietHours) time.Time {
	const patience = 4 * 24 * time.Hour
	for ; len(zones) > 1; zones = zones[:len(zones)-1] {
		// Each round moves on to the end of some zone's quiet hours, or is the last.
		for allowed := at; allowed.Sub(at) < patience; {
			moved := allowed
			for _, zone := range zones {
				if moved = NextAllowed(moved, zone, quiet); moved.IsZero() {
					return time.Time{}
				}
			}
			if moved.Equal(allowed) {
				return allowed.UTC()
			}
			allowed = moved
		}
	}
	if len(zones) == 0 {
		return at.UTC()
	}
	return NextAllowed(at, zones[0], quiet)
}

// appendAllowed appends what the quiet hours leave of the day, as a normal
// list.
func (q QuietHours) appendAllowed(into []Window, day *localDay) []Window {
	if q.From > q.Until {
		return day.appendReadings(into, q.Until, q.From)
	}
	into = day.appendReadings(into, 0, q.From)
	return mergeWindows(day.appendReadings(into, q.Until, dayEnd))
}
