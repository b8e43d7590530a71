package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/email/emailtest"
)

// reminds moves the clock on to the appointment's next step and sweeps.
func (m mailed) reminds(step string) {
	m.t.Helper()
	m.settle() // what is under way must not be taken for dead
	var due time.Time
	err := m.superuser.QueryRow(m.t.Context(), `SELECT r.due_at FROM reminder_step r JOIN appointment a ON a.id = r.appointment_id
		WHERE a.status = 'booked' AND r.appointment_version = a.version AND r.step = $1`, step).Scan(&due)
	if err != nil {
		m.t.Fatalf("the step %s: %v", step, err)
	}
	m.advance(due.Add(time.Minute).Sub(m.now()))
	if err := m.service.jobs.SweepReminders(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
}

// booksAhead has the patient book for a day on which both reminders are ahead.
func (m mailed) booksAhead() {
	m.t.Helper()
	m.almostBook(m.url)
	m.hears("2", "in two weeks", "1", "yes")
	m.expectCount(1, "SELECT count(*) FROM appointment WHERE status = 'booked'")
}

// Who wants reminders by e-mail gets them there alone, with nothing to answer
// by; when the server then knows no such mailbox, the telephone gets it instead.
func TestRemindersGoByMailWhereThatIsWanted(t *testing.T) {
	t.Parallel()
	m := serveMail(t)
	m.booksAhead()
	m.shows(m.hear(patientNumber, "I want reminders by email, to maria.lopez@example.com"))
	if status := m.confirms(m.receives(1)); status != http.StatusOK {
		t.Fatalf("confirmed with %d", status)
	}
	before := len(m.sentTo(patientNumber))
	m.reminds("3d")
	reminder := m.receives(2)
	if !strings.Contains(reminder.Text, "you have an appointment") || strings.Contains(reminder.Text, "\n1 ") || strings.Contains(reminder.Text, "Osei") {
		t.Errorf("the reminder reads %q", reminder.Text)
	}
	if got := len(m.sentTo(patientNumber)); got != before {
		t.Errorf("the telephone was reminded, too: %+v", m.sentTo(patientNumber)[before:])
	}
	m.mails.Fail(emailtest.Fault{At: emailtest.AtRcpt, Code: 550, Enhanced: [3]int{5, 1, 1}})
	m.reminds("1d")
	sent := m.awaitSent(patientNumber, before+1)
	if !strings.Contains(sent[before].Body, "you have an appointment") {
		t.Errorf("the telephone reads %q", sent[before].Body)
	}
	m.nothingMore(2)
}

// An address that was given for receipts gets a reminder only where no telephone
// can be written to, and none once its reader ended the e-mails.
func TestRemindersGoByMailWhereNothingElseReaches(t *testing.T) {
	t.Parallel()
	m := serveMail(t)
	m.booksAhead()
	m.shows(m.hear(patientNumber, "my email is maria.lopez@example.com"))
	asked := m.receives(1)
	if status := m.confirms(asked); status != http.StatusOK {
		t.Fatalf("confirmed with %d", status)
	}
	m.hear(patientNumber, "STOP")
	m.reminds("3d")
	m.receives(2)
	stop := m.url + strings.TrimPrefix(strings.Trim(asked.Header.Get("List-Unsubscribe"), "<>"), publicURL)
	if status := m.posts(stop, url.Values{"messages": {"stop"}}); status != http.StatusOK {
		t.Errorf("the button: %d", status)
	}
	m.reminds("1d")
	m.nothingMore(2)
}
