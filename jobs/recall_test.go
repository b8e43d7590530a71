package jobs_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// A recall is told once, and the day that is answered leads into a booking; who
// was told lately is not told again.
func TestRecallLeadsIntoABooking(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.start()
	desk, manager := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader), jobs.Principal{ClinicID: w.clinic.ID}
	if _, err := desk.RecallPatient(t.Context(), manager, patient.ID); err != nil {
		t.Fatal(err)
	}
	if told := w.wait(1)[0].Text; !strings.Contains(told, "next visit") || strings.Contains(told, "Maria") {
		t.Errorf("told %q", told)
	}
	if _, err := desk.RecallPatient(t.Context(), manager, patient.ID); records.CodeOf(err) != records.CodeConflict {
		t.Errorf("again: %v", err)
	}
	if reply := w.say("tuesday afternoon"); !strings.Contains(reply, "come in for") {
		t.Errorf("answered %q", reply)
	}
	w.clock.advance(31 * 24 * time.Hour)
	if _, err := desk.RecallPatient(t.Context(), manager, patient.ID); err != nil {
		t.Errorf("a month later: %v", err)
	}
	if _, err := desk.RecallPatient(t.Context(), manager, uuid.New()); records.CodeOf(err) != records.CodeInvalid {
		t.Errorf("nobody: %v", err)
	}
}
