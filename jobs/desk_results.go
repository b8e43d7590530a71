package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"frontdesk/records"
)

// ReportRequest is what an examination found, in words for the patient.
type ReportRequest struct {
	PatientID      uuid.UUID
	Title, Summary string
	Critical       bool
}

// reportTexts checks the words of a report.
func reportTexts(title, summary string) (string, string, error) {
	title, summary = strings.TrimSpace(title), strings.TrimSpace(summary)
	switch {
	case title == "" || utf8.RuneCountInString(title) > records.MaxReportTitle:
		return "", "", records.Invalid("title", fmt.Sprintf("what was examined is said in 1 to %d characters", records.MaxReportTitle))
	case summary == "" || utf8.RuneCountInString(summary) > records.MaxReportSummary:
		return "", "", records.Invalid("summary", fmt.Sprintf("what was found is said in 1 to %d characters", records.MaxReportSummary))
	}
	return title, summary, nil
}

// CreateReport keeps a report that the patient does not know of yet. A critical
// one opens a task: a person tells it.
func (d *Desk) CreateReport(ctx context.Context, by Principal, request ReportRequest) (records.DiagnosticReport, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.DiagnosticReport, touched, error) {
		title, summary, err := reportTexts(request.Title, request.Summary)
		if err != nil {
			return records.DiagnosticReport{}, touched{}, err
		}
		if _, err := w.patient(ctx, request.PatientID); err != nil {
			return records.DiagnosticReport{}, touched{}, err
		}
		report := records.DiagnosticReport{
			ID: w.newID(), ClinicID: w.by.ClinicID, PatientID: request.PatientID, Title: title, Summary: summary, Critical: request.Critical,
			Status: records.ReportPreliminary, Version: 1, IssuedAt: w.now,
		}
		if err := w.tx.CreateDiagnosticReport(ctx, report); err != nil {
			return records.DiagnosticReport{}, touched{}, fmt.Errorf("create report: %w", err)
		}
		if report.Critical {
			err := w.tx.OpenTask(ctx, records.Task{
				ID: w.newID(), Code: records.TaskCriticalResult, Priority: records.PriorityStat, PatientID: report.PatientID, CreatedAt: w.now,
			})
			if err != nil {
				return records.DiagnosticReport{}, touched{}, fmt.Errorf("open task: %w", err)
			}
		}
		return w.localReport(report), w.touchedReport(records.AuditCreate, report), nil
	})
}

// Reports lists a patient's reports, the newest first, at most a hundred.
func (d *Desk) Reports(ctx context.Context, by Principal, patientID uuid.UUID) ([]records.DiagnosticReport, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.DiagnosticReport, touched, error) {
		if _, err := w.tx.Patient(ctx, patientID); err != nil {
			if records.CodeOf(err) == records.CodeNotFound {
				return nil, touched{}, records.NotFound("patient")
			}
			return nil, touched{}, fmt.Errorf("read patient: %w", err)
		}
		reports, err := w.tx.DiagnosticReports(ctx, patientID)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list reports: %w", err)
		}
		for i := range reports {
			reports[i] = w.localReport(reports[i])
		}
		return reports, touched{action: records.AuditRead, kind: "DiagnosticReport", patientID: patientID}, nil
	})
}

// Report reads one report.
func (d *Desk) Report(ctx context.Context, by Principal, reportID uuid.UUID) (records.DiagnosticReport, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.DiagnosticReport, touched, error) {
		report, err := w.report(ctx, reportID)
		return report, w.touchedReport(records.AuditRead, report), err
	})
}

// ReleaseReport lets the patient read a report at this version, and tells them
// that there is one. A critical one is records.CodeConflict: a person tells it.
func (d *Desk) ReleaseReport(ctx context.Context, by Principal, reportID uuid.UUID, version int64) (records.DiagnosticReport, error) {
	return d.changeReport(ctx, by, reportID, version, func(ctx context.Context, w deskWork, report records.DiagnosticReport) error {
		if report.Critical {
			return &records.Error{Code: records.CodeConflict, Message: "a critical result is told by a person, not by message; call the patient"}
		}
		return w.tx.ReleaseDiagnosticReport(ctx, reportID, version, w.by.StaffID, w.now)
	})
}

// CorrectReport changes what a report at this version says. The patient of one
// that was released is told that there is something new.
func (d *Desk) CorrectReport(ctx context.Context, by Principal, reportID uuid.UUID, version int64, title, summary string) (records.DiagnosticReport, error) {
	return d.changeReport(ctx, by, reportID, version, func(ctx context.Context, w deskWork, _ records.DiagnosticReport) error {
		title, summary, err := reportTexts(title, summary)
		if err != nil {
			return err
		}
		return w.tx.CorrectDiagnosticReport(ctx, reportID, version, title, summary)
	})
}

// WithdrawReport takes a report at this version back, which was another's or
// wrong altogether.
func (d *Desk) WithdrawReport(ctx context.Context, by Principal, reportID uuid.UUID, version int64) (records.DiagnosticReport, error) {
	return d.changeReport(ctx, by, reportID, version, func(ctx context.Context, w deskWork, _ records.DiagnosticReport) error {
		return w.tx.WithdrawDiagnosticReport(ctx, reportID, version)
	})
}

// changeReport changes a report at this version, or is *VersionMoved, and leaves to a job what the patient is told.
func (d *Desk) changeReport(ctx context.Context, by Principal, reportID uuid.UUID, version int64,
	change func(context.Context, deskWork, records.DiagnosticReport) error,
) (records.DiagnosticReport, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.DiagnosticReport, touched, error) {
		before, err := w.report(ctx, reportID)
		if err != nil {
			return records.DiagnosticReport{}, touched{}, err
		}
		if before.Version != version {
			return records.DiagnosticReport{}, touched{}, &VersionMoved{What: "report"}
		}
		if err := change(ctx, w, before); err != nil {
			return records.DiagnosticReport{}, touched{}, err
		}
		after, err := w.report(ctx, reportID)
		if err != nil {
			return records.DiagnosticReport{}, touched{}, err
		}
		if err := d.leaveTo(ctx, w.tx, ResultNoticeArgs{ClinicID: by.ClinicID, ReportID: reportID}); err != nil {
			return records.DiagnosticReport{}, touched{}, err
		}
		return after, w.touchedReport(records.AuditUpdate, after), nil
	})
}

func (w deskWork) report(ctx context.Context, reportID uuid.UUID) (records.DiagnosticReport, error) {
	report, err := w.tx.DiagnosticReport(ctx, reportID)
	if records.CodeOf(err) == records.CodeNotFound {
		return records.DiagnosticReport{}, records.NotFound("report")
	}
	if err != nil {
		return records.DiagnosticReport{}, fmt.Errorf("read report: %w", err)
	}
	return w.localReport(report), nil
}

func (w deskWork) touchedReport(action records.AuditAction, report records.DiagnosticReport) touched {
	return touched{action: action, kind: "DiagnosticReport", id: report.ID, patientID: report.PatientID}
}

func (w deskWork) localReport(report records.DiagnosticReport) records.DiagnosticReport {
	for _, at := range []*time.Time{&report.IssuedAt, &report.ReleasedAt, &report.ReadAt} {
		if !at.IsZero() {
			*at = at.In(w.view.zone)
		}
	}
	return report
}
