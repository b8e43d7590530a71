package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// family is a mother and a child on one telephone, both expected on a day.
func (w *world) family(day time.Time) [2]records.Appointment {
	w.t.Helper()
	mother := w.clinic.NewPatient(w.t, w.store, "Maria Lopez", phone, monday)
	child := w.clinic.NewPatient(w.t, w.store, "Leo Lopez", "+12025550155", monday)
	w.execute("UPDATE contact_patient SET contact_id = $1, relationship = 'guardian' WHERE patient_id = $2", mother.ConversationID, child.ID)
	return [2]records.Appointment{w.visit(mother, day), w.visit(child, day.Add(time.Hour))}
}

// due has a reminder of each appointment due now, as one step.
func (w *world) due(appointments [2]records.Appointment) {
	w.t.Helper()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		for _, appointment := range appointments {
			err := tx.PlanReminders(ctx, []records.ReminderStep{{
				AppointmentID: appointment.ID, AppointmentVersion: 1, Step: "1d", Status: records.ReminderPlanned,
				DueAt: w.clock.now(), ExpiresAt: w.clock.now().Add(20 * time.Hour),
			}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err := w.jobs.SweepReminders(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// A family that is expected on one day reads one reminder, with the times and no
// names; nobody guesses which of them a bare answer means (invariant 12).
func TestOneReminderForAFamilysDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	appointments := w.family(monday.Add(24 * time.Hour)) // 10:00 and 11:00 in New York
	w.start()
	w.due(appointments)
	text := w.wait(1)[0].Text
	if !strings.Contains(text, "10:00 am") || !strings.Contains(text, "11:00 am") || strings.Contains(text, "Lopez") || strings.Contains(text, "Leo") {
		t.Errorf("the reminder is %q", text)
	}
	w.say("yes")
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		for _, appointment := range appointments {
			steps, err := tx.ReminderSteps(ctx, appointment.ID)
			if err != nil || len(steps) != 1 || steps[0].Status != records.ReminderSent {
				t.Errorf("the ledger has %+v (%v)", steps, err)
			}
			if found, err := tx.Appointment(ctx, appointment.ID); err != nil || found.ParticipantStatus == records.ParticipantAccepted {
				t.Errorf("a bare yes confirmed one of two (%v)", err)
			}
		}
		return nil
	})
	if err := w.jobs.SweepReminders(t.Context()); err != nil {
		t.Fatal(err)
	}
	if calls := len(w.provider.messages()); calls != 2 {
		t.Errorf("the provider was called %d times, want for the reminder and one answer", calls)
	}
}

// One that waits for the morning, and of which an appointment has moved by
// then, does not go: the other one is reminded of alone.
func TestReminderOfSeveralIsWrittenAnewWhenOneMoves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	appointments := w.family(monday.Add(26 * time.Hour)) // noon and 1 pm tomorrow
	w.start()
	w.clock.advance(13 * time.Hour) // 23:00
	w.due(appointments)
	w.transcript(func(messages []records.Message) bool {
		return len(statuses(messages, records.Outbound)) == 1 && messages[len(messages)-1].Status == records.MessageQueued
	})
	w.execute("UPDATE appointment SET start_at = start_at + interval '7 days', end_at = end_at + interval '7 days', version = 2 WHERE id = $1", appointments[1].ID)
	w.clock.advance(10*time.Hour + 30*time.Minute) // 09:30
	w.transcript(func(messages []records.Message) bool {
		return messages[len(messages)-1].NotSentReason == records.NotSentObsolete
	})
	w.until("the rest is due again", func() bool {
		if err := w.jobs.SweepReminders(t.Context()); err != nil {
			t.Fatal(err)
		}
		return len(w.provider.messages()) == 1
	})
	if text := w.provider.messages()[0].Text; !strings.Contains(text, "12:00 pm") || strings.Contains(text, "1:00 pm") {
		t.Errorf("the reminder is %q", text)
	}
}
