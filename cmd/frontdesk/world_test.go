package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

const (
	// publicURL is how Twilio knows the program; nothing listens there.
	publicURL = "https://bot.example.com"
	// patientNumber is from the range that is set aside for fiction.
	patientNumber = "+12025550142"
	// usual is far more than anything here takes on an idle machine, and enough on
	// one that has ten times as much to do.
	usual = 90 * time.Second
	// deliveries is how often Twilio brings a webhook that gets no 200.
	deliveries = 5
)

// world is everything around the program: a database with a clinic in it, and
// a Twilio that speaks HTTP. It is there before the program and outlives it.
type world struct {
	t           *testing.T
	databaseURL string
	store       *postgres.Store
	superuser   *pgxpool.Pool
	clinic      *postgrestest.Clinic
	twilio      *twiliotest.Server
	client      *http.Client // with connections that are kept, as Twilio's are
	phones      *phones
	sids        atomic.Int64
	onMessage   atomic.Pointer[onMessage]
	onRequest   atomic.Pointer[func(to string)]
	// twilioAhead is how far Twilio's clock has been moved on, with the program's.
	twilioAhead atomic.Int64
}

// onMessage is called with each message that Twilio accepts, before Twilio
// answers the request.
type onMessage struct{ call func(twiliotest.Message) }

// newWorld makes a world on a database of its own.
func newWorld(t *testing.T) *world {
	t.Helper()
	database := postgrestest.New(t)
	return newWorldOn(t, database.URL, database.SuperuserURL)
}

func newWorldOn(t *testing.T, databaseURL, superuserURL string) *world {
	t.Helper()
	w := &world{t: t, databaseURL: databaseURL, phones: newPhones()}
	var err error
	if w.store, err = postgres.Open(t.Context(), databaseURL, postgres.Options{Connections: 4}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.store.Close)
	if w.superuser, err = pgxpool.New(t.Context(), superuserURL+"&pool_max_conns=2"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.superuser.Close)
	w.clinic = postgrestest.NewClinic(t, w.store, "test", records.ProviderTwilio)
	// Noon is never far from now there, so no test meets the quiet hours.
	w.execute("UPDATE clinic SET time_zone = $1", zoneAtNoon(time.Now()))
	if w.twilio, err = twiliotest.Start(twiliotest.Options{Now: w.twilioNow, OnRequest: func(to string) {
		if on := w.onRequest.Load(); on != nil {
			(*on)(to)
		}
	}, OnMessage: func(message twiliotest.Message) {
		if on := w.onMessage.Load(); on != nil {
			on.call(message)
		}
		w.phones.add(message)
	}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.twilio.Close)
	w.client = w.twilio.Webhooks("", "").Client
	t.Cleanup(w.client.CloseIdleConnections)
	return w
}

// twilioNow is Twilio's clock.
func (w *world) twilioNow() time.Time { return time.Now().Add(time.Duration(w.twilioAhead.Load())) }

// zoneAtNoon names a zone in which it is between 12 and 13 o'clock at that
// moment. POSIX's signs are the wrong way round: Etc/GMT+5 is behind UTC.
func zoneAtNoon(now time.Time) string {
	return fmt.Sprintf("Etc/GMT%+d", now.UTC().Hour()-12)
}

// variables is the program's environment.
func (w *world) variables() []string {
	return []string{
		"FRONTDESK_DATABASE_URL=" + w.databaseURL,
		"FRONTDESK_ADDR=127.0.0.1:0",
		"FRONTDESK_PUBLIC_URL=" + publicURL,
		"FRONTDESK_TWILIO_ACCOUNT_SID=" + twiliotest.DefaultAccountSID,
		"FRONTDESK_TWILIO_AUTH_TOKEN=" + twiliotest.DefaultAuthToken,
		"FRONTDESK_TWILIO_API_URL=" + w.twilio.URL(),
		"FRONTDESK_LOG_LEVEL=warn",
	}
}

// text is a new message from a patient's phone.
func (w *world) text(from, text string) twiliotest.Inbound {
	return twiliotest.Inbound{SID: fmt.Sprintf("SM%032x", 0xf00d_0000_0000+w.sids.Add(1)), From: from, To: w.clinic.SMS.Address, Text: text}
}

// webhooks posts Twilio's webhooks to a program.
func (w *world) webhooks(programURL string) *twiliotest.Webhooks {
	webhooks := w.twilio.Webhooks(publicURL, programURL)
	webhooks.Client = w.client
	return webhooks
}

// deliver posts a message's webhook to a program and gives the HTTP status, 0
// when there was no answer.
func (w *world) deliver(programURL string, message twiliotest.Inbound) int {
	w.t.Helper()
	return statusOf(w.webhooks(programURL).Message(w.t.Context(), w.clinic.SMS.Name, message))
}

// arrive posts a message's webhook until it is answered with 200, as Twilio
// comes again when an overworked machine gives nothing or 503 within the
// webhook's deadline.
func (w *world) arrive(programURL string, message twiliotest.Inbound) {
	w.t.Helper()
	var status int
	for range deliveries {
		if status = w.deliver(programURL, message); status == http.StatusOK {
			return
		}
	}
	w.t.Fatalf("%q was answered with status %d, and that %d times", message.Text, status, deliveries)
}

// report posts a status callback and gives the HTTP status, 0 when there was
// no answer.
func (w *world) report(programURL string, message twiliotest.Message, status string) int {
	w.t.Helper()
	return statusOf(w.webhooks(programURL).Status(w.t.Context(), message, status, 0))
}

func statusOf(answer twiliotest.Answer, err error) int {
	if err != nil {
		return 0
	}
	return answer.Status
}

// say delivers a text and gives the program's reply, which is the next message
// that Twilio accepts for that phone.
func (w *world) say(programURL, from, text string) twiliotest.Message {
	w.t.Helper()
	before := len(w.sentTo(from))
	w.arrive(programURL, w.text(from, text))
	return w.awaitSent(from, before+1)[before]
}

// booked is how many messages each side has written once the patient said yes
// after almostBook.
const booked = 6

// almostBook lets a newcomer register and choose a time, and gives the
// program's last question: whether it shall book it.
func (w *world) almostBook(programURL string) twiliotest.Message {
	w.t.Helper()
	var last twiliotest.Message
	for _, text := range []string{"can I book a check-up with Dr Osei as soon as possible?", "Maria Lopez", "12 March 1985", "yes", "1"} {
		last = w.say(programURL, patientNumber, text)
	}
	w.expectCount(1, "SELECT count(*) FROM appointment WHERE status = 'pending'")
	return last
}

// sentTo gives what Twilio has accepted for a phone.
func (w *world) sentTo(to string) []twiliotest.Message {
	sent, _ := w.phones.of(to)
	return sent
}

// awaitSent waits until Twilio has accepted so many messages for a phone.
func (w *world) awaitSent(to string, count int) []twiliotest.Message {
	w.t.Helper()
	deadline := time.NewTimer(usual)
	defer deadline.Stop()
	for {
		sent, changed := w.phones.of(to)
		if len(sent) >= count {
			return sent
		}
		select {
		case <-changed:
		case <-deadline.C:
			w.t.Log(w.conversation())
			w.t.Fatalf("Twilio has accepted %d messages for the phone within %v, want %d", len(sent), usual, count)
		}
	}
}

// settle waits until nothing is left to do: every inbound message had its
// turn, and no reply waits or is under way.
func (w *world) settle() {
	w.t.Helper()
	w.await(usual, "all messages to be settled", func() bool {
		return w.count("SELECT count(*) FROM message WHERE status IN ('received', 'queued', 'sending')") == 0
	})
}

// await looks again and again until a condition holds that nothing announces.
func (w *world) await(patience time.Duration, what string, holds func() bool) {
	w.t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.NewTimer(usual)
	defer deadline.Stop()
	for !holds() {
		select {
		case <-ticker.C:
		case <-deadline.C:
			w.t.Log(w.conversation())
			w.t.Fatalf("waited %v in vain for %s", patience, what)
		}
	}
}

// awaitClosed waits until a channel is closed.
func (w *world) awaitClosed(closed <-chan struct{}, what string) {
	w.t.Helper()
	deadline := time.NewTimer(usual)
	defer deadline.Stop()
	select {
	case <-closed:
	case <-deadline.C:
		w.t.Fatalf("waited %v in vain for %s", usual, what)
	}
}

// count runs a query over all clinics that gives one number.
func (w *world) count(query string, arguments ...any) int {
	w.t.Helper()
	var count int
	if err := w.superuser.QueryRow(w.t.Context(), query, arguments...).Scan(&count); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return count
}

// expectCount checks what such a query gives.
func (w *world) expectCount(want int, query string, arguments ...any) {
	w.t.Helper()
	if got := w.count(query, arguments...); got != want {
		w.t.Errorf("%s: %d, want %d", query, got, want)
	}
}

// execute changes something behind the program's back.
func (w *world) execute(statement string, arguments ...any) {
	w.t.Helper()
	if _, err := w.superuser.Exec(w.t.Context(), statement, arguments...); err != nil {
		w.t.Fatalf("%s: %v", statement, err)
	}
}

// conversation writes down all messages of the database, for a failed test.
func (w *world) conversation() string {
	rows, err := w.superuser.Query(w.t.Context(), `SELECT direction || ' ' || status || ' ' || attempts || ' ' || error_code || ' ' || not_sent_reason
		|| ': ' || text FROM message ORDER BY sequence`)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	var written strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err.Error()
		}
		written.WriteString(line + "\n")
	}
	return written.String()
}
