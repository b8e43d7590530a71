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

// A change of the settings is told from the next message on, without a restart.
func TestClinicTextsTakeEffectAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	manager := jobs.Principal{ClinicID: w.clinic.ID}
	if reply := w.say("is there parking?"); !strings.Contains(reply, "front desk can tell you") {
		t.Errorf("without a text: %q", reply)
	}
	if _, err := desk.ChangeClinicText(t.Context(), manager, records.TextParking, records.LocalizedText{records.English: "Behind the house."}); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(3 * time.Second)
	if reply := w.say("is there parking?"); reply != "Behind the house." {
		t.Errorf("with a text: %q", reply)
	}
	if _, err := desk.ChangeClinicText(t.Context(), manager, "football", records.LocalizedText{records.English: "x"}); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("a text that there isn't: %v", err)
	}
	long := records.LocalizedText{records.English: strings.Repeat("a", 301)}
	if _, err := desk.ChangeClinicText(t.Context(), manager, records.TextParking, long); records.CodeOf(err) != records.CodeInvalid {
		t.Errorf("a text that is too long: %v", err)
	}
}

// Invariants 11 and 13: a number that is somebody else's is let go of at once,
// and staff learn of each patient who lost it.
func TestWrongNumberIsLetGoOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.start()
	if reply := w.say("you have the wrong number"); strings.Contains(reply, "Maria") {
		t.Errorf("a stranger is told: %q", reply)
	}
	w.say("yes")
	for what, query := range map[string]string{
		"links left":      `SELECT count(*) FROM contact_patient WHERE clinic_id = $1`,
		"in no doubt":     `SELECT count(*) FROM contact WHERE clinic_id = $1 AND state <> 'stale'`,
		"still agreed":    `SELECT count(*) FROM (SELECT DISTINCT ON (contact_id) status FROM consent WHERE clinic_id = $1 ORDER BY contact_id, sequence DESC) AS newest WHERE status = 'active'`,
		"untold of":       `SELECT 1 - count(*) FROM task WHERE clinic_id = $1 AND code = 'wrong-number' AND patient_id IS NOT NULL`,
		"without audit":   `SELECT 1 - count(*) FROM audit_event WHERE clinic_id = $1 AND entity_kind = 'Contact' AND action = 'D' AND agent_kind = 'patient'`,
		"with the number": `SELECT count(*) FROM task WHERE clinic_id = $1 AND conversation_id IS NOT NULL`,
	} {
		if count := w.number(query, w.clinic.ID); count != 0 {
			t.Errorf("%d %s", count, what)
		}
	}
	if reply := w.say("my appointments"); strings.Contains(reply, patient.Name) {
		t.Errorf("after that: %q", reply)
	}
}

// What somebody will be late for, and how late, stands on one task; a later
// word replaces the earlier.
func TestRunningLateIsOneTask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	manager := jobs.Principal{ClinicID: w.clinic.ID}
	appointment := w.booked(desk, manager, []uuid.UUID{patient.ID}, monday.Add(30*time.Minute))[0]
	w.start()
	w.say("I'm running 10 minutes late")
	w.say("sorry, I'll be 25 minutes late")
	page, err := desk.Tasks(t.Context(), manager, jobs.Position{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Tasks) != 1 {
		t.Fatalf("%d tasks", len(page.Tasks))
	}
	task := page.Tasks[0]
	if task.Code != records.TaskRunningLate || task.AppointmentID != appointment.ID || task.Delay != 25*time.Minute || task.PatientID != patient.ID {
		t.Errorf("got %+v", task)
	}
}

// A patient's own words about their insurance are kept for staff to check, and
// a prescription's medicine stands nowhere but in their message.
func TestRequestsAreHandedToTheDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.start()
	for _, text := range []string{"I have a new insurance", "Northern Health", "NH-1", "I need a refill of my lisinopril", "I want to complain", "nobody called me back"} {
		w.say(text)
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM coverage WHERE clinic_id = $1 AND payer = 'Northern Health' AND member_number = 'NH-1' AND status = 'draft'`: 1,
		`SELECT count(*) FROM task WHERE clinic_id = $1 AND code IN ('insurance', 'refill', 'complaint') AND message_id IS NOT NULL`:       3,
		`SELECT count(*) FROM conversation WHERE clinic_id = $1 AND state::text ILIKE '%lisinopril%'`:                                      0,
		`SELECT count(*) FROM task WHERE clinic_id = $1 AND to_jsonb(task)::text ILIKE '%lisinopril%'`:                                     0,
	} {
		if got := w.number(query, w.clinic.ID); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}
