package scheduler

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// Slot is a time that a patient can have: everything an appointment needs is
// free then, buffers included. It is an offer, not a hold.
type Slot struct {
	AppointmentTypeID uuid.UUID
	PractitionerID    uuid.UUID
	// ResourceIDs are the rooms and devices chosen for it.
	ResourceIDs []uuid.UUID
	// LocationID is the site it is at; zero where the clinic has but one.
	LocationID uuid.UUID
	// Start and End are the time with the patient, without buffers.
	Start, End time.Time
}

// Search says which slots are wanted. All wishes must be met together; one that
// is left empty asks for nothing.
type Search struct {
	AppointmentTypeID uuid.UUID
	// PractitionerID wanted, or the zero UUID for anybody who offers the type.
	PractitionerID uuid.UUID
	// PractitionerIDs are who else would do; together with PractitionerID they
	// are all who would.
	PractitionerIDs []uuid.UUID
	// Specialty is the words that the practitioner's specialty must have in any
	// language, letter case aside.
	Specialty string
	// Language is one that the practitioner must be known to speak.
	Language records.Language
	// LocationID is the site wanted. Virtual appointments are at none, and fit.
	LocationID uuid.UUID
	// PatientID for whom, or the zero UUID where not known yet; a patient's own
	// appointments are never offered over.
	PatientID uuid.UUID
	// ReplacingID is the appointment that the slot would take the place of, or
	// zero. Its own time counts as free: whoever reads the Calendar leaves it out.
	ReplacingID uuid.UUID
	// Windows that would suit, as instants; a slot must start in one of them
	// (Start ≤ slot < End). Empty means any time.
	Windows []Window
	// Weekdays on which it may start and DayParts in which it may start, by the
	// clinic's wall clock. Empty means any.
	Weekdays []time.Weekday
	DayParts []DayPart
	// Limit is how many slots to return, at most; in a month view, of each day.
	Limit int
	// ByStaff is true when the front desk is looking: it sees what only it may
	// book, is not held to the type's lead time, and looks up to MaxHorizon.
	ByStaff bool
	// Overbook, with ByStaff, shows also what could be booked over taken time
	// within the practitioners' OverbookingCapacity.
	Overbook bool
	// Spread asks for slots that are really different, instead of the Limit
	// soonest: the soonest, then other parts of the day and other days.
	Spread bool
	// Near asks for the slots that are likest to one instant, instead of the
	// Limit soonest: of its day those nearest to it, then of other days those at
	// about that time. They come in that order, at different times each. Spread
	// has no meaning beside it.
	Near time.Time

	// exactly is the one place and the only resources that are looked at, for
	// the question whether this very slot is free.
	exactly *Slot
}

// DayPart is a part of any day by the clinic's wall clock: From ≤ t < Until.
type DayPart struct {
	From, Until records.LocalTime
}

// The usual parts of a day.
var (
	Morning   = DayPart{From: 0, Until: noon}
	Afternoon = DayPart{From: noon, Until: eveningStart}
	Evening   = DayPart{From: eveningStart, Until: dayEnd}
)

// Window is a half-open span of time: Start ≤ t < End.
type Window struct {
	Start, End time.Time
}

// Calendar is all that search and booking need to know of a clinic's time,
// read in one query per window: the rules and what is taken.
type Calendar struct {
	Zone          *time.Location
	Types         []records.AppointmentType
	Practitioners []records.Practitioner
	Resources     []records.Resource
	Availability  []records.Availability
	Absences      []records.Absence
	// Occupied covers, for all practitioners, their caps (QuotaID), resources and
	// the patient in question, at least the span that is searched (SearchSpan);
	// a Quest asks for less. Expired holds are left out. Searching is fastest when
	// it is ordered by subject and start.
	Occupied []records.Occupied

	// index is what Indexed has made of Occupied, preparation what Prepared has
	// made of the rest.
	index       *occupancy
	preparation *preparation
}

// Indexed gives the calendar with an index of what is Occupied, for whoever
// searches one calendar more than once: each search of a calendar without one
// looks through all rows first. The calendar may be shared; to change what is
// occupied, put another slice into a copy, which is then not indexed any more.
func (c Calendar) Indexed() Calendar {
	index := indexOccupied(c.Occupied)
	c.index = &index
	return c
}

// taken gives the index, made now if need be.
func (c Calendar) taken() occupancy {
	if c.index != nil && c.index.isOf(c.Occupied) {
		return *c.index
	}
	return indexOccupied(c.Occupied)
}
