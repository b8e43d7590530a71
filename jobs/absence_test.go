package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// sweepOffersAt moves the clock to a moment and sweeps the offers.
func (w *leaveWorld) sweepOffersAt(at time.Time) {
	w.t.Helper()
	w.clock.advance(at.Sub(w.clock.now()))
	if err := w.jobs.SweepOffers(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *leaveWorld) rebookTasks() []records.Task {
	w.t.Helper()
	page, err := w.desk.Tasks(w.t.Context(), w.principal, jobs.Position{}, 500)
	if err != nil {
		w.t.Fatal(err)
	}
	var tasks []records.Task
	for _, task := range page.Tasks {
		if task.Code == records.TaskRebook {
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// Who does not answer becomes a task for staff while there is time to call, and
// once; a late answer still rebooks, and closes the task.
func TestUnansweredRebookingBecomesATask(t *testing.T) {
	t.Parallel()
	w := newLeaveWorld(t, 2)
	w.goesOnLeave()
	w.wait(2)
	offer := w.offerOf(w.patients[0])
	if left := w.patients[0].appointment.Start.Sub(offer.ExpiresAt); left < 24*time.Hour {
		t.Errorf("staff have %v left", left)
	}
	for range 2 {
		w.sweepOffersAt(offer.ExpiresAt.Add(time.Hour))
	}
	tasks := w.rebookTasks()
	if len(tasks) != 2 || tasks[0].AppointmentID == uuid.Nil || tasks[0].PatientID == uuid.Nil {
		t.Fatalf("tasks: %+v", tasks)
	}
	if status := w.offerOf(w.patients[0]).Status; status != records.OfferExpired {
		t.Errorf("the offer is %s", status)
	}
	if reply := w.answer(w.patients[0], "2"); !strings.Contains(reply, "new appointment") {
		t.Errorf("a late answer is told %q", reply)
	}
	w.sweepOffersAt(w.clock.now())
	if after := w.appointment(w.patients[0].appointment.ID); after.Version != w.patients[0].appointment.Version+1 {
		t.Errorf("after a late answer: %+v", after)
	}
	if left := w.rebookTasks(); len(left) != 1 || left[0].AppointmentID != w.patients[1].appointment.ID {
		t.Errorf("tasks after the answer: %+v", left)
	}
}

// Patients who can't be written to are staff's at once; who is asked, and by how
// many processes at the same time, is asked once.
func TestEverybodyIsAskedOnce(t *testing.T) {
	t.Parallel()
	const count = 20
	w := newLeaveWorld(t, count)
	w.write(w.patients[3].Address, "STOP")
	w.wait(1)
	w.goesOnLeave()
	var others sync.WaitGroup
	for range 4 {
		others.Go(func() {
			if err := w.jobs.SweepOffers(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	others.Wait()
	w.wait(count) // the confirmation of STOP, and everybody else's offer
	report := w.report()
	if report.Asked != count-1 || report.Tasks != 1 || report.Unasked != 0 {
		t.Errorf("the report says %+v", report.RebookingCounts)
	}
	for n, patient := range w.patients {
		if got := len(w.to(patient)); got != 1 {
			t.Errorf("patient %d got %d messages", n, got)
		}
	}
	// An appointment that gets into the leave later, such as a hold that was
	// confirmed, is found by the next sweep.
	late := w.appointmentInLeave()
	w.sweepOffersAt(w.clock.now())
	if report = w.report(); report.Asked+report.Tasks != count+1 || report.Unasked != 0 {
		t.Errorf("after a late booking (%s) the report says %+v", late, report.RebookingCounts)
	}
}

// appointmentInLeave books somebody without a telephone into the leave, past
// all checks.
func (w *leaveWorld) appointmentInLeave() uuid.UUID {
	w.t.Helper()
	patient := records.Patient{
		ID: uuid.New(), Name: "Late", BirthDate: records.LocalDate{Year: 1990, Month: time.May, Day: 1}, Language: records.English, CreatedAt: monday,
	}
	start := time.Date(2026, time.December, 11, 21, 0, 0, 0, time.UTC)
	appointment := records.Appointment{
		ID: uuid.New(), PatientID: patient.ID, PractitionerID: w.clinic.Osei.ID, AppointmentTypeID: w.clinic.CheckUp.ID,
		Status: records.AppointmentBooked, Start: start, End: start.Add(30 * time.Minute), Version: 1,
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		if err := tx.CreatePatient(ctx, patient); err != nil {
			return err
		}
		return tx.CreateAppointment(ctx, appointment, []postgres.Occupancy{
			{SubjectID: patient.ID, Kind: postgres.SubjectPatient, Start: start, End: start.Add(30 * time.Minute)},
		}, uuid.Nil, postgres.Agent{Kind: "system"}, monday)
	})
	return appointment.ID
}

// A leave that is taken back voids what was offered because of it: who was asked
// and has not answered is told, whoever has moved stays where they are.
func TestLeaveTakenBack(t *testing.T) {
	t.Parallel()
	w := newLeaveWorld(t, 3)
	w.goesOnLeave()
	w.wait(3)
	w.answer(w.patients[0], "2")
	moved := w.appointment(w.patients[0].appointment.ID)
	before := w.report()
	if _, err := w.desk.EndAbsence(t.Context(), w.principal, before.Absence.ID); err != nil {
		t.Fatal(err)
	}
	w.wait(6)
	for n, patient := range w.patients[1:] {
		got := w.to(patient)
		if len(got) != 2 || !strings.Contains(got[1].Text, map[records.Language]string{
			records.Spanish: "sí se mantiene", records.Portuguese: "vai acontecer como combinado",
		}[patient.language]) {
			t.Errorf("patient %d: %+v", n+1, got)
		}
		if status := w.offerOf(patient).Status; status != records.OfferWithdrawn {
			t.Errorf("patient %d: the offer is %s", n+1, status)
		}
		w.answer(patient, "1")
		if after := w.appointment(patient.appointment.ID); after.Version != patient.appointment.Version {
			t.Errorf("patient %d: an answer to what is void changed the appointment: %+v", n+1, after)
		}
	}
	if got := w.to(w.patients[0]); len(got) != 2 {
		t.Errorf("who has moved got %d messages", len(got))
	}
	if after := w.appointment(moved.ID); after.Version != moved.Version {
		t.Errorf("who has moved: %+v", after)
	}
	w.sweepOffersAt(w.clock.now())
	if total := len(w.provider.messages()); total != 8 {
		t.Errorf("%d messages in all, want 8", total)
	}
}

// Nobody is reminded of an appointment that can't take place.
func TestNoReminderInALeave(t *testing.T) {
	t.Parallel()
	w := newLeaveWorld(t, 1)
	if _, err := w.desk.AddAbsence(t.Context(), w.principal, jobs.AbsenceRequest{
		Kind: records.AbsenceHoliday, StartDate: records.LocalDate{Year: 2026, Month: time.December, Day: 7},
		EndDate: records.LocalDate{Year: 2026, Month: time.December, Day: 7}, EndTime: 24 * 60,
	}); err != nil {
		t.Fatal(err)
	}
	w.sweepAt(w.patients[0].appointment.Start.Add(-20 * time.Hour))
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		steps, err := tx.ReminderSteps(ctx, w.patients[0].appointment.ID)
		for _, step := range steps {
			if step.Status == records.ReminderSent {
				t.Errorf("step %s was sent", step.Step)
			}
		}
		return err
	})
	if len(w.to(w.patients[0])) != 0 {
		t.Error("the patient was written to")
	}
}

// A holiday asks the patients of every practitioner, and offers none of them a
// time on it.
func TestHolidayAsksEverybody(t *testing.T) {
	t.Parallel()
	w := newLeaveWorld(t, 4)
	var withLee []records.Appointment
	for n := range 3 {
		visit, err := w.desk.Book(t.Context(), w.principal, jobs.BookRequest{
			PatientID: w.patients[n].ID, AppointmentTypeID: w.clinic.Cleaning.ID, PractitionerID: w.clinic.Lee.ID,
			Start: time.Date(2026, time.December, 7, 19+n, 0, 0, 0, time.UTC),
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		withLee = append(withLee, visit.Appointment)
	}
	if _, err := w.desk.AddAbsence(t.Context(), w.principal, jobs.AbsenceRequest{
		Kind: records.AbsenceHoliday, StartDate: records.LocalDate{Year: 2026, Month: time.December, Day: 7},
		EndDate: records.LocalDate{Year: 2026, Month: time.December, Day: 7}, EndTime: 24 * 60, AskPatients: true,
	}); err != nil {
		t.Fatal(err)
	}
	w.wait(7)
	if report := w.report(); report.Asked != 7 || report.InTheWay != 7 {
		t.Errorf("the report says %+v", report.RebookingCounts)
	}
	seen := map[string]bool{}
	for _, appointment := range append(withLee, w.patients[0].appointment, w.patients[3].appointment) {
		var offers []records.SlotOffer
		w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
			offers, err = tx.OffersOfAppointment(ctx, appointment.ID)
			return err
		})
		for _, slot := range offers[0].Slots {
			if records.LocalDateOf(slot.Start, w.zone).Day == 7 {
				t.Errorf("%v is on the holiday", slot.Start)
			}
			key := fmt.Sprint(slot.PractitionerID, slot.Start)
			if seen[key] {
				t.Errorf("%v is offered to two patients", slot.Start)
			}
			seen[key] = true
		}
	}
	// The first patient has two open offers: which one is meant is asked.
	if reply := w.answer(w.patients[0], "1"); !strings.Contains(reply, "Is this about") {
		t.Errorf("two offers are open, and 1 is taken for one of them: %q", reply)
	}
}
