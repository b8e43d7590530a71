package records

import (
	"time"

	"github.com/google/uuid"
)

// QueueStatus says where a waiting patient is.
//
//	waiting ⇄ called ──▶ in-progress ──▶ finished
//	   └──────────┴──▶ left
type QueueStatus string

// The states of a ticket.
const (
	QueueWaiting    QueueStatus = "waiting"
	QueueCalled     QueueStatus = "called"
	QueueInProgress QueueStatus = "in-progress"
	QueueFinished   QueueStatus = "finished"
	// QueueLeft went without being seen, or did not answer the call.
	QueueLeft QueueStatus = "left"
)

// QueueTicket is a patient who is here, with or without an appointment.
type QueueTicket struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Date is the local day, on which Number is unique in the clinic: what the
	// patient and the display know them by.
	Date      LocalDate
	Number    int
	PatientID uuid.UUID
	// AppointmentID is zero for a walk-in.
	AppointmentID uuid.UUID
	// AppointmentTypeID is what they came for; zero where a walk-in did not say.
	AppointmentTypeID uuid.UUID
	// PractitionerID is who will see them; zero for the first who is free.
	PractitionerID uuid.UUID
	LocationID     uuid.UUID
	Priority       TaskPriority
	// DueAt is what the order is reckoned by: the agreed time, or the arrival.
	DueAt time.Time
	// Expected is how long the visit should take.
	Expected  time.Duration
	Status    QueueStatus
	ArrivedAt time.Time
	// ToldAt is when the patient was told to be next; zero until then.
	ToldAt    time.Time
	CalledAt  time.Time
	StartedAt time.Time
	EndedAt   time.Time
	// Room is where they were called to.
	Room    string
	Version int64
}

// SecretLinkPurpose says what a secret address opens.
type SecretLinkPurpose string

// What secret addresses are for.
const (
	LinkPractitionerCalendar SecretLinkPurpose = "practitioner-calendar"
	LinkQueueDisplay         SecretLinkPurpose = "queue-display"
	LinkAppointmentCalendar  SecretLinkPurpose = "appointment-calendar"
)

// SecretLink opens one thing to whoever has its address. The secret itself, 256
// bits from the system's random source, is shown once and stored as its
// SHA-256.
type SecretLink struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	Purpose  SecretLinkPurpose
	// PractitionerID is whose calendar, LocationID which site's display.
	PractitionerID uuid.UUID
	LocationID     uuid.UUID
	// AppointmentID at AppointmentVersion: the link is void at any other
	// (invariant 9).
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	// Initials says whether a practitioner's calendar has the patients'.
	Initials             bool
	CreatedAt, ExpiresAt time.Time
}
