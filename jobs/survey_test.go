package jobs_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// surveyWorld is a clinic that asks how visits were, with one patient who can
// have been there.
type surveyWorld struct {
	*world
	desk    *jobs.Desk
	staff   jobs.Principal
	visited records.Appointment
}

// newSurveyWorld books the patient a visit that begins now.
func newSurveyWorld(t *testing.T) *surveyWorld {
	t.Helper()
	w := &surveyWorld{world: newWorld(t)}
	w.desk = jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	w.staff = jobs.Principal{ClinicID: w.clinic.ID}
	w.change(func(clinic *records.Clinic) { clinic.Survey.Active = true })
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.visited = w.visit(patient.ID, w.clock.now())
	w.start()
	return w
}

// change changes the clinic's settings, and lets every node see it.
func (w *surveyWorld) change(change func(*records.Clinic)) {
	w.t.Helper()
	if _, err := w.desk.ChangeClinic(w.t.Context(), w.staff, change); err != nil {
		w.t.Fatal(err)
	}
	w.clock.advance(3 * time.Second)
}

// visit books half an hour with Dr Osei.
func (w *surveyWorld) visit(patientID uuid.UUID, start time.Time) records.Appointment {
	w.t.Helper()
	visit := records.Appointment{
		ID: uuid.New(), PatientID: patientID, PractitionerID: w.clinic.Osei.ID, AppointmentTypeID: w.clinic.CheckUp.ID,
		Status: records.AppointmentBooked, Start: start, End: start.Add(30 * time.Minute), Version: 1,
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreateAppointment(ctx, visit, []postgres.Occupancy{
			{SubjectID: w.clinic.Osei.ID, Kind: postgres.SubjectPractitioner, Start: visit.Start, End: visit.End},
		}, uuid.Nil, postgres.Agent{Kind: "system"}, monday)
	})
	return visit
}

// mark says what became of a visit; it gives its version after that.
func (w *surveyWorld) mark(visit records.Appointment, version int64, status records.AppointmentStatus) int64 {
	w.t.Helper()
	marked, err := w.desk.Mark(w.t.Context(), w.staff, jobs.MarkRequest{AppointmentID: visit.ID, Version: version, Status: status}, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return marked.Appointment.Version
}

// sweep lets time pass and asks whoever is to be asked; twice, as it may be.
func (w *surveyWorld) sweep(passed time.Duration) {
	w.t.Helper()
	w.clock.advance(passed)
	for range 2 {
		if err := w.jobs.SweepSurveys(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
	}
}

// ledger gives how many surveys there are of a status and reason.
func (w *surveyWorld) ledger(status, reason string) int {
	w.t.Helper()
	var count int
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		transaction, err := tx.River(ctx)
		if err != nil {
			return err
		}
		return transaction.QueryRow(ctx, `SELECT count(*) FROM survey WHERE status = $1 AND reason = $2`, status, reason).Scan(&count)
	})
	return count
}

// A visit is asked about once, two hours after its mark, without a name or what
// it was for; the number and the words are kept, a low one is a task, and staff
// read both.
func TestSurveyFromTheMarkToTheDesk(t *testing.T) {
	t.Parallel()
	w := newSurveyWorld(t)
	w.mark(w.visited, 1, records.AppointmentFulfilled)
	w.sweep(time.Hour)
	if early := len(w.provider.messages()); early != 0 {
		t.Fatalf("%d messages after an hour", early)
	}
	w.sweep(time.Hour)
	asked := w.wait(1)[0].Text
	if !strings.Contains(asked, "Monday, November 23") || strings.Contains(asked, "Maria") || strings.Contains(asked, "Osei") || strings.Contains(asked, "heck") {
		t.Errorf("asked %q", asked)
	}
	w.say("2")
	w.say("nobody told me how long it would take")
	page, err := w.desk.Surveys(t.Context(), w.staff, jobs.Position{}, 10)
	if err != nil || len(page.Answers) != 1 {
		t.Fatalf("%d answers, %v", len(page.Answers), err)
	}
	answer := page.Answers[0]
	if answer.Survey.Rating != 2 || answer.Survey.Comment != "nobody told me how long it would take" || answer.PatientName != "Maria Lopez" || answer.PractitionerName != "Dr Osei" {
		t.Errorf("the desk reads %+v", answer)
	}
	tasks, err := w.desk.Tasks(t.Context(), w.staff, jobs.Position{}, 10)
	if err != nil || len(tasks.Tasks) != 1 || tasks.Tasks[0].Code != records.TaskLowRating || tasks.Tasks[0].PatientID != w.visited.PatientID {
		t.Errorf("tasks %+v, %v", tasks.Tasks, err)
	}
	w.sweep(48 * time.Hour)
	if total := len(w.provider.messages()); total != 3 {
		t.Errorf("%d messages, want the question and two answers", total)
	}
}

// Nobody is asked about a visit that did not take place, that is not marked
// until a list is tidied up, or of which the mark was taken back; nobody at all
// where the clinic has not asked for it, or no longer wants it.
func TestSurveyIsNotAsked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before func(w *surveyWorld)
		reason string
	}{
		"no-show":   {before: func(w *surveyWorld) { w.mark(w.visited, 1, records.AppointmentNoShow) }},
		"cancelled": {before: func(w *surveyWorld) { w.cancel(w.visited) }},
		"tidied up days later": {before: func(w *surveyWorld) {
			w.clock.advance(50 * time.Hour)
			w.mark(w.visited, 1, records.AppointmentFulfilled)
		}},
		"mark taken back": {reason: "appointment-changed", before: func(w *surveyWorld) {
			w.mark(w.visited, w.mark(w.visited, 1, records.AppointmentFulfilled), records.AppointmentEnteredInError)
		}},
		"never wanted": {before: func(w *surveyWorld) {
			w.change(func(clinic *records.Clinic) { clinic.Survey.Active = false })
			w.mark(w.visited, 1, records.AppointmentFulfilled)
		}},
		"no longer wanted": {reason: "turned-off", before: func(w *surveyWorld) {
			w.mark(w.visited, 1, records.AppointmentFulfilled)
			w.change(func(clinic *records.Clinic) { clinic.Survey.Active = false })
		}},
		"nobody was up in time": {reason: "too-late", before: func(w *surveyWorld) {
			w.mark(w.visited, 1, records.AppointmentFulfilled)
			w.clock.advance(30 * time.Hour)
		}},
		"wrote of an emergency": {reason: "emergency", before: func(w *surveyWorld) {
			w.say("my chest hurts and I can't breathe")
			w.mark(w.visited, 1, records.AppointmentFulfilled)
		}},
		"opted out": {reason: "no-contact", before: func(w *surveyWorld) {
			w.say("STOP")
			w.mark(w.visited, 1, records.AppointmentFulfilled)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newSurveyWorld(t)
			test.before(w)
			before := len(w.provider.messages())
			w.sweep(150 * time.Minute)
			planned, skipped := w.ledger("asked", ""), w.ledger("skipped", test.reason)
			if planned != 0 || (skipped == 1) != (test.reason != "") || len(w.provider.messages()) != before {
				t.Errorf("%d asked, %d skipped for %q, %d messages", planned, skipped, test.reason, len(w.provider.messages())-before)
			}
		})
	}
}

func (w *surveyWorld) cancel(visit records.Appointment) {
	w.t.Helper()
	_, err := w.desk.Cancel(w.t.Context(), w.staff, jobs.CancelRequest{AppointmentID: visit.ID, Version: 1, Reason: records.CancelledByPatient}, "")
	if err != nil {
		w.t.Fatal(err)
	}
}

// A telephone is asked once in a while, however many visits its family had:
// also where two sweeps look at the same moment.
func TestSurveyPauses(t *testing.T) {
	t.Parallel()
	w := newSurveyWorld(t)
	second := w.visit(w.visited.PatientID, w.visited.End)
	w.mark(w.visited, 1, records.AppointmentFulfilled)
	w.mark(second, 1, records.AppointmentFulfilled)
	w.clock.advance(150 * time.Minute)
	results := make(chan error, 2)
	for range 2 {
		go func() { results <- w.jobs.SweepSurveys(t.Context()) }()
	}
	for range 2 {
		if err := <-results; err != nil {
			t.Fatal(err)
		}
	}
	w.wait(1)
	if asked, skipped := w.ledger("asked", ""), w.ledger("skipped", "asked-lately"); asked != 1 || skipped != 1 {
		t.Fatalf("%d asked and %d skipped of two visits", asked, skipped)
	}
	w.clock.advance(9 * 7 * 24 * time.Hour)
	third := w.visit(w.visited.PatientID, w.clock.now())
	w.mark(third, 1, records.AppointmentFulfilled)
	w.sweep(150 * time.Minute)
	if asked := w.ledger("asked", ""); asked != 2 {
		t.Errorf("%d asked, want another one after the pause", asked)
	}
}

// A question that waits for the morning is not sent where the visit turns out
// not to have taken place (the exit gate), nor when it has become too late.
func TestSurveyIsStoppedAtTheGate(t *testing.T) {
	t.Parallel()
	w := newSurveyWorld(t)
	version := w.mark(w.visited, 1, records.AppointmentFulfilled)
	w.change(func(clinic *records.Clinic) { clinic.Survey.Delay = 0 })
	w.clock.advance(13 * time.Hour) // 23:00 in New York
	w.sweep(0)
	last := func(messages []records.Message) records.Message { return messages[len(messages)-1] }
	w.transcript(func(messages []records.Message) bool { return last(messages).Status == records.MessageQueued })
	w.mark(w.visited, version, records.AppointmentEnteredInError)
	w.clock.advance(10 * time.Hour)
	messages := w.transcript(func(messages []records.Message) bool { return last(messages).Status == records.MessageNotSent })
	if reason := last(messages).NotSentReason; reason != records.NotSentObsolete {
		t.Errorf("stopped for %q", reason)
	}
}

// A late answer is kept for a week; one that comes later is told so, and
// changes nothing. A stranger on the number answers for nobody.
func TestSurveyAnswersInTime(t *testing.T) {
	t.Parallel()
	w := newSurveyWorld(t)
	w.mark(w.visited, 1, records.AppointmentFulfilled)
	w.sweep(2 * time.Hour)
	w.wait(1)
	w.clock.advance(8 * 24 * time.Hour)
	if reply := w.say("1"); !strings.Contains(reply, "closed") {
		t.Errorf("after eight days: %q", reply)
	}
	if answered := w.ledger("answered", ""); answered != 0 {
		t.Errorf("%d answers", answered)
	}
}

// An average is of five ratings at least, and of the practitioner and the month
// of the visits.
func TestSurveyRatings(t *testing.T) {
	t.Parallel()
	w := newSurveyWorld(t)
	w.change(func(clinic *records.Clinic) { clinic.Survey.Delay = 0 })
	rated := func(number int) []jobs.PractitionerRating {
		t.Helper()
		if number > 1 {
			address := phone[:len(phone)-1] + string(rune('0'+number+2))
			patient := w.clinic.NewPatient(t, w.store, "Ana Ruiz", address, monday)
			w.visited = w.visit(patient.ID, w.visited.End)
			before := len(w.provider.messages())
			w.mark(w.visited, 1, records.AppointmentFulfilled)
			w.sweep(time.Minute)
			w.wait(before + 1)
			w.write(address, "4")
			w.wait(before + 2)
		} else {
			w.mark(w.visited, 1, records.AppointmentFulfilled)
			w.sweep(time.Minute)
			w.wait(1)
			w.say("2")
		}
		ratings, err := w.desk.SurveyRatings(t.Context(), w.staff, 2)
		if err != nil || len(ratings) != 1 {
			t.Fatalf("ratings %+v, %v", ratings, err)
		}
		return ratings
	}
	for number := 1; number <= 4; number++ {
		if average, told := rated(number)[0].Rating.Average(); told {
			t.Fatalf("the average %v of %d patients is told", average, number)
		}
	}
	five := rated(5)[0]
	if average, told := five.Rating.Average(); !told || average != 3.6 || five.PractitionerName != "Dr Osei" || five.Rating.Month != (records.LocalDate{Year: 2026, Month: time.November, Day: 1}) {
		t.Errorf("five ratings are %+v, average %v", five, average)
	}
}

// Whoever moves the clock on is told of a survey that falls due, and finds it
// asked.
func TestSurveyIsDueNext(t *testing.T) {
	t.Parallel()
	w := newSurveyWorld(t)
	w.mark(w.visited, 1, records.AppointmentFulfilled)
	due, err := w.jobs.NextDue(t.Context(), w.clock.now())
	if err != nil || due.Sub(w.clock.now()).Round(time.Minute) != 2*time.Hour {
		t.Fatalf("due next: %v, %v", due, err)
	}
	w.clock.advance(due.Sub(w.clock.now()))
	if err := w.jobs.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wait(1)
}
