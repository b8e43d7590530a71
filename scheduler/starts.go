package scheduler

import (
	"slices"
	"time"

	"frontdesk/records"
)

// firstStart gives the first start on the day, not before the instant, that
// working hours and wishes allow, taken time left aside, or never.
func (f *finder) firstStart(day *daySearch, one *candidate, from time.Time) time.Duration {
	if start, ok := f.firstStartByClock(day, one, from); ok {
		return start
	}
	hours := one.hours.on(day.localDay, f.prepared.days, &f.hours)
	f.lists.judged = startingFromInto(f.lists.judged[:0], day.within, from)
	f.lists.fitting = f.appendFitting(f.lists.fitting[:0], hours.working)
	first := never
	f.eachRun(hours.openings, f.lists.fitting, f.lists.judged, func(run startRun) bool {
		first = run.first
		return false
	})
	return first
}

// firstStartByClock does the same on a day without a change of the clocks for
// hours that stay clear of midnight, without making instants of them. It gives
// false for any other.
func (f *finder) firstStartByClock(day *daySearch, one *candidate, from time.Time) (time.Duration, bool) {
	if len(day.periods) != 1 || one.hours.aroundMidnight || len(one.hours.places) != 1 {
		return 0, false
	}
	shape := one.hours.places[0].shape(day.localDay, &f.hours.shape)
	midnight := day.midnight.Add(-day.periods[0].offset).Sub(f.epoch)
	after := f.kind.Duration + f.kind.BufferAfter - time.Nanosecond
	for _, opening := range shape.openings {
		opens, closes := midnight+clockTime(opening.start), midnight+clockTime(opening.end)
		for _, working := range shape.working {
			if working.start >= opening.end {
				break
			}
			first := max(opens, midnight+clockTime(working.start)+f.kind.BufferBefore)
			end := min(closes, midnight+clockTime(working.end)-after)
			for _, wished := range day.within {
				start := firstOnGrid(max(first, later(wished.Start, from).Sub(f.epoch)), opens, f.kind.SlotStep)
				if start < min(end, wished.End.Sub(f.epoch)) {
					return start, true
				}
			}
		}
	}
	return never, true
}

func clockTime(clock records.LocalTime) time.Duration { return time.Duration(clock) * time.Minute }

// startingFromInto appends what of the windows is not before the instant.
func startingFromInto(into, windows []Window, from time.Time) []Window {
	for _, window := range windows {
		window.Start = later(window.Start, from)
		if !window.IsEmpty() {
			into = append(into, window)
		}
	}
	return into
}

// appendRuns appends when appointments of the candidate may start in the
// judged windows of the day, resources left aside.
func (f *finder) appendRuns(day *daySearch, one *candidate) {
	hours := one.hours.on(day.localDay, f.prepared.days, &f.hours)
	if len(hours.working) == 0 {
		return
	}
	taken := takenDuring(one.practitioner.taken, Window{Start: hours.working[0].Start, End: hours.working[len(hours.working)-1].End})
	free := f.freeOfPatient(f.freeTime(hours.working, taken))
	fitting := f.appendFitting(f.lists.fitting[:0], free)
	extra := false
	if one.overbooking > 0 {
		for seat := 1; seat <= one.overbooking; seat++ {
			others := slices.DeleteFunc(slices.Clone(taken), func(row records.Occupied) bool { return row.Seat != seat })
			fitting = f.appendFitting(fitting, f.freeOfPatient(f.freeTime(hours.working, others)))
		}
		extra = true
	}
	if f.kind.Capacity > 1 {
		before := len(fitting)
		fitting = f.appendGroupStarts(fitting, hours.working, one, taken)
		extra = len(fitting) > before
	}
	if extra {
		fitting = mergeWindows(fitting)
	}
	f.lists.fitting = fitting
	f.eachRun(hours.openings, fitting, f.lists.judged, func(run startRun) bool {
		f.runs = append(f.runs, run)
		return true
	})
}

// appendGroupStarts appends the starts of groups that meet already and have a
// place left, as windows with nothing but the start in them.
func (f *finder) appendGroupStarts(fitting, working []Window, one *candidate, taken []records.Occupied) []Window {
	var free []Window
	for _, row := range taken {
		start := row.Start.Add(f.kind.BufferBefore)
		span := OccupiedSpan(*f.kind, start)
		if row.Seats >= f.kind.Capacity || !span.End.Equal(row.End) || row.GroupID != GroupID(f.kind.ID, row.SubjectID, start) ||
			!holdsGroup(takenDuring(one.practitioner.taken, span), row.GroupID) {
			continue
		}
		if free == nil {
			free = slices.Clone(f.freeOfPatient(working))
		}
		if coversWindow(free, span) {
			fitting = append(fitting, Window{Start: start, End: start.Add(time.Nanosecond)})
		}
	}
	return fitting
}

// freeTime gives what is left of working time when taken time is gone from it.
func (f *finder) freeTime(working []Window, taken []records.Occupied) []Window {
	f.lists.taken = appendTaken(f.lists.taken[:0], taken)
	f.lists.free = subtractWindows(f.lists.free[:0], working, f.lists.taken)
	return f.lists.free
}

// freeOfPatient gives what is left of the windows when the patient's own time
// is gone from them.
func (f *finder) freeOfPatient(free []Window) []Window {
	if f.patient == nil || len(free) == 0 {
		return free
	}
	taken := takenDuring(f.patient.taken, Window{Start: free[0].Start, End: free[len(free)-1].End})
	if len(taken) == 0 {
		return free
	}
	f.lists.taken = appendTaken(f.lists.taken[:0], taken)
	f.lists.freeOfBoth = subtractWindows(f.lists.freeOfBoth[:0], free, f.lists.taken)
	return f.lists.freeOfBoth
}

// appendFitting appends where an appointment may start so that all of it lies
// in one of the free windows; the nanosecond makes the last such start part of
// the half-open window.
func (f *finder) appendFitting(into, free []Window) []Window {
	for _, span := range free {
		span.Start = span.Start.Add(f.kind.BufferBefore)
		span.End = span.End.Add(time.Nanosecond - f.kind.Duration - f.kind.BufferAfter)
		if !span.IsEmpty() {
			into = append(into, span)
		}
	}
	return into
}

// eachRun visits the starts on the openings' grids that fit and are wished for,
// in order, until visit gives false.
func (f *finder) eachRun(openings, fitting, wished []Window, visit func(startRun) bool) {
	for _, opening := range openings {
		origin := opening.Start.Sub(f.epoch)
		for _, fits := range fitting {
			if !fits.Start.Before(opening.End) {
				break
			}
			fits = fits.intersect(opening)
			for _, wish := range wished {
				within := fits.intersect(wish)
				if within.IsEmpty() {
					continue
				}
				run := startRun{first: firstOnGrid(within.Start.Sub(f.epoch), origin, f.kind.SlotStep), end: within.End.Sub(f.epoch)}
				if run.first < run.end && !visit(run) {
					return
				}
			}
		}
	}
}
