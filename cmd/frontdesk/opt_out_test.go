package main

import "testing"

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

// remind makes a reminder due, sweeps, and waits until it was dealt with.
func (s *served) remind(step string) {
	s.t.Helper()
	s.planReminder(step)
	if err := s.service.jobs.SweepReminders(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	s.settle()
}

// expectReminder checks what became of a reminder's message.
func (s *served) expectReminder(step, status, reason string) {
	s.t.Helper()
	s.expectCount(1, `SELECT count(*) FROM reminder_step r JOIN message m ON m.clinic_id = r.clinic_id AND m.id = r.message_id
		WHERE r.step = $1 AND m.status = $2 AND m.not_sent_reason = $3`, step, status, reason)
}
