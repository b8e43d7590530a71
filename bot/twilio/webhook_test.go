package twilio_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/records"
)

// message is a proper message of the patient.
func message() twiliotest.Inbound {
	return twiliotest.Inbound{SID: "SM00000000000000000000000000000001", From: patient, To: clinicNumber, Text: "Hello"}
}

const messagesPath = "/webhooks/twilio/desk/messages"

// TestBadWebhooks holds invariants 17 and 18: what is not Twilio's, whole and
// in order, is refused, says why, and leaves nothing but a count.
func TestBadWebhooks(t *testing.T) {
	t.Parallel()
	form := func() url.Values { return message().Form(twiliotest.DefaultAccountSID) }
	many := form()
	for i := range 200 {
		many.Set(fmt.Sprintf("Extra%d", i), "x")
	}
	cases := []struct {
		name    string
		path    string
		form    url.Values
		change  func(*http.Request)
		status  int
		refusal twilio.Refusal
	}{
		{"GET", messagesPath, form(), func(r *http.Request) { r.Method = http.MethodGet }, 405, twilio.RefusedMethod},
		{"JSON", messagesPath, form(), func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 415, twilio.RefusedContentType},
		{"multipart", messagesPath, form(), func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") }, 415, twilio.RefusedContentType},
		{"no content type", messagesPath, form(), func(r *http.Request) { r.Header.Del("Content-Type") }, 415, twilio.RefusedContentType},
		{"oversized", messagesPath, url.Values{"Body": {strings.Repeat("x", 64<<10)}}, nil, 413, twilio.RefusedTooLarge},
		{"oversized, of unknown length", messagesPath, url.Values{"Body": {strings.Repeat("x", 64<<10)}}, func(r *http.Request) { r.ContentLength = -1 }, 413, twilio.RefusedTooLarge},
		{"too many parameters", messagesPath, many, nil, 400, twilio.RefusedMalformed},
		{"unknown channel", "/webhooks/twilio/nowhere/messages", form(), nil, 404, twilio.RefusedChannel},
		{"unknown channel, unsigned", "/webhooks/twilio/nowhere/messages", form(), unsigned, 404, twilio.RefusedChannel},
		{"another provider's channel", "/webhooks/twilio/toy/messages", form(), nil, 404, twilio.RefusedChannel},
		{"unsigned", messagesPath, form(), unsigned, 403, twilio.RefusedSignature},
		{"wrongly signed", messagesPath, form(), func(r *http.Request) {
			r.Header.Set("X-Twilio-Signature", twiliotest.Sign("another", publicURL+messagesPath, form()))
		}, 403, twilio.RefusedSignature},
		{"signed for where we listen, not for the public URL", messagesPath, form(), func(r *http.Request) {
			r.Header.Set("X-Twilio-Signature", twiliotest.Sign(twiliotest.DefaultAuthToken, "http://"+r.URL.Host+messagesPath, form()))
		}, 403, twilio.RefusedSignature},
		{"signed for a host that the caller names", messagesPath, form(), func(r *http.Request) {
			r.Host = "evil.example.test"
			r.Header.Set("X-Forwarded-Host", "evil.example.test")
			r.Header.Set("X-Forwarded-Proto", "https")
			r.Header.Set("X-Twilio-Signature", twiliotest.Sign(twiliotest.DefaultAuthToken, "https://evil.example.test"+messagesPath, form()))
		}, 403, twilio.RefusedSignature},
		{"signed for another channel", messagesPath, form(), func(r *http.Request) {
			r.Header.Set("X-Twilio-Signature", twiliotest.Sign(twiliotest.DefaultAuthToken, publicURL+"/webhooks/twilio/chat/messages", form()))
		}, 403, twilio.RefusedSignature},
		{"query added", messagesPath, form(), func(r *http.Request) { r.URL.RawQuery = "more=1" }, 403, twilio.RefusedSignature},
		{"another account", messagesPath, message().Form("AC99999999999999999999999999999999"), nil, 403, twilio.RefusedAccount},
		{"no MessageSid", messagesPath, url.Values{"From": {patient}, "Body": {"Hello"}}, nil, 400, twilio.RefusedIncomplete},
		{"a MessageSid that is none", messagesPath, url.Values{"MessageSid": {"SM'; --"}, "From": {patient}}, nil, 400, twilio.RefusedIncomplete},
		{"no sender", messagesPath, url.Values{"MessageSid": {"SM1"}, "Body": {"Hello"}}, nil, 400, twilio.RefusedIncomplete},
		{"a status without MessageSid", "/webhooks/twilio/desk/status", url.Values{"MessageStatus": {"sent"}}, nil, 400, twilio.RefusedIncomplete},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, twiliotest.Options{}, nil)
			request, err := s.webhooks.Request(t.Context(), test.path, test.form)
			if err != nil {
				t.Fatal(err)
			}
			if test.change != nil {
				test.change(request)
			}
			if status := post(t, request); status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			s.expectRefused(t, test.refusal)
		})
	}
}

func unsigned(r *http.Request) { r.Header.Del("X-Twilio-Signature") }

// expectRefused checks that one refusal was counted and nothing else happened.
func (s *scene) expectRefused(t *testing.T, refusal twilio.Refusal) {
	t.Helper()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.refusals) != 1 || s.refusals[0] != refusal {
		t.Errorf("counted %v, want %s", s.refusals, refusal)
	}
	if len(s.messages)+len(s.receipts) != 0 {
		t.Error("something was handed over")
	}
	if s.logs.Len() != 0 {
		t.Errorf("logged: %s", s.logs)
	}
}

// TestMalformedForm sends bodies that Twilio never would; their signatures
// can't even be computed.
func TestMalformedForm(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"Body=%", "Body=%zz", "a=1;b=2", strings.Repeat("&", 201)} {
		s := start(t, twiliotest.Options{}, nil)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+messagesPath, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if status := post(t, request); status != http.StatusBadRequest {
			t.Errorf("%.10q: status %d", body, status)
		}
		s.expectRefused(t, twilio.RefusedMalformed)
	}
}

// TestUnfinishedBodies sends half a body: once and then closes its side, and
// once and then nothing more.
func TestUnfinishedBodies(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		close   bool
		status  int
		refusal twilio.Refusal
	}{
		{"half-sent", true, http.StatusBadRequest, twilio.RefusedHalfSent},
		{"slow", false, http.StatusRequestTimeout, twilio.RefusedSlow},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, twiliotest.Options{}, func(config *twilio.Config) {
				if !test.close {
					config.BodyTimeout = 30 * time.Millisecond
				}
			})
			connection, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			fmt.Fprintf(connection, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nBody=He", messagesPath)
			if test.close {
				half, ok := connection.(*net.TCPConn)
				if !ok {
					t.Fatalf("a connection of type %T", connection)
				}
				if err := half.CloseWrite(); err != nil {
					t.Fatal(err)
				}
			}
			response, err := http.ReadResponse(bufio.NewReader(connection), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != test.status {
				t.Errorf("status %d, want %d", response.StatusCode, test.status)
			}
			s.expectRefused(t, test.refusal)
		})
	}
}

// TestAcknowledgement holds invariant 1 at its edge: the empty answer of TwiML
// for what was stored, and no success for anything else.
func TestAcknowledgement(t *testing.T) {
	t.Parallel()
	unavailable := &records.Error{Code: records.CodeUnavailable, Message: "the database is away"}
	cases := []struct {
		name       string
		failure    error // of the intake
		directory  error
		status     int
		retryAfter bool
	}{
		{"stored", nil, nil, 200, false},
		{"the database is away", unavailable, nil, 503, true},
		{"wrapped", fmt.Errorf("store: %w", unavailable), nil, 503, true},
		{"a defect", errors.New("a defect"), nil, 500, false},
		{"refused by the store", records.Invalid("text", "is wrong"), nil, 500, false},
		{"the directory is away", nil, unavailable, 503, true},
		{"the directory is broken", nil, errors.New("a defect"), 500, false},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, twiliotest.Options{}, func(config *twilio.Config) {
				config.Directory = directory{broken: test.directory}
			})
			s.failure = test.failure
			answer, err := s.webhooks.Message(t.Context(), "desk", message())
			if err != nil {
				t.Fatal(err)
			}
			if answer.Status != test.status || (answer.Header.Get("Retry-After") != "") != test.retryAfter {
				t.Errorf("status %d, headers %v", answer.Status, answer.Header)
			}
			if test.status != http.StatusOK {
				if s.logs.Len() == 0 {
					t.Error("a fault of ours was not logged")
				}
				return
			}
			if answer.Header.Get("Content-Type") != "text/xml; charset=utf-8" || !strings.HasSuffix(answer.Body, "<Response/>") {
				t.Errorf("answer %q of type %q", answer.Body, answer.Header.Get("Content-Type"))
			}
			if len(s.messages) != 1 || s.messages[0].Text != "Hello" || s.through[0] != "desk" {
				t.Errorf("handed over %+v through %v", s.messages, s.through)
			}
		})
	}
}

func TestNextTokenIsAccepted(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, func(config *twilio.Config) { config.Accounts[0].NextAuthToken = "11111111111111111111111111111111" })
	s.webhooks.AuthToken = "11111111111111111111111111111111"
	if err := acknowledged(s.webhooks.Message(t.Context(), "desk", message())); err != nil {
		t.Error(err)
	}
}

func TestUnknownStatusIsCountedOnly(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	if _, err := s.adapter.Send(t.Context(), outbound(channels[0], "Hello")); err != nil {
		t.Fatal(err)
	}
	if err := acknowledged(s.webhooks.Status(t.Context(), s.twilio.Messages()[0], "teleported", 0)); err != nil {
		t.Error(err)
	}
	s.expectRefused(t, twilio.IgnoredStatus)
}

func TestFailureTellsItsRemedy(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	if _, err := s.adapter.Send(t.Context(), outbound(channels[0], "Hello")); err != nil {
		t.Fatal(err)
	}
	for code, remedy := range map[int]string{21610: "opt-out", 30006: "bad-address", 63016: "needs-template", 30003: "later", 30004: "blocked", 30001: "later", 39999: ""} {
		s.receipts = nil
		if err := acknowledged(s.webhooks.Status(t.Context(), s.twilio.Messages()[0], "undelivered", code)); err != nil {
			t.Fatal(err)
		}
		if got := s.receipts[0]; got.ErrorCode != fmt.Sprint(code) || string(got.Remedy) != remedy {
			t.Errorf("%d became %+v", code, got)
		}
	}
}
