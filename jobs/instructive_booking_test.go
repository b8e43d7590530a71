package jobs_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// The tests named Instructive are each for a bug that another scheduler had or
// has; the comment names the issue and says what went wrong there.

// office is a clinic with staff at its desk and patients in conversations.
type office struct {
	*world

	desk      *jobs.Desk
	principal jobs.Principal
	people    []*actor
}

func newOffice(t *testing.T, patients int) *office {
	t.Helper()
	w := newWorld(t)
	o := &office{world: w, desk: jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)}
	o.principal = staffOf(w, o.desk)
	for _, patientID := range w.patients(patients) {
		o.people = append(o.people, &actor{w: w, patientID: patientID, conversationID: uuid.New()})
	}
	return o
}

// tuesday is Tuesday at an hour in New York.
func tuesday(hour, minute int) time.Time {
	return time.Date(2026, time.November, 24, hour+5, minute, 0, 0, time.UTC)
}

// checkUp is a check-up with Dr Lee.
func (o *office) checkUp(start time.Time) scheduler.Slot {
	return scheduler.Slot{AppointmentTypeID: o.clinic.CheckUp.ID, PractitionerID: o.clinic.Lee.ID, Start: start, End: start.Add(30 * time.Minute)}
}

// book books for a patient at the desk.
func (o *office) book(patient int, kind records.AppointmentType, practitioner records.Practitioner, start time.Time) (records.Appointment, error) {
	visit, err := o.desk.Book(o.t.Context(), o.principal, jobs.BookRequest{
		PatientID: o.people[patient].patientID, AppointmentTypeID: kind.ID, PractitionerID: practitioner.ID, Start: start,
	}, "")
	return visit.Appointment, err
}

// mustBook is book where nothing stands in the way.
func (o *office) mustBook(patient int, kind records.AppointmentType, practitioner records.Practitioner, start time.Time) records.Appointment {
	o.t.Helper()
	booked, err := o.book(patient, kind, practitioner, start)
	if err != nil {
		o.t.Fatal(err)
	}
	return booked
}

// ask asks in a patient's conversation.
func (o *office) ask(patient int, request conversations.Request) conversations.Event {
	o.t.Helper()
	event, err := o.people[patient].ask(request)
	if err != nil {
		o.t.Fatal(err)
	}
	return event
}

// sound checks that nothing is as it must not be.
func (o *office) sound() {
	o.t.Helper()
	if breaches := o.breaches(); len(breaches) > 0 {
		o.t.Error(strings.Join(breaches, "\n"))
	}
}

// calcom/cal.diy#13397: ten parallel POSTs make several bookings of one slot,
// as hundreds of lines lie between the check and the insert.
func TestInstructive01_CalcomIssue13397_ParallelPostsOfOneSlot(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 10)
	var together sync.WaitGroup
	errs := make([]error, len(o.people))
	gun := make(chan struct{})
	for n := range o.people {
		together.Go(func() {
			<-gun
			_, errs[n] = o.book(n, o.clinic.CheckUp, o.clinic.Osei, tuesday(10, 0))
		})
	}
	close(gun)
	together.Wait()
	won := 0
	for n, err := range errs {
		taken, lost := errors.AsType[*jobs.SlotTaken](err)
		switch {
		case err == nil:
			won++
		case !lost || len(taken.Alternatives) != 3:
			t.Errorf("client %d was not offered other times: %v", n, err)
		}
	}
	if won != 1 {
		t.Errorf("%d of ten parallel posts booked the slot", won)
	}
	o.sound()
}

// calcom/cal.diy#29958: pending bookings are invisible to availability, and
// confirming two of them accepts both.
func TestInstructive02_CalcomIssue29958_PendingIsSeen(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 2)
	slot := o.checkUp(tuesday(10, 0))
	held, ok := o.ask(0, conversations.HoldSlot{Slot: slot, PatientID: o.people[0].patientID}).(conversations.SlotHeld)
	if !ok {
		t.Fatal("the time could not be held")
	}
	found, _ := o.ask(1, conversations.FindSlots{Search: scheduler.Search{
		AppointmentTypeID: slot.AppointmentTypeID, PractitionerID: slot.PractitionerID, Limit: 1,
		Windows: []scheduler.Window{{Start: slot.Start, End: slot.Start.Add(time.Minute)}},
	}}).(conversations.SlotsFound)
	if len(found.Slots) != 0 {
		t.Error("search offers a time that somebody is confirming")
	}
	if _, lost := o.ask(1, conversations.HoldSlot{Slot: slot, PatientID: o.people[1].patientID}).(conversations.SlotLost); !lost {
		t.Error("a second patient could hold the time, too")
	}
	var together sync.WaitGroup
	events := make([]conversations.Event, 2)
	for n := range events {
		together.Go(func() {
			events[n], _ = o.people[0].ask(conversations.BookAppointment{
				AppointmentID: held.Appointment.AppointmentID, Version: held.Appointment.Version,
			})
		})
	}
	together.Wait()
	booked := 0
	for _, event := range events {
		if _, is := event.(conversations.AppointmentBooked); is {
			booked++
		}
	}
	if booked != 1 {
		t.Errorf("%d of two confirmations were accepted", booked)
	}
	o.sound()
}

// calcom/cal.diy#29968 (PRs #13865, #21710): uniqueness is a hash of exact start,
// end and user, which misses times that overlap in part, and keeps a time
// from being booked again after its booking went to somebody else.
func TestInstructive03_CalcomIssue29968_OverlapIsNotEquality(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 3)
	first := o.mustBook(0, o.clinic.CheckUp, o.clinic.Lee, tuesday(10, 0))
	for name, start := range map[string]time.Time{
		"begins before": tuesday(9, 15), "begins within": tuesday(10, 15), "its buffer touches": tuesday(9, 30),
	} {
		if _, err := o.book(1, o.clinic.Cleaning, o.clinic.Lee, start); records.CodeOf(err) != records.CodeSlotTaken {
			t.Errorf("%s: %v", name, err)
		}
	}
	moved, err := o.desk.Move(t.Context(), o.principal, jobs.MoveRequest{
		AppointmentID: first.ID, Version: 1, Start: first.Start, PractitionerID: o.clinic.Osei.ID, Reason: "Dr Osei takes over",
	}, "")
	if err != nil || moved.Appointment.ID != first.ID {
		t.Fatalf("the appointment could not go to somebody else: %v", err)
	}
	if _, err := o.book(1, o.clinic.CheckUp, o.clinic.Lee, tuesday(10, 0)); err != nil {
		t.Errorf("the time that was left could not be booked again: %v", err)
	}
	if _, err := o.book(2, o.clinic.CheckUp, o.clinic.Osei, tuesday(10, 0)); records.CodeOf(err) != records.CodeSlotTaken {
		t.Errorf("the time that was taken over was sold again: %v", err)
	}
	o.sound()
}

// calcom/cal.diy#15997: a recurring booking checks availability only on the
// first two slots.
func TestInstructive04_CalcomIssue15997_EveryOccurrenceIsChecked(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 2)
	for _, week := range []int{2, 5} {
		o.mustBook(1, o.clinic.CheckUp, o.clinic.Osei, tuesday(10, 0).AddDate(0, 0, 7*week))
	}
	_, err := o.desk.BookSeries(t.Context(), o.principal, jobs.SeriesRequest{
		BookRequest: jobs.BookRequest{
			PatientID: o.people[0].patientID, AppointmentTypeID: o.clinic.CheckUp.ID, PractitionerID: o.clinic.Osei.ID, Start: tuesday(10, 0),
		},
		EveryWeeks: 1, Count: 6,
	}, "")
	clashes, ok := errors.AsType[*jobs.SeriesClashes](err)
	if !ok || len(clashes.Clashes) != 2 {
		t.Fatalf("the series was not refused for both of its clashes: %v", err)
	}
	for n, week := range []int{2, 5} {
		clash := clashes.Clashes[n]
		if !clash.Start.Equal(tuesday(10, 0).AddDate(0, 0, 7*week)) || len(clash.Alternatives) == 0 || clash.Reason == "" {
			t.Errorf("clash %d: %+v", n, clash)
		}
	}
	coming, _ := o.ask(0, conversations.FindAppointments{PatientIDs: []uuid.UUID{o.people[0].patientID}}).(conversations.AppointmentsFound)
	if len(coming.Appointments) != 0 {
		t.Errorf("%d occurrences were booked of a series that was refused", len(coming.Appointments))
	}
	o.sound()
}

// calcom/cal.diy#22401: a calendar cache lets two guests, a second or two apart,
// both succeed. Here each node remembers a clinic's settings, and never what is
// taken.
func TestInstructive05_CalcomIssue22401_TwoNodesWithCaches(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 2)
	other := jobs.NewDesk(o.store, o.clock.now, uuid.New, rand.Reader)
	for _, desk := range []*jobs.Desk{o.desk, other} {
		free, err := desk.FreeSlots(t.Context(), o.principal, jobs.SlotSearch{AppointmentTypeID: o.clinic.CheckUp.ID, From: tuesday(10, 0), Limit: 1})
		if err != nil || len(free) != 1 || !free[0].Slot.Start.Equal(tuesday(10, 0)) {
			t.Fatalf("the slot is not offered: %v %v", free, err)
		}
	}
	o.mustBook(0, o.clinic.CheckUp, o.clinic.Osei, tuesday(10, 0))
	o.clock.advance(time.Second)
	_, err := other.Book(t.Context(), o.principal, jobs.BookRequest{
		PatientID: o.people[1].patientID, AppointmentTypeID: o.clinic.CheckUp.ID, PractitionerID: o.clinic.Osei.ID, Start: tuesday(10, 0),
	}, "")
	if records.CodeOf(err) != records.CodeSlotTaken {
		t.Errorf("the other node sold it again: %v", err)
	}
	o.sound()
}

// medplum#7688: $hold was shipped without an expiry; #10571: of all that stands
// in the way of a booking only the first was told.
func TestInstructive13_MedplumIssue7688_HoldsRunOutAndEveryConflictIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 3)
	slot := o.checkUp(tuesday(10, 0))
	held, ok := o.ask(0, conversations.HoldSlot{Slot: slot, PatientID: o.people[0].patientID}).(conversations.SlotHeld)
	if !ok {
		t.Fatal("the time could not be held")
	}
	o.clock.advance(held.HoldUntil.Sub(o.clock.now()) + time.Second)
	o.mustBook(1, o.clinic.CheckUp, o.clinic.Lee, tuesday(10, 0))
	// The late yes is told what is free instead: the nearest time first.
	lost, ok := o.ask(0, conversations.BookAppointment{
		AppointmentID: held.Appointment.AppointmentID, Version: held.Appointment.Version,
	}).(conversations.SlotLost)
	if !ok || len(lost.Alternatives) != 3 || lost.Alternatives[0].Start.Sub(slot.Start).Abs() > 30*time.Minute {
		t.Errorf("a late yes to a time that is gone: %+v", lost)
	}
	o.mustBook(2, o.clinic.CheckUp, o.clinic.Osei, tuesday(10, 0))
	_, err := o.book(2, o.clinic.CheckUp, o.clinic.Lee, tuesday(10, 0))
	for _, reason := range []string{"practitioner has another appointment", "patient has another appointment"} {
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("the refusal does not say that the %s: %v", reason, err)
		}
	}
	o.sound()
}
