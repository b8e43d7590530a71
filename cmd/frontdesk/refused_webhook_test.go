package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frontdesk/bot/twilio/twiliotest"
)

// Invariants 17 and 18: a webhook that is not Twilio's, or not whole, gets its
// own 4xx, leaves nothing behind but a count, and the next good one is taken.
func TestRefusedWebhooksLeaveNothing(t *testing.T) {
	t.Parallel()
	metrics, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	s := serveAlone(t, "FRONTDESK_METRICS_ADDR="+metrics)
	path := "/webhooks/twilio/" + s.clinic.SMS.Name + "/messages"
	for _, refused := range []struct { //nolint:paralleltest // they are counted together
		name, outcome string
		status        int
		request       func(t *testing.T) *http.Request
	}{
		{"unsigned", "signature", http.StatusForbidden, func(t *testing.T) *http.Request {
			request := s.signed(t, path, nil)
			request.Header.Del("X-Twilio-Signature")
			return request
		}},
		{"signed by somebody else", "signature", http.StatusForbidden, func(t *testing.T) *http.Request {
			webhooks := twiliotest.NewWebhooks(twiliotest.DefaultAccountSID, "00000000000000000000000000000002", publicURL, s.url)
			return s.signedBy(t, webhooks, path, nil)
		}},
		{"signed for another address", "signature", http.StatusForbidden, func(t *testing.T) *http.Request {
			webhooks := twiliotest.NewWebhooks(twiliotest.DefaultAccountSID, twiliotest.DefaultAuthToken, "https://evil.example.com", s.url)
			request := s.signedBy(t, webhooks, path, nil)
			request.Host = "evil.example.com"
			request.Header.Set("X-Forwarded-Host", "evil.example.com")
			return request
		}},
		{"changed after it was signed", "signature", http.StatusForbidden, func(t *testing.T) *http.Request {
			request := s.signed(t, path, nil)
			changed := strings.NewReader(s.text(patientNumber, "something else").Form(twiliotest.DefaultAccountSID).Encode())
			request.Body, request.ContentLength = io.NopCloser(changed), changed.Size()
			return request
		}},
		{"of another account", "account", http.StatusForbidden, func(t *testing.T) *http.Request {
			return s.signed(t, path, url.Values{"AccountSid": {"AC00000000000000000000000000000009"}})
		}},
		{"too large", "too-large", http.StatusRequestEntityTooLarge, func(t *testing.T) *http.Request {
			return s.signed(t, path, url.Values{"Body": {strings.Repeat("x", 70_000)}})
		}},
		{"too large, of unknown length", "too-large", http.StatusRequestEntityTooLarge, func(t *testing.T) *http.Request {
			request := s.signed(t, path, url.Values{"Body": {strings.Repeat("x", 70_000)}})
			request.ContentLength = -1 // chunked
			return request
		}},
		{"no form", "content-type", http.StatusUnsupportedMediaType, func(t *testing.T) *http.Request {
			request := s.signed(t, path, nil)
			request.Header.Set("Content-Type", "application/json")
			return request
		}},
		{"a malformed form", "malformed", http.StatusBadRequest, func(t *testing.T) *http.Request {
			request := s.signed(t, path, nil)
			broken := strings.NewReader("Body=%zz")
			request.Body, request.ContentLength = io.NopCloser(broken), broken.Size()
			return request
		}},
		{"no id", "incomplete", http.StatusBadRequest, func(t *testing.T) *http.Request {
			return s.signed(t, path, url.Values{"MessageSid": {""}, "SmsSid": {""}, "SmsMessageSid": {""}})
		}},
		{"nobody's", "incomplete", http.StatusBadRequest, func(t *testing.T) *http.Request {
			return s.signed(t, path, url.Values{"From": {""}})
		}},
		{"no POST", "method", http.StatusMethodNotAllowed, func(t *testing.T) *http.Request {
			request := s.signed(t, path, nil)
			request.Method = http.MethodPut
			return request
		}},
		{"unknown channel", "unknown-channel", http.StatusNotFound, func(t *testing.T) *http.Request {
			return s.signed(t, "/webhooks/twilio/nobody-sms/messages", nil)
		}},
		{"status of an unknown channel", "unknown-channel", http.StatusNotFound, func(t *testing.T) *http.Request {
			return s.signed(t, "/webhooks/twilio/nobody-sms/status", nil)
		}},
	} {
		t.Run(refused.name, func(t *testing.T) {
			before := s.refused(t, metrics, refused.outcome)
			response, err := http.DefaultClient.Do(refused.request(t))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }() // read to its end
			sentence, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != refused.status || len(strings.TrimSpace(string(sentence))) == 0 {
				t.Errorf("answered with %d %q, want %d and a sentence", response.StatusCode, sentence, refused.status)
			}
			if after := s.refused(t, metrics, refused.outcome); after != before+1 {
				t.Errorf("%s was counted %d times, then %d", refused.outcome, before, after)
			}
		})
	}
	t.Run("half sent", func(t *testing.T) {
		if answer := s.halfSent(t, path); !strings.Contains(answer, "400 Bad Request") {
			t.Errorf("answered with %q, want 400", answer)
		}
	})
	s.expectCount(0, `SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM contact) + (SELECT count(*) FROM conversation)
		+ (SELECT count(*) FROM patient) + (SELECT count(*) FROM task)`)
	if reply := s.hear(patientNumber, "hello"); reply == "" {
		t.Error("the good webhook after them got an empty reply")
	}
	s.expectCount(1, "SELECT count(*) FROM message WHERE direction = 'inbound'")
}

// signed is a correctly signed webhook; extra replaces parameters.
func (s *served) signed(t *testing.T, path string, extra url.Values) *http.Request {
	t.Helper()
	return s.signedBy(t, s.webhooks(s.url), path, extra)
}

func (s *served) signedBy(t *testing.T, webhooks *twiliotest.Webhooks, path string, extra url.Values) *http.Request {
	t.Helper()
	message := s.text(patientNumber, "hello")
	message.Extra = extra
	request, err := webhooks.Request(t.Context(), path, message.Form(twiliotest.DefaultAccountSID))
	if err != nil {
		t.Fatal(err)
	}
	return request
}

// halfSent promises more than it sends, and gives the answer's first line.
func (s *served) halfSent(t *testing.T, path string) string {
	t.Helper()
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }() // all was read
	body := s.text(patientNumber, "hello").Form(twiliotest.DefaultAccountSID).Encode()
	_, err = fmt.Fprintf(connection, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, len(body), body[:len(body)/2])
	if err != nil {
		t.Fatal(err)
	}
	if half, ok := connection.(*net.TCPConn); !ok || half.CloseWrite() != nil {
		t.Fatal("the connection can't be half closed")
	}
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// refused reads the counter of webhooks that were not taken for a reason.
func (s *served) refused(t *testing.T, metrics, outcome string) int {
	t.Helper()
	return s.counted(metrics, "webhook-refused", outcome)
}

// counted reads a counter of events.
func (s *served) counted(metrics, kind, outcome string) int {
	s.t.Helper()
	_, text := s.get("http://" + metrics + "/metrics")
	for line := range strings.Lines(text) {
		var count int
		if _, err := fmt.Sscanf(line, `frontdesk_events_total{kind="`+kind+`",outcome="`+outcome+`"} %d`, &count); err == nil {
			return count
		}
	}
	return 0
}

// Whoever runs the program reads how the channels stand beside the counters, and
// reads no name there.
func TestMetricsSayHowChannelsStand(t *testing.T) {
	t.Parallel()
	metrics, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	s := serveAlone(t, "FRONTDESK_METRICS_ADDR="+metrics)
	_, text := s.get("http://" + metrics + "/metrics")
	for _, want := range []string{
		"frontdesk_channels{state=\"connected\"} 2", "frontdesk_channels{state=\"banned\"} 0", "frontdesk_messages_waiting{status=\"due\"} 0",
		"frontdesk_messages_oldest_due_seconds 0",
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if strings.Contains(text, s.clinic.SMS.Name) || strings.Contains(text, s.clinic.ID.String()) {
		t.Error("the metrics name a channel or a clinic")
	}
}
