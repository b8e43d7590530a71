package records

import (
	"time"

	"github.com/google/uuid"
)

// SlotOfferKind says why the clinic offers a patient times by itself.
type SlotOfferKind string

// The kinds of offers.
const (
	// OfferWaitlist is a time that became free, for somebody who waits for one.
	OfferWaitlist SlotOfferKind = "waitlist"
	// OfferRebook is other times for an appointment that can't take place as
	// agreed, because the practitioner is away.
	OfferRebook SlotOfferKind = "rebook"
)

// SlotOfferStatus says what became of an offer: open → one of the others, once;
// only what has expired is withdrawn, too, where its absence is taken back.
type SlotOfferStatus string

// The states of an offer.
const (
	OfferOpen     SlotOfferStatus = "open"
	OfferAccepted SlotOfferStatus = "accepted"
	OfferDeclined SlotOfferStatus = "declined"
	// OfferLost is a time that somebody else took first.
	OfferLost      SlotOfferStatus = "lost"
	OfferExpired   SlotOfferStatus = "expired"
	OfferWithdrawn SlotOfferStatus = "withdrawn"
)

// OfferedSlot is one of the times of an offer. It holds nothing: until the
// patient answers, others may take it.
type OfferedSlot struct {
	AppointmentTypeID uuid.UUID   `json:"appointment_type_id"`
	PractitionerID    uuid.UUID   `json:"practitioner_id"`
	ResourceIDs       []uuid.UUID `json:"resource_ids,omitempty"`
	LocationID        uuid.UUID   `json:"location_id,omitzero"`
	Start             time.Time   `json:"start"`
	End               time.Time   `json:"end"`
}

// SlotOffer is times that the clinic asked a patient about in a message, and
// what they said. A bare "1" that comes back is an answer to the newest one
// that is open in its conversation (invariant 12).
type SlotOffer struct {
	ID             uuid.UUID
	ClinicID       uuid.UUID
	Kind           SlotOfferKind
	PatientID      uuid.UUID
	ConversationID uuid.UUID
	// AppointmentID is what it would replace, at AppointmentVersion; zero for a
	// wish without an appointment.
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	WaitlistEntryID    uuid.UUID
	FreedSlotID        uuid.UUID
	AbsenceID          uuid.UUID
	Slots              []OfferedSlot
	Status             SlotOfferStatus
	// MessageID is the message that made it.
	MessageID            uuid.UUID
	CreatedAt, ExpiresAt time.Time
	SettledAt            time.Time
}
