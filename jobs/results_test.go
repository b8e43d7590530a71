package jobs_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// resultsWorld is a family's telephone, a clinician's desk and running jobs.
type resultsWorld struct {
	*identityWorld
	desk      *jobs.Desk
	clinician jobs.Principal
}

func newResultsWorld(t *testing.T) *resultsWorld {
	t.Helper()
	w := &resultsWorld{identityWorld: newIdentityWorld(t)}
	w.desk = jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	w.clinician = jobs.Principal{ClinicID: w.clinic.ID, StaffID: uuid.New(), Name: "Dr Osei", Role: records.RoleManager}
	w.start()
	w.wait(1) // the greeting of who wrote "hello"
	return w
}

func (w *resultsWorld) report(critical bool) records.DiagnosticReport {
	w.t.Helper()
	report, err := w.desk.CreateReport(w.t.Context(), w.clinician, jobs.ReportRequest{
		PatientID: w.leo.ID, Title: "Blood test of 20 November", Summary: "All values are normal.\nNothing needs to be done.", Critical: critical,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return report
}

// next gives the text that the provider gets after so many.
func (w *resultsWorld) next(before int) string {
	w.t.Helper()
	return w.wait(before + 1)[before].Text
}

// A result goes the whole way: written, released, told without a word of what it
// is, read on the page after the birth date, corrected, and told again.
func TestResultFromReleaseToReading(t *testing.T) {
	t.Parallel()
	w := newResultsWorld(t)
	report := w.report(false)
	sent := len(w.provider.messages())
	released, err := w.desk.ReleaseReport(t.Context(), w.clinician, report.ID, report.Version)
	if err != nil {
		t.Fatal(err)
	}
	if notice := w.next(sent); !strings.Contains(notice, "new result") || strings.Contains(notice, "Leo") || strings.Contains(notice, "lood") {
		t.Errorf("the notice is %q", notice)
	}
	asked := w.say("RESULTS")
	_, secret, found := strings.Cut(strings.Fields(asked[strings.Index(asked, "https://"):])[0], "#")
	if !found || strings.Contains(asked, "lood") {
		t.Fatalf("the answer is %q", asked)
	}
	sent = len(w.provider.messages())
	shown, err := w.show(secret, leos)
	if err != nil || len(shown.Results) != 1 {
		t.Fatalf("shown %+v, %v", shown, err)
	}
	if got := shown.Results[0]; got.PatientName != "Leo Lopez" || got.Title != report.Title || got.Summary != report.Summary || got.Corrected {
		t.Errorf("the page shows %+v", got)
	}
	if after := w.next(sent); !strings.Contains(after, "on the page") {
		t.Errorf("the conversation goes on with %q", after)
	}
	sent = len(w.provider.messages())
	corrected, err := w.desk.CorrectReport(t.Context(), w.clinician, report.ID, released.Version, report.Title, "One value is a little low.")
	if err != nil || corrected.Status != records.ReportCorrected {
		t.Fatalf("%+v, %v", corrected, err)
	}
	if notice := w.next(sent); !strings.Contains(notice, "new result") {
		t.Errorf("the second notice is %q", notice)
	}
	seen, err := w.desk.Report(t.Context(), w.clinician, report.ID)
	if err != nil || seen.ReadVersion != released.Version || seen.ReadAt.IsZero() {
		t.Errorf("read at version %d: %+v, %v", seen.ReadVersion, seen, err)
	}
}

// What is not released, withdrawn, critical or another patient's is not shown.
func TestResultsThatAreNotShown(t *testing.T) {
	t.Parallel()
	w := newResultsWorld(t)
	w.report(false) // never released
	critical := w.report(true)
	if _, err := w.desk.ReleaseReport(t.Context(), w.clinician, critical.ID, critical.Version); records.CodeOf(err) != records.CodeConflict {
		t.Errorf("a critical one was released: %v", err)
	}
	withdrawn := w.report(false)
	withdrawn, err := w.desk.ReleaseReport(t.Context(), w.clinician, withdrawn.ID, withdrawn.Version)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.ReleaseReport(t.Context(), w.clinician, withdrawn.ID, withdrawn.Version); records.CodeOf(err) != records.CodeConflict {
		t.Errorf("released twice: %v", err)
	}
	if _, err := w.desk.WithdrawReport(t.Context(), w.clinician, withdrawn.ID, withdrawn.Version); err != nil {
		t.Fatal(err)
	}
	shown, err := w.show(w.check(w.contactID, w.leo.ID), leos)
	if err != nil || len(shown.Results) != 0 {
		t.Errorf("Leo is shown %+v, %v", shown.Results, err)
	}
	released := w.report(false)
	if _, err := w.desk.ReleaseReport(t.Context(), w.clinician, released.ID, released.Version); err != nil {
		t.Fatal(err)
	}
	shown, err = w.show(w.check(w.contactID, uuid.Nil), marias)
	if err != nil || len(shown.Results) != 0 {
		t.Errorf("Maria is shown Leo's %+v, %v", shown.Results, err)
	}
	var tasks int
	w.scan(`SELECT count(*) FROM task WHERE code = 'critical-result' AND priority = 'stat'`, nil, &tasks)
	if tasks != 1 {
		t.Errorf("%d tasks for the critical one", tasks)
	}
}

func TestReportTexts(t *testing.T) {
	t.Parallel()
	w := newResultsWorld(t)
	for name, request := range map[string]jobs.ReportRequest{
		"no title":   {PatientID: w.leo.ID, Title: " ", Summary: "fine"},
		"no summary": {PatientID: w.leo.ID, Title: "Blood", Summary: "\n"},
		"too long":   {PatientID: w.leo.ID, Title: strings.Repeat("é", records.MaxReportTitle+1), Summary: "fine"},
		"nobody's":   {PatientID: uuid.New(), Title: "Blood", Summary: "fine"},
	} {
		if _, err := w.desk.CreateReport(t.Context(), w.clinician, request); records.CodeOf(err) != records.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
