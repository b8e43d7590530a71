package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagReports = "Results"

// ReportDesk does the work on results. Changes return *jobs.VersionMoved for an
// older version.
type ReportDesk interface {
	CreateReport(ctx context.Context, by jobs.Principal, request jobs.ReportRequest) (records.DiagnosticReport, error)
	Report(ctx context.Context, by jobs.Principal, reportID uuid.UUID) (records.DiagnosticReport, error)
	Reports(ctx context.Context, by jobs.Principal, patientID uuid.UUID) ([]records.DiagnosticReport, error)
	ReleaseReport(ctx context.Context, by jobs.Principal, reportID uuid.UUID, version int64) (records.DiagnosticReport, error)
	CorrectReport(ctx context.Context, by jobs.Principal, reportID uuid.UUID, version int64, title, summary string) (records.DiagnosticReport, error)
	WithdrawReport(ctx context.Context, by jobs.Principal, reportID uuid.UUID, version int64) (records.DiagnosticReport, error)
}

// DiagnosticReport is what an examination found (FHIR DiagnosticReport).
type DiagnosticReport struct {
	ID        uuid.UUID                      `json:"id" format:"uuid"`
	Status    records.DiagnosticReportStatus `json:"status" enum:"preliminary,final,corrected,entered-in-error" doc:"Final and corrected ones are the patient's to read."`
	PatientID uuid.UUID                      `json:"patientId" format:"uuid"`
	Title     string                         `json:"title" example:"Blood test of 3 March"`
	Summary   string                         `json:"summary" doc:"What was found, in words for the patient."`
	Critical  bool                           `json:"critical" doc:"A person tells it; it is never released to the bot."`
	Issued    time.Time                      `json:"issued"`
	Released  string                         `json:"released,omitempty" format:"date-time"`
	Read      string                         `json:"read,omitempty" format:"date-time" doc:"When the patient last read it."`
	Unread    bool                           `json:"unread" doc:"Whether the patient has not read the present version."`
	Version   int64                          `json:"version" doc:"Rises with each change; the ETag is made of it."`
}

func documentOfReport(stored records.DiagnosticReport) DiagnosticReport {
	made := DiagnosticReport{
		ID: stored.ID, Status: stored.Status, PatientID: stored.PatientID, Title: stored.Title, Summary: stored.Summary,
		Critical: stored.Critical, Issued: stored.IssuedAt, Unread: stored.ReadVersion < stored.Version, Version: stored.Version,
	}
	if !stored.ReleasedAt.IsZero() {
		made.Released = stored.ReleasedAt.Format(time.RFC3339Nano)
	}
	if !stored.ReadAt.IsZero() {
		made.Read = stored.ReadAt.Format(time.RFC3339Nano)
	}
	return made
}

// ReportWords are what a report says.
type ReportWords struct {
	Title   string `json:"title" minLength:"1" maxLength:"120" doc:"What was examined, as the patient knows it. It stands in no message."`
	Summary string `json:"summary" minLength:"1" maxLength:"4000" doc:"What was found and what follows from it, in plain words. It stands in no message."`
}

type createReportInput struct {
	Body struct {
		PatientID uuid.UUID `json:"patientId" format:"uuid"`
		ReportWords
		Critical bool `json:"critical,omitempty" doc:"A person must tell it: a task is opened at once, and it can't be released."`
	}
}

type createdReport struct {
	Location string `header:"Location" doc:"Where the report is."`
	ETag     string `header:"ETag" doc:"The version, for If-Match."`
	Body     DiagnosticReport
}

type reportOutput struct {
	ETag string `header:"ETag" doc:"The version, for If-Match."`
	Body DiagnosticReport
}

type reportInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The report's id."`
}

// ReportChange is what every change of a report comes with.
type ReportChange struct {
	ID      uuid.UUID `path:"id" format:"uuid" doc:"The report's id."`
	IfMatch string    `header:"If-Match" pattern:"^\"[1-9][0-9]{0,17}\"$" patternDescription:"one ETag of a report with its quotation marks" example:"\"1\"" doc:"The ETag of the report as you last read it. It must be there; it is checked after the rest of the request."`
}

type correctReportInput struct {
	ReportChange
	Body ReportWords
}

type listReportsInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
}

type reportList struct {
	Body struct {
		Reports []DiagnosticReport `json:"reports"`
	}
}

func (a *API) registerReports() {
	register(a, operation{
		id: "listPatientReports", method: http.MethodGet, path: "/patients/{id}/diagnostic-reports", tag: tagReports,
		summary: "List a patient's results", description: "The newest first, at most a hundred.", refusals: []int{http.StatusNotFound},
	}, a.listReports)
	register(a, operation{
		id: "getReport", method: http.MethodGet, path: "/diagnostic-reports/{id}", tag: tagReports,
		summary: "Read one result", refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *reportInput) (*reportOutput, error) {
		return reportAnswer(a.config.Desk.Report(ctx, by, input.ID))
	})
	register(a, operation{
		id: "createReport", method: http.MethodPost, path: "/diagnostic-reports", tag: tagReports,
		summary: "Write a result", description: "The patient knows nothing of it until it is released.", status: http.StatusCreated,
	}, a.createReport)
	register(a, operation{
		id: "releaseReport", method: http.MethodPost, path: "/diagnostic-reports/{id}/release", tag: tagReports,
		summary:     "Let the patient read a result",
		description: "Releases it at the version in If-Match. The patient gets a message that there is a new result, without a word of what it is, and reads it on a page, once they have shown who they are; where nothing reaches them, a task is opened. A critical one is a conflict: call the patient.",
		refusals:    changeRefusals,
	}, func(ctx context.Context, by jobs.Principal, input *ReportChange) (*reportOutput, error) {
		return a.changeReport(ctx, by, input, a.config.Desk.ReleaseReport)
	})
	register(a, operation{
		id: "correctReport", method: http.MethodPost, path: "/diagnostic-reports/{id}/correct", tag: tagReports,
		summary: "Correct a result", description: "Changes what it says. The patient of one that was released is told that there is a new result.",
		refusals: changeRefusals,
	}, func(ctx context.Context, by jobs.Principal, input *correctReportInput) (*reportOutput, error) {
		return a.changeReport(ctx, by, &input.ReportChange, func(ctx context.Context, by jobs.Principal, reportID uuid.UUID, version int64) (records.DiagnosticReport, error) {
			return a.config.Desk.CorrectReport(ctx, by, reportID, version, input.Body.Title, input.Body.Summary)
		})
	})
	register(a, operation{
		id: "withdrawReport", method: http.MethodPost, path: "/diagnostic-reports/{id}/withdraw", tag: tagReports,
		summary: "Take a result back", description: "Marks it as entered in error: nobody reads it any more. The patient gets no message of it.",
		refusals: changeRefusals,
	}, func(ctx context.Context, by jobs.Principal, input *ReportChange) (*reportOutput, error) {
		return a.changeReport(ctx, by, input, a.config.Desk.WithdrawReport)
	})
}

func (a *API) listReports(ctx context.Context, by jobs.Principal, input *listReportsInput) (*reportList, error) {
	reports, err := a.config.Desk.Reports(ctx, by, input.ID)
	if err != nil {
		return nil, err
	}
	output := &reportList{}
	output.Body.Reports = make([]DiagnosticReport, len(reports))
	for i, report := range reports {
		output.Body.Reports[i] = documentOfReport(report)
	}
	return output, nil
}

func (a *API) createReport(ctx context.Context, by jobs.Principal, input *createReportInput) (*createdReport, error) {
	created, err := a.config.Desk.CreateReport(ctx, by, jobs.ReportRequest{
		PatientID: input.Body.PatientID, Title: input.Body.Title, Summary: input.Body.Summary, Critical: input.Body.Critical,
	})
	if err != nil {
		return nil, err
	}
	return &createdReport{
		Location: prefix + "/diagnostic-reports/" + created.ID.String(), ETag: entityTag(created.Version), Body: documentOfReport(created),
	}, nil
}

func (a *API) changeReport(ctx context.Context, by jobs.Principal, input *ReportChange,
	change func(context.Context, jobs.Principal, uuid.UUID, int64) (records.DiagnosticReport, error),
) (*reportOutput, error) {
	version, err := readEntityTag(ctx, input.IfMatch)
	if err != nil {
		return nil, err
	}
	return reportAnswer(change(ctx, by, input.ID, version))
}

func reportAnswer(report records.DiagnosticReport, err error) (*reportOutput, error) {
	if err != nil {
		return nil, err
	}
	return &reportOutput{ETag: entityTag(report.Version), Body: documentOfReport(report)}, nil
}
