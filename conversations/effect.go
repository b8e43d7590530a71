package conversations

import (
	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// MaxRequests bounds how often one turn may ask for facts. A turn that asks
// more is a defect; the caller fails it and the message is quarantined.
const MaxRequests = 8

// Effect is what a step wants: a Command or a Request.
type Effect interface{ effect() }

// Request is an effect that the caller must answer with an event before the
// turn can end. A step returns at most one, as its last effect.
type Request interface {
	Effect
	request()
}

// FindSlots asks for free slots; answered by SlotsFound.
type FindSlots struct{ Search scheduler.Search }

// HoldSlot asks to keep a slot while the patient confirms; answered by
// SlotHeld, SlotLost, or ChangeRefused where ReplacingID can't be moved. A hold
// that this conversation had before is released.
type HoldSlot struct {
	Slot      scheduler.Slot
	PatientID uuid.UUID
	// ReplacingID is the appointment that would move to the slot, or zero; the
	// hold may overlap that one's time.
	ReplacingID uuid.UUID
}

// BookAppointment asks to turn a held appointment into a booked one; answered
// by AppointmentBooked, by SlotLost when the hold ran out and the time is gone,
// or by ChangeRefused.
type BookAppointment struct {
	AppointmentID uuid.UUID
	Version       int64
}

// FindAppointments asks for the coming booked appointments of these patients;
// answered by AppointmentsFound.
type FindAppointments struct{ PatientIDs []uuid.UUID }

// CancelAppointment asks to cancel an appointment at the version that the
// patient saw; answered by AppointmentCancelled or ChangeRefused.
type CancelAppointment struct {
	AppointmentID uuid.UUID
	Version       int64
	// AgreedFee is what the patient was told that it costs, in the minor unit
	// of the clinic's currency. If it costs more by now, it is refused.
	AgreedFee int64
}

// MoveAppointment asks to give an appointment, at the version that the patient
// saw, another slot; what this conversation holds is released. Answered by
// AppointmentMoved, SlotLost or ChangeRefused.
type MoveAppointment struct {
	AppointmentID uuid.UUID
	Version       int64
	Slot          scheduler.Slot
	// AgreedFee is as for CancelAppointment.
	AgreedFee int64
}

// ConfirmAppointment records that the patient will come; answered by
// AppointmentConfirmed or ChangeRefused.
type ConfirmAppointment struct {
	AppointmentID uuid.UUID
	Version       int64
}

// AcceptOffer takes one of the times that the clinic offered; answered by
// OfferAccepted, by SlotLost when somebody else has it, or by ChangeRefused.
type AcceptOffer struct {
	OfferID uuid.UUID
	// Index of the time in the offer's Slots.
	Index int
}

// DeclineOffer says no to an offer; answered by OfferDeclined or ChangeRefused.
type DeclineOffer struct {
	OfferID uuid.UUID
	// CancelAppointment also cancels the appointment that it would replace, by
	// the clinic's fault.
	CancelAppointment bool
}

// AllowNames keeps whether what this contact is answered may name people and
// services. Who allows it was warned.
type AllowNames struct{ Allowed bool }

// JoinWaitlist asks to hear of times that become free; answered by
// WaitlistJoined or ChangeRefused. The caller fills in what the conversation
// can't know. A second wish of a patient for one type changes the first.
type JoinWaitlist struct{ Entry records.WaitlistEntry }

// ListWaitlist asks for the wishes of these patients; answered by WaitlistFound.
type ListWaitlist struct{ PatientIDs []uuid.UUID }

// LeaveWaitlist ends a wish; answered by WaitlistLeft or ChangeRefused.
type LeaveWaitlist struct{ EntryID uuid.UUID }

// RegisterPatient creates a patient, links it to the contact, raises the
// contact to claimed and records the consent; answered by PatientRegistered.
type RegisterPatient struct {
	Name         string
	BirthDate    records.LocalDate
	Language     records.Language
	Relationship records.Relationship
	// Answers are to what the clinic asks beside name and date of birth.
	Answers []records.PatientAnswer
}

// Reply sends a message back to the patient.
type Reply struct {
	Text    string
	Choices []records.Choice
	Level   records.ContentLevel
	// DespiteOptOut is true only for the one confirmation that a STOP gets, for
	// the answer to HELP, and for the advice in an emergency that came with a STOP.
	DespiteOptOut bool
}

// ReleaseHold lets a held time go.
type ReleaseHold struct{ AppointmentID uuid.UUID }

// OptOut ends, or with Active begins again, the consent to be written to, or that
// for one purpose.
type OptOut struct {
	Active bool
	// Purpose is empty for all of them.
	Purpose records.Purpose
	// Source is recorded with the consent: "stop", "cancel", "start", "provider",
	// "message".
	Source string
}

// ChooseLanguage puts the language on the contact's record.
type ChooseLanguage struct{ Language records.Language }

// OpenTask asks staff for something. PatientID may be zero. A task of the
// same code that is still open for this conversation is not opened twice.
type OpenTask struct {
	Code      records.TaskCode
	Priority  records.TaskPriority
	PatientID uuid.UUID
}

func (FindSlots) effect()          {}
func (HoldSlot) effect()           {}
func (BookAppointment) effect()    {}
func (FindAppointments) effect()   {}
func (CancelAppointment) effect()  {}
func (MoveAppointment) effect()    {}
func (ConfirmAppointment) effect() {}
func (AcceptOffer) effect()        {}
func (DeclineOffer) effect()       {}
func (RegisterPatient) effect()    {}
func (JoinWaitlist) effect()       {}
func (ListWaitlist) effect()       {}
func (LeaveWaitlist) effect()      {}
func (Reply) effect()              {}
func (ReleaseHold) effect()        {}
func (OptOut) effect()             {}
func (ChooseLanguage) effect()     {}
func (AllowNames) effect()         {}
func (OpenTask) effect()           {}

func (FindSlots) request()          {}
func (HoldSlot) request()           {}
func (BookAppointment) request()    {}
func (FindAppointments) request()   {}
func (CancelAppointment) request()  {}
func (MoveAppointment) request()    {}
func (ConfirmAppointment) request() {}
func (AcceptOffer) request()        {}
func (DeclineOffer) request()       {}
func (RegisterPatient) request()    {}
func (JoinWaitlist) request()       {}
func (ListWaitlist) request()       {}
func (LeaveWaitlist) request()      {}
