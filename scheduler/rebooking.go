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
	// rebookingNear is how far from the agreed time every slot is a candidate, up
	// to rebookingNearest of them.
	rebookingNear    = 2 * time.Hour
	rebookingNearest = 60
	// rebookingParts is of how many parts of days there are candidates,
	// rebookingPerPart of each.
	rebookingParts   = 9
	rebookingPerPart = 8
	// rebookingTeam is how many practitioners are looked at: more would find
	// nothing better, and cost a large clinic much.
	rebookingTeam = 60
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
		search := rebooking.search(calendar, now)
		span := SearchSpan(search, calendar.Types, now)
		if span.IsEmpty() {
			continue
		}
		if need.Window.IsEmpty() {
			need.Window = span
		}
		need.Window.Start, need.Window.End = earlier(need.Window.Start, span.Start), later(need.Window.End, span.End)
		kind, _ := typeByID(calendar.Types, search.AppointmentTypeID)
		for _, practitionerID := range rebooking.team(calendar, kind) {
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
	plan := newRebookingPlan(calendar, rebookings, now)
	for _, slots := range spoken {
		for n, slot := range slots {
			plan.speakFor(slot, n == 0)
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
	// calendar is prepared and indexed; the searches of all appointments share it.
	calendar   Calendar
	now        time.Time
	rebookings []Rebooking
	offered    [][]Slot
	// nearest are the best times of each appointment with nothing spoken for;
	// nil until they are needed.
	nearest [][]Slot
	// first and all are what the first choices, and all choices, would take.
	first, all []records.Occupied
}

func newRebookingPlan(calendar Calendar, rebookings []Rebooking, now time.Time) *rebookingPlan {
	return &rebookingPlan{
		calendar: calendar.Prepared().Indexed(), now: now, rebookings: rebookings,
		offered: make([][]Slot, len(rebookings)), nearest: make([][]Slot, len(rebookings)),
	}
}

// offerOne adds a time to what one patient is offered: one that nobody else is
// offered, else one that is nobody's first choice, else any.
func (p *rebookingPlan) offerOne(i int) {
	for _, spoken := range [][]records.Occupied{p.all, p.first, nil} {
		slot, found := p.choose(i, spoken)
		if !found {
			continue
		}
		p.speakFor(slot, len(p.offered[i]) == 0)
		p.offered[i] = append(p.offered[i], slot)
		return
	}
}

// speakFor notes what a slot would take. One for which no place of a group or a
// cap is left takes nothing more.
func (p *rebookingPlan) speakFor(slot Slot, isFirst bool) {
	calendar := p.calendar
	calendar.Occupied = p.around(slot, Rebooking{}, p.all)
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

// choose gives the best time that is really different from those that the
// patient is offered already, with this spoken for.
func (p *rebookingPlan) choose(i int, spoken []records.Occupied) (Slot, bool) {
	if p.nearest[i] == nil {
		p.nearest[i] = p.candidates(p.calendar, p.rebookings[i], uuid.Nil)
	}
	alikes := []func(Slot, Slot) bool{p.samePart, p.sameHour, sameStart}
	isLike := func(slot Slot, alike func(Slot, Slot) bool) bool {
		return slices.ContainsFunc(p.offered[i], func(other Slot) bool { return alike(slot, other) })
	}
	for _, alike := range alikes {
		for _, slot := range p.nearest[i] {
			if isLike(slot, alike) {
				continue
			}
			if found, free := p.again(p.rebookings[i], slot, spoken); free {
				return found, true
			}
		}
	}
	// Nothing that was near is left, or only the appointment's own room is free.
	further := p.candidates(p.calendarFor(p.rebookings[i], spoken), p.rebookings[i], p.rebookings[i].Appointment.PatientID)
	for _, alike := range alikes {
		for _, slot := range further {
			if isLike(slot, alike) {
				continue
			}
			if found, free := p.again(p.rebookings[i], slot, spoken); free {
				return found, true
			}
		}
	}
	return Slot{}, false
}

// again looks for this very slot, with whatever rooms are free, for the patient
// and with what is spoken for.
func (p *rebookingPlan) again(rebooking Rebooking, slot Slot, spoken []records.Occupied) (Slot, bool) {
	calendar := p.calendar
	calendar.Occupied = p.around(slot, rebooking, spoken)
	search := rebooking.search(calendar, p.now)
	search.PractitionerID, search.PractitionerIDs, search.Limit = slot.PractitionerID, nil, 1
	search.Windows = []Window{{Start: slot.Start, End: slot.Start.Add(time.Nanosecond)}}
	found := FindSlots(calendar, search, p.now)
	if len(found) == 0 {
		return Slot{}, false
	}
	return found[0], true
}

// around gives what is taken or spoken for about a slot, of all that an
// appointment there would take: a few rows, however large the clinic is.
func (p *rebookingPlan) around(slot Slot, rebooking Rebooking, spoken []records.Occupied) []records.Occupied {
	span := Window{Start: slot.Start.Add(-longestVisit), End: slot.End.Add(longestVisit)}
	subjects := []uuid.UUID{
		slot.PractitionerID, rebooking.Appointment.PatientID, QuotaID(slot.PractitionerID, uuid.Nil),
		QuotaID(slot.PractitionerID, slot.AppointmentTypeID), GroupID(slot.AppointmentTypeID, slot.PractitionerID, slot.Start),
	}
	if kind, _ := typeByID(p.calendar.Types, slot.AppointmentTypeID); len(kind.ResourceKinds) > 0 {
		for i := range p.calendar.Resources {
			subjects = append(subjects, p.calendar.Resources[i].ID)
		}
	}
	var rows []records.Occupied
	taken := p.calendar.taken()
	for _, subject := range subjects {
		for _, row := range takenDuring(taken.of(subject), span) {
			if !p.isOwn(rebooking, row) {
				rows = append(rows, row)
			}
		}
	}
	for _, row := range spoken {
		if span.Overlaps(Window{Start: row.Start, End: row.End}) && slices.Contains(subjects, row.SubjectID) {
			rows = append(rows, row)
		}
	}
	return rows
}

// isOwn says whether it is the appointment itself that has this time of its
// patient or its rooms.
func (p *rebookingPlan) isOwn(rebooking Rebooking, row records.Occupied) bool {
	appointment := rebooking.Appointment
	if row.SubjectID != appointment.PatientID && !slices.Contains(appointment.ResourceIDs, row.SubjectID) {
		return false
	}
	kind, _ := typeByID(p.calendar.Types, appointment.AppointmentTypeID)
	span := OccupiedSpan(kind, appointment.Start)
	return row.GroupID == uuid.Nil && row.Start.Equal(span.Start) && row.End.Equal(span.End)
}

// calendarFor gives the whole calendar without what the appointment itself
// takes, and with what is spoken for.
func (p *rebookingPlan) calendarFor(rebooking Rebooking, spoken []records.Occupied) Calendar {
	calendar := p.calendar
	calendar.Occupied = make([]records.Occupied, 0, len(p.calendar.Occupied)+len(spoken))
	for _, row := range p.calendar.Occupied {
		if !p.isOwn(rebooking, row) {
			calendar.Occupied = append(calendar.Occupied, row)
		}
	}
	calendar.Occupied = append(calendar.Occupied, spoken...)
	return calendar.Indexed()
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

// candidates gives the nearest bookable times, the likest first: those around
// the agreed time, and some of each part of the days around it, so that there
// are really different ones among them however many practitioners there are.
// Where no patient is given, what they have themselves is left aside.
func (p *rebookingPlan) candidates(calendar Calendar, rebooking Rebooking, patientID uuid.UUID) []Slot {
	agreed := Slot{
		AppointmentTypeID: rebooking.Appointment.AppointmentTypeID, PractitionerID: rebooking.Appointment.PractitionerID,
		Start: rebooking.Appointment.Start, End: rebooking.Appointment.End,
	}
	search := rebooking.search(calendar, p.now)
	search.PatientID = patientID
	whole, team := search.Windows[0], search.PractitionerIDs
	var found []Slot
	look := func(window Window, limit int, part ...DayPart) bool {
		before := len(found)
		search.Windows, search.Limit, search.DayParts = []Window{window.intersect(whole)}, limit, part
		for _, who := range [][]uuid.UUID{{agreed.PractitionerID}, team} {
			search.PractitionerIDs = who
			for _, slot := range FindSlots(calendar, search, p.now) {
				if !slot.sameOffer(agreed) && !slices.ContainsFunc(found, slot.sameOffer) {
					found = append(found, slot)
				}
			}
		}
		return len(found) > before
	}
	look(Window{Start: agreed.Start.Add(-rebookingNear), End: agreed.Start.Add(rebookingNear)}, rebookingNearest)
	day, parts := records.LocalDateOf(agreed.Start, calendar.Zone), 0
	for distance := 0; parts < rebookingParts; distance++ {
		inReach := false
		for _, date := range slices.Compact([]records.LocalDate{day.AddDays(distance), day.AddDays(-distance)}) {
			window := Window{Start: LocalInstant(calendar.Zone, date, 0), End: LocalInstant(calendar.Zone, date.AddDays(1), 0)}
			if !window.Overlaps(whole) {
				continue
			}
			inReach = true
			for _, part := range []DayPart{Morning, Afternoon, Evening} {
				if look(window, rebookingPerPart, part) {
					parts++
				}
			}
		}
		// The times may begin some days after the agreed one, or end before it.
		if !inReach && !day.AddDays(distance).Before(records.LocalDateOf(whole.End, calendar.Zone)) {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b Slot) int {
		return cmp.Or(cmp.Compare(unlikeness(a, agreed), unlikeness(b, agreed)), a.Start.Compare(b.Start))
	})
	return found
}

// search is for every time that the appointment may be given, with whom of its
// team ever.
func (r Rebooking) search(calendar Calendar, now time.Time) Search {
	kind, _ := typeByID(calendar.Types, r.Appointment.AppointmentTypeID)
	from := later(r.Earliest, now.Add(max(kind.LeadTime, 0)))
	return Search{
		AppointmentTypeID: r.Appointment.AppointmentTypeID, PatientID: r.Appointment.PatientID, ByStaff: true,
		PractitionerIDs: r.team(calendar, kind), LocationID: r.Appointment.LocationID,
		Windows: []Window{{Start: from, End: later(r.Appointment.Start, now).Add(min(kind.Horizon, rebookingReach))}},
	}
}

// team gives who may take the appointment over: its own practitioner and those
// who offer the type at its site, or where they are too many some of them, the
// same for all appointments of the type there.
func (r Rebooking) team(calendar Calendar, kind records.AppointmentType) []uuid.UUID {
	if len(kind.PractitionerIDs) <= rebookingTeam {
		return kind.PractitionerIDs
	}
	atSite := make(map[uuid.UUID]bool)
	for i := range calendar.Availability {
		rule := &calendar.Availability[i]
		atSite[rule.PractitionerID] = atSite[rule.PractitionerID] || rule.LocationID == r.Appointment.LocationID
	}
	team := slices.DeleteFunc(slices.Clone(kind.PractitionerIDs), func(id uuid.UUID) bool {
		return r.Appointment.LocationID != uuid.Nil && !atSite[id] || id == r.Appointment.PractitionerID
	})
	slices.SortFunc(team, func(a, b uuid.UUID) int { return cmp.Compare(mixID(0, a), mixID(0, b)) })
	return append(team[:min(len(team), rebookingTeam)], r.Appointment.PractitionerID)
}
