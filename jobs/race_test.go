package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Invariant 7: 200 clients race for one slot of one practitioner: one wins, and
// the 199 others are told what is free instead. Nothing overlaps afterwards.
func TestTwoHundredRaceForOneSlot(t *testing.T) {
	t.Parallel()
	const clients = 200
	w := newWorld(t)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	principal := staffOf(w, desk)
	patients := make([]uuid.UUID, clients)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		for n := range patients {
			patients[n] = uuid.New()
			err := tx.CreatePatient(ctx, records.Patient{
				ID: patients[n], Name: fmt.Sprintf("Patient %d", n), BirthDate: records.LocalDate{Year: 1990, Month: time.May, Day: 1},
				Language: records.English, CreatedAt: monday,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	slot := monday.Add(24 * time.Hour) // Tuesday at 10:00 in New York
	var won, lost, told atomic.Int64
	var race sync.WaitGroup
	gun := make(chan struct{})
	for _, patientID := range patients {
		race.Go(func() {
			<-gun
			_, err := desk.Book(t.Context(), principal, jobs.BookRequest{
				PatientID: patientID, AppointmentTypeID: w.clinic.CheckUp.ID, PractitionerID: w.clinic.Osei.ID, Start: slot,
			}, "")
			taken, isTaken := errors.AsType[*jobs.SlotTaken](err)
			switch {
			case err == nil:
				won.Add(1)
			case isTaken:
				lost.Add(1)
				if len(taken.Alternatives) > 0 {
					told.Add(1)
				}
			default:
				t.Errorf("neither won nor lost: %v", err)
			}
		})
	}
	close(gun)
	race.Wait()
	if won.Load() != 1 || lost.Load() != clients-1 || told.Load() != clients-1 {
		t.Errorf("%d won, %d lost, %d of them with alternatives; want 1, %d and %d", won.Load(), lost.Load(), told.Load(), clients-1, clients-1)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		booked, err := tx.AppointmentsBetween(ctx, slot, slot.Add(time.Minute), slot, uuid.Nil, 500)
		if len(booked) != 1 {
			t.Errorf("%d appointments at that time, want 1", len(booked))
		}
		return err
	})
}

// staffOf adds somebody to the clinic's front desk and signs them in.
func staffOf(w *world, desk *jobs.Desk) jobs.Principal {
	w.t.Helper()
	token, _, err := desk.AddStaff(w.t.Context(), w.clinic.ID, "Front desk", records.RoleFrontDesk, time.Hour)
	if err != nil {
		w.t.Fatal(err)
	}
	principal, err := desk.Authenticate(w.t.Context(), token)
	if err != nil {
		w.t.Fatal(err)
	}
	return principal
}
