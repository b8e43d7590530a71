package scheduler

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// Booker says for whom and by whose hand an appointment is booked.
type Booker struct {
	// PatientID is the patient; nothing that they have already may overlap.
	PatientID uuid.UUID
	// ReplacingID is the appointment that is to be moved, or zero. Its own time
	// counts as free: whoever reads the Calendar leaves it out.
	ReplacingID uuid.UUID
	// Staff is true when the front desk books. It may book types that are not
	// BookableByChat, without lead time and up to MaxHorizon ahead.
	Staff bool
	// OverbookingReason is why staff book over a time that the practitioner or
	// the room is taken, as they put it; empty where they don't want to. It
	// reaches as far as the practitioner's OverbookingCapacity, and no further
	// than their time and the rooms': never over the patient's own time, a
	// device, a full group, a cap, leave or closing time.
	OverbookingReason string
}

// CheckBooking says whether the slot may be booked now, with the calendar as
// it is: nil, or a records.Error that gives every reason at once (see Refusal).
// Its code is invalid where the slot makes no sense and never will, conflict
// where the clinic's rules don't allow this time, and slot-taken where nothing
// but other appointments stand in the way.
//
// It decides by running the search over this one instant, so that what
// FindSlots offers is accepted as long as nothing moved, and nothing else is.
// The calendar must hold what is taken during OccupiedSpan of the slot. The
// final word is the database's, which refuses any overlap.
func CheckBooking(calendar Calendar, slot Slot, now time.Time, by Booker) error {
	if isOffered(calendar, slot, now, by) {
		return nil
	}
	return explainRefusal(calendar, slot, now, by)
}

// isOffered says whether a search for nothing but this slot finds it.
func isOffered(calendar Calendar, slot Slot, now time.Time, by Booker) bool {
	if slot.PractitionerID == uuid.Nil {
		return false
	}
	search := Search{
		AppointmentTypeID: slot.AppointmentTypeID,
		PractitionerID:    slot.PractitionerID,
		PatientID:         by.PatientID,
		Windows:           []Window{{Start: slot.Start, End: slot.Start.Add(time.Nanosecond)}},
		Limit:             1,
		ByStaff:           by.Staff,
	}
	calendar.Resources = onlyResources(calendar.Resources, slot.ResourceIDs)
	found := FindSlots(calendar, search, now)
	// All resources of the slot must be needed: the search took one of each
	// kind from among them.
	return len(found) == 1 && found[0].End.Equal(slot.End) &&
		len(found[0].ResourceIDs) == len(slot.ResourceIDs)
}

// onlyResources gives those of the resources that have one of the ids.
func onlyResources(resources []records.Resource, ids []uuid.UUID) []records.Resource {
	var only []records.Resource
	for _, resource := range resources {
		if slices.Contains(ids, resource.ID) {
			only = append(only, resource)
		}
	}
	return only
}
