package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateDiagnosticReport stores a report that nobody has released yet.
func (tx *Tx) CreateDiagnosticReport(ctx context.Context, report records.DiagnosticReport) error {
	return coded(tx.queries.InsertDiagnosticReport(ctx, dbsqlc.InsertDiagnosticReportParams{
		ClinicID: tx.clinicID, ID: report.ID, PatientID: report.PatientID, Title: report.Title, Summary: report.Summary,
		Critical: report.Critical, IssuedAt: report.IssuedAt,
	}))
}

// DiagnosticReport reads one report; records.CodeNotFound when the clinic has no
// such one.
func (tx *Tx) DiagnosticReport(ctx context.Context, reportID uuid.UUID) (records.DiagnosticReport, error) {
	row, err := tx.queries.GetDiagnosticReport(ctx, dbsqlc.GetDiagnosticReportParams{ClinicID: tx.clinicID, ID: reportID})
	if err != nil {
		return records.DiagnosticReport{}, coded(err)
	}
	return reportOf(row), nil
}

// DiagnosticReports lists a patient's reports, the newest first, at most a
// hundred.
func (tx *Tx) DiagnosticReports(ctx context.Context, patientID uuid.UUID) ([]records.DiagnosticReport, error) {
	rows, err := tx.queries.ListDiagnosticReports(ctx, dbsqlc.ListDiagnosticReportsParams{ClinicID: tx.clinicID, PatientID: patientID})
	if err != nil {
		return nil, coded(err)
	}
	reports := make([]records.DiagnosticReport, len(rows))
	for i, row := range rows {
		reports[i] = reportOf(row)
	}
	return reports, nil
}

// ReleaseDiagnosticReport lets the patient read a report that is at this
// version, preliminary and not critical; otherwise records.CodeConflict.
func (tx *Tx) ReleaseDiagnosticReport(ctx context.Context, reportID uuid.UUID, version int64, by uuid.UUID, now time.Time) error {
	_, err := tx.queries.ReleaseDiagnosticReport(ctx, dbsqlc.ReleaseDiagnosticReportParams{
		ClinicID: tx.clinicID, ID: reportID, Version: version, Now: now, ReleasedBy: by,
	})
	return reportMovedOn(err)
}

// CorrectDiagnosticReport changes the texts of a report at this version that is
// not withdrawn; otherwise records.CodeConflict.
func (tx *Tx) CorrectDiagnosticReport(ctx context.Context, reportID uuid.UUID, version int64, title, summary string) error {
	_, err := tx.queries.CorrectDiagnosticReport(ctx, dbsqlc.CorrectDiagnosticReportParams{
		ClinicID: tx.clinicID, ID: reportID, Version: version, Title: title, Summary: summary,
	})
	return reportMovedOn(err)
}

// WithdrawDiagnosticReport takes a report at this version back; otherwise
// records.CodeConflict.
func (tx *Tx) WithdrawDiagnosticReport(ctx context.Context, reportID uuid.UUID, version int64) error {
	_, err := tx.queries.WithdrawDiagnosticReport(ctx, dbsqlc.WithdrawDiagnosticReportParams{ClinicID: tx.clinicID, ID: reportID, Version: version})
	return reportMovedOn(err)
}

// TellDiagnosticReport claims the telling of a report's newest version, and
// gives its patient; ok is false where there is nothing to tell any more.
func (tx *Tx) TellDiagnosticReport(ctx context.Context, reportID uuid.UUID) (patientID uuid.UUID, ok bool, err error) {
	told, err := tx.queries.TellDiagnosticReport(ctx, dbsqlc.TellDiagnosticReportParams{ClinicID: tx.clinicID, ID: reportID})
	if err != nil || len(told) == 0 {
		return uuid.Nil, false, coded(err)
	}
	return told[0], true, nil
}

// ReadDiagnosticReports gives what these patients may read, the newest first,
// and records that it was read.
func (tx *Tx) ReadDiagnosticReports(ctx context.Context, patientIDs []uuid.UUID, now time.Time) ([]records.DiagnosticReport, error) {
	rows, err := tx.queries.ReadDiagnosticReports(ctx, dbsqlc.ReadDiagnosticReportsParams{ClinicID: tx.clinicID, PatientIDs: patientIDs, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	reports := make([]records.DiagnosticReport, len(rows))
	for i, row := range rows {
		reports[i] = reportOf(row)
	}
	slices.SortStableFunc(reports, func(a, b records.DiagnosticReport) int { return b.IssuedAt.Compare(a.IssuedAt) })
	return reports, nil
}

// reportMovedOn makes a guarded UPDATE that found no row a conflict.
func reportMovedOn(err error) error {
	err = coded(err)
	if records.CodeOf(err) == records.CodeNotFound {
		return &records.Error{Code: records.CodeConflict, Message: "the report has changed since, or can't be changed so; look again"}
	}
	return err
}

func reportOf(row dbsqlc.DiagnosticReport) records.DiagnosticReport {
	return records.DiagnosticReport{
		ID: row.ID, ClinicID: row.ClinicID, PatientID: row.PatientID, Title: row.Title, Summary: row.Summary,
		Status: records.DiagnosticReportStatus(row.Status), Critical: row.Critical, Version: row.Version, IssuedAt: row.IssuedAt.UTC(),
		ReleasedAt: instantOf(row.ReleasedAt), ReadAt: instantOf(row.ReadAt), ReadVersion: row.ReadVersion,
	}
}
