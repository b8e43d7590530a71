package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/conversations"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// patients makes so many, in one transaction.
func (w *world) patients(count int) []uuid.UUID {
	w.t.Helper()
	made := make([]uuid.UUID, count)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		for n := range made {
			made[n] = uuid.New()
			err := tx.CreatePatient(ctx, records.Patient{
				ID: made[n], Name: fmt.Sprintf("Patient %d", n), BirthDate: records.LocalDate{Year: 1990, Month: time.May, Day: 1},
				Language: records.English, CreatedAt: monday,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return made
}

// actor is a patient in a conversation, with what they hold and have.
type actor struct {
	w              *world
	patientID      uuid.UUID
	conversationID uuid.UUID
	held           *conversations.AppointmentFacts
	agreed         *conversations.AppointmentFacts
}

func (a *actor) ask(request conversations.Request) (conversations.Event, error) {
	return jobs.Grant(context.Background(), a.w.jobs, a.w.clinic.ID, a.conversationID, a.patientID, request)
}

// step is one thing that an actor does; place says where.
type step struct{ what, place int }

// The things that actors do.
const (
	stepHold = iota
	stepConfirm
	stepMove
	stepHoldToMove
	stepCancel
	stepPass
	stepKinds
)

// slot gives the place's slot: of Dr Osei or Dr Lee, half an hour or, with the
// room, an hour, on a grid on which all of them overlap in every way.
func (a *actor) slot(day time.Time, place int) scheduler.Slot {
	clinic := a.w.clinic
	start := day.Add(time.Duration(place/3%6) * 30 * time.Minute)
	switch place % 3 {
	case 0:
		return scheduler.Slot{AppointmentTypeID: clinic.CheckUp.ID, PractitionerID: clinic.Osei.ID, Start: start, End: start.Add(30 * time.Minute)}
	case 1:
		return scheduler.Slot{AppointmentTypeID: clinic.CheckUp.ID, PractitionerID: clinic.Lee.ID, Start: start, End: start.Add(30 * time.Minute)}
	default:
		return scheduler.Slot{
			AppointmentTypeID: clinic.Cleaning.ID, PractitionerID: clinic.Lee.ID, ResourceIDs: []uuid.UUID{clinic.Room.ID},
			Start: start, End: start.Add(45 * time.Minute),
		}
	}
}

// act does one step. An error is one that a patient would be told nothing of.
func (a *actor) act(day time.Time, step step) error {
	slot := a.slot(day, step.place)
	var request conversations.Request
	switch step.what {
	case stepHold:
		request = conversations.HoldSlot{Slot: slot, PatientID: a.patientID}
	case stepConfirm:
		if a.held == nil {
			return nil
		}
		request = conversations.BookAppointment{AppointmentID: a.held.AppointmentID, Version: a.held.Version}
	case stepMove, stepHoldToMove:
		if a.agreed == nil {
			return nil
		}
		if step.what == stepHoldToMove {
			if _, err := a.ask(conversations.HoldSlot{Slot: slot, PatientID: a.patientID, ReplacingID: a.agreed.AppointmentID}); err != nil {
				return err
			}
		}
		request = conversations.MoveAppointment{AppointmentID: a.agreed.AppointmentID, Version: a.agreed.Version, Slot: slot}
	case stepCancel:
		if a.agreed == nil {
			return nil
		}
		request = conversations.CancelAppointment{AppointmentID: a.agreed.AppointmentID, Version: a.agreed.Version}
	case stepPass:
		a.w.clock.advance(11 * time.Minute) // every hold runs out
		return nil
	}
	event, err := a.ask(request)
	if err != nil {
		return err
	}
	switch event := event.(type) {
	case conversations.SlotHeld:
		a.held = &event.Appointment
	case conversations.AppointmentBooked:
		a.agreed, a.held = &event.Appointment, nil
	case conversations.AppointmentMoved:
		a.agreed, a.held = &event.Appointment, nil
	case conversations.AppointmentCancelled:
		a.agreed = nil
	}
	return nil
}

// Invariant 7: whatever patients hold, confirm, move, cancel and let run out at
// the same moment, nobody's time is sold twice, whoever is told that it is
// theirs has it, and nobody waits for PostgreSQL to break a deadlock. Queries
// over the tables that know nothing of the program say so.
func TestNothingOverlapsUnderConcurrentChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const actors = 5
	patients := w.patients(actors)
	day := time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		plans := rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
			return step{what: rapid.IntRange(0, stepKinds-1).Draw(t, "what"), place: rapid.IntRange(0, 17).Draw(t, "place")}
		}), 1, 6), actors, actors).Draw(t, "plans")
		// A day of its own, so that one check leaves nothing to the next; the
		// weekend is closed.
		for day = day.AddDate(0, 0, 1); day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; {
			day = day.AddDate(0, 0, 1)
		}
		w.clock.advance(max(0, day.Add(-10*24*time.Hour).Sub(w.clock.now())))
		var together sync.WaitGroup
		failures := make([]error, actors)
		people := make([]*actor, actors)
		gun := make(chan struct{})
		for n := range actors {
			people[n] = &actor{w: w, patientID: patients[n], conversationID: uuid.New()}
			together.Go(func() {
				<-gun
				for _, step := range plans[n] {
					if err := people[n].act(day, step); err != nil {
						failures[n] = err
						return
					}
				}
			})
		}
		close(gun)
		together.Wait()
		if err := errors.Join(failures...); err != nil {
			t.Fatal(err)
		}
		if breaches := w.breaches(); len(breaches) > 0 {
			t.Fatal(strings.Join(breaches, "\n"))
		}
		for n, person := range people {
			if person.agreed != nil && !w.stands(*person.agreed) {
				t.Fatalf("patient %d was told of an appointment that is not there: %+v", n, person.agreed)
			}
		}
	})
}

// stands says whether an appointment is booked at the time and version that a
// patient was told.
func (w *world) stands(told conversations.AppointmentFacts) bool {
	w.t.Helper()
	var stored records.Appointment
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		stored, err = tx.Appointment(ctx, told.AppointmentID)
		return err
	})
	return stored.Status == records.AppointmentBooked && stored.Version == told.Version && stored.Start.Equal(told.Start) &&
		stored.PractitionerID == told.PractitionerID
}

// booked gives each patient an appointment with Dr Osei, half an hour apart.
func (w *world) booked(desk *jobs.Desk, principal jobs.Principal, patients []uuid.UUID, from time.Time) []records.Appointment {
	w.t.Helper()
	made := make([]records.Appointment, len(patients))
	for n, patientID := range patients {
		visit, err := desk.Book(w.t.Context(), principal, jobs.BookRequest{
			PatientID: patientID, AppointmentTypeID: w.clinic.CheckUp.ID, PractitionerID: w.clinic.Osei.ID,
			Start: from.Add(time.Duration(n) * 30 * time.Minute),
		}, "")
		if err != nil {
			w.t.Fatal(err)
		}
		made[n] = visit.Appointment
	}
	return made
}

// Two who want each other's time are both told that it is taken, and keep what
// they had; many who want one free time are one winner and the others, who keep
// theirs. Neither ends in a deadlock, which PostgreSQL would break after a
// second by failing somebody's whole turn.
func TestRivalMoves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	principal := staffOf(w, desk)
	ten := monday.Add(24 * time.Hour)
	booked := w.booked(desk, principal, w.patients(8), ten)
	race := func(move func(n int) jobs.MoveRequest) []error {
		var together sync.WaitGroup
		errs := make([]error, len(booked))
		gun := make(chan struct{})
		for n := range booked {
			together.Go(func() {
				<-gun
				_, errs[n] = desk.Move(t.Context(), principal, move(n), "")
			})
		}
		close(gun)
		together.Wait()
		return errs
	}
	for n, err := range race(func(n int) jobs.MoveRequest {
		return jobs.MoveRequest{AppointmentID: booked[n].ID, Version: 1, Start: booked[(n+1)%len(booked)].Start}
	}) {
		if records.CodeOf(err) != records.CodeSlotTaken {
			t.Errorf("mover %d in the ring: %v", n, err)
		}
	}
	won := 0
	for n, err := range race(func(n int) jobs.MoveRequest {
		return jobs.MoveRequest{AppointmentID: booked[n].ID, Version: 1, Start: ten.Add(24 * time.Hour)}
	}) {
		switch {
		case err == nil:
			won++
		case records.CodeOf(err) != records.CodeSlotTaken:
			t.Errorf("mover %d to one time: %v", n, err)
		}
	}
	if won != 1 {
		t.Errorf("%d moved to one time", won)
	}
	if breaches := w.breaches(); len(breaches) > 0 {
		t.Error(strings.Join(breaches, "\n"))
	}
}
