package scheduler

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
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
	// byPlace says of each minute from first on whether the practitioner's
	// session there is open and whether they can work in it.
	byPlace map[oraclePlace]*oracleMinutes
}

// oraclePlace is a practitioner at a location, the zero UUID for virtual types.
type oraclePlace struct{ practitioner, location uuid.UUID }

type oracleReading struct {
	date  records.LocalDate
	clock records.LocalTime
}

type oracleMinutes struct{ open, usable []bool }

type oracleSlot struct {
	start time.Time
	oraclePlace
}

// oracleRRules are recurrence rules with what they mean, counted in days.
var oracleRRules = map[string]func(from, date records.LocalDate) bool{
	"FREQ=DAILY;INTERVAL=2":         func(from, date records.LocalDate) bool { return oracleDays(from, date)%2 == 0 },
	"FREQ=DAILY;COUNT=3":            func(from, date records.LocalDate) bool { return oracleDays(from, date) < 3 },
	"FREQ=WEEKLY;BYDAY=MO,WE,FR,SU": func(_, date records.LocalDate) bool { return strings.Contains("MonWedFriSun", oracleWeekday(date)) },
	"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,SA": func(from, date records.LocalDate) bool {
		for oracleWeekday(from) != "Mon" {
			from = from.AddDays(-1)
		}
		return strings.Contains("TueThuSat", oracleWeekday(date)) && oracleDays(from, date)/7%2 == 0
	},
	"FREQ=MONTHLY;BYDAY=1MO,-1SU": func(_, date records.LocalDate) bool {
		return oracleWeekday(date) == "Mon" && date.Day <= 7 || oracleWeekday(date) == "Sun" && date.AddDays(7).Month != date.Month
	},
	"RRULE:FREQ=MONTHLY;BYMONTHDAY=-1,2": func(_, date records.LocalDate) bool { return date.Day == 2 || date.AddDays(1).Day == 1 },
	"FREQ=HOURLY":                        func(_, _ records.LocalDate) bool { return false },
	"every other Tuesday":                func(_, _ records.LocalDate) bool { return false },
}

func oracleDays(from, date records.LocalDate) int {
	return int(date.Time().Sub(from.Time()).Hours()) / 24
}

func oracleWeekday(date records.LocalDate) string { return date.Time().Format("Mon") }

// oracleSlots gives every slot of the search, by start and practitioner.
func oracleSlots(calendar Calendar, search Search, now time.Time) []oracleSlot {
	o := oracle{calendar: calendar, search: search, now: now, byPlace: map[oraclePlace]*oracleMinutes{}}
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
		for _, location := range []uuid.UUID{uuid.Nil, north, south} {
			virtual := o.kind.Modality == records.ModalityVirtual
			if o.mayOffer(practitioner) && (virtual && location == uuid.Nil || !virtual && (search.LocationID == uuid.Nil || search.LocationID == location)) {
				place := oraclePlace{practitioner.ID, location}
				o.byPlace[place] = o.readMinutes(place)
			}
		}
	}
	for at := now.Truncate(time.Minute); !at.After(now.Add(horizon)); at = at.Add(time.Minute) {
		for place := range o.byPlace {
			if o.isFree(place, at) {
				slots = append(slots, oracleSlot{start: at, oraclePlace: place})
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
		return cmp.Or(a.start.Compare(b.start), bytes.Compare(a.practitioner[:], b.practitioner[:]), bytes.Compare(a.location[:], b.location[:]))
	})
}

func (o *oracle) mayOffer(practitioner records.Practitioner) bool {
	anybody := o.search.PractitionerID == uuid.Nil && len(o.search.PractitionerIDs) == 0
	wanted := anybody || o.search.PractitionerID == practitioner.ID || slices.Contains(o.search.PractitionerIDs, practitioner.ID)
	speaks := o.search.Language == "" || slices.Contains(practitioner.Languages, o.search.Language)
	knows := o.search.Specialty == ""
	for _, specialty := range practitioner.Specialty {
		knows = knows || strings.EqualFold(specialty, strings.TrimSpace(o.search.Specialty))
	}
	return wanted && speaks && knows && practitioner.Active && slices.Contains(o.kind.PractitionerIDs, practitioner.ID)
}

func (o *oracle) readMinutes(place oraclePlace) *oracleMinutes {
	read := &oracleMinutes{open: make([]bool, len(o.shown)), usable: make([]bool, len(o.shown))}
	locations := []uuid.UUID{place.location}
	if o.kind.Modality == records.ModalityVirtual {
		locations = []uuid.UUID{uuid.Nil, north, south}
	}
	for i, shown := range o.shown {
		for _, location := range locations {
			open, closed := o.isOpen(place.practitioner, location, shown)
			read.open[i] = read.open[i] || open
			read.usable[i] = read.usable[i] || open && !closed
		}
	}
	return read
}

// isOpen says of a reading of the clock whether a session is open, and whether
// something closes it.
func (o *oracle) isOpen(practitioner, location uuid.UUID, shown oracleReading) (open, closed bool) {
	for _, rule := range o.calendar.Availability {
		if rule.PractitionerID != practitioner || shown.clock < rule.Start || shown.clock >= rule.End || !inForce(rule, shown.date) ||
			len(rule.AppointmentTypeIDs) > 0 && !slices.Contains(rule.AppointmentTypeIDs, o.kind.ID) {
			continue
		}
		open = open || rule.Kind == records.AvailabilityOpen && rule.LocationID == location
		closed = closed || rule.Kind != records.AvailabilityOpen && (rule.LocationID == location || rule.LocationID == uuid.Nil)
	}
	for _, absence := range o.calendar.Absences {
		now := fmt.Sprint(shown.date, " ", 10_000+int(shown.clock))
		closed = closed || (absence.PractitionerID == uuid.Nil || absence.PractitionerID == practitioner) &&
			(absence.LocationID == uuid.Nil || absence.LocationID == location) &&
			fmt.Sprint(absence.StartDate, " ", 10_000+int(absence.StartTime)) <= now && now < fmt.Sprint(absence.EndDate, " ", 10_000+int(absence.EndTime))
	}
	return open, closed
}

// inForce compares dates as ISO 8601 texts, which sort as the days do.
func inForce(rule records.Availability, date records.LocalDate) bool {
	if !rule.ValidFrom.IsZero() && rule.ValidFrom.String() > date.String() || !rule.ValidUntil.IsZero() && date.String() > rule.ValidUntil.String() {
		return false
	}
	if rule.RRule != "" {
		return oracleRRules[rule.RRule](rule.ValidFrom, date)
	}
	return date.Weekday() == rule.Weekday
}

// overlapping gives the subject's rows that have a minute between the two.
func (o *oracle) overlapping(subject uuid.UUID, from, until int) []records.Occupied {
	var rows []records.Occupied
	for _, row := range o.calendar.Occupied {
		if subject != uuid.Nil && row.SubjectID == subject &&
			row.Start.Before(o.first.Add(time.Duration(until)*time.Minute)) && row.End.After(o.first.Add(time.Duration(from)*time.Minute)) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (o *oracle) isFree(place oraclePlace, start time.Time) bool {
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
	read := o.byPlace[place]
	position := int(start.Sub(o.first) / time.Minute)
	if !wished || !o.suitsClock(o.shown[position]) || !read.open[position] || !o.isOnGrid(read, position) {
		return false
	}
	from := position - int(o.kind.BufferBefore/time.Minute)
	until := position + int((o.kind.Duration+o.kind.BufferAfter)/time.Minute)
	for i := from; i < until; i++ {
		if !read.usable[i] {
			return false
		}
	}
	return len(o.overlapping(o.search.PatientID, from, until)) == 0 && !o.isCapped(place.practitioner, position) &&
		o.hasEverything(place, start, from, until)
}

func (o *oracle) suitsClock(shown oracleReading) bool {
	suits := len(o.search.DayParts) == 0
	for _, part := range o.search.DayParts {
		suits = suits || part.From <= shown.clock && shown.clock < part.Until
	}
	return suits && (len(o.search.Weekdays) == 0 || slices.Contains(o.search.Weekdays, shown.date.Weekday()))
}

func (o *oracle) isCapped(practitioner uuid.UUID, position int) bool {
	of := o.calendar.Practitioners[slices.IndexFunc(o.calendar.Practitioners, func(p records.Practitioner) bool { return p.ID == practitioner })]
	return of.DailyCap > 0 && len(o.overlapping(QuotaID(practitioner, uuid.Nil), position, position+1)) >= of.DailyCap ||
		o.kind.DailyCap > 0 && len(o.overlapping(QuotaID(practitioner, o.kind.ID), position, position+1)) >= o.kind.DailyCap
}

// hasEverything says whether the practitioner and one of each needed kind are
// free, the group's own, or within the capacity for overbooking.
func (o *oracle) hasEverything(place oraclePlace, start time.Time, from, until int) bool {
	group := GroupID(o.kind.ID, place.practitioner, start)
	ofGroup := func(rows []records.Occupied) bool {
		return o.kind.Capacity > 1 && len(rows) > 0 && !slices.ContainsFunc(rows, func(row records.Occupied) bool { return row.GroupID != group })
	}
	seatFree := func(rows []records.Occupied) bool {
		capacity := 0
		for _, practitioner := range o.calendar.Practitioners {
			if practitioner.ID == place.practitioner && o.search.Overbook && o.search.ByStaff && o.kind.Capacity <= 1 {
				capacity = practitioner.OverbookingCapacity
			}
		}
		for seat := 1; seat <= capacity; seat++ {
			if !slices.ContainsFunc(rows, func(row records.Occupied) bool { return row.Seat == seat }) {
				return true
			}
		}
		return false
	}
	rows := o.overlapping(place.practitioner, from, until)
	joins := ofGroup(rows)
	if joins && rows[0].Seats >= o.kind.Capacity || len(rows) > 0 && !joins && !seatFree(rows) {
		return false
	}
	for _, kind := range o.kind.ResourceKinds {
		if o.kind.Modality != records.ModalityVirtual && !slices.ContainsFunc(o.calendar.Resources, func(resource records.Resource) bool {
			if resource.Kind != kind || !resource.Active || resource.LocationID != uuid.Nil && resource.LocationID != place.location {
				return false
			}
			rows := o.overlapping(resource.ID, from, until)
			if joins {
				return ofGroup(rows)
			}
			return len(rows) == 0 || kind == records.ResourceRoom && seatFree(rows)
		}) {
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
