package jobs

import (
	"context"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// ShownResult is a result on the page, and whose it is.
type ShownResult struct {
	PatientName    string
	Title, Summary string
	// IssuedAt is in the clinic's zone.
	IssuedAt time.Time
	// Corrected is true for one that was changed after its release.
	Corrected bool
}

// discloseResults reads the results that were released of the patients; that
// they were is in the trail.
func (i *Identities) discloseResults(ctx context.Context, tx *postgres.Tx, view *clinicView, shown *Shown, now time.Time) error {
	reports, err := tx.ReadDiagnosticReports(ctx, shown.PatientIDs, now)
	if err != nil {
		return err
	}
	for _, report := range reports {
		patient, err := tx.Patient(ctx, report.PatientID)
		if err != nil {
			return err
		}
		shown.Results = append(shown.Results, ShownResult{
			PatientName: patient.Name, Title: report.Title, Summary: report.Summary, IssuedAt: report.IssuedAt.In(view.zone),
			Corrected: report.Status == records.ReportCorrected,
		})
		err = tx.Audit(ctx, records.AuditEvent{
			ID: i.jobs.config.NewID(), ClinicID: tx.ClinicID(), AgentKind: "patient", AgentID: report.PatientID, Action: records.AuditRead,
			EntityKind: "DiagnosticReport", EntityID: report.ID, PatientID: report.PatientID, RecordedAt: now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
