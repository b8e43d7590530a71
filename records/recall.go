package records

import (
	"time"

	"github.com/google/uuid"
)

// Recall is the word to a patient that it is time for their next visit
// (FHIR CommunicationRequest).
type Recall struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	PatientID uuid.UUID
	CreatedAt time.Time
}
