package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// Invariant 2: the same MessageSid ten times at once, and again when all is
// over, is one message with one reply, and 200 each time.
func TestTheSameWebhookTenTimesIsOneMessage(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	message := s.text(patientNumber, "hello")
	var deliveries sync.WaitGroup
	for range 10 {
		deliveries.Go(func() {
			if status := s.deliver(s.url, message); status != http.StatusOK {
				t.Errorf("answered with %d", status)
			}
		})
	}
	deliveries.Wait()
	s.awaitSent(patientNumber, 1)
	s.settle()
	if status := s.deliver(s.url, message); status != http.StatusOK {
		t.Errorf("late: answered with %d", status)
	}
	s.hear(patientNumber, "are you there?") // whatever the repetitions caused comes before this
	s.settle()
	if sent := s.sentTo(patientNumber); len(sent) != 2 {
		t.Errorf("Twilio has accepted %d messages, want 2", len(sent))
	}
	s.expectCount(2, "SELECT count(*) FROM message WHERE direction = 'inbound'")
	s.expectCount(2, "SELECT version FROM conversation")
}

// Whatever a phone can send gets one kind answer, even what nobody could mean.
func TestEveryTextGetsOneKindAnswer(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	for n, text := range []string{
		"", " \t\r\n ", strings.Repeat("I would like to come, ", 230)[:5000], "🎉🎉🎉", "👩‍👩‍👧‍👦", "\u202eאני רוצה תור\u202c", "مرحبا", "预约",
		"\x00\x01\x02\x1b[31m\x7f", "\xff\xfe\xfd", "a\u0301\u0301\u0301\u0301\u0301\u0301", "'; DROP TABLE patient; --", "{{.}} %s %d ${x}",
		"<script>alert(1)</script>", "\u2028\u2029\ufeff", strings.Repeat("🧑🏽‍⚕️", 1000),
	} {
		from := fmt.Sprintf("+1202555%04d", 200+n)
		if reply := s.hear(from, text); strings.TrimSpace(reply) == "" || strings.ContainsAny(reply, "\x00\x1b") {
			t.Errorf("%.30q got the reply %q", text, reply)
		}
	}
	s.settle()
	s.expectCount(0, "SELECT count(*) FROM message WHERE status NOT IN ('processed', 'sent')")
	s.expectCount(0, "SELECT count(*) FROM (SELECT FROM message WHERE direction = 'outbound' GROUP BY conversation_id HAVING count(*) <> 1) AS odd")
	s.expectCount(0, "SELECT count(*) FROM task")
}
