package records

import (
	"time"

	"github.com/google/uuid"
)

// AccessPurpose is what somebody shows who they are for. What was granted for
// one purpose opens nothing of another.
type AccessPurpose string

// The purposes.
const (
	// AccessResults is to read results.
	AccessResults AccessPurpose = "results"
	// AccessBilling is to read invoices and to pay them.
	AccessBilling AccessPurpose = "billing"
	// AccessRecord is to read or change the patient's details.
	AccessRecord AccessPurpose = "record"
)

const (
	// IdentityCheckLife is how long the address of a check is good for: ASVS 5,
	// 6.5.5, allows ten minutes.
	IdentityCheckLife = 10 * time.Minute
	// IdentityTries is how many wrong birth dates an address, and within
	// IdentityTryMemory a contact and a patient, stand.
	IdentityTries = 5
	// IdentityTryMemory is for how long wrong ones are counted.
	IdentityTryMemory = 24 * time.Hour
	// IdentityGrantLife is how long what was shown stays open to the contact.
	IdentityGrantLife = 30 * time.Minute
)

// IdentityCheck is an address, sent to a contact, where they show who they are.
// It can be passed once.
type IdentityCheck struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	ContactID uuid.UUID
	// PatientID is whom it is for; zero lets the birth date pick among the
	// contact's patients.
	PatientID uuid.UUID
	Purpose   AccessPurpose
	CreatedAt time.Time
	ExpiresAt time.Time
	// Tries so far.
	Tries int
}
