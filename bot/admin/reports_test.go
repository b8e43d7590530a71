package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

func reportOperations() []operation {
	report := "/api/v1/diagnostic-reports/" + id(idReport).String()
	version := func(n int) []string { return []string{"If-Match", fmt.Sprintf("%q", fmt.Sprint(n))} }
	words := `{"title":"Blood test","summary":"All is well."}`
	return []operation{
		{id: "listPatientReports", clinician: true, manager: true, method: "GET", path: "/api/v1/patients/" + id(idPatient).String() + "/diagnostic-reports", status: 200, action: "R", entity: "DiagnosticReport", patient: true},
		{id: "getReport", clinician: true, manager: true, method: "GET", path: report, status: 200, action: "R", entity: "DiagnosticReport", patient: true},
		{id: "createReport", clinician: true, manager: true, method: "POST", path: "/api/v1/diagnostic-reports", body: reportBody(idPatient, ""), status: 201, action: "C", entity: "DiagnosticReport", patient: true},
		{id: "releaseReport", clinician: true, manager: true, method: "POST", path: report + "/release", headers: version(1), status: 200, action: "U", entity: "DiagnosticReport", patient: true},
		{id: "correctReport", clinician: true, manager: true, method: "POST", path: report + "/correct", body: words, headers: version(2), status: 200, action: "U", entity: "DiagnosticReport", patient: true},
		{id: "withdrawReport", clinician: true, manager: true, method: "POST", path: report + "/withdraw", headers: version(3), status: 200, action: "U", entity: "DiagnosticReport", patient: true},
	}
}

func reportBody(patient uint64, more string) string {
	return fmt.Sprintf(`{"patientId":%q,"title":"Blood test","summary":"All is well."%s}`, id(patient), more)
}

// addReport gives a patient a result that was not released.
func addReport(ctx context.Context, tx *postgres.Tx, reportID, patientID uuid.UUID, mark string) error {
	return tx.CreateDiagnosticReport(ctx, records.DiagnosticReport{
		ID: reportID, PatientID: patientID, Title: mark + "Blood test", Summary: mark + "All is well.", IssuedAt: monday,
	})
}

// A result from its writing to its withdrawal; each step at the version that was
// read.
func TestReports(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	change := func(path, etag, body string) reply {
		return b.call(t, "POST", path, b.a.manager, body, "If-Match", etag)
	}
	created := b.call(t, "POST", "/api/v1/diagnostic-reports", b.a.manager, reportBody(idPatient, ""))
	written := want[admin.DiagnosticReport](t, created, http.StatusCreated)
	if written.Status != records.ReportPreliminary || !written.Unread || written.Released != "" {
		t.Errorf("written %+v", written)
	}
	path := created.header.Get("Location")
	refused(t, change(path+"/release", `"2"`, ""), http.StatusPreconditionFailed, records.CodeConflict)
	released := want[admin.DiagnosticReport](t, change(path+"/release", `"1"`, ""), http.StatusOK)
	if released.Status != records.ReportFinal || released.Released == "" {
		t.Errorf("released %+v", released)
	}
	refused(t, change(path+"/release", `"2"`, ""), http.StatusConflict, records.CodeConflict)
	corrected := want[admin.DiagnosticReport](t, change(path+"/correct", `"2"`, `{"title":"Blood test","summary":"One value is low."}`), http.StatusOK)
	if corrected.Status != records.ReportCorrected || corrected.Summary != "One value is low." {
		t.Errorf("corrected %+v", corrected)
	}
	withdrawn := want[admin.DiagnosticReport](t, change(path+"/withdraw", `"3"`, ""), http.StatusOK)
	if withdrawn.Status != records.ReportEnteredInError {
		t.Errorf("withdrawn %+v", withdrawn)
	}
	refused(t, change(path+"/correct", `"4"`, `{"title":"Blood test","summary":"x"}`), http.StatusConflict, records.CodeConflict)
	critical := b.call(t, "POST", "/api/v1/diagnostic-reports", b.a.manager, reportBody(idPatient, `,"critical":true`))
	want[admin.DiagnosticReport](t, critical, http.StatusCreated)
	refused(t, change(critical.header.Get("Location")+"/release", `"1"`, ""), http.StatusConflict, records.CodeConflict)
}
