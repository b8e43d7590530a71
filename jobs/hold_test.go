package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/conversations"
	"frontdesk/jobs"
)

// Invariant 7, and nobody waits for PostgreSQL to break a deadlock: patients
// whose holds ran out come back at the same moment, each for what another one
// held, in whichever order they meet.
func TestRivalHolds(t *testing.T) {
	t.Parallel()
	const (
		oseiAtNine   = 0
		leeAtNine    = 1
		leeWithRoom  = 2 // and overlaps leeAtNine
		oseiAfter    = 3
		leeAfter     = 4
		rounds       = 40
		untilExpired = 11 * time.Minute
	)
	tests := map[string]struct{ held, wanted []int }{
		"two swap":                             {held: []int{oseiAtNine, leeAtNine}, wanted: []int{leeAtNine, oseiAtNine}},
		"four go round":                        {held: []int{oseiAtNine, leeAtNine, oseiAfter, leeAfter}, wanted: []int{leeAtNine, oseiAfter, leeAfter, oseiAtNine}},
		"one wants the room, one a part of it": {held: []int{leeWithRoom, oseiAfter, oseiAtNine}, wanted: []int{oseiAtNine, leeWithRoom, leeAtNine}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			patients := w.patients(len(test.held))
			day := time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)
			for round := range rounds {
				people := make([]*actor, len(patients))
				for n := range people {
					people[n] = &actor{w: w, patientID: patients[n], conversationID: uuid.New()}
					if err := people[n].act(day, step{what: stepHold, place: test.held[n]}); err != nil {
						t.Fatal(err)
					}
				}
				w.clock.advance(untilExpired)
				var together sync.WaitGroup
				gun := make(chan struct{})
				for n, person := range people {
					together.Go(func() {
						<-gun
						if err := person.act(day, step{what: stepHold, place: test.wanted[n]}); err != nil {
							t.Errorf("round %d, patient %d: %v", round, n, err)
						}
					})
				}
				close(gun)
				together.Wait()
				if breaches := w.breaches(); len(breaches) > 0 {
					t.Fatalf("round %d: %s", round, strings.Join(breaches, "\n"))
				}
				w.clock.advance(untilExpired)
			}
		})
	}
}

// Whoever lets go of a hold that ran out does not wait for a rival who is just
// clearing it. If the rival then gives up, what is left takes the time from
// nobody, and the sweep deletes it.
func TestLettingGoOfAHoldThatARivalClears(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	patients := w.patients(2)
	day := time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)
	first, second := &actor{w: w, patientID: patients[0], conversationID: uuid.New()}, &actor{w: w, patientID: patients[1], conversationID: uuid.New()}
	hold := func(person *actor, place int) {
		t.Helper()
		event, err := jobs.Grant(ctx, w.jobs, w.clinic.ID, person.conversationID, person.patientID,
			conversations.HoldSlot{Slot: person.slot(day, place), PatientID: person.patientID})
		if err != nil {
			t.Fatal(err)
		}
		if _, held := event.(conversations.SlotHeld); !held {
			t.Fatalf("holding gave %+v", event)
		}
	}
	hold(first, 0)
	w.clock.advance(11 * time.Minute)

	rival, err := pgx.Connect(ctx, w.database.SuperuserURL)
	if err != nil {
		t.Fatal(err)
	}
	defer rival.Close(context.WithoutCancel(ctx))
	clearing, err := rival.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := clearing.Exec(ctx, "DELETE FROM occupancy WHERE clinic_id = $1", w.clinic.ID); err != nil {
		t.Fatal(err)
	}
	hold(first, 4)
	if err := clearing.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	occupied := func() string {
		t.Helper()
		var left, over int
		query := "SELECT count(*), count(*) FILTER (WHERE expires_at <= $2) FROM occupancy WHERE clinic_id = $1"
		if err := rival.QueryRow(ctx, query, w.clinic.ID, w.clock.now()).Scan(&left, &over); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%d, %d of them over", left, over)
	}
	if got := occupied(); got != "4, 2 of them over" {
		t.Fatalf("rows after the rival gave up: %s", got)
	}
	if breaches := w.breaches(); len(breaches) > 0 {
		t.Error(strings.Join(breaches, "\n"))
	}
	hold(second, 0)
	if err := w.jobs.SweepHolds(ctx); err != nil {
		t.Fatal(err)
	}
	if got := occupied(); got != "5, 1 of them over" {
		t.Errorf("rows after a sweep within the hour: %s", got)
	}
	w.clock.advance(2 * time.Hour)
	if err := w.jobs.SweepHolds(ctx); err != nil {
		t.Fatal(err)
	}
	if got := occupied(); got != "0, 0 of them over" {
		t.Errorf("rows after a sweep two hours later: %s", got)
	}
}
