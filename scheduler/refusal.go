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
	// ReasonClosed is time, buffers included, that is not all inside the
	// practitioner's opening hours.
	ReasonClosed Reason = "closed"
	// ReasonBreak is time that overlaps a break.
	ReasonBreak Reason = "break"
	// ReasonOffGrid is a start at which appointments of the type don't start.
	ReasonOffGrid Reason = "off-grid"
	// ReasonPractitionerTaken is another appointment of the practitioner.
	ReasonPractitionerTaken Reason = "practitioner-taken"
	// ReasonResourceTaken is another appointment in the room or on the device.
	ReasonResourceTaken Reason = "resource-taken"
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
	ReasonClosed:            {records.CodeConflict, "The practitioner's hours do not cover the whole appointment."},
	ReasonBreak:             {records.CodeConflict, "The practitioner has a break at this time."},
	ReasonOffGrid:           {records.CodeConflict, "Appointments of this type do not start at this time."},
	ReasonPractitionerTaken: {records.CodeSlotTaken, "The practitioner has another appointment at this time."},
	ReasonResourceTaken:     {records.CodeSlotTaken, "The room or device is taken at this time."},
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
	var reasons []Reason
	addIf := func(reason Reason, holds bool) {
		if holds {
			reasons = append(reasons, reason)
		}
	}
	offers := slot.PractitionerID != uuid.Nil && len(practitionersFor(calendar, kind, slot.PractitionerID)) > 0
	addIf(ReasonPractitioner, !offers)
	addIf(ReasonLength, !slot.End.Equal(slot.Start.Add(kind.Duration)))
	addIf(ReasonResources, !hasNeededResources(calendar.Resources, kind.ResourceKinds, slot.ResourceIDs))
	addIf(ReasonFrontDeskOnly, !kind.BookableByChat && !by.Staff)

	notice := noticeWindow(kind, by.Staff, now)
	addIf(ReasonPast, slot.Start.Before(now))
	addIf(ReasonTooSoon, slot.Start.Before(notice.Start) && !slot.Start.Before(now))
	addIf(ReasonTooFar, !slot.Start.Before(notice.End))

	if offers {
		reasons = append(reasons, hoursReasons(calendar, kind, slot)...)
	}
	return append(reasons, takenReasons(calendar.taken(), kind, slot, by)...)
}

// hasNeededResources says whether the ids are active resources of exactly the
// needed kinds.
func hasNeededResources(resources []records.Resource, kinds []records.ResourceKind, ids []uuid.UUID) bool {
	pools := poolResources(onlyResources(resources, ids), kinds, occupancy{})
	if len(pools) != len(ids) {
		return false
	}
	return !slices.ContainsFunc(pools, func(pool resourcePool) bool { return len(pool.members) == 0 })
}

// hoursReasons looks at the practitioner's weekly rules.
func hoursReasons(calendar Calendar, kind records.AppointmentType, slot Slot) []Reason {
	var reasons []Reason
	days := newLocalDays(calendar.Zone)
	day := days.at(slot.Start)
	hours := groupRules(calendar.Availability, []uuid.UUID{slot.PractitionerID})[0]
	open, breaks := hours.around(day, days)
	span := OccupiedSpan(kind, slot.Start)
	if !coversWindow(open, span) {
		reasons = append(reasons, ReasonClosed)
	}
	if slices.ContainsFunc(breaks, span.Overlaps) {
		reasons = append(reasons, ReasonBreak)
	}
	for _, opening := range hours.appendHours(nil, day, records.AvailabilityOpen) {
		if opening.Contains(slot.Start) && slot.Start.Sub(opening.Start)%kind.SlotStep != 0 {
			reasons = append(reasons, ReasonOffGrid)
		}
	}
	return reasons
}

// takenReasons looks at what is taken of each who would take part.
func takenReasons(taken occupancy, kind records.AppointmentType, slot Slot, by Booker) []Reason {
	span := OccupiedSpan(kind, slot.Start)
	isTaken := func(subject uuid.UUID) bool { return len(takenDuring(taken.of(subject), span)) > 0 }
	var reasons []Reason
	if isTaken(slot.PractitionerID) {
		reasons = append(reasons, ReasonPractitionerTaken)
	}
	if slices.ContainsFunc(slot.ResourceIDs, isTaken) {
		reasons = append(reasons, ReasonResourceTaken)
	}
	if isTaken(by.PatientID) {
		reasons = append(reasons, ReasonPatientTaken)
	}
	return reasons
}
