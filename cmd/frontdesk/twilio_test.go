package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/records"
)

// The operator makes the clinic's templates, WhatsApp approves one, and from
// then on a reminder reaches a patient who wrote long ago.
func TestTemplatesFromCommandToReminder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	templates := func(arguments ...string) string {
		output := &strings.Builder{}
		status := run(append([]string{"twilio", "templates", "--clinic", "test"}, arguments...), &environment{
			context: t.Context(), input: strings.NewReader(""), output: output, errorOutput: t.Output(), variables: w.variables(),
		})
		if status != 0 {
			t.Fatalf("the command ended with status %d: %s", status, output)
		}
		return output.String()
	}
	if said := templates(); !strings.Contains(said, "unsubmitted") || !strings.Contains(said, "--submit") {
		t.Errorf("made: %s", said)
	}
	made := len(w.twilio.Contents())
	if said := templates("--submit"); !strings.Contains(said, "pending") || strings.Contains(said, "unsubmitted") {
		t.Errorf("submitted: %s", said)
	}
	for _, content := range w.twilio.Contents() {
		if strings.HasPrefix(content.Name, "reminder") && content.Language == string(records.English) {
			w.twilio.Judge(content.SID, "approved", "")
		}
		if strings.HasPrefix(content.Name, "recall") {
			w.twilio.Judge(content.SID, "rejected", "too friendly")
		}
	}
	if said := templates(); !strings.Contains(said, "approved") || !strings.Contains(said, "too friendly") {
		t.Errorf("judged: %s", said)
	}
	if again := len(w.twilio.Contents()); again != made {
		t.Errorf("%d templates became %d by asking again", made, again)
	}

	s := w.serve("FRONTDESK_REMINDER_SCHEDULE=@every 1s")
	s.byWhatsApp("hello")
	first := s.awaitSent("whatsapp:"+patientNumber, 1)[0]
	if first.ContentSID == "" || first.Choices == "" {
		t.Errorf("within the session the choices are not shown as buttons: %+v", first)
	}
	for _, text := range []string{"can I book a check-up with Dr Osei as soon as possible?", "Maria Lopez", "12 March 1985", "yes", "1", "yes"} {
		before := len(s.sentTo("whatsapp:" + patientNumber))
		s.byWhatsApp(text)
		s.awaitSent("whatsapp:"+patientNumber, before+1)
	}
	// Long ago, and the appointment is still to come.
	s.execute("UPDATE message SET created_at = created_at - interval '2 days' WHERE direction = 'inbound'")
	s.execute("UPDATE appointment SET start_at = start_at + interval '7 days', end_at = end_at + interval '7 days' WHERE status = 'booked'")
	before := len(s.sentTo("whatsapp:" + patientNumber))
	s.planReminder("now")
	reminder := s.awaitSent("whatsapp:"+patientNumber, before+1)[before]
	if reminder.ContentSID == "" || !strings.Contains(reminder.Body, "appointment") || !strings.Contains(reminder.Choices, "r:") {
		t.Errorf("the reminder went as %+v", reminder)
	}
	s.settle()
	s.expectCount(1, "SELECT count(*) FROM message WHERE proactive AND status = 'sent' AND text = $1", reminder.Body)
	s.expectCount(0, "SELECT count(*) FROM task")
}

// byWhatsApp delivers a text of the patient's on the clinic's WhatsApp.
func (s *served) byWhatsApp(text string) {
	s.t.Helper()
	message := s.text("whatsapp:"+patientNumber, text)
	message.To = "whatsapp:" + s.clinic.WhatsApp.Address
	if status := statusOf(s.webhooks(s.url).Message(s.t.Context(), s.clinic.WhatsApp.Name, message)); status != http.StatusOK {
		s.t.Fatalf("%q was answered with status %d", text, status)
	}
}

// Invariant 1: what we could not take, and answered with a 5xx, is fetched as
// soon as Twilio has given up on it, without waiting for the next quarter of an
// hour.
func TestRefusedByOurFaultIsFetched(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.hear(patientNumber, "hello")
	s.settle()
	s.execute("ALTER TABLE message RENAME TO message_away")
	lost := s.text(patientNumber, "what are your opening hours?")
	if status := s.deliver(s.url, lost); status/100 != 5 {
		t.Fatalf("a message that can't be stored was answered with %d", status)
	}
	s.twilio.AddInbound(lost)
	s.execute("ALTER TABLE message_away RENAME TO message")
	s.advance(21 * time.Second)
	s.awaitSent(patientNumber, 2)
	s.settle()
	s.expectCount(1, "SELECT count(*) FROM message WHERE provider_id = $1 AND status = 'processed'", lost.SID)
	if status := s.deliver(s.url, lost); status != http.StatusOK {
		t.Errorf("delivered late, it was answered with %d", status)
	}
	s.settle()
	s.stop()
	if sent := s.sentTo(patientNumber); len(sent) != 2 {
		t.Errorf("Twilio has accepted %d messages, want 2", len(sent))
	}
}
