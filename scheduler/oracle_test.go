package scheduler

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// oracle decides what is free in the most naive way there is: minute by minute,
// reading the wall clock at each one. It shares no code with the search but the
// types, and knows nothing of intervals, runs, days or clock changes.
type oracle struct {
	calendar Calendar
	search   Search
	now      time.Time
	kind     records.AppointmentType
	first    time.Time
	// shown is what the clock reads in each minute from first on.
	shown []oracleReading
	// byPractitioner says of each minute from first on whether the practitioner
	// is open and whether they can work in it.
	byPractitioner map[uuid.UUID]*oracleMinutes
}

type oracleReading struct {
	date  records.LocalDate
	clock records.LocalTime
}

type oracleMinutes struct{ open, usable []bool }

type oracleSlot struct {
	start        time.Time
	practitioner uuid.UUID
}

// oracleSlots gives every slot of the search, by start and practitioner.
func oracleSlots(calendar Calendar, search Search, now time.Time) []oracleSlot {
	o := oracle{calendar: calendar, search: search, now: now, byPractitioner: map[uuid.UUID]*oracleMinutes{}}
	for _, kind := range calendar.Types {
		if kind.ID == search.AppointmentTypeID {
			o.kind = kind
		}
	}
	if !o.kind.Active || (!o.kind.BookableByChat && !search.ByStaff) {
		return nil
	}
	horizon := o.kind.Horizon
	if search.ByStaff {
		horizon = MaxHorizon
	}
	if until := oracleEnd(search); now.Add(horizon).After(until) {
		horizon = until.Sub(now) // nothing is wished for after that
	}
	o.first = now.Truncate(time.Minute).Add(-48 * time.Hour)
	for i := range int((horizon + 96*time.Hour) / time.Minute) {
		date, clock := clockReading(o.first.Add(time.Duration(i)*time.Minute), calendar.Zone)
		o.shown = append(o.shown, oracleReading{date: date, clock: clock})
	}
	var slots []oracleSlot
	for _, practitioner := range calendar.Practitioners {
		if o.mayOffer(practitioner) {
			o.byPractitioner[practitioner.ID] = o.readMinutes(practitioner.ID)
		}
	}
	for at := now.Truncate(time.Minute); !at.After(now.Add(horizon)); at = at.Add(time.Minute) {
		for practitioner := range o.byPractitioner {
			if o.isFree(practitioner, at) {
				slots = append(slots, oracleSlot{start: at, practitioner: practitioner})
			}
		}
	}
	sortOracle(slots)
	return slots
}

// oracleEnd is after all wished windows.
func oracleEnd(search Search) time.Time {
	end := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, window := range search.Windows {
		if i == 0 || window.End.After(end) {
			end = window.End
		}
	}
	return end
}

func sortOracle(slots []oracleSlot) {
	slices.SortFunc(slots, func(a, b oracleSlot) int {
		return cmp.Or(a.start.Compare(b.start), bytes.Compare(a.practitioner[:], b.practitioner[:]))
	})
}

func (o *oracle) mayOffer(practitioner records.Practitioner) bool {
	wanted := o.search.PractitionerID == uuid.Nil || o.search.PractitionerID == practitioner.ID
	return wanted && practitioner.Active && slices.Contains(o.kind.PractitionerIDs, practitioner.ID)
}

func (o *oracle) readMinutes(practitioner uuid.UUID) *oracleMinutes {
	read := &oracleMinutes{open: make([]bool, len(o.shown)), usable: make([]bool, len(o.shown))}
	for i, shown := range o.shown {
		at := o.first.Add(time.Duration(i) * time.Minute)
		onBreak := false
		for _, rule := range o.calendar.Availability {
			if rule.PractitionerID != practitioner || shown.clock < rule.Start || shown.clock >= rule.End ||
				at.In(o.calendar.Zone).Weekday() != rule.Weekday || !inForce(rule, shown.date) {
				continue
			}
			read.open[i] = read.open[i] || rule.Kind == records.AvailabilityOpen
			onBreak = onBreak || rule.Kind == records.AvailabilityBreak
		}
		read.usable[i] = read.open[i] && !onBreak && !o.isTaken(practitioner, at) && !o.isTaken(o.search.PatientID, at)
	}
	return read
}

// inForce compares dates as ISO 8601 texts, which sort as the days do.
func inForce(rule records.Availability, date records.LocalDate) bool {
	return (rule.ValidFrom.IsZero() || rule.ValidFrom.String() <= date.String()) &&
		(rule.ValidUntil.IsZero() || date.String() <= rule.ValidUntil.String())
}

func (o *oracle) isTaken(subject uuid.UUID, at time.Time) bool {
	return subject != uuid.Nil && slices.ContainsFunc(o.calendar.Occupied, func(row records.Occupied) bool {
		return row.SubjectID == subject && !at.Before(row.Start) && at.Before(row.End)
	})
}

func (o *oracle) isFree(practitioner uuid.UUID, start time.Time) bool {
	lead := o.kind.LeadTime
	if o.search.ByStaff {
		lead = 0
	}
	if start.Before(o.now.Add(lead)) {
		return false
	}
	wished := len(o.search.Windows) == 0 || slices.ContainsFunc(o.search.Windows, func(window Window) bool {
		return !start.Before(window.Start) && start.Before(window.End)
	})
	read := o.byPractitioner[practitioner]
	position := int(start.Sub(o.first) / time.Minute)
	if !wished || !read.open[position] || !o.isOnGrid(read, position) {
		return false
	}
	from := position - int(o.kind.BufferBefore/time.Minute)
	until := position + int((o.kind.Duration+o.kind.BufferAfter)/time.Minute)
	for i := from; i < until; i++ {
		if !read.usable[i] {
			return false
		}
	}
	for _, kind := range o.kind.ResourceKinds {
		if !slices.ContainsFunc(o.calendar.Resources, func(resource records.Resource) bool {
			return resource.Kind == kind && resource.Active && o.isFreeThroughout(resource.ID, from, until)
		}) {
			return false
		}
	}
	return true
}

func (o *oracle) isFreeThroughout(subject uuid.UUID, from, until int) bool {
	for i := from; i < until; i++ {
		if o.isTaken(subject, o.first.Add(time.Duration(i)*time.Minute)) {
			return false
		}
	}
	return true
}

// isOnGrid walks back to where the day's opening began.
func (o *oracle) isOnGrid(read *oracleMinutes, position int) bool {
	opened := position
	for opened > 0 && read.open[opened-1] && o.shown[opened-1].date == o.shown[position].date {
		opened--
	}
	return (position-opened)%int(o.kind.SlotStep/time.Minute) == 0
}
