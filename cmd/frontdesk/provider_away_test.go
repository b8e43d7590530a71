package main

import (
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

// road leads to Twilio, and can be closed: then connections are refused.
type road struct {
	t       *testing.T
	address string
	handler http.Handler
	mutex   sync.Mutex
	server  *http.Server
}

// newRoad makes an open road to a fake Twilio.
func newRoad(t *testing.T, to string) *road {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	r := &road{t: t, address: "127.0.0.1:0", handler: httputil.NewSingleHostReverseProxy(target)}
	r.open()
	t.Cleanup(r.close)
	return r
}

func (r *road) open() {
	r.t.Helper()
	r.mutex.Lock()
	defer r.mutex.Unlock()
	listener, err := new(net.ListenConfig).Listen(r.t.Context(), "tcp", r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	r.address = listener.Addr().String()
	r.server = &http.Server{Handler: r.handler, ReadHeaderTimeout: usual}
	go func(server *http.Server) { _ = server.Serve(listener) }(r.server) // until it is closed
}

func (r *road) close() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	_ = r.server.Close() // there is nobody on it
}

// Nobody can reach Twilio for six hours. What is written meanwhile is judged
// anew then: an answer of this morning and the word of what was cancelled are
// dropped with their reasons, a reminder that is still of use goes, once, and
// whoever said STOP hears nothing more.
func TestProviderAwayForSixHours(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	road := newRoad(t, w.twilio.URL())
	s := w.serve("FRONTDESK_TWILIO_API_URL=http://"+road.address, "FRONTDESK_REMINDER_SCHEDULE=@every 1s")
	s.almostBook(s.url)
	s.hear(patientNumber, "yes")
	s.settle()
	road.close()

	before := len(s.sentTo(patientNumber))
	s.accept("what are your opening hours?")
	const stopped = "+12025550177"
	s.arrive(s.url, s.text(stopped, "hello"))
	s.await(usual, "the answers to be tried", func() bool {
		return s.count("SELECT count(*) FROM message WHERE status = 'queued' AND attempts > 0") == 2
	})
	s.arrive(s.url, s.text(stopped, "STOP"))
	s.execute("UPDATE appointment SET start_at = start_at + interval '7 days', end_at = end_at + interval '7 days' WHERE status = 'booked'")
	s.planReminder("later")
	s.await(usual, "the reminder to be written", func() bool { return s.count("SELECT count(*) FROM message WHERE proactive") == 1 })
	s.execute("UPDATE message SET expires_at = expires_at + interval '2 days' WHERE proactive")
	// An attempt that the clock is moved over would stay in doubt for as long as
	// nobody can be asked about it.
	s.await(usual, "the provider to be left alone", func() bool {
		return s.count(`SELECT count(*) FROM send_lane WHERE open_until > now() + interval '5 seconds'
			AND NOT EXISTS (SELECT FROM message WHERE status IN ('sending', 'unknown'))`) == 1
	})
	// In the zone of the clinic it is still noon then.
	s.execute("UPDATE clinic SET time_zone = $1, version = version + 1", zoneAtNoon(time.Now().Add(6*time.Hour)))
	s.advance(6 * time.Hour)
	s.await(usual, "what is too late to be dropped", func() bool {
		return s.count("SELECT count(*) FROM message WHERE status = 'not-sent' AND not_sent_reason IN ('expired', 'opted-out')") >= 2
	})
	// Whoever has an attempt under way when the road opens would write its failure
	// down after the next move of the clock, and pause from there.
	s.await(usual, "the provider to be tried again, in vain", func() bool {
		return s.count(`SELECT count(*) FROM send_lane WHERE open_until > now() + interval '5 hours'
			AND NOT EXISTS (SELECT FROM message WHERE status IN ('sending', 'unknown'))`) == 1
	})
	road.open()
	s.advance(5 * time.Minute) // past the longest pause between two tries
	sent := s.awaitSent(patientNumber, before+1)
	s.settle()
	s.stop()
	if len(s.sentTo(patientNumber)) != before+1 {
		t.Errorf("Twilio has accepted %d messages since, want the reminder alone", len(s.sentTo(patientNumber))-before)
	}
	s.expectCount(1, "SELECT count(*) FROM message WHERE proactive AND status = 'sent' AND provider_id = $1", sent[before].SID)
	for _, message := range s.sentTo(stopped) {
		s.expectCount(1, "SELECT count(*) FROM message WHERE despite_opt_out AND provider_id = $1", message.SID)
	}
	s.expectCount(0, "SELECT count(*) FROM message WHERE status IN ('unknown', 'sending')")
}

// Webhooks come late, twice, after the next one, or not at all: each message is
// answered once, and the answer is to what was asked.
func TestWebhooksLateAndOutOfOrder(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	relay := twiliotest.NewRelay(s.webhooks(s.url), s.clinic.SMS.Name, func(_ string, answer twiliotest.Answer, err error) {
		if err != nil || answer.Status != http.StatusOK {
			t.Errorf("a webhook was answered with %d, %v", answer.Status, err)
		}
	})
	s.hear(patientNumber, "hello")
	relay.Fail(twiliotest.WebhookFault{Overtaken: true}, twiliotest.WebhookFault{Copies: 3}, twiliotest.WebhookFault{Delay: 50 * time.Millisecond, Copies: 1},
		twiliotest.WebhookFault{Lost: true})
	var lost twiliotest.Inbound
	for _, text := range []string{"what are your opening hours?", "where are you?", "who works there?", "can I talk to a person?"} {
		lost = s.text(patientNumber, text)
		s.twilio.AddInbound(lost)
		relay.Message(lost)
	}
	relay.Drain()
	s.awaitSent(patientNumber, 4)
	s.settle()
	if err := s.service.jobs.ReconcileInbound(t.Context()); err != nil { // as every quarter of an hour
		t.Fatal(err)
	}
	s.awaitSent(patientNumber, 5)
	s.settle()
	s.stop()
	if sent := s.sentTo(patientNumber); len(sent) != 5 {
		t.Errorf("%d answers to 5 messages", len(sent))
	}
	s.expectCount(5, "SELECT count(*) FROM message WHERE direction = 'inbound' AND status = 'processed'")
	s.expectCount(1, "SELECT count(*) FROM message WHERE provider_id = $1", lost.SID)
}
