package conversations

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// Event is what happened to a conversation.
type Event interface{ event() }

// Person is a patient for whom the contact of a conversation may act.
type Person struct {
	PatientID    uuid.UUID
	Name         string
	BirthDate    records.LocalDate
	Relationship records.Relationship
}

// ContactFacts is what is known of who is writing; it comes with each message.
type ContactFacts struct {
	ContactID uuid.UUID
	State     records.ContactState
	// Language on the contact's record; empty until one was chosen or seen.
	Language records.Language
	// OptedOut is true while messages to the contact are forbidden.
	OptedOut bool
	// Level is how much an answer may give away to this contact here. What a text
	// would say beyond it is left out; the zero value tells nothing about anybody.
	Level records.ContentLevel
	// MayAllowNames is true where the contact itself may have answers name people
	// and services.
	MayAllowNames bool
	Persons       []Person
	// LastReminder is the newest reminder that was sent to this contact and
	// still speaks of a live appointment at its present version; nil if none.
	LastReminder *ReminderFacts
	// LastOffer is the newest offer of the clinic that this contact has not
	// answered, with the appointment that it would replace as that still is; nil
	// if none.
	LastOffer *OfferFacts
	// LastSurvey is what this contact was asked last about a visit, if that was
	// not long ago; nil if nothing.
	LastSurvey *SurveyFacts
}

// ReminderFacts is a reminder that a bare "1" may be the answer to.
type ReminderFacts struct {
	SentAt      time.Time
	Appointment AppointmentFacts
}

// OfferFacts is an offer of times that a bare "1" may be the answer to. One
// that has ended is still known for a while, so that a late answer is told so.
type OfferFacts struct {
	OfferID   uuid.UUID
	Kind      records.SlotOfferKind
	Status    records.SlotOfferStatus
	SentAt    time.Time
	PatientID uuid.UUID
	Slots     []records.OfferedSlot
	// Appointment that it would replace; its id is zero where there is none.
	Appointment AppointmentFacts
	// WaitingSince is when the wish was made that a time which became free is for;
	// zero where that need not be said.
	WaitingSince time.Time
	// Others is how many other offers are open in the conversation.
	Others int
}

// AppointmentFacts is an appointment as far as a conversation needs it.
type AppointmentFacts struct {
	AppointmentID     uuid.UUID
	Version           int64
	PatientID         uuid.UUID
	PractitionerID    uuid.UUID
	AppointmentTypeID uuid.UUID
	Status            records.AppointmentStatus
	ParticipantStatus records.ParticipantStatus
	Start, End        time.Time
	// Moves is how often the patient moved it.
	Moves int
}

// MessageReceived is a message from the patient.
type MessageReceived struct {
	MessageID  uuid.UUID
	Text       string
	ChoiceID   string
	MediaCount int
	// PhotoCount is how many of them are pictures or documents, as they were
	// announced: they are kept, or will be.
	PhotoCount int
	OptOut     channel.OptOut
	ReceivedAt time.Time
	Contact    ContactFacts
}

// SlotsFound answers FindSlots; Slots may be empty.
type SlotsFound struct{ Slots []scheduler.Slot }

// SlotHeld answers HoldSlot: the time is the patient's until HoldUntil.
type SlotHeld struct {
	Appointment AppointmentFacts
	HoldUntil   time.Time
}

// SlotLost answers HoldSlot, BookAppointment or AcceptOffer when somebody else has the
// time; Alternatives are the next free slots like it, and may be empty.
type SlotLost struct{ Alternatives []scheduler.Slot }

// AppointmentBooked answers BookAppointment.
type AppointmentBooked struct{ Appointment AppointmentFacts }

// AppointmentsFound answers FindAppointments, in order of start.
type AppointmentsFound struct{ Appointments []AppointmentFacts }

// AppointmentCancelled answers CancelAppointment.
type AppointmentCancelled struct{ Appointment AppointmentFacts }

// AppointmentConfirmed answers ConfirmAppointment.
type AppointmentConfirmed struct{ Appointment AppointmentFacts }

// AppointmentMoved answers MoveAppointment: the same appointment at its new
// time and version.
type AppointmentMoved struct{ Appointment AppointmentFacts }

// RefusalReason says why a change was refused.
type RefusalReason string

const (
	// RefusedChanged is an appointment that is no longer what the patient spoke
	// of: it moved, or is past.
	RefusedChanged RefusalReason = ""
	// RefusedCancelled is one that is cancelled already.
	RefusedCancelled RefusalReason = "cancelled"
	// RefusedMoveLimit is one that the patient has moved as often as they may.
	RefusedMoveLimit RefusalReason = "move-limit"
	// RefusedFee is a change that costs more by now than the patient was told.
	RefusedFee RefusalReason = "fee"
)

// ChangeRefused answers a request to change an appointment that was not
// carried out.
type ChangeRefused struct {
	Reason RefusalReason
	// Fee is what the change costs, for RefusedFee.
	Fee int64
}

// OfferAccepted answers AcceptOffer with the appointment as it is now agreed.
type OfferAccepted struct {
	Appointment AppointmentFacts
	// Replaced is when the appointment was before; zero for a new one.
	Replaced time.Time
	// Next is what else the conversation was offered and has not answered; nil
	// if nothing.
	Next *OfferFacts
}

// OfferDeclined answers DeclineOffer.
type OfferDeclined struct {
	// Cancelled is the appointment that was cancelled with it; nil if none.
	Cancelled *AppointmentFacts
	// Next is as in OfferAccepted.
	Next *OfferFacts
}

// PatientRegistered answers RegisterPatient.
type PatientRegistered struct{ Person Person }

// WaitlistFacts is a wish as far as a conversation needs it.
type WaitlistFacts struct {
	EntryID           uuid.UUID `json:"entry_id"`
	PatientID         uuid.UUID `json:"patient_id"`
	AppointmentTypeID uuid.UUID `json:"appointment_type_id"`
	// PractitionerID is zero for anybody.
	PractitionerID uuid.UUID `json:"practitioner_id,omitzero"`
	// CreatedAt is when it was asked for.
	CreatedAt time.Time `json:"created_at,omitzero"`
}

// WaitlistJoined answers JoinWaitlist.
type WaitlistJoined struct {
	Entry WaitlistFacts
	// Replaces is the appointment that an earlier time would replace; nil where
	// the patient has none of the type.
	Replaces *AppointmentFacts
}

// WaitlistFound answers ListWaitlist, the oldest wish first.
type WaitlistFound struct{ Entries []WaitlistFacts }

// WaitlistLeft answers LeaveWaitlist.
type WaitlistLeft struct{ Entry WaitlistFacts }

func (MessageReceived) event()      {}
func (SlotsFound) event()           {}
func (SlotHeld) event()             {}
func (SlotLost) event()             {}
func (AppointmentBooked) event()    {}
func (AppointmentsFound) event()    {}
func (AppointmentCancelled) event() {}
func (AppointmentMoved) event()     {}
func (AppointmentConfirmed) event() {}
func (OfferAccepted) event()        {}
func (OfferDeclined) event()        {}
func (ChangeRefused) event()        {}
func (PatientRegistered) event()    {}
func (WaitlistJoined) event()       {}
func (WaitlistFound) event()        {}
func (WaitlistLeft) event()         {}
