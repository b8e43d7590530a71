package scheduler

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// Reason names one thing that stands in the way of a booking.
type Reason string

// The reasons for which a booking is refused.
const (
	// ReasonType is an appointment type that the clinic does not offer.
	ReasonType Reason = "unknown-type"
	// ReasonPractitioner is somebody who does not offer the type.
	ReasonPractitioner Reason = "unknown-practitioner"
	// ReasonLength is an end that does not fit the start and the type.
	ReasonLength Reason = "wrong-length"
	// ReasonResources are not one of each kind that the type needs.
	ReasonResources Reason = "wrong-resources"
	// ReasonFrontDeskOnly is a type that patients can't book by themselves.
	ReasonFrontDeskOnly Reason = "front-desk-only"
	// ReasonPast is a start before now.
	ReasonPast Reason = "past"
	// ReasonTooSoon is a start within the type's lead time.
	ReasonTooSoon Reason = "too-soon"
	// ReasonTooFar is a start beyond the horizon.
	ReasonTooFar Reason = "too-far"
	// ReasonLocation is a time at which the practitioner is somewhere else.
	ReasonLocation Reason = "other-location"
	// ReasonClosed is time, buffers included, that is not all inside the
	// practitioner's opening hours.
	ReasonClosed Reason = "closed"
	// ReasonBreak is time that overlaps a break.
	ReasonBreak Reason = "break"
	// ReasonWalkIn is time that is kept for patients without an appointment.
	ReasonWalkIn Reason = "walk-in"
	// ReasonAway is time in which the practitioner is on leave, or the clinic or
	// the location is closed.
	ReasonAway Reason = "away"
	// ReasonOffGrid is a start at which appointments of the type don't start.
	ReasonOffGrid Reason = "off-grid"
	// ReasonCapReached is a day on which the practitioner takes no more
	// appointments, or no more of the type.
	ReasonCapReached Reason = "cap-reached"
	// ReasonGroupFull is a group without a place left.
	ReasonGroupFull Reason = "group-full"
	// ReasonPractitionerTaken is another appointment of the practitioner.
	ReasonPractitionerTaken Reason = "practitioner-taken"
	// ReasonResourceTaken is another appointment in the room or on the device.
	ReasonResourceTaken Reason = "resource-taken"
	// ReasonGroupElsewhere is a group that meets in other rooms.
	ReasonGroupElsewhere Reason = "group-elsewhere"
	// ReasonPatientTaken is another appointment of the patient.
	ReasonPatientTaken Reason = "patient-taken"
)

// explanations holds the code and the sentence of every reason.
var explanations = map[Reason]struct {
	code     records.Code
	sentence string
}{
	ReasonType:              {records.CodeInvalid, "The clinic does not offer this type of appointment."},
	ReasonPractitioner:      {records.CodeInvalid, "This practitioner does not offer this type of appointment."},
	ReasonLength:            {records.CodeInvalid, "The end does not fit the start and the length of this type of appointment."},
	ReasonResources:         {records.CodeInvalid, "The appointment needs one room or device of each kind that its type asks for, and no others."},
	ReasonFrontDeskOnly:     {records.CodeConflict, "Only the front desk can book this type of appointment."},
	ReasonPast:              {records.CodeConflict, "The time is past."},
	ReasonTooSoon:           {records.CodeConflict, "The time is too soon for this type of appointment."},
	ReasonTooFar:            {records.CodeConflict, "The time is further ahead than this type of appointment can be booked."},
	ReasonLocation:          {records.CodeConflict, "The practitioner is not at this location at this time."},
	ReasonClosed:            {records.CodeConflict, "The practitioner's hours for this type of appointment do not cover all of it."},
	ReasonBreak:             {records.CodeConflict, "The practitioner has a break at this time."},
	ReasonWalkIn:            {records.CodeConflict, "This time is kept for patients who come without an appointment."},
	ReasonAway:              {records.CodeConflict, "The practitioner is away, or the clinic is closed, at this time."},
	ReasonOffGrid:           {records.CodeConflict, "Appointments of this type do not start at this time."},
	ReasonCapReached:        {records.CodeSlotTaken, "The practitioner takes no more appointments on this day."},
	ReasonGroupFull:         {records.CodeSlotTaken, "No place is left in this group."},
	ReasonPractitionerTaken: {records.CodeSlotTaken, "The practitioner has another appointment at this time."},
	ReasonResourceTaken:     {records.CodeSlotTaken, "The room or device is taken at this time."},
	ReasonGroupElsewhere:    {records.CodeSlotTaken, "This group meets in another room."},
	ReasonPatientTaken:      {records.CodeSlotTaken, "The patient has another appointment at this time."},
}

// Sentence gives the reason in English, for people.
func (r Reason) Sentence() string { return explanations[r].sentence }

// Code gives the records code of an error with only this reason.
func (r Reason) Code() records.Code { return explanations[r].code }

// Refusal is all that stands in the way of a booking, in the order of the
// constants above. It is the cause of the records.Error of CheckBooking, for
// callers that say it in other words or another language.
type Refusal struct {
	Reasons []Reason
}

// Error lists the reasons, for logs.
func (r *Refusal) Error() string {
	names := make([]string, len(r.Reasons))
	for i, reason := range r.Reasons {
		names[i] = string(reason)
	}
	return "booking refused: " + strings.Join(names, ", ")
}

// explainRefusal says why a slot that the search did not find is refused. The
// search has decided; this only puts it into words.
func explainRefusal(calendar Calendar, slot Slot, now time.Time, by Booker) error {
	refusal := &Refusal{Reasons: refusalReasons(calendar, slot, now, by)}
	if len(refusal.Reasons) == 0 {
		return &records.Error{Code: records.CodeInternal, Message: "This time can't be booked.", Err: refusal}
	}
	sentences := make([]string, len(refusal.Reasons))
	for i, reason := range refusal.Reasons {
		sentences[i] = reason.Sentence()
	}
	return &records.Error{
		Code:    gravestCode(refusal.Reasons),
		Message: strings.Join(sentences, " "),
		Field:   "slot",
		Err:     refusal,
	}
}

// gravestCode gives the code of what would still be in the way if all the
// lesser reasons were gone.
func gravestCode(reasons []Reason) records.Code {
	for _, code := range []records.Code{records.CodeInvalid, records.CodeConflict} {
		if slices.ContainsFunc(reasons, func(reason Reason) bool { return reason.Code() == code }) {
			return code
		}
	}
	return records.CodeSlotTaken
}

func refusalReasons(calendar Calendar, slot Slot, now time.Time, by Booker) []Reason {
	kind, known := typeByID(calendar.Types, slot.AppointmentTypeID)
	if !known || !kind.Active || !hasSaneLengths(kind) || calendar.Zone == nil {
		return []Reason{ReasonType}
	}
	prepared := calendar.prepared()
	offering := prepared.offering(kind.ID)
	var reasons []Reason
	addIf := func(reason Reason, holds bool) {
		if holds {
			reasons = append(reasons, reason)
		}
	}
	offers := prepared.people[slot.PractitionerID] != nil && prepared.people[slot.PractitionerID].practitioner.Active &&
		slices.Contains(kind.PractitionerIDs, slot.PractitionerID)
	addIf(ReasonPractitioner, !offers)
	addIf(ReasonLength, !slot.End.Equal(slot.Start.Add(kind.Duration)))
	addIf(ReasonResources, !hasNeededResources(prepared, &kind, slot))
	addIf(ReasonFrontDeskOnly, !kind.BookableByChat && !by.Staff)

	notice := noticeWindow(kind, by.Staff, now)
	addIf(ReasonPast, slot.Start.Before(now))
	addIf(ReasonTooSoon, slot.Start.Before(notice.Start) && !slot.Start.Before(now))
	addIf(ReasonTooFar, !slot.Start.Before(notice.End))

	if offers {
		reasons = append(reasons, hoursReasons(prepared, offering, slot)...)
	}
	return append(reasons, takenReasons(calendar, prepared.days, kind, slot, by)...)
}

// hasNeededResources says whether the slot's are one active resource of each
// needed kind, all of which serve its location.
func hasNeededResources(prepared *preparation, kind *records.AppointmentType, slot Slot) bool {
	kinds := neededKinds(kind)
	if len(kinds) != len(slot.ResourceIDs) {
		return false
	}
	return !slices.ContainsFunc(kinds, func(kind records.ResourceKind) bool {
		return len(onlyResources(prepared.roomsAt(kind, slot.LocationID), slot.ResourceIDs)) == 0
	})
}

// hoursReasons looks at the practitioner's rules and absences.
func hoursReasons(prepared *preparation, offering *offering, slot Slot) []Reason {
	day := prepared.days.at(slot.Start)
	span := OccupiedSpan(*offering.kind, slot.Start)
	hours, elsewhere := &timetable{}, false
	for i := range offering.offered {
		one := &offering.offered[i]
		if one.person.practitioner.ID != slot.PractitionerID {
			continue
		}
		if one.locationID == slot.LocationID {
			hours = one.hours
			continue
		}
		open := one.hours.eachDayAround(day, prepared.days, spansOf(records.AvailabilityOpen))
		elsewhere = elsewhere || coversWindow(open, span)
	}
	var reasons []Reason
	if open := hours.eachDayAround(day, prepared.days, spansOf(records.AvailabilityOpen)); !coversWindow(open, span) {
		if elsewhere {
			reasons = append(reasons, ReasonLocation)
		} else {
			reasons = append(reasons, ReasonClosed)
		}
	}
	for _, closed := range []struct {
		reason Reason
		spans  func(*place, *localDay) []clockSpan
	}{
		{ReasonBreak, spansOf(records.AvailabilityBreak)},
		{ReasonWalkIn, spansOf(records.AvailabilityWalkIn)},
		{ReasonAway, func(place *place, day *localDay) []clockSpan { return place.appendAbsences(nil, day) }},
	} {
		if slices.ContainsFunc(hours.eachDayAround(day, prepared.days, closed.spans), span.Overlaps) {
			reasons = append(reasons, closed.reason)
		}
	}
	var scratch hoursScratch
	for _, opening := range hours.on(day, prepared.days, &scratch).openings {
		if opening.Contains(slot.Start) && slot.Start.Sub(opening.Start)%offering.kind.SlotStep != 0 {
			reasons = append(reasons, ReasonOffGrid)
		}
	}
	return reasons
}

func spansOf(kind records.AvailabilityKind) func(*place, *localDay) []clockSpan {
	return func(place *place, day *localDay) []clockSpan { return place.appendSpans(nil, day, kind) }
}

// takenReasons looks at what is taken of each who would take part.
func takenReasons(calendar Calendar, days *localDays, kind records.AppointmentType, slot Slot, by Booker) []Reason {
	taken := calendar.taken()
	span := OccupiedSpan(kind, slot.Start)
	var reasons []Reason
	for _, quota := range quotasOf(&kind, practitionerOf(calendar, slot.PractitionerID)) {
		if len(takenDuring(taken.of(quota.id), days.at(slot.Start).span)) >= quota.limit && !slices.Contains(reasons, ReasonCapReached) {
			reasons = append(reasons, ReasonCapReached)
		}
	}
	ofPractitioner := takenDuring(taken.of(slot.PractitionerID), span)
	group := uuid.Nil
	if kind.Capacity > 1 && holdsGroup(ofPractitioner, GroupID(kind.ID, slot.PractitionerID, slot.Start)) {
		group = ofPractitioner[0].GroupID
		if ofPractitioner[0].Seats >= kind.Capacity {
			reasons = append(reasons, ReasonGroupFull)
		}
	}
	capacity := 0
	if kind.Capacity <= 1 {
		capacity = overbookingCapacity(calendar, slot.PractitionerID, by)
	}
	isTaken := func(rows []records.Occupied) bool {
		return len(rows) > 0 && (group == uuid.Nil || !holdsGroup(rows, group)) && freeSeat(rows, capacity) == 0
	}
	if isTaken(ofPractitioner) {
		reasons = append(reasons, ReasonPractitionerTaken)
	}
	resourceTaken, elsewhere := false, false
	for _, id := range slot.ResourceIDs {
		rows := takenDuring(taken.of(id), span)
		if capacity > 0 && resourceClaim(calendar.Resources, id) == ClaimDevice {
			resourceTaken = resourceTaken || len(rows) > 0
			continue
		}
		resourceTaken = resourceTaken || isTaken(rows)
		elsewhere = elsewhere || group != uuid.Nil && len(rows) == 0
	}
	if resourceTaken {
		reasons = append(reasons, ReasonResourceTaken)
	}
	if elsewhere {
		reasons = append(reasons, ReasonGroupElsewhere)
	}
	if len(takenDuring(taken.of(by.PatientID), span)) > 0 {
		reasons = append(reasons, ReasonPatientTaken)
	}
	return reasons
}
