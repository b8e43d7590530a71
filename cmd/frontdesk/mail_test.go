package main

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/email/emailtest"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// mailAddress is where the patient's receipts go.
const mailAddress = "maria.lopez@example.com"

// mailed is the program with a mail server and a clinic's channel of e-mail.
type mailed struct {
	*served
	mails *emailtest.Server
}

// serveMail runs the program with a mail server on loopback.
func serveMail(t *testing.T) mailed {
	t.Helper()
	mails, err := emailtest.Start(emailtest.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mails.Close)
	w := newWorld(t)
	err = w.store.InClinic(t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreateChannel(ctx, records.Channel{
			ID: uuid.New(), Name: "mail", Kind: records.ChannelEmail, Provider: records.ProviderSMTP, Address: "front@clinic.example", Active: true,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return mailed{mails: mails, served: w.serve(
		"FRONTDESK_SMTP_HOST=127.0.0.1", "FRONTDESK_SMTP_PORT="+strconv.Itoa(mails.Port()), "FRONTDESK_SMTP_ENCRYPTION=none",
	)}
}

// receives waits for the nth e-mail and opens it.
func (m mailed) receives(n int) emailtest.Mail {
	m.t.Helper()
	m.await(usual, "e-mail "+strconv.Itoa(n), func() bool { return len(m.mails.Messages()) >= n })
	taken := m.mails.Messages()[n-1]
	if taken.To != mailAddress {
		m.t.Errorf("e-mail %d went to %q", n, taken.To)
	}
	opened, err := taken.Open()
	if err != nil {
		m.t.Fatal(err)
	}
	return opened
}

// nothingMore says that whatever was planned is settled, and no e-mail came
// beyond the nth.
func (m mailed) nothingMore(n int) {
	m.t.Helper()
	m.await(usual, "all e-mails to be written", func() bool {
		return m.count("SELECT count(*) FROM email_receipt WHERE settled_at IS NULL")+m.count("SELECT count(*) FROM email_confirmation WHERE message_id IS NULL") == 0
	})
	m.settle()
	if got := len(m.mails.Messages()); got != n {
		m.t.Errorf("%d e-mails came, want %d\n%s", got, n, m.conversation())
	}
}

// link finds the address in an e-mail that begins with a path, and points it at
// the program, which nobody reaches by its public address.
func (m mailed) link(mail emailtest.Mail, beginning string) string {
	m.t.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(publicURL+beginning) + `[\w-]+`).FindString(mail.Text)
	if found == "" {
		m.t.Fatalf("no link to %s in %q", beginning, mail.Text)
	}
	return m.url + strings.TrimPrefix(found, publicURL)
}

// posts sends a form and gives the answer's status.
func (m mailed) posts(address string, form url.Values) int {
	m.t.Helper()
	request, err := http.NewRequestWithContext(m.t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		m.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		m.t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		m.t.Error(err)
	}
	return answer.StatusCode
}

// confirms opens the link of a confirmation and presses the button behind it.
func (m mailed) confirms(mail emailtest.Mail) int {
	m.t.Helper()
	page, secret, _ := strings.Cut(m.link(mail, "/mail/test#"), "#")
	return m.posts(page, url.Values{"secret": {secret}})
}

// asksFor has staff ask whoever reads the address whether they want the only
// patient's receipts.
func (m mailed) asksFor(reminders bool) {
	m.t.Helper()
	var staff records.Staff
	var patientID uuid.UUID
	if err := m.superuser.QueryRow(m.t.Context(), "SELECT id FROM patient").Scan(&patientID); err != nil {
		m.t.Fatal(err)
	}
	err := m.store.InClinic(m.t.Context(), m.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		staff = records.Staff{ID: uuid.New(), Name: "Alex Kim", Role: records.RoleFrontDesk}
		return tx.CreateStaff(ctx, staff)
	})
	if err != nil {
		m.t.Fatal(err)
	}
	by := jobs.Principal{ClinicID: m.clinic.ID, StaffID: staff.ID, Role: staff.Role}
	if _, err := m.service.desk.AddEmailAddress(m.t.Context(), by, patientID, mailAddress, reminders); err != nil {
		m.t.Fatal(err)
	}
}

// hears has the patient write by SMS, each after the answer to the one before.
func (m mailed) hears(texts ...string) {
	m.t.Helper()
	for _, text := range texts {
		m.t.Logf("%s → %s", text, m.hear(patientNumber, text))
	}
}

// higher says whether a calendar's sequence is above another.
func higher(a, b string) bool {
	left, err := strconv.Atoi(a)
	right, failed := strconv.Atoi(b)
	return err == nil && failed == nil && left > right
}

// entry is what an e-mail's calendar says of an appointment.
func (m mailed) entry(mail emailtest.Mail) map[string]string {
	m.t.Helper()
	said := make(map[string]string)
	for line := range strings.SplitSeq(strings.ReplaceAll(string(mail.Calendar), "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		said[name] = value
	}
	if !strings.Contains(mail.CalendarType, "method="+said["METHOD"]) {
		m.t.Errorf("the part is of type %q, and its method %q", mail.CalendarType, said["METHOD"])
	}
	return said
}

// shows opens the link in a text and shows the patient's birth date there.
func (m mailed) shows(text string) {
	m.t.Helper()
	page, secret, found := strings.Cut(regexp.MustCompile(regexp.QuoteMeta(publicURL)+`\S+`).FindString(text), "#")
	if !found {
		m.t.Fatalf("no link in %q", text)
	}
	before := len(m.sentTo(patientNumber))
	born := url.Values{"secret": {secret}, "day": {"12"}, "month": {"3"}, "year": {"1985"}}
	if status := m.posts(m.url+strings.TrimPrefix(page, publicURL), born); status != http.StatusOK {
		m.t.Fatalf("the birth date was answered with status %d", status)
	}
	m.awaitSent(patientNumber, before+1)
}

// The whole way of an address: nothing goes there before whoever reads it has
// pressed the button, whatever machine opens the link before; then each change of
// an appointment goes there with a calendar that follows it, beside the SMS and
// not in their place; and one request of a mail program ends it all.
func TestReceiptsByMail(t *testing.T) {
	t.Parallel()
	m := serveMail(t)
	m.almostBook(m.url)
	m.hears("yes", "cancel my appointment", "yes")
	m.shows(m.hear(patientNumber, "please send my receipts to Maria.Lopez@Example.com"))
	asked := m.receives(1)
	if all := asked.Text + asked.HTML; strings.Contains(all, "Lopez") || asked.Calendar != nil || asked.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("the confirmation gives away too much, or can't be ended: %+v", asked)
	}
	const book = "can I book a check-up with Dr Osei as soon as possible?"
	m.hears(book, "1", "yes")
	m.nothingMore(1)
	m.hears("cancel my appointment", "yes")
	for range 2 { // a machine that looks for dangerous links
		if status, page := m.get(m.link(asked, "/mail/test#")); status != http.StatusOK || !strings.Contains(page, "<form") {
			t.Errorf("the page: %d\n%s", status, page)
		}
	}
	m.expectCount(0, "SELECT count(*) FROM email_receiver")
	if first, second := m.confirms(asked), m.confirms(asked); first != http.StatusOK || second != http.StatusNotFound {
		t.Errorf("confirmed with %d, and again with %d", first, second)
	}
	m.expectCount(1, "SELECT count(*) FROM consent WHERE source = 'email-confirmed' AND evidence <> '' AND message_id IS NOT NULL")

	m.hears(book, "1", "yes")
	booked := m.receives(2)
	m.hears("can I move my appointment?", "as soon as possible", "1", "yes")
	moved := m.receives(3)
	m.hears("cancel my appointment", "yes")
	cancelled := m.receives(4)
	m.followEachOther(booked, moved, cancelled)

	stop := m.url + strings.TrimPrefix(strings.Trim(cancelled.Header.Get("List-Unsubscribe"), "<>"), publicURL)
	if status, _ := m.get(stop); status != http.StatusOK {
		t.Errorf("the page to end them: %d", status)
	}
	m.expectCount(0, "SELECT count(*) FROM consent WHERE source = 'email-stopped'")
	if status := m.posts(stop, url.Values{"List-Unsubscribe": {"One-Click"}}); status != http.StatusOK {
		t.Errorf("the one request: %d", status)
	}
	m.expectCount(1, "SELECT count(*) FROM consent WHERE source = 'email-stopped' AND status = 'inactive' AND evidence LIKE '%one-click%'")
	m.hears(book, "1", "yes")
	m.expectCount(1, "SELECT count(*) FROM appointment WHERE status = 'booked'")
	m.shows(m.hear(patientNumber, "my email is maria.lopez@example.com"))
	m.nothingMore(4)
}

// followEachOther checks the calendars of a booking, its move and its
// cancellation: one entry, which each replaces, that names nobody.
func (m mailed) followEachOther(booked, moved, cancelled emailtest.Mail) {
	m.t.Helper()
	first, second, third := m.entry(booked), m.entry(moved), m.entry(cancelled)
	if first["METHOD"] != "REQUEST" || second["METHOD"] != "REQUEST" || third["METHOD"] != "CANCEL" || third["STATUS"] != "CANCELLED" {
		m.t.Errorf("the methods: %v\n%v\n%v", first, second, third)
	}
	if first["UID"] == "" || first["UID"] != second["UID"] || second["UID"] != third["UID"] {
		m.t.Errorf("not one entry: %v\n%v\n%v", first, second, third)
	}
	if !higher(second["SEQUENCE"], first["SEQUENCE"]) || !higher(third["SEQUENCE"], second["SEQUENCE"]) || first["DTSTART"] == second["DTSTART"] {
		m.t.Errorf("none replaces the one before: %v\n%v\n%v", first, second, third)
	}
	if first["ATTENDEE"] != "mailto:"+mailAddress || first["ORGANIZER"] != "mailto:front@clinic.example" {
		m.t.Errorf("who invites whom: %v", first)
	}
	for _, mail := range []emailtest.Mail{booked, moved, cancelled} {
		if all := mail.Text + mail.HTML + mail.Header.Get("Subject") + string(mail.Calendar); strings.Contains(all, "Osei") || strings.Contains(all, "Lopez") {
			m.t.Errorf("a receipt names somebody: %s", all)
		}
	}
}
