package simulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"frontdesk/bot/simulator"
	"frontdesk/records"
)

// look reads the phone with one request.
func look(t *testing.T, handler *simulator.Simulator, query string) simulator.Phone {
	t.Helper()
	answer := call(handler, http.MethodGet, "/simulator/messages?"+query, "")
	if answer.Code != http.StatusOK {
		t.Fatalf("status %d: %s", answer.Code, answer.Body)
	}
	var phone simulator.Phone
	if err := json.Unmarshal(answer.Body.Bytes(), &phone); err != nil {
		t.Fatal(err)
	}
	return phone
}

// summary names each message by sequence, channel and status.
func summary(phone simulator.Phone) string {
	var all []string
	for _, message := range phone.Messages {
		all = append(all, fmt.Sprintf("%d %s %s", message.Sequence, message.Channel, message.Status))
	}
	return fmt.Sprint(all)
}

func TestThePhoneShowsItsMessagesInOrder(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	handler := clinic.open(&bytes.Buffer{})
	for _, body := range []string{
		`{"id":"a","channel":"sms","from":"+15550001111","text":"one"}`,
		`{"id":"b","channel":"whatsapp","from":"+15550001111","text":"two"}`,
		`{"id":"c","channel":"sms","from":"+15550002222","text":"somebody else"}`,
		`{"id":"d","channel":"sms","from":"+15550001111","text":"three"}`,
	} {
		call(handler, http.MethodPost, "/simulator/messages", body)
	}
	const sms1, sms2 = "1 sms processed 2 sms delivered", "7 sms processed 8 sms delivered"
	tests := []struct{ name, query, want string }{
		{"one channel", "channel=sms&from=%2B15550001111", "[" + sms1 + " " + sms2 + "]"},
		{"plus sign not escaped", "channel=sms&from=+15550001111", "[" + sms1 + " " + sms2 + "]"},
		{"both channels", "from=%2B15550001111", "[" + sms1 + " 3 whatsapp processed 4 whatsapp delivered " + sms2 + "]"},
		{"after", "from=%2B15550001111&after=6", "[" + sms2 + "]"},
		{"after all", "from=%2B15550001111&after=8", "[]"},
		{"a stranger", "from=%2B15550003333", "[]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := summary(look(t, handler, test.query)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	t.Run("contents", func(t *testing.T) {
		t.Parallel()
		shown := look(t, handler, "from=%2B15550001111&channel=whatsapp").Messages
		if shown[0].ID != "b" || shown[0].Text != "two" || shown[0].Direction != records.Inbound {
			t.Errorf("inbound %+v", shown[0])
		}
		if len(shown[1].Choices) != 2 || shown[1].Choices[0] != (records.Choice{ID: "yes", Label: "Yes, please"}) {
			t.Errorf("choices %+v", shown[1].Choices)
		}
		if sms := look(t, handler, "from=%2B15550001111&channel=sms").Messages; len(sms[1].Choices) != 0 {
			t.Errorf("an SMS has buttons: %+v", sms[1].Choices)
		}
	})
}

func TestTypingIsWhileSomethingIsOnItsWay(t *testing.T) {
	t.Parallel()
	for status, want := range map[records.MessageStatus]bool{
		records.MessageQueued: true, records.MessageSending: true,
		records.MessageUnknown: false, records.MessageSent: false, records.MessageDelivered: false,
		records.MessageRead: false, records.MessageFailed: false, records.MessageNotSent: false,
	} {
		clinic := newClinic()
		clinic.tell("demo-sms", records.Message{Status: status, NotSentReason: "expired"})
		if got := look(t, clinic.open(&bytes.Buffer{}), "from=%2B15550001111").Typing; got != want {
			t.Errorf("%s: typing %v, want %v", status, got, want)
		}
	}
	clinic := newClinic()
	clinic.silent = true
	handler := clinic.open(&bytes.Buffer{})
	call(handler, http.MethodPost, "/simulator/messages", `{"channel":"sms","from":"+15550001111","text":"a"}`)
	if !look(t, handler, "from=%2B15550001111").Typing {
		t.Error("not typing while a message waits for its turn")
	}
	clinic.turn(clinic.channels["demo-sms"], phone)
	if look(t, handler, "from=%2B15550001111").Typing {
		t.Error("still typing after the answer")
	}
}

func TestALongConversationComesInPages(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	const total = 1_203
	for range total {
		clinic.tell("demo-sms", records.Message{Status: records.MessageDelivered})
		clinic.tell("demo-whatsapp", records.Message{Status: records.MessageDelivered})
	}
	handler := clinic.open(&bytes.Buffer{})
	var got int64
	for more := true; more; {
		page := look(t, handler, fmt.Sprintf("from=%%2B15550001111&after=%d", got))
		for _, message := range page.Messages {
			if message.Sequence != got+1 {
				t.Fatalf("message %d follows %d", message.Sequence, got)
			}
			got = message.Sequence
		}
		more = page.More
	}
	if got != 2*total {
		t.Errorf("%d messages, want %d", got, 2*total)
	}
}

func TestABadQueryIsRefusedClearly(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query string
		status      int
		field       string
	}{
		{"no from", "", http.StatusUnprocessableEntity, "from"},
		{"bad from", "from=me", http.StatusUnprocessableEntity, "from"},
		{"unknown channel", "from=%2B15550001111&channel=fax", http.StatusNotFound, "channel"},
		{"negative", "from=%2B15550001111&after=-1", http.StatusUnprocessableEntity, "after"},
		{"no number", "from=%2B15550001111&after=x", http.StatusUnprocessableEntity, "after"},
		{"too large", "from=%2B15550001111&after=99999999999999999999", http.StatusUnprocessableEntity, "after"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			answer := call(newClinic().open(&bytes.Buffer{}), http.MethodGet, "/simulator/messages?"+test.query, "")
			assertProblem(t, answer.Code, answer.Header(), answer.Body.Bytes(), test.status, test.field)
		})
	}
}

func TestAnUnknownPageIsNotFound(t *testing.T) {
	t.Parallel()
	answer := call(newClinic().open(&bytes.Buffer{}), http.MethodGet, "/simulator/nothing", "")
	assertProblem(t, answer.Code, answer.Header(), answer.Body.Bytes(), http.StatusNotFound, "")
}
