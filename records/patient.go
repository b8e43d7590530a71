package records

import (
	"time"

	"github.com/google/uuid"
)

// Patient is a person whom the clinic treats (FHIR Patient).
type Patient struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Name is the person's whole name as they write it, one or many words in
	// any script.
	Name      string
	BirthDate LocalDate
	Language  Language
	Version   int64
	CreatedAt time.Time
}

// ContactState says how sure the clinic is of who holds an address.
//
//	unknown ──register──▶ claimed ──step-up──▶ verified ──doubt──▶ stale
type ContactState string

const (
	// ContactUnknown is an address nobody has spoken for.
	ContactUnknown ContactState = "unknown"
	// ContactClaimed is an address whose holder told us who they are.
	ContactClaimed ContactState = "claimed"
	// ContactVerified is an address whose holder proved to hold it.
	ContactVerified ContactState = "verified"
	// ContactStale is an address that may have passed to somebody else: unasked
	// it gets nothing but "you have a message", and who writes from it is a
	// stranger until they say who they are.
	ContactStale ContactState = "stale"
)

// Contact is an address on a channel of a clinic: a telephone number that
// writes to the clinic. Several patients may share one.
type Contact struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	ChannelID uuid.UUID
	// Address is how the provider names the other side: a number in E.164, or
	// whatever else it sends ("US.1234" on WhatsApp). Never parsed for identity.
	Address string
	State   ContactState
	// Language the contact chose or was seen to write in; empty until then.
	Language Language
}

// ContactPreferences are how a contact wants to be written to.
type ContactPreferences struct {
	// TimeZone is the IANA zone in which they live; empty where it is not known.
	TimeZone string
	// Level is how much a text that they did not ask for may give away; nil leaves
	// it to the clinic. More than the clinic's own limit needs a warning.
	Level *ContentLevel
	// WarnedAt is when they were told that others may read what a telephone shows.
	WarnedAt time.Time
}

// Relationship says by what right a contact acts for a patient
// (FHIR RelatedPerson).
type Relationship string

// The relationships between a contact and a patient.
const (
	RelationshipSelf     Relationship = "self"
	RelationshipGuardian Relationship = "guardian"
	RelationshipProxy    Relationship = "proxy"
)

// ContactPatient links a contact to a patient for whom it may act.
type ContactPatient struct {
	ClinicID     uuid.UUID
	ContactID    uuid.UUID
	PatientID    uuid.UUID
	Relationship Relationship
}

// Purpose says what a consent covers.
type Purpose string

const (
	// PurposeCare covers every message of the clinic to this contact: answers,
	// appointments, and all that the other purposes name. STOP ends it.
	PurposeCare Purpose = "care"
	// PurposeReminder covers reminders of appointments.
	PurposeReminder Purpose = "reminder"
	// PurposeBilling covers word of invoices.
	PurposeBilling Purpose = "billing"
	// PurposeRecall covers word that it is time for another visit.
	PurposeRecall Purpose = "recall"
	// PurposeSurvey covers questions of how a visit was.
	PurposeSurvey Purpose = "survey"
	// PurposeNames is no purpose of messages: it is that answers may name people and
	// services where by themselves they would not.
	PurposeNames Purpose = "names"
)

// Purposes lists them all.
func Purposes() []Purpose {
	return []Purpose{PurposeCare, PurposeReminder, PurposeBilling, PurposeRecall, PurposeSurvey}
}

// ConsentStatus is FHIR's Consent.status, as far as it applies.
type ConsentStatus string

const (
	// ConsentActive allows messages for the purpose.
	ConsentActive ConsentStatus = "active"
	// ConsentInactive forbids them, at once and until START.
	ConsentInactive ConsentStatus = "inactive"
)

// Consent is a contact's say on being written to. The ledger is append-only:
// the newest row per contact and purpose holds, the older ones are evidence.
type Consent struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	ContactID uuid.UUID
	Purpose   Purpose
	Status    ConsentStatus
	// Source names how the consent was given or ended: "register", "stop",
	// "start", "provider", "staff".
	Source string
	// MessageID is the message that is the evidence, if one is: what they wrote, or
	// the e-mail whose link they used.
	MessageID uuid.UUID
	// Evidence says, where staff entered it, how the contact gave or ended their
	// consent, and StaffID who entered it.
	Evidence   string
	StaffID    uuid.UUID
	RecordedAt time.Time
}
