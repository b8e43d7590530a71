package main

import (
	"fmt"
	"testing"
	"time"
)

// Invariant 11: after STOP nothing leaves but one confirmation; an ordinary
// message is answered and subscribes to nothing; START does.
func TestStopStopsUntilStart(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.almostBook(s.url)
	s.hear(patientNumber, "yes")

	t.Log(s.hear(patientNumber, "STOP"))
	s.settle()
	s.accept("stop") // there is nothing left to confirm
	s.remind("after-stop")
	s.expectReminder("after-stop", "not-sent", "opted-out")
	const confirmed = booked + 1
	if sent := s.sentTo(patientNumber); len(sent) != confirmed {
		t.Errorf("Twilio has %d messages, want %d", len(sent), confirmed)
	}

	t.Log(s.hear(patientNumber, "what are my appointments?"))
	s.remind("after-question")
	s.expectReminder("after-question", "not-sent", "opted-out")

	t.Log(s.hear(patientNumber, "START"))
	s.remind("after-start")
	s.expectReminder("after-start", "sent", "")
	s.stop()
	s.expectCount(3, "SELECT count(*) FROM message WHERE proactive")
	if sent := s.sentTo(patientNumber); len(sent) != confirmed+3 {
		t.Errorf("Twilio has %d messages, want %d", len(sent), confirmed+3)
	}
}

// Invariant 11: a STOP in the middle of a flow, while twenty reminders wait for
// the morning, is confirmed once, and nothing more leaves on that channel: no
// reminder when the morning comes, and no answer to the flow's question. An
// ordinary "hello" is answered and subscribes to nothing; START does.
func TestStopAmidAFlowStopsTwentyQueuedReminders(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.almostBook(s.url)
	s.hear(patientNumber, "yes")
	s.hear(patientNumber, "can I book a cleaning?") // it asks something back

	const reminders = 20
	s.execute("UPDATE appointment SET start_at = start_at + interval '7 days', end_at = end_at + interval '7 days'")
	s.execute("UPDATE clinic SET time_zone = $1, version = version + 1", zoneAtNight(s.now()))
	s.advance(3 * time.Second) // the running program reads the settings again
	for n := range reminders {
		s.planReminderAt(fmt.Sprintf("night-%d", n), s.now())
	}
	s.sweepReminders()
	waiting := "SELECT count(*) FROM message WHERE proactive AND status = 'queued' AND send_after IS NOT NULL"
	s.await(usual, "the reminders to wait for the morning", func() bool { return s.count(waiting) == reminders })

	before := len(s.sentTo(patientNumber))
	t.Log(s.hear(patientNumber, "STOP"))
	s.expectCount(reminders, waiting)
	s.advance(12 * time.Hour)
	s.settle()
	s.expectCount(reminders, "SELECT count(*) FROM message WHERE proactive AND status = 'not-sent' AND not_sent_reason = 'opted-out'")
	if sent := s.sentTo(patientNumber); len(sent) != before+1 {
		t.Errorf("Twilio has %d messages more, want the one confirmation", len(sent)-before)
	}

	t.Log(s.hear(patientNumber, "hello"))
	s.remind("after-hello")
	s.expectReminder("after-hello", "not-sent", "opted-out")
	t.Log(s.hear(patientNumber, "START"))
	s.remind("after-start")
	s.expectReminder("after-start", "sent", "")
	s.stop()
	if sent := s.sentTo(patientNumber); len(sent) != before+4 {
		t.Errorf("Twilio has %d messages more, want the confirmation, two answers and a reminder", len(sent)-before)
	}
	s.expectCount(1, "SELECT count(*) FROM appointment") // the flow went no further
}

// zoneAtNight names a zone in which it is between 22 and 23 o'clock.
func zoneAtNight(now time.Time) string {
	east := 22 - now.UTC().Hour()
	if east > 14 {
		east -= 24
	}
	return fmt.Sprintf("Etc/GMT%+d", -east)
}

// remind makes a reminder due, sweeps, and waits until it was dealt with.
func (s *served) remind(step string) {
	s.t.Helper()
	s.planReminderAt(step, s.now())
	s.sweepReminders()
	s.settle()
}

func (s *served) sweepReminders() {
	s.t.Helper()
	if err := s.service.jobs.SweepReminders(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// expectReminder checks what became of a reminder's message.
func (s *served) expectReminder(step, status, reason string) {
	s.t.Helper()
	s.expectCount(1, `SELECT count(*) FROM reminder_step r JOIN message m ON m.clinic_id = r.clinic_id AND m.id = r.message_id
		WHERE r.step = $1 AND m.status = $2 AND m.not_sent_reason = $3`, step, status, reason)
}
