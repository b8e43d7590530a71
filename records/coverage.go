package records

import (
	"time"

	"github.com/google/uuid"
)

// Coverage is who pays for a patient, as the patient says (FHIR Coverage).
type Coverage struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	PatientID uuid.UUID
	// Payer is the plan or the company, in the patient's words.
	Payer string
	// MemberNumber and GroupNumber stand on the card; they may be empty.
	MemberNumber string
	GroupNumber  string
	Status       CoverageStatus
	CreatedAt    time.Time
}

// CoverageStatus is FHIR's Coverage.status, as far as it applies.
type CoverageStatus string

// The states of a coverage: draft → active → cancelled.
const (
	// CoverageDraft is what a patient said and nobody has checked.
	CoverageDraft     CoverageStatus = "draft"
	CoverageActive    CoverageStatus = "active"
	CoverageCancelled CoverageStatus = "cancelled"
)
