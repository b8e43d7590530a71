package scheduler

import (
	"sync"
	"time"

	"frontdesk/records"
)

// Rules are kept in the clinic's local time, appointments as instants. Between
// the two stands one sentence: a local window is every instant at which a
// clock on the clinic's wall shows that date and a time from start up to, but
// not including, end. From it follows what happens when the clocks change:
//
//   - Where they go forward, the times that are skipped are no instants. A
//     window that starts in the gap starts at the first instant after it, one
//     that ends in the gap ends there too, and one wholly inside is empty.
//   - Where they go back, an hour is shown twice and belongs to the window both
//     times: it starts at the first occurrence of its start and ends at the last
//     occurrence of its end. Instants between that show a time outside the
//     window are not in it (01:30–03:00 leaves out the second 01:00–01:30), so
//     no patient is ever offered a time that reads outside the opening hours.
//   - Lengths are never counted in elapsed minutes: a day that opens at 08:00
//     and closes at 17:00 does so by the wall clock on every day of the year.
//
// time.Date is not used for this: which instant it gives for a time that is
// skipped or shown twice is left open by its documentation.

// widestOffset is further from UTC than the clocks of any place ever were (in
// the IANA's data: −15:56:08 in Manila and +15:13:42 in Metlakatla, before 1900).
const widestOffset = 16 * time.Hour

// midnightReach is further than any change of the clocks moves a time of day,
// so that what happens further than this from midnight never touches the next
// day's hours.
const midnightReach = records.LocalTime(3 * 60)

// dayEnd is 24:00.
const dayEnd = records.LocalTime(24 * 60)

// LocalWindows gives the instants at which a clock in the zone shows the date
// and a time in start ≤ t < end: mostly one window, none where the clocks skip
// all of it, two where they go back in the midst of it. Times before 00:00 or
// after 24:00 are cut off. The windows are in UTC, sorted, and do not touch.
func LocalWindows(zone *time.Location, date records.LocalDate, start, end records.LocalTime) []Window {
	day := newLocalDay(zone, date)
	return day.appendReadings(nil, start, end)
}

// LocalInstant gives, in UTC, the first instant of the date at which a clock in
// the zone shows the time or a later one: its first occurrence where it is
// shown twice, the end of the gap where it is skipped. Where nothing is left
// of the date (24:00, or a date that the zone skipped) it is the start of the
// next one.
func LocalInstant(zone *time.Location, date records.LocalDate, clock records.LocalTime) time.Time {
	if windows := LocalWindows(zone, date, clock, dayEnd); len(windows) > 0 {
		return windows[0].Start
	}
	for range 2 {
		date = date.AddDays(1)
		if windows := LocalWindows(zone, date, 0, dayEnd); len(windows) > 0 {
			return windows[0].Start
		}
	}
	// Only a made-up zone, more than a day from UTC, comes here.
	return date.Time()
}

// localDay is a date in a zone, with every offset from UTC that its clocks have
// on that date: one on an ordinary day, two when the clocks change.
type localDay struct {
	date    records.LocalDate
	number  dayNumber
	weekday time.Weekday
	// midnight is the reading 00:00 of the date, as if it were UTC.
	midnight time.Time
	periods  []zonePeriod
	// span reaches from the first to the last instant of the date.
	span Window
}

// zonePeriod is a part of the date over which the offset from UTC stays the
// same.
type zonePeriod struct {
	span   Window
	offset time.Duration
}

func newLocalDay(zone *time.Location, date records.LocalDate) localDay {
	day := localDay{date: date, number: numberOf(date), weekday: date.Weekday(), midnight: date.Time()}
	until := day.midnight.Add(24*time.Hour + widestOffset)
	for at := day.midnight.Add(-widestOffset); at.Before(until); {
		local := at.In(zone)
		_, seconds := local.Zone()
		_, next := local.ZoneBounds()
		offset := time.Duration(seconds) * time.Second
		period := Window{Start: at, End: until}
		if !next.IsZero() {
			period.End = earlier(next.UTC(), until)
		}
		shown := Window{Start: day.midnight.Add(-offset), End: day.midnight.Add(24*time.Hour - offset)}
		if span := shown.intersect(period); !span.IsEmpty() {
			day.periods = append(day.periods, zonePeriod{span: span, offset: offset})
		}
		at = period.End
	}
	if len(day.periods) > 0 {
		day.span = Window{Start: day.periods[0].span.Start, End: day.periods[len(day.periods)-1].span.End}
	}
	return day
}

// localDays remembers the days of a zone, for all searches. It is safe for
// concurrent use.
type localDays struct {
	zone  *time.Location
	mutex sync.RWMutex
	days  map[records.LocalDate]*localDay
}

func newLocalDays(zone *time.Location) *localDays {
	return &localDays{zone: zone, days: make(map[records.LocalDate]*localDay)}
}

func (d *localDays) on(date records.LocalDate) *localDay {
	d.mutex.RLock()
	day := d.days[date]
	d.mutex.RUnlock()
	if day != nil {
		return day
	}
	made := newLocalDay(d.zone, date)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.days[date] = &made
	return &made
}

// at gives the day that the instant falls on.
func (d *localDays) at(instant time.Time) *localDay {
	return d.on(records.LocalDateOf(instant, d.zone))
}

// appendReadings appends the instants at which the clock shows start ≤ t < end
// on this date, sorted and not touching each other.
func (d *localDay) appendReadings(into []Window, start, end records.LocalTime) []Window {
	start, end = max(start, 0), min(end, dayEnd)
	if start >= end {
		return into
	}
	first := len(into)
	from := d.midnight.Add(time.Duration(start) * time.Minute)
	until := d.midnight.Add(time.Duration(end) * time.Minute)
	for _, period := range d.periods {
		shown := Window{Start: from.Add(-period.offset), End: until.Add(-period.offset)}.intersect(period.span)
		if shown.IsEmpty() {
			continue
		}
		if last := len(into) - 1; last >= first && into[last].End.Equal(shown.Start) {
			into[last].End = shown.End
			continue
		}
		into = append(into, shown)
	}
	return into
}
