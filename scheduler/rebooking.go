package scheduler

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// Rebooking is an appointment that can't take place as agreed, as its
// practitioner or its site is away.
type Rebooking struct {
	Appointment records.Appointment
	// Earliest is when another time may start at the soonest: what the patient
	// can't have answered by then is of no use.
	Earliest time.Time
}

const (
	// rebookingOffers is how many times each patient is offered.
	rebookingOffers = 3
	// rebookingCandidates is among how many of the nearest times those are chosen.
	rebookingCandidates = 24
	// rebookingPatience is the longest that a patient is waited for, before staff
	// are asked.
	rebookingPatience = 72 * time.Hour
	// rebookingReach is how long after what was agreed another time may be: for
	// who would have to wait longer, staff look.
	rebookingReach = 90 * 24 * time.Hour
)

// AnswerDeadline gives until when the patient of an appointment is waited for
// who was asked now: half of the time that is left until it, and three days at
// most, so that staff have the other half for who did not answer.
func AnswerDeadline(start, now time.Time) time.Time {
	return now.Add(min(start.Sub(now)/2, rebookingPatience))
}

// RebookingNeed gives what PlanRebookings must find in a calendar's Occupied,
// beside what is taken of the patients: all that is taken of whoever and
// whatever could be offered.
func RebookingNeed(calendar Calendar, rebookings []Rebooking, now time.Time) Need {
	var need Need
	wanted := make(map[uuid.UUID]bool)
	add := func(subject uuid.UUID) {
		if !wanted[subject] {
			wanted[subject], need.SubjectIDs = true, append(need.SubjectIDs, subject)
		}
	}
	for _, rebooking := range rebookings {
		search := rebooking.search(calendar.Types, now)
		span := SearchSpan(search, calendar.Types, now)
		if span.IsEmpty() {
			continue
		}
		if need.Window.IsEmpty() {
			need.Window = span
		}
		need.Window.Start, need.Window.End = earlier(need.Window.Start, span.Start), later(need.Window.End, span.End)
		kind, _ := typeByID(calendar.Types, search.AppointmentTypeID)
		for _, practitionerID := range kind.PractitionerIDs {
			add(practitionerID)
			add(QuotaID(practitionerID, uuid.Nil))
			add(QuotaID(practitionerID, kind.ID))
		}
	}
	if need.Window.IsEmpty() {
		return Need{}
	}
	for _, resource := range calendar.Resources {
		add(resource.ID)
	}
	// A cap holds for the whole of a local day.
	need.Window.Start, need.Window.End = need.Window.Start.Add(-longestVisit), need.Window.End.Add(longestVisit)
	return need
}

// PlanRebookings gives each appointment up to three other times, the best one
// first: near to what was agreed, rather with the same practitioner, at the same
// site, at really different times, and each bookable by staff at now with the
// calendar as it is (invariant 8), which has the absence in it. Those for which
// nothing is free get none.
//
// Times are not held by being offered, so the plan spreads them: as long as
// there are others, no time is offered to two patients, and a first choice is
// the last to be offered again. Every patient gets their first time before any
// gets a second one, in the order of what was agreed, and the turns go back and
// forth.
//
// Spoken are the times that others have been offered before and may still take,
// those of each patient in the order in which they were offered.
func PlanRebookings(calendar Calendar, rebookings []Rebooking, spoken [][]Slot, now time.Time) [][]Slot {
	plan := rebookingPlan{calendar: calendar, now: now, rebookings: rebookings, offered: make([][]Slot, len(rebookings))}
	for _, slots := range spoken {
		for n, slot := range slots {
			plan.speakFor(calendar, slot, n == 0)
		}
	}
	order := make([]int, len(rebookings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		one, other := rebookings[a].Appointment, rebookings[b].Appointment
		return cmp.Or(one.Start.Compare(other.Start), one.CreatedAt.Compare(other.CreatedAt))
	})
	for range rebookingOffers {
		for _, i := range order {
			plan.offerOne(i)
		}
		slices.Reverse(order)
	}
	return plan.offered
}

// rebookingPlan is a plan in the making.
type rebookingPlan struct {
	calendar   Calendar
	now        time.Time
	rebookings []Rebooking
	offered    [][]Slot
	// first and all are what the first choices, and all choices, would take.
	first, all []records.Occupied
}

// offerOne adds a time to what one patient is offered: one that nobody else is
// offered, else one that is nobody's first choice, else any.
func (p *rebookingPlan) offerOne(i int) {
	for _, spoken := range [][]records.Occupied{p.all, p.first, nil} {
		calendar := p.calendarFor(p.rebookings[i], spoken)
		slot, found := p.choose(calendar, p.rebookings[i], p.offered[i])
		if !found {
			continue
		}
		p.speakFor(calendar, slot, len(p.offered[i]) == 0)
		p.offered[i] = append(p.offered[i], slot)
		return
	}
}

// speakFor notes what a slot would take. One for which no place of a group or a
// cap is left takes nothing more.
func (p *rebookingPlan) speakFor(calendar Calendar, slot Slot, isFirst bool) {
	claims, err := Claims(calendar, slot, Booker{})
	if err != nil {
		return
	}
	for _, claim := range claims {
		row := records.Occupied{SubjectID: claim.SubjectID, Start: claim.Start, End: claim.End, GroupID: claim.GroupID, Seat: claim.Seat}
		p.all = append(p.all, row)
		if isFirst {
			p.first = append(p.first, row)
		}
	}
}

// calendarFor gives the calendar without what the appointment itself takes,
// and with what is spoken for.
func (p *rebookingPlan) calendarFor(rebooking Rebooking, spoken []records.Occupied) Calendar {
	calendar := p.calendar
	calendar.Occupied = make([]records.Occupied, 0, len(p.calendar.Occupied)+len(spoken))
	kind, _ := typeByID(calendar.Types, rebooking.Appointment.AppointmentTypeID)
	span := OccupiedSpan(kind, rebooking.Appointment.Start)
	for _, row := range p.calendar.Occupied {
		own := row.SubjectID == rebooking.Appointment.PatientID || slices.Contains(rebooking.Appointment.ResourceIDs, row.SubjectID)
		if own && row.GroupID == uuid.Nil && row.Start.Equal(span.Start) && row.End.Equal(span.End) {
			continue
		}
		calendar.Occupied = append(calendar.Occupied, row)
	}
	calendar.Occupied = append(calendar.Occupied, spoken...)
	return calendar.Indexed()
}

// choose gives the best time that is really different from those chosen.
func (p *rebookingPlan) choose(calendar Calendar, rebooking Rebooking, chosen []Slot) (Slot, bool) {
	candidates := p.candidates(calendar, rebooking)
	for _, alike := range []func(Slot, Slot) bool{p.samePart, p.sameHour, sameStart} {
		for _, slot := range candidates {
			if !slices.ContainsFunc(chosen, func(other Slot) bool { return alike(slot, other) }) {
				return slot, true
			}
		}
	}
	return Slot{}, false
}

// samePart says whether two slots are in the same part of the same day: who
// can't come in the morning of a day gets no choice from three such times.
func (p *rebookingPlan) samePart(a, b Slot) bool {
	first, second := a.Start.In(p.calendar.Zone), b.Start.In(p.calendar.Zone)
	return first.YearDay() == second.YearDay() && first.Year() == second.Year() &&
		partOfDay(first) == partOfDay(second)
}

func partOfDay(local time.Time) int {
	switch clock := records.LocalTime(local.Hour()*60 + local.Minute()); {
	case clock < noon:
		return 0
	case clock < eveningStart:
		return 1
	}
	return 2
}

func (p *rebookingPlan) sameHour(a, b Slot) bool { return a.Start.Sub(b.Start).Abs() < spreadDistance }

// sameStart also holds for two practitioners: a message that names nobody
// would offer one time twice.
func sameStart(a, b Slot) bool { return a.Start.Equal(b.Start) }

// candidates gives the nearest bookable times, the likest first.
func (p *rebookingPlan) candidates(calendar Calendar, rebooking Rebooking) []Slot {
	agreed := Slot{
		AppointmentTypeID: rebooking.Appointment.AppointmentTypeID, PractitionerID: rebooking.Appointment.PractitionerID,
		Start: rebooking.Appointment.Start, End: rebooking.Appointment.End,
	}
	search := rebooking.search(calendar.Types, p.now)
	found := p.near(calendar, search, rebooking.Appointment)
	search.PractitionerID = agreed.PractitionerID
	for _, slot := range p.near(calendar, search, rebooking.Appointment) {
		if !slices.ContainsFunc(found, slot.sameOffer) {
			found = append(found, slot)
		}
	}
	slices.SortStableFunc(found, func(a, b Slot) int {
		return cmp.Or(cmp.Compare(unlikeness(a, agreed), unlikeness(b, agreed)), a.Start.Compare(b.Start))
	})
	return found
}

// search is for every time that the appointment may be given, whoever has it.
func (r Rebooking) search(types []records.AppointmentType, now time.Time) Search {
	kind, _ := typeByID(types, r.Appointment.AppointmentTypeID)
	from := later(r.Earliest, now.Add(max(kind.LeadTime, 0)))
	return Search{
		AppointmentTypeID: r.Appointment.AppointmentTypeID, PatientID: r.Appointment.PatientID, ByStaff: true,
		LocationID: r.Appointment.LocationID,
		Windows:    []Window{{Start: from, End: later(r.Appointment.Start, now).Add(min(kind.Horizon, rebookingReach))}},
	}
}

// near gives slots of the search around the appointment's time, in ever wider circles until there are enough to choose from.
func (p *rebookingPlan) near(calendar Calendar, search Search, agreed records.Appointment) []Slot {
	whole := search.Windows[0]
	for radius := time.Hour; ; radius *= 2 {
		circle := Window{Start: agreed.Start.Add(-radius), End: agreed.Start.Add(radius)}
		search.Windows, search.Limit = []Window{circle.intersect(whole)}, maxRebookingSearch
		found := slices.DeleteFunc(FindSlots(calendar, search, p.now), func(slot Slot) bool {
			return slot.Start.Equal(agreed.Start) && slot.PractitionerID == agreed.PractitionerID
		})
		if len(found) >= rebookingCandidates || circle.Covers(whole) {
			return found
		}
	}
}

// maxRebookingSearch bounds how many slots one circle may give.
const maxRebookingSearch = 5000
