package records

import (
	"time"

	"github.com/google/uuid"
)

// DiagnosticReportStatus is FHIR's DiagnosticReport.status, as far as it
// applies here.
type DiagnosticReportStatus string

// The states: preliminary → final → corrected, and each → entered-in-error.
const (
	// ReportPreliminary was not released: the patient knows nothing of it.
	ReportPreliminary DiagnosticReportStatus = "preliminary"
	// ReportFinal was released to the patient.
	ReportFinal DiagnosticReportStatus = "final"
	// ReportCorrected was changed after its release; the patient is told again.
	ReportCorrected DiagnosticReportStatus = "corrected"
	// ReportEnteredInError is withdrawn.
	ReportEnteredInError DiagnosticReportStatus = "entered-in-error"
)

// Bounds of a report's texts, in characters.
const (
	MaxReportTitle   = 120
	MaxReportSummary = 4000
)

// DiagnosticReport is what an examination found, in plain words for the patient.
type DiagnosticReport struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	PatientID uuid.UUID
	// Title is what was examined and Summary what was found, as a clinician wrote
	// it for the patient. Both are clinical content (L3).
	Title, Summary string
	Status         DiagnosticReportStatus
	// Critical is true for one that a person tells the patient.
	Critical bool
	// Version rises with each change.
	Version  int64
	IssuedAt time.Time
	// ReleasedAt is when a clinician let the patient read it; zero for not yet.
	ReleasedAt time.Time
	// ReadAt is when the patient last read it; zero for never. ReadVersion is
	// which version that was.
	ReadAt      time.Time
	ReadVersion int64
}
