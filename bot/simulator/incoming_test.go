package simulator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/bot/simulator"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

func TestAMessageGoesThroughTheIntake(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 5_000)
	tests := []struct {
		name, body   string
		text, choice string
		channel      string
	}{
		{"plain", `{"channel":"sms","from":"+15550001111","text":"hello"}`, "hello", "", "demo-sms"},
		{"WhatsApp", `{"channel":"whatsapp","from":"+1 (555) 000-1111","text":"hola"}`, "hola", "", "demo-whatsapp"},
		{"button", `{"channel":"whatsapp","from":"+15550001111","text":"Yes","choice":"yes"}`, "Yes", "yes", "demo-whatsapp"},
		{"button alone", `{"channel":"whatsapp","from":"+15550001111","choice":"yes"}`, "", "yes", "demo-whatsapp"},
		{"empty", `{"channel":"sms","from":"+15550001111","text":""}`, "", "", "demo-sms"},
		{"emoji only", `{"channel":"sms","from":"+15550001111","text":"👍🏽"}`, "👍🏽", "", "demo-sms"},
		{"right to left", `{"channel":"sms","from":"+15550001111","text":"مرحبا"}`, "مرحبا", "", "demo-sms"},
		{"control characters", `{"channel":"sms","from":"+15550001111","text":"a\u0000\u0007b"}`, "ab", "", "demo-sms"},
		{"broken UTF-8", "{\"channel\":\"sms\",\"from\":\"+15550001111\",\"text\":\"a\xffb\"}", "a\ufffdb", "", "demo-sms"},
		{"long", `{"channel":"sms","from":"+15550001111","text":"` + long + `"}`, long[:channel.MaxInboundText], "", "demo-sms"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clinic := newClinic()
			clinic.silent = true
			answer := call(clinic.open(&bytes.Buffer{}), http.MethodPost, "/simulator/messages", test.body)
			if answer.Code != http.StatusAccepted {
				t.Fatalf("status %d: %s", answer.Code, answer.Body)
			}
			var accepted simulator.Accepted
			if err := json.Unmarshal(answer.Body.Bytes(), &accepted); err != nil {
				t.Fatal(err)
			}
			kept := clinic.all()
			if len(kept) != 1 {
				t.Fatalf("%d messages were kept, want 1", len(kept))
			}
			got := kept[0]
			if got.Text != test.text || got.ChoiceID != test.choice {
				t.Errorf("kept text %q and choice %q, want %q and %q", got.Text, got.ChoiceID, test.text, test.choice)
			}
			if got.ProviderID != accepted.ID || accepted.ID == "" {
				t.Errorf("kept as %q, answered %q", got.ProviderID, accepted.ID)
			}
			if got.ChannelID != clinic.channels[test.channel].ID {
				t.Errorf("not kept on %s", test.channel)
			}
			if from := clinic.contacts[got.ID]; from != phone {
				t.Errorf("kept as from %q, want %q", from, phone)
			}
		})
	}
}

// Invariant 18: a bad input gets a clear error, and nothing is half-done.
func TestABadMessageIsRefusedClearly(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		status     int
		field      string
	}{
		{"no body", "", http.StatusUnsupportedMediaType, ""},
		{"not JSON", "channel=sms", http.StatusBadRequest, ""},
		{"half of it", `{"channel":"sms",`, http.StatusBadRequest, ""},
		{"a list", `[]`, http.StatusBadRequest, ""},
		{"null", `null`, http.StatusUnprocessableEntity, "channel"},
		{"two objects", `{"channel":"sms","from":"+15550001111","text":"a"}{}`, http.StatusBadRequest, ""},
		{"unknown member", `{"channel":"sms","from":"+15550001111","txt":"a"}`, http.StatusBadRequest, ""},
		{"text a number", `{"channel":"sms","from":"+15550001111","text":7}`, http.StatusUnprocessableEntity, "text"},
		{"no channel", `{"from":"+15550001111","text":"a"}`, http.StatusUnprocessableEntity, "channel"},
		{"unknown channel", `{"channel":"fax","from":"+15550001111","text":"a"}`, http.StatusNotFound, "channel"},
		{"no from", `{"channel":"sms","text":"a"}`, http.StatusUnprocessableEntity, "from"},
		{"empty from", `{"channel":"sms","from":" ","text":"a"}`, http.StatusUnprocessableEntity, "from"},
		{"word as from", `{"channel":"sms","from":"me","text":"a"}`, http.StatusUnprocessableEntity, "from"},
		{"short from", `{"channel":"sms","from":"+1555","text":"a"}`, http.StatusUnprocessableEntity, "from"},
		{"long from", `{"channel":"sms","from":"+1555000111122223333","text":"a"}`, http.StatusUnprocessableEntity, "from"},
		{"from without country", `{"channel":"sms","from":"5550001111","text":"a"}`, http.StatusUnprocessableEntity, "from"},
		{"extension", `{"channel":"sms","from":"+15550001111 ext. 5","text":"a"}`, http.StatusUnprocessableEntity, "from"},
		{"no text", `{"channel":"sms","from":"+15550001111"}`, http.StatusUnprocessableEntity, "text"},
		{"text too long", `{"channel":"sms","from":"+15550001111","text":"` + strings.Repeat("a", 10_001) + `"}`, http.StatusUnprocessableEntity, "text"},
		{"body too large", `{"channel":"sms","from":"+15550001111","text":"` + strings.Repeat("a", 200_000) + `"}`, http.StatusRequestEntityTooLarge, ""},
		{"large after the object", `{"channel":"sms","from":"+15550001111","text":"a"}` + strings.Repeat(" ", 200_000), http.StatusRequestEntityTooLarge, ""},
		{"button on SMS", `{"channel":"sms","from":"+15550001111","text":"a","choice":"yes"}`, http.StatusUnprocessableEntity, "choice"},
		{"long button", `{"channel":"whatsapp","from":"+15550001111","choice":"` + strings.Repeat("a", 257) + `"}`, http.StatusUnprocessableEntity, "choice"},
		{"strange id", `{"id":"a b","channel":"sms","from":"+15550001111","text":"a"}`, http.StatusUnprocessableEntity, "id"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clinic := newClinic()
			var logged bytes.Buffer
			answer := call(clinic.open(&logged), http.MethodPost, "/simulator/messages", test.body)
			assertProblem(t, answer.Code, answer.Header(), answer.Body.Bytes(), test.status, test.field)
			if kept := clinic.all(); len(kept) != 0 {
				t.Errorf("%d messages were kept, want none", len(kept))
			}
			if logged.Len() != 0 {
				t.Errorf("the caller's mistake was logged: %s", &logged)
			}
		})
	}
}

// assertProblem checks an answer against RFC 9457.
func assertProblem(t *testing.T, code int, header http.Header, body []byte, status int, field string) {
	t.Helper()
	if code != status {
		t.Fatalf("status %d, want %d: %s", code, status, body)
	}
	if kind := header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("Content-Type %q", kind)
	}
	var problem simulator.Problem
	if err := json.Unmarshal(body, &problem); err != nil {
		t.Fatal(err)
	}
	if problem.Status != status || problem.Title == "" || problem.Detail == "" || problem.Field != field {
		t.Errorf("problem %+v, want status %d, field %q and words", problem, status, field)
	}
}

func TestOnlyJSONIsRead(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	handler := clinic.open(&bytes.Buffer{})
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "☃"} {
		request := newRequest(http.MethodPost, "/simulator/messages", `{"channel":"sms","from":"+15550001111","text":"a"}`)
		request.Header.Set("Content-Type", kind)
		recorder := serve(handler, request)
		assertProblem(t, recorder.Code, recorder.Header(), recorder.Body.Bytes(), http.StatusUnsupportedMediaType, "")
	}
	request := newRequest(http.MethodPost, "/simulator/messages", `{"channel":"sms","from":"+15550001111","text":"a"}`)
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	if recorder := serve(handler, request); recorder.Code != http.StatusAccepted {
		t.Errorf("status %d, want %d", recorder.Code, http.StatusAccepted)
	}
}

// Invariant 2: the same message again changes nothing.
func TestAMessageWithAnIDCanBeRepeated(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	handler := clinic.open(&bytes.Buffer{})
	for range 3 {
		answer := call(handler, http.MethodPost, "/simulator/messages",
			`{"id":"mine-1","channel":"sms","from":"+15550001111","text":"hello"}`)
		if answer.Code != http.StatusAccepted || !strings.Contains(answer.Body.String(), `"mine-1"`) {
			t.Fatalf("status %d: %s", answer.Code, answer.Body)
		}
	}
	if kept := clinic.all(); len(kept) != 2 {
		t.Errorf("%d messages, want the one and its answer", len(kept))
	}
}

func TestWhatTheLayersBelowSayBecomesAnAnswer(t *testing.T) {
	t.Parallel()
	const secret = "a sentence that nobody outside may read"
	tests := []struct {
		name   string
		err    error
		status int
		logged bool
	}{
		{"away", &records.Error{Code: records.CodeUnavailable, Message: secret}, http.StatusServiceUnavailable, true},
		{"defect", errors.New(secret), http.StatusInternalServerError, true},
		{"internal", fmt.Errorf("receive: %w", &records.Error{Code: records.CodeInternal, Message: secret}), http.StatusInternalServerError, true},
		{"invalid", records.Invalid("from", "is blocked"), http.StatusUnprocessableEntity, false},
		{"conflict", &records.Error{Code: records.CodeConflict, Message: "is closed"}, http.StatusConflict, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clinic := newClinic()
			clinic.broken = test.err
			var logged bytes.Buffer
			answer := call(clinic.open(&logged), http.MethodPost, "/simulator/messages",
				`{"channel":"sms","from":"+15550001111","text":"my knee hurts"}`)
			if answer.Code != test.status {
				t.Errorf("status %d, want %d", answer.Code, test.status)
			}
			if strings.Contains(answer.Body.String(), secret) {
				t.Errorf("the answer tells what went wrong inside: %s", answer.Body)
			}
			if (logged.Len() > 0) != test.logged {
				t.Errorf("logged %q", &logged)
			}
			// Invariant 16.
			if strings.Contains(logged.String(), "knee") || strings.Contains(logged.String(), "0001111") {
				t.Errorf("the log holds patient data: %s", &logged)
			}
		})
	}
}

func TestChannelsThatThePhoneCanNotUse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, channel string
		status        int
	}{
		{"carried by another provider", "real-sms", http.StatusConflict},
		{"switched off", "closed-sms", http.StatusConflict},
		{"not there", "none-sms", http.StatusNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clinic := newClinic()
			handler := simulator.New(simulator.Options{
				Channels: map[records.ChannelKind]string{records.ChannelSMS: test.channel, records.ChannelWhatsApp: "demo-whatsapp"},
				Intake:   clinic, Receipts: clinic, Directory: clinic, Transcript: clinic,
			})
			answer := call(handler, http.MethodPost, "/simulator/messages", `{"id":"a","channel":"sms","from":"+15550001111","text":"a"}`)
			assertProblem(t, answer.Code, answer.Header(), answer.Body.Bytes(), test.status, "channel")
			if !strings.Contains(answer.Body.String(), test.channel) {
				t.Errorf("the answer does not name the channel: %s", answer.Body)
			}
			listed := call(handler, http.MethodGet, "/simulator/channels", "")
			if body := listed.Body.String(); listed.Code != http.StatusOK || strings.Contains(body, test.channel) || !strings.Contains(body, "demo-whatsapp") {
				t.Errorf("status %d, channels %s", listed.Code, body)
			}
		})
	}
}

func TestShowingWhatsAppMessagesReadsThem(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	handler := clinic.open(&bytes.Buffer{})
	for _, kind := range []string{"sms", "whatsapp"} {
		call(handler, http.MethodPost, "/simulator/messages", `{"channel":"`+kind+`","from":"+15550001111","text":"a"}`)
	}
	clinic.tell("demo-whatsapp", records.Message{Status: records.MessageDelivered, Text: "later"})
	answer := call(handler, http.MethodPost, "/simulator/receipts", `{"channel":"whatsapp","from":"+15550001111","through":4}`)
	if answer.Code != http.StatusNoContent {
		t.Fatalf("status %d: %s", answer.Code, answer.Body)
	}
	var got []records.MessageStatus
	for _, message := range clinic.all() {
		got = append(got, message.Status)
	}
	want := []records.MessageStatus{"processed", "delivered", "processed", "read", "delivered"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("statuses %v, want %v", got, want)
	}
	refused := call(handler, http.MethodPost, "/simulator/receipts", `{"channel":"sms","from":"+15550001111","through":2}`)
	assertProblem(t, refused.Code, refused.Header(), refused.Body.Bytes(), http.StatusUnprocessableEntity, "channel")
}

func FuzzMessage(f *testing.F) {
	f.Add(`{"channel":"sms","from":"+15550001111","text":"hello"}`)
	f.Add(`{"channel":"whatsapp","from":"+44 7700 900123","text":"\u0000","choice":"yes"}`)
	f.Add(`{"channel":"sms","from":"+1 555 000 1111;ext=9","text":null}`)
	f.Add(`{"channel":["sms"]}`)
	f.Add("{\"text\":\"\xff\xfe\"}")
	f.Fuzz(func(t *testing.T, body string) {
		clinic := newClinic()
		clinic.silent = true
		request := newRequest(http.MethodPost, "/simulator/messages", body)
		request.Header.Set("Content-Type", "application/json")
		answer := serve(clinic.open(&bytes.Buffer{}), request)
		kept := clinic.all()
		if answer.Code != http.StatusAccepted {
			if answer.Code < 400 || answer.Code >= 500 || len(kept) != 0 {
				t.Fatalf("status %d with %d messages kept", answer.Code, len(kept))
			}
			return
		}
		if len(kept) != 1 {
			t.Fatalf("accepted, but %d messages kept", len(kept))
		}
		got := kept[0]
		if !utf8.ValidString(got.Text) || strings.ContainsRune(got.Text, 0) || len(got.Text) > channel.MaxInboundText {
			t.Errorf("text %q is not what the port promises", got.Text)
		}
		if from := clinic.contacts[got.ID]; !strings.HasPrefix(from, "+") || strings.Trim(from[1:], "0123456789") != "" {
			t.Errorf("from %q is not E.164", from)
		}
		if got.ProviderID == "" {
			t.Error("kept without an id")
		}
	})
}
