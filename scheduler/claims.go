package scheduler

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// ClaimKind says what kind of thing time is taken of. Its values are those of
// the store's occupancy.subject_kind.
type ClaimKind string

// What an appointment takes time of.
const (
	ClaimPractitioner ClaimKind = "practitioner"
	ClaimPatient      ClaimKind = "patient"
	ClaimRoom         ClaimKind = "room"
	ClaimDevice       ClaimKind = "device"
	// ClaimGroup is a place in a group, and that the group has these rooms.
	ClaimGroup ClaimKind = "group"
	// ClaimQuota is one of the appointments that a cap allows in a local day.
	ClaimQuota ClaimKind = "quota"
)

// Claim is time that an appointment takes of one subject, as instants in UTC,
// buffers included: Start ≤ t < End. Two claims of one subject and seat whose
// times overlap can stand together only if they share the same GroupID.
type Claim struct {
	SubjectID  uuid.UUID
	Kind       ClaimKind
	Start, End time.Time
	// Seat is 0 but where several may take the same time of the subject: then
	// it is the lowest from 1 up that the calendar showed to be free.
	Seat int
	// GroupID is what those who share the time have in common; zero where the
	// appointment has it alone, which the store writes as the appointment's id.
	GroupID uuid.UUID
}

// Need is what is taken of these subjects in a window: one query. The answer
// are their bookings and live holds that overlap the window, in any order.
type Need struct {
	SubjectIDs []uuid.UUID
	Window     Window
}

// IsEmpty says whether nothing needs to be read.
func (n Need) IsEmpty() bool { return len(n.SubjectIDs) == 0 || n.Window.IsEmpty() }

// BookingNeed gives what CheckBooking and Claims must find in a calendar's
// Occupied, all that others take of whatever the slot would take. It is empty
// for a type that the calendar does not have.
func BookingNeed(calendar Calendar, slot Slot, by Booker) Need {
	kind, known := typeByID(calendar.Types, slot.AppointmentTypeID)
	if !known || !hasSaneLengths(kind) {
		return Need{}
	}
	need := Need{Window: OccupiedSpan(kind, slot.Start), SubjectIDs: make([]uuid.UUID, 0, 3+len(slot.ResourceIDs))}
	need.SubjectIDs = append(need.SubjectIDs, slot.PractitionerID)
	need.SubjectIDs = append(need.SubjectIDs, slot.ResourceIDs...)
	if by.PatientID != uuid.Nil {
		need.SubjectIDs = append(need.SubjectIDs, by.PatientID)
	}
	if kind.Capacity > 1 {
		need.SubjectIDs = append(need.SubjectIDs, GroupID(kind.ID, slot.PractitionerID, slot.Start))
	}
	for _, quota := range quotasOf(&kind, practitionerOf(calendar, slot.PractitionerID)) {
		need.SubjectIDs = append(need.SubjectIDs, quota.id)
	}
	return need
}

// Claims gives everything that an appointment at the slot takes, with a seat
// wherever there are several. The calendar's Occupied must hold BookingNeed,
// unless the slot NeedsSeat not. It does not decide whether the slot may be
// booked, which CheckBooking does; where a seat is needed and none is left it
// is records.CodeSlotTaken. The type must be one of the calendar's.
func Claims(calendar Calendar, slot Slot, by Booker) ([]Claim, error) {
	kind, known := typeByID(calendar.Types, slot.AppointmentTypeID)
	if !known {
		return nil, records.NotFound("appointment type")
	}
	taken := calendar.taken()
	span := OccupiedSpan(kind, slot.Start)
	take := func(subjectID uuid.UUID, subject ClaimKind) Claim {
		return Claim{SubjectID: subjectID, Kind: subject, Start: span.Start.UTC(), End: span.End.UTC()}
	}
	claims := make([]Claim, 0, 4+len(slot.ResourceIDs))
	claims = append(claims, take(slot.PractitionerID, ClaimPractitioner))
	for _, resourceID := range slot.ResourceIDs {
		claims = append(claims, take(resourceID, resourceClaim(calendar.Resources, resourceID)))
	}
	var err error
	if kind.Capacity > 1 {
		claims, err = joinGroup(claims, taken, kind, slot)
	} else {
		err = chooseOverbookedSeats(claims, taken, overbookingCapacity(calendar, slot.PractitionerID, by))
	}
	if err != nil {
		return nil, err
	}
	if by.PatientID != uuid.Nil {
		claims = append(claims, take(by.PatientID, ClaimPatient))
	}
	return appendQuotaClaims(claims, calendar, kind, slot)
}

// joinGroup lets the group share the practitioner and the rooms, and adds a
// place in it.
func joinGroup(claims []Claim, taken occupancy, kind records.AppointmentType, slot Slot) ([]Claim, error) {
	group := GroupID(kind.ID, slot.PractitionerID, slot.Start)
	for i := range claims {
		claims[i].GroupID = group
	}
	place := Claim{SubjectID: group, Kind: ClaimGroup, Start: claims[0].Start, End: claims[0].End}
	if len(slot.ResourceIDs) > 0 {
		rooms := place
		rooms.SubjectID, rooms.GroupID = groupRoomsID(group), roomsShareID(group, slot.ResourceIDs)
		claims = append(claims, rooms)
	}
	place.Seat = freeSeat(takenDuring(taken.of(group), Window{Start: place.Start, End: place.End}), kind.Capacity)
	if place.Seat == 0 {
		return nil, noSeat()
	}
	return append(claims, place), nil
}

// chooseOverbookedSeats gives each practitioner and room that is taken already
// a seat of the capacity for overbooking. Without any it leaves the seats as
// they are: the store then finds that the time is taken.
func chooseOverbookedSeats(claims []Claim, taken occupancy, capacity int) error {
	for i := range claims {
		claim := &claims[i]
		rows := takenDuring(taken.of(claim.SubjectID), Window{Start: claim.Start, End: claim.End})
		if capacity == 0 || len(rows) == 0 || claim.Kind == ClaimDevice {
			continue
		}
		if claim.Seat = freeSeat(rows, capacity); claim.Seat == 0 {
			return noSeat()
		}
	}
	return nil
}

// appendQuotaClaims adds a seat of each cap that the appointment counts
// towards, for the whole local day on which it starts.
func appendQuotaClaims(claims []Claim, calendar Calendar, kind records.AppointmentType, slot Slot) ([]Claim, error) {
	quotas := quotasOf(&kind, practitionerOf(calendar, slot.PractitionerID))
	if len(quotas) == 0 || calendar.Zone == nil {
		return claims, nil
	}
	taken := calendar.taken()
	day := newLocalDay(calendar.Zone, records.LocalDateOf(slot.Start, calendar.Zone)).span
	for _, quota := range quotas {
		claim := Claim{SubjectID: quota.id, Kind: ClaimQuota, Start: day.Start, End: day.End}
		rows := takenDuring(taken.of(quota.id), day)
		if claim.Seat = freeSeat(rows, quota.limit); claim.Seat == 0 || len(rows) >= quota.limit {
			return nil, noSeat()
		}
		claims = append(claims, claim)
	}
	return claims, nil
}

// NeedsSeat says whether Claims must know what is taken, as some of the time
// has several seats: a group's places, a day's appointments under a cap, or
// the capacity for overbooking.
func NeedsSeat(calendar Calendar, slot Slot, by Booker) bool {
	kind, known := typeByID(calendar.Types, slot.AppointmentTypeID)
	return known && (kind.Capacity > 1 || len(quotasOf(&kind, practitionerOf(calendar, slot.PractitionerID))) > 0 ||
		overbookingCapacity(calendar, slot.PractitionerID, by) > 0)
}

// noSeat is what the last of several seats being taken comes back as.
func noSeat() error {
	return &records.Error{Code: records.CodeSlotTaken, Field: "slot", Message: "No place is left at this time."}
}

// freeSeat gives the lowest seat from 1 to the limit that no row takes, or 0.
func freeSeat(rows []records.Occupied, limit int) int {
	for seat := 1; seat <= limit; seat++ {
		if !slices.ContainsFunc(rows, func(row records.Occupied) bool { return row.Seat == seat }) {
			return seat
		}
	}
	return 0
}

// overbookingCapacity gives how many patients this booker may book over taken
// time of the practitioner: none but for staff who say why.
func overbookingCapacity(calendar Calendar, practitionerID uuid.UUID, by Booker) int {
	if !by.Staff || by.OverbookingReason == "" {
		return 0
	}
	return practitionerOf(calendar, practitionerID).OverbookingCapacity
}

// quota is a cap on the appointments of a practitioner's local day.
type quota struct {
	id    uuid.UUID
	limit int
}

// quotasOf gives the caps that an appointment of the type counts towards.
func quotasOf(kind *records.AppointmentType, practitioner *records.Practitioner) []quota {
	var quotas []quota
	if practitioner.DailyCap > 0 {
		quotas = append(quotas, quota{id: QuotaID(practitioner.ID, uuid.Nil), limit: practitioner.DailyCap})
	}
	if kind.DailyCap > 0 {
		quotas = append(quotas, quota{id: QuotaID(practitioner.ID, kind.ID), limit: kind.DailyCap})
	}
	return quotas
}

// practitionerOf gives one of the calendar's practitioners; where it has no
// such one, somebody with that id and nothing else.
func practitionerOf(calendar Calendar, id uuid.UUID) *records.Practitioner {
	for i := range calendar.Practitioners {
		if calendar.Practitioners[i].ID == id {
			return &calendar.Practitioners[i]
		}
	}
	return &records.Practitioner{ID: id}
}

// resourceClaim gives the kind of a resource; one that the calendar does not
// have counts as a room.
func resourceClaim(resources []records.Resource, id uuid.UUID) ClaimKind {
	for i := range resources {
		if resources[i].ID == id && resources[i].Kind == records.ResourceDevice {
			return ClaimDevice
		}
	}
	return ClaimRoom
}
