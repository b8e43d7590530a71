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

// bookIn registers a newcomer and books a check-up a week ahead, by messages;
// it gives the appointment.
func bookIn(w *world) records.Appointment {
	w.t.Helper()
	var last string
	for _, text := range []string{
		"can I book a check-up with Dr Osei next Tuesday morning?", "Maria Lopez", "12 March 1985", "yes", "1", "yes",
	} {
		last = w.say(text)
	}
	var booked []postgres.DayAppointment
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		booked, err = tx.AppointmentsBetween(ctx, monday, monday.AddDate(0, 0, 21), monday, uuid.Nil, 10)
		return err
	})
	if len(booked) != 1 || booked[0].Appointment.Status != records.AppointmentBooked {
		w.t.Fatalf("booked %d appointments; the last reply was %q", len(booked), last)
	}
	return booked[0].Appointment
}

// sweepAt moves the clock to a moment and sweeps the reminders.
func (w *world) sweepAt(at time.Time) {
	w.t.Helper()
	w.clock.advance(at.Sub(w.clock.now()))
	if err := w.jobs.SweepReminders(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// Invariants 10 and 12: each step goes once, however often it is swept; a "1"
// confirms the appointment that the reminder spoke of, at its version.
func TestReminderGoesOnceAndIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	appointment := bookIn(w)
	before := len(w.provider.messages())
	due := appointment.Start.AddDate(0, 0, -1).Truncate(24 * time.Hour).Add(15*time.Hour + time.Minute) // 10:01 in New York
	for range 3 {
		w.sweepAt(due)
	}
	sent := w.wait(before + 1)
	if reminder := sent[before].Text; !strings.Contains(reminder, "1") || strings.Contains(reminder, "Osei") || strings.Contains(reminder, "Maria") {
		t.Errorf("the reminder must offer 1, and name nobody: %q", reminder)
	}
	w.say("1")
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		after, err := tx.Appointment(ctx, appointment.ID)
		if after.ParticipantStatus != records.ParticipantAccepted || after.Version != appointment.Version {
			t.Errorf("after 1: %s at version %d, want %s at %d", after.ParticipantStatus, after.Version, records.ParticipantAccepted, appointment.Version)
		}
		return err
	})
	if total := len(w.provider.messages()); total != before+2 {
		t.Errorf("%d messages after the booking, want the reminder and one answer", total-before)
	}
}

// Invariants 9 and 10: nothing is sent for an appointment that was cancelled.
func TestNoReminderForACancelledAppointment(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	appointment := bookIn(w)
	for _, text := range []string{"cancel my appointment", "yes"} {
		w.say(text)
	}
	before := len(w.provider.messages())
	w.sweepAt(appointment.Start.Add(-20 * time.Hour))
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		steps, err := tx.ReminderSteps(ctx, appointment.ID)
		for _, step := range steps {
			if step.Status == records.ReminderSent {
				t.Errorf("step %s was sent", step.Step)
			}
		}
		return err
	})
	if now := len(w.provider.messages()); now != before {
		t.Errorf("%d messages were sent for a cancelled appointment", now-before)
	}
}

// Invariant 11: after STOP nothing goes but one confirmation; a reminder that
// falls due is stopped at the gate, with the reason.
func TestStopStopsReminders(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	appointment := bookIn(w)
	w.say("STOP")
	before := len(w.provider.messages())
	w.sweepAt(appointment.Start.Add(-20 * time.Hour))
	messages := w.transcript(func(messages []records.Message) bool {
		return messages[len(messages)-1].Status == records.MessageNotSent
	})
	if reason := messages[len(messages)-1].NotSentReason; reason != records.NotSentOptedOut {
		t.Errorf("stopped for %q, want %q", reason, records.NotSentOptedOut)
	}
	if now := len(w.provider.messages()); now != before {
		t.Errorf("%d messages went out after STOP", now-before)
	}
}
