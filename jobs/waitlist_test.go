package jobs_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// The texts that tell a winner, and everybody else, in the tests' English.
const (
	toldBooked = "Booked:"
	toldFaster = "somebody was faster"
)

// calcom/cal.diy#10616: a wait-list, asked for from healthcare, where who
// answers first gets the time. Without one, staff telephone one after the
// other, and a time that was promised to one is given to another. Here three
// are asked, the first "1" gets it, the others are told at once and stay on the
// list, and a "1" that comes too late books nothing.
func TestInstructive11_CalcomIssue10616_FirstClaimWinsAndTheRestAreTold(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	var waiting []waiter
	patients := []postgrestest.Patient{w.patient(), w.patient(), w.patient()}
	w.start()
	for _, patient := range patients {
		w.write(patient.Address, "put me on the waiting list for a check-up, any time")
		if reply := w.settled(patient, 1); !strings.Contains(reply, "wait-list: check-up, any time") {
			t.Fatalf("joining was answered with %q", reply)
		}
		waiting = append(waiting, waiter{Patient: patient, entry: w.entryOf(patient.ID)})
	}
	freed := w.free(w.held)
	for _, patient := range waiting {
		offer := w.settled(patient.Patient, 2)
		if !strings.Contains(offer, "10:00 am") || strings.Contains(offer, "Osei") || strings.Contains(offer, "check-up") {
			t.Errorf("the offer must say when, and neither with whom nor what for: %q", offer)
		}
	}
	w.write(waiting[1].Address, "1")
	if reply := w.settled(waiting[1].Patient, 3); !strings.Contains(reply, toldBooked) {
		t.Errorf("the first to answer was told %q", reply)
	}
	for _, loser := range []waiter{waiting[0], waiting[2]} {
		if told := w.settled(loser.Patient, 3); !strings.Contains(told, toldFaster) || !strings.Contains(told, "still on the wait-list") {
			t.Errorf("one who had not answered was told %q", told)
		}
		if status := w.wish(loser); status != records.WaitlistActive {
			t.Errorf("a wish that lost is %s", status)
		}
	}
	w.write(waiting[0].Address, "1")
	if late := w.settled(waiting[0].Patient, 4); !strings.Contains(late, toldFaster) {
		t.Errorf("a late answer was told %q", late)
	}
	booked := w.bookedAt(freed.Start)
	if len(booked) != 1 || booked[0].PatientID != waiting[1].ID {
		t.Errorf("%d appointments at the freed time", len(booked))
	}
	after := w.freed(w.held.Appointment.ID)
	if after.Status != records.FreedClaimed || after.ClaimedBy != booked[0].ID || after.Waves != 1 || after.Offers != 3 {
		t.Errorf("the freed time is %s after %d waves with %d offers", after.Status, after.Waves, after.Offers)
	}
	if status := w.wish(waiting[1]); status != records.WaitlistFulfilled {
		t.Errorf("the winner's wish is %s", status)
	}
}

// entryOf reads a patient's wish.
func (w *waitingRoom) entryOf(patientID uuid.UUID) records.WaitlistEntry {
	w.t.Helper()
	var entries []records.WaitlistEntry
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		entries, err = tx.WishesOfPatients(ctx, []uuid.UUID{patientID})
		return err
	})
	if len(entries) != 1 {
		w.t.Fatalf("%d wishes, want 1", len(entries))
	}
	return entries[0]
}

// Invariant 7 on the wait-list: a hundred answer "1" to one freed time at the
// same moment. One gets it, the 99 others are told, the time is claimed once.
func TestHundredClaimOneFreedSlot(t *testing.T) {
	t.Parallel()
	const claimants = 100
	w := newWaitingRoom(t).askAll()
	waiting := make([]waiter, claimants)
	for i := range waiting {
		waiting[i] = w.waits(anyTime)
	}
	w.start()
	freed := w.free(w.held)
	w.world.wait(claimants)
	var race sync.WaitGroup
	gun := make(chan struct{})
	for i, claimant := range waiting {
		race.Go(func() {
			<-gun
			err := w.jobs.Intake().Receive(t.Context(), w.clinic.SMS, channel.Inbound{
				ProviderID: "claim-" + waiting[i].ID.String(), From: claimant.Address, Text: "1",
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	close(gun)
	race.Wait()
	var won, told int
	w.until("everybody has a final answer", func() bool {
		won, told = 0, 0
		for _, claimant := range waiting {
			last := strings.Join(w.texts(claimant.Patient)[1:], "\n")
			switch {
			case strings.Contains(last, toldBooked):
				won++
			case strings.Contains(last, toldFaster):
				told++
			}
		}
		return won+told == claimants
	})
	if won != 1 || told != claimants-1 {
		t.Errorf("%d won and %d were told, want 1 and %d", won, told, claimants-1)
	}
	booked := w.bookedAt(freed.Start)
	if len(booked) != 1 {
		t.Fatalf("%d appointments at the freed time, want 1", len(booked))
	}
	after := w.freed(w.held.Appointment.ID)
	if after.Status != records.FreedClaimed || after.ClaimedBy != booked[0].ID {
		t.Errorf("the freed time is %s, claimed by %s; want it claimed by %s", after.Status, after.ClaimedBy, booked[0].ID)
	}
	if offers := w.offersOf(freed); offers[records.OfferAccepted] != 1 || offers[records.OfferLost] != claimants-1 {
		t.Errorf("offers %v, want 1 accepted and %d lost", offers, claimants-1)
	}
	active := 0
	for _, claimant := range waiting {
		if w.wish(claimant) == records.WaitlistActive {
			active++
		}
	}
	if active != claimants-1 {
		t.Errorf("%d still wait, want %d", active, claimants-1)
	}
}

// Who waits for an earlier time than their own is moved there: the appointment
// keeps its id, and its old time is freed in turn.
func TestEarlierTimeMovesTheAppointment(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	patient := w.patient()
	own := w.book(patient, monday.Add(72*time.Hour)).Appointment
	w.waitsAs(patient, func(entry *records.WaitlistEntry) { entry.AppointmentID = own.ID })
	other := w.waits(anyTime)
	w.start()
	freed := w.free(w.held)
	if offer := w.settled(patient, 1); !strings.Contains(offer, "November 26") {
		t.Errorf("the offer must say which appointment it would replace: %q", offer)
	}
	w.settled(other.Patient, 1)
	w.write(patient.Address, "yes please")
	reply := w.settled(patient, 2)
	moved := w.appointment(own.ID)
	if !moved.Start.Equal(freed.Start) || moved.Version != own.Version+1 || moved.Status != records.AppointmentBooked || moved.Moves != 0 {
		t.Errorf("after the claim: %s at %v, version %d, %d moves; it was said: %q", moved.Status, moved.Start, moved.Version, moved.Moves, reply)
	}
	if left := w.freed(own.ID); !left.Start.Equal(own.Start) {
		t.Errorf("the freed time is at %v, want the old one at %v", left.Start, own.Start)
	}
	// Who is left is told, and asked about the time that the move left.
	texts := w.settled(other.Patient, 2) + "\n" + w.settled(other.Patient, 3)
	if !strings.Contains(texts, toldFaster) || !strings.Contains(texts, "November 26") {
		t.Errorf("the other was told %q", texts)
	}
}
