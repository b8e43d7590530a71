package records

import (
	"time"

	"github.com/google/uuid"
)

// AppointmentStatus is FHIR R4's Appointment.status. Which status may follow
// which is the table scheduler.AppointmentTransitions, repeated as guarded
// UPDATEs in the store.
type AppointmentStatus string

const (
	// AppointmentProposed is an offer that holds no time.
	AppointmentProposed AppointmentStatus = "proposed"
	// AppointmentPending holds its time until HoldUntil; the patient has
	// chosen it and is being asked to confirm.
	AppointmentPending AppointmentStatus = "pending"
	// AppointmentBooked is agreed.
	AppointmentBooked AppointmentStatus = "booked"
	// AppointmentArrived is a patient who is here.
	AppointmentArrived AppointmentStatus = "arrived"
	// AppointmentCheckedIn is a patient whose arrival formalities are done.
	AppointmentCheckedIn AppointmentStatus = "checked-in"
	// AppointmentFulfilled is over, and took place.
	AppointmentFulfilled AppointmentStatus = "fulfilled"
	// AppointmentCancelled will not take place, by either side's word.
	AppointmentCancelled AppointmentStatus = "cancelled"
	// AppointmentNoShow is over, and the patient did not come.
	AppointmentNoShow AppointmentStatus = "noshow"
	// AppointmentEnteredInError never should have been recorded.
	AppointmentEnteredInError AppointmentStatus = "entered-in-error"
	// AppointmentWaitlist is a wish without a time.
	AppointmentWaitlist AppointmentStatus = "waitlist"
)

// ParticipantStatus is FHIR's Appointment.participant.status for the patient:
// what they answered. A confirmation is this, never the appointment's status.
type ParticipantStatus string

// The patient's answers to "are you coming?".
const (
	ParticipantNeedsAction ParticipantStatus = "needs-action"
	ParticipantAccepted    ParticipantStatus = "accepted"
	ParticipantDeclined    ParticipantStatus = "declined"
	ParticipantTentative   ParticipantStatus = "tentative"
)

// CancellationReason is FHIR's Appointment.cancelationReason, by its group.
type CancellationReason string

// Who or what an appointment was cancelled by.
const (
	CancelledByPatient  CancellationReason = "pat"
	CancelledByProvider CancellationReason = "prov"
	CancelledOther      CancellationReason = "other"
)

// Appointment is one visit, agreed or on the way there (FHIR Appointment).
// Its id never changes; each move or change of status raises Version, and
// whatever was bound to an older version (a reminder, a reply, a link) can do
// nothing any more.
type Appointment struct {
	ID                uuid.UUID
	ClinicID          uuid.UUID
	PatientID         uuid.UUID
	PractitionerID    uuid.UUID
	AppointmentTypeID uuid.UUID
	// ResourceIDs are the rooms and devices it occupies.
	ResourceIDs []uuid.UUID
	// LocationID is the site it takes place at; zero where there is but one.
	LocationID uuid.UUID
	// SeriesID is the same for all appointments of a series; zero otherwise.
	SeriesID uuid.UUID
	// OverbookingReason is why staff booked it over a time that was taken.
	OverbookingReason string
	Status            AppointmentStatus
	ParticipantStatus ParticipantStatus
	// Start and End are the time with the patient, without buffers.
	Start, End time.Time
	Version    int64
	// HoldUntil is when a pending appointment loses its time; zero otherwise.
	HoldUntil          time.Time
	CancellationReason CancellationReason
	// Fee is what a late cancellation or a no-show costs, in the minor unit of
	// the clinic's currency.
	Fee int64
	// Moves is how often the patient moved it.
	Moves int
	// ArrivedAt is when the patient came; zero until then.
	ArrivedAt time.Time
	CreatedAt time.Time
}

// Occupied is time of a practitioner, resource or patient that is taken,
// buffers included: half-open, Start ≤ t < End.
type Occupied struct {
	// SubjectID is the practitioner, resource, patient, group or quota.
	SubjectID  uuid.UUID
	Start, End time.Time
	// GroupID is the group whose patients share this time of a practitioner or
	// resource; zero where one appointment has it alone.
	GroupID uuid.UUID
	// Seat is the one that is taken of several (a place in a group, a day's
	// appointment under a cap, an overbooking), from 1 up; 0 of anything else.
	Seat int
	// Seats is how many appointments this row stands for: more than one only
	// where the patients of a group share a practitioner, a room or a device.
	Seats int
}

// ReminderStepStatus says what became of a step of a reminder plan.
type ReminderStepStatus string

// The states of a reminder step: planned → sent or skipped, each once.
const (
	ReminderPlanned ReminderStepStatus = "planned"
	ReminderSent    ReminderStepStatus = "sent"
	ReminderSkipped ReminderStepStatus = "skipped"
)

// ReminderStep is a row of the reminder ledger, unique per appointment,
// version and step: that uniqueness is what keeps a reminder from going twice.
type ReminderStep struct {
	ClinicID           uuid.UUID
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	// Step names the place in the plan: "3d", "1d".
	Step   string
	Status ReminderStepStatus
	DueAt  time.Time
	// ExpiresAt is when it would be too late to be of use; then it is skipped.
	ExpiresAt time.Time
}
