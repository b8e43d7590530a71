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
		Overbook:          by.OverbookingReason != "",
		exactly:           &slot,
	}
	found := FindSlots(calendar, search, now)
	// All resources of the slot must be needed: the search took one of each
	// kind from among them.
	return len(found) == 1 && found[0].End.Equal(slot.End) &&
		len(found[0].ResourceIDs) == len(slot.ResourceIDs)
}

// CompleteSlot gives the slot with what its type, practitioner and start leave
// open: the location of the practitioner's session, and resources that are
// free now, for a slot that was made by hand or whose rooms went to somebody
// else while the practitioner is still free. It keeps what is still free, and
// gives false where something the type needs can't be had; the location is
// right then all the same.
func CompleteSlot(calendar Calendar, slot Slot, by Booker) (Slot, bool) {
	if calendar.Zone == nil {
		return slot, false
	}
	prepared := calendar.prepared()
	offering := prepared.offering(slot.AppointmentTypeID)
	if offering == nil || !hasSaneLengths(*offering.kind) {
		return slot, false
	}
	taken := calendar.taken()
	f := &finder{prepared: prepared, kind: offering.kind, knowledge: newKnowledge(&taken), epoch: slot.Start}
	one := candidate{offered: placeOf(prepared, offering, slot)}
	one.overbooking = overbookingCapacity(calendar, slot.PractitionerID, by)
	slot.LocationID = one.locationID
	f.lookUp(&one)
	span := OccupiedSpan(*f.kind, slot.Start)
	set := f.roomsAt(slot.LocationID)
	group, joins := f.groupToJoin(&one, span)
	wanted := slot.ResourceIDs
	slot.ResourceIDs = nil
	for i := range set.pools {
		pool := &set.pools[i]
		var id uuid.UUID
		var found outcome
		if joins {
			id, found = f.roomOfGroup(pool, span, group)
		} else if id, found = f.wantedRoom(pool, wanted, span); found != isFree {
			id, found = f.freeRoom(pool, &one, 0, span)
		}
		if found != isFree {
			slot.ResourceIDs = wanted
			return slot, false
		}
		slot.ResourceIDs = append(slot.ResourceIDs, id)
	}
	return slot, true
}

// wantedRoom gives the first of the wanted rooms that is free.
func (f *finder) wantedRoom(pool *roomPool, wanted []uuid.UUID, span Window) (uuid.UUID, outcome) {
	for at, member := range pool.members {
		if slices.Contains(wanted, member.ID) && len(takenDuring(f.roomTime(pool, at).taken, span)) == 0 {
			return member.ID, isFree
		}
	}
	return uuid.Nil, notFree
}

// placeOf gives the practitioner at the place of their session: the slot's if
// it names one; else where all of the slot is worked, else where any of it is.
func placeOf(prepared *preparation, offering *offering, slot Slot) *offered {
	best, fit := &offered{person: &person{practitioner: &records.Practitioner{ID: slot.PractitionerID}}, locationID: slot.LocationID}, 0
	day := prepared.days.at(slot.Start)
	span := OccupiedSpan(*offering.kind, slot.Start)
	for i := range offering.offered {
		one := &offering.offered[i]
		if one.person.practitioner.ID != slot.PractitionerID || slot.LocationID != uuid.Nil && slot.LocationID != one.locationID {
			continue
		}
		var scratch hoursScratch
		hours, here := one.hours.on(day, prepared.days, &scratch), 1
		if slices.ContainsFunc(hours.openings, func(opening Window) bool { return opening.Contains(slot.Start) }) {
			here = 2
		}
		if coversWindow(hours.working, span) {
			here = 3
		}
		if here > fit {
			best, fit = one, here
		}
	}
	return best
}
