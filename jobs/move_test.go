package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Invariant 9: a move keeps the appointment's id, raises its version, plans its
// reminders anew and says in the history who did it and by which way.
func TestAMoveKeepsTheAppointment(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	before := bookIn(w)
	for _, text := range []string{"can I move my appointment to Thursday next week at 11?", "yes"} {
		w.say(text)
	}
	var after records.Appointment
	var steps []records.ReminderStep
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		if after, err = tx.Appointment(ctx, before.ID); err != nil {
			return err
		}
		steps, err = tx.ReminderSteps(ctx, before.ID)
		return err
	})
	thursday := time.Date(2026, time.December, 3, 16, 0, 0, 0, time.UTC)
	if !after.Start.Equal(thursday) || after.Status != records.AppointmentBooked || after.Version != before.Version+1 || after.Moves != 1 {
		t.Errorf("after the move: %s at %s, version %d, %d moves", after.Status, after.Start, after.Version, after.Moves)
	}
	planned := 0
	for _, step := range steps {
		if step.AppointmentVersion == after.Version && step.DueAt.Before(thursday) && step.DueAt.After(before.Start) {
			planned++
		}
	}
	if planned == 0 {
		t.Errorf("no reminder was planned for the new time: %+v", steps)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		history, err := tx.AppointmentHistory(ctx, before.ID)
		if err != nil {
			return err
		}
		last := history[len(history)-1]
		if last.Version != after.Version || last.Kind != "patient" || last.Channel != "sms" || !last.Start.Equal(thursday) {
			t.Errorf("the history ends in %+v", last)
		}
		return nil
	})
	// What was said about the old version can do nothing any more.
	if reply := w.say("my appointments"); !strings.Contains(reply, "December 3") || strings.Contains(reply, "December 1") {
		t.Errorf("after the move: %q", reply)
	}
}

// Moving by a quarter of an hour overlaps nothing but the appointment itself.
func TestAMoveMayOverlapItsOwnOldTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	for _, text := range []string{
		"can I book a cleaning with Dr Lee next Tuesday at 10:00?", "Maria Lopez", "12 March 1985", "yes", "yes",
	} {
		w.say(text)
	}
	w.say("move my appointment to next Tuesday at 10:15")
	reply := w.say("yes")
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		day := time.Date(2026, time.December, 1, 15, 15, 0, 0, time.UTC)
		occupied, err := tx.Occupied(ctx, []uuid.UUID{w.clinic.Lee.ID}, day.Add(-5*time.Hour), day.Add(5*time.Hour), w.clock.now(), uuid.Nil)
		if len(occupied) != 1 || !occupied[0].Start.Equal(day) || !occupied[0].End.Equal(day.Add(time.Hour)) {
			t.Errorf("taken of Dr Lee: %+v; the last reply was %q", occupied, reply)
		}
		return err
	})
}
