package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/email/emailtest"
)

// asked is a patient whose address is just being asked, with the mail server
// doing what it is told to first.
func (m mailed) asked(faults ...emailtest.Fault) {
	m.t.Helper()
	m.almostBook(m.url)
	m.mails.Fail(faults...)
	m.asksFor(false)
}

// awaitMail waits until the only e-mail is in a state.
func (m mailed) awaitMail(status string) {
	m.t.Helper()
	m.await(usual, "the e-mail to be "+status, func() bool {
		return m.count("SELECT count(*) FROM message_mail x JOIN message m ON m.id = x.message_id WHERE m.status = $1", status) == 1
	})
}

// awaitLook waits until an e-mail was looked for in vain for the first time.
func (m mailed) awaitLook() {
	m.t.Helper()
	m.await(usual, "the first look", func() bool {
		return m.count("SELECT count(*) FROM message WHERE status = 'unknown' AND looks = 1") == 1
	})
}

// awaitTask waits for a task for staff.
func (m mailed) awaitTask(code string) {
	m.t.Helper()
	m.await(usual, "the task", func() bool { return m.count("SELECT count(*) FROM task WHERE code = $1", code) == 1 })
}

// An answer that is lost after the server took the content leaves a doubt that
// nobody can settle: the e-mail is not sent again, and staff are told.
func TestMailWhoseAnswerIsLostIsNotRepeated(t *testing.T) {
	t.Parallel()
	m := serveMail(t)
	m.asked(emailtest.Fault{At: emailtest.AtData, Accept: true, Cut: true})
	m.awaitMail("unknown")
	m.advance(31 * time.Second)
	m.awaitLook()
	m.advance(61 * time.Second)
	m.awaitTask("unknown-send")
	m.settle()
	if got := len(m.mails.Messages()); got != 1 {
		t.Errorf("%d e-mails came, want 1", got)
	}
}

// A process that dies between the server's word and its record has the e-mail
// sent once more, under the same Message-ID, and never twice more. This is the
// one double that there is.
func TestMailOfADeadProcessIsRepeatedOnceUnderItsID(t *testing.T) {
	t.Parallel()
	m := serveMail(t)
	m.asked()
	first := m.receives(1)
	for n := range 2 {
		m.awaitMail("sent")
		// As the process leaves it that dies before it writes the outcome down.
		m.execute(`UPDATE message SET status = 'sending', provider_id = NULL, sending_until = $1
			WHERE id IN (SELECT message_id FROM message_mail)`, m.now().Add(-time.Second))
		m.execute("UPDATE send_lane SET busy_until = $1 WHERE channel_id IN (SELECT id FROM channel WHERE kind = 'email')", m.now().Add(-time.Second))
		m.awaitLook()
		m.advance(3 * time.Second)
		if n == 0 {
			m.receives(2)
		}
	}
	m.awaitTask("unknown-send")
	if second := m.receives(2); second.ID != first.ID || len(m.mails.Messages()) != 2 {
		t.Errorf("%d e-mails, of the ids %q and %q", len(m.mails.Messages()), first.ID, second.ID)
	}
	m.expectCount(1, "SELECT count(*) FROM message WHERE status = 'unknown' AND error_code = 'abandoned'")
}

// A server that is busy is asked again; one that knows no such mailbox ends it:
// nothing more goes there, and staff are told.
func TestMailThatTheServerRefuses(t *testing.T) {
	t.Parallel()
	m := serveMail(t)
	m.asked(emailtest.Fault{At: emailtest.AtRcpt, Code: 451, Enhanced: [3]int{4, 7, 1}})
	m.await(usual, "the e-mail to be put off", func() bool {
		return m.count("SELECT count(*) FROM message WHERE status = 'queued' AND error_code = '451 4.7.1'")+len(m.mails.Messages()) == 1
	})
	m.advance(5 * time.Second)
	if status := m.confirms(m.receives(1)); status != 200 {
		t.Fatalf("confirmed with %d", status)
	}
	m.mails.Fail(emailtest.Fault{At: emailtest.AtRcpt, Code: 550, Enhanced: [3]int{5, 1, 1}})
	m.hears("yes")
	m.awaitTask("unreachable")
	m.expectCount(1, "SELECT count(*) FROM contact WHERE address = $1 AND state = 'stale'", mailAddress)
	m.hears("cancel my appointment", "yes")
	m.expectCount(1, "SELECT count(*) FROM appointment WHERE status = 'cancelled'")
	m.nothingMore(1)
	if log := m.conversation(); !strings.Contains(log, "550 5.1.1") {
		t.Errorf("the server's code is not on record:\n%s", log)
	}
}

// hour is a time of day.
var hour = regexp.MustCompile(`\b[0-9]{1,2}:[0-9]{2}\b`)

// Where a clinic lets e-mail say no more than that there is a message, neither
// subject nor calendar says it either, also when the first attempt was in vain.
func TestMailThatGivesNothingAway(t *testing.T) {
	t.Parallel()
	m := serveMail(t)
	m.asked()
	if status := m.confirms(m.receives(1)); status != http.StatusOK {
		t.Fatalf("confirmed with %d", status)
	}
	m.execute("INSERT INTO channel_policy (clinic_id, channel_id, unasked_level) SELECT clinic_id, id, 0 FROM channel WHERE kind = 'email'")
	m.execute("UPDATE clinic SET version = version + 1")
	m.settle()             // what is under way must not be taken for dead
	m.advance(time.Minute) // settings are looked at again
	m.mails.Fail(emailtest.Fault{At: emailtest.AtRcpt, Code: 451, Enhanced: [3]int{4, 7, 1}})
	m.hears("yes")
	receipt := m.receives(2)
	if all := receipt.Text + receipt.HTML + receipt.Header.Get("Subject"); receipt.Calendar != nil || hour.MatchString(all) || strings.Contains(all, "Main Street") {
		t.Errorf("it reads %q, %q, with the calendar %q", receipt.Header.Get("Subject"), receipt.Text, receipt.Calendar)
	}
	m.expectCount(1, "SELECT count(*) FROM message WHERE withheld_level = 1 AND attempts = 2")
}
