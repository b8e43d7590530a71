package twilio_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const (
	pool      = "MG00000000000000000000000000000001"
	keySID    = "SK00000000000000000000000000000001"
	keySecret = "00000000000000000000000000000003"
	subSID    = "AC00000000000000000000000000000002"
	subToken  = "00000000000000000000000000000004"
)

// makeContent has the fake keep a content.
func makeContent(t *testing.T, fake *twiliotest.Server, body string) twiliotest.Content {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, fake.URL()+"/v1/Content",
		strings.NewReader(`{"friendly_name": "test", "language": "en", "types": {"twilio/text": {"body": "`+body+`"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(twiliotest.DefaultAccountSID, twiliotest.DefaultAuthToken)
	if status := post(t, request); status != http.StatusCreated {
		t.Fatalf("the fake answered %d", status)
	}
	contents := fake.Contents()
	return contents[len(contents)-1]
}

func TestSendByContent(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	content := makeContent(t, s.twilio, "Hello {{1}}, see you {{2}}.")
	message := outbound(channels[1], "Hello you, see you “soon”.")
	message.Content = &channel.Content{ProviderID: content.SID, Variables: map[string]string{"1": "you", "2": "“soon”"}}
	sent, err := s.adapter.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	got := s.twilio.Messages()[0]
	if got.ContentSID != content.SID || got.Body != message.Text {
		t.Errorf("Twilio has %+v, want the body %q", got, message.Text)
	}
	// Invariant 5: it is found by what the patient reads.
	message.Content = nil
	receipt, found, err := s.adapter.Find(t.Context(), message, time.Now().Add(-time.Minute), nil)
	if err != nil || !found || receipt.ProviderID != sent.ProviderID {
		t.Errorf("found %t %+v, %v", found, receipt, err)
	}
}

// Where no content shows them, choices are numbered; and a message whose answer
// was lost is found in either form.
func TestChoicesWithoutContentAreNumbered(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	message := outbound(channels[1], "When?")
	message.Choices = []records.Choice{{ID: "a", Label: "Monday"}, {ID: "b", Label: "Tuesday"}}
	sent, err := s.adapter.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.twilio.Messages()[0].Body; got != "When?\n1 Monday\n2 Tuesday" {
		t.Errorf("Twilio has %q", got)
	}
	receipt, found, err := s.adapter.Find(t.Context(), message, time.Now().Add(-time.Minute), nil)
	if err != nil || !found || receipt.ProviderID != sent.ProviderID {
		t.Errorf("found %t %+v, %v", found, receipt, err)
	}
	// Above a text that is too long for buttons, too.
	long := message
	long.ID, long.Text = uuid.New(), strings.Repeat("x", 1025)
	long.Content = &channel.Content{ProviderID: "HX00000000000000000000000000000001"}
	if _, err := s.adapter.Send(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	if got := s.twilio.Messages()[1]; got.ContentSID != "" || !strings.HasSuffix(got.Body, "\n2 Tuesday") {
		t.Errorf("Twilio has %+v", got)
	}
}

// A Messaging Service chooses the number, so what left is recognised by the
// service, and what comes to any of its numbers is ours.
func TestMessagingService(t *testing.T) {
	t.Parallel()
	const ofPool = "+12065550188"
	s := start(t, twiliotest.Options{Pools: map[string]string{pool: ofPool}}, nil)
	pooled := channels[0]
	pooled.ServiceID = pool
	since := time.Now()
	message := outbound(pooled, "Hello")
	sent, err := s.adapter.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.twilio.Messages()[0]; got.From != ofPool || got.ServiceSID != pool {
		t.Errorf("Twilio has %+v", got)
	}
	if _, err := s.adapter.Send(t.Context(), outbound(channels[0], "Hello")); err != nil { // from a number, not of the pool
		t.Fatal(err)
	}
	receipt, found, err := s.adapter.Find(t.Context(), message, since, nil)
	if err != nil || !found || receipt.ProviderID != sent.ProviderID {
		t.Errorf("found %t %+v, %v", found, receipt, err)
	}
	if _, found, err := s.adapter.Find(t.Context(), message, since, []string{sent.ProviderID}); err != nil || found {
		t.Errorf("what left elsewhere is taken for it: %t, %v", found, err)
	}
	s.twilio.AddInbound(twiliotest.Inbound{SID: "SM1", From: patient, To: ofPool, Text: "Hi", Service: pool})
	s.twilio.AddInbound(twiliotest.Inbound{SID: "SM2", From: "whatsapp:" + patient, To: "whatsapp:" + ofPool, Text: "Hi", Service: pool})
	s.twilio.AddInbound(twiliotest.Inbound{SID: "SM3", From: patient, To: "+12065550187", Text: "Hi"})
	listed, err := s.adapter.ListInbound(t.Context(), pooled, since)
	if err != nil || len(listed) != 1 || listed[0].ProviderID != "SM1" {
		t.Errorf("listed %+v, %v", listed, err)
	}
}

// With an API key requests carry the key, and webhooks are still signed by the
// account's token.
func TestAPIKey(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{KeySID: keySID, KeySecret: keySecret}, func(config *twilio.Config) {
		config.Accounts[0].KeySID, config.Accounts[0].KeySecret = keySID, keySecret
	})
	if _, err := s.adapter.Send(t.Context(), outbound(channels[0], "Hello")); err != nil {
		t.Error(err)
	}
	if err := acknowledged(s.webhooks.Message(t.Context(), "desk", twiliotest.Inbound{SID: "SM1", From: patient, To: clinicNumber, Text: "Hi"})); err != nil {
		t.Error(err)
	}
}

// Several accounts: each channel's requests go under its own, and its webhooks
// are checked by its own token, not by any.
func TestSeveralAccounts(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{AccountSID: subSID, AuthToken: subToken}, func(config *twilio.Config) {
		config.Accounts = append(config.Accounts, twilio.Account{SID: subSID, AuthToken: subToken})
	})
	through := channels[0]
	through.AccountID = subSID
	if _, err := s.adapter.Send(t.Context(), outbound(through, "Hello")); err != nil {
		t.Error(err)
	}
	_, err := s.adapter.Send(t.Context(), outbound(channels[0], "Hello"))
	if failure := sendError(t, err); failure.Remedy != channel.RemedyOperator {
		t.Errorf("under the first account, which this Twilio does not know: %v", failure)
	}
	through.AccountID = "AC00000000000000000000000000000009"
	_, err = s.adapter.Send(t.Context(), outbound(through, "Hello"))
	if failure := sendError(t, err); failure.Remedy != channel.RemedyOperator || failure.Outcome != channel.OutcomeRefused {
		t.Errorf("under an account that is not configured: %v", failure)
	}
	message := twiliotest.Inbound{SID: "SM1", From: patient, To: clinicNumber, Text: "Hi"}
	if err := acknowledged(s.webhooks.Message(t.Context(), "sub", message)); err != nil {
		t.Error(err)
	}
	if answer, err := s.webhooks.Message(t.Context(), "desk", message); err != nil || answer.Status != http.StatusForbidden {
		t.Errorf("a webhook for the first account, signed by the second, was answered %d, %v", answer.Status, err)
	}
}

// Bodies that are no forms are signed by their hash (bodySHA256).
func TestWebhookAsJSON(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	body := `{"MessageSid": "SM1", "From": "` + patient + `", "To": "` + clinicNumber + `", "Body": "Hello", "NumMedia": 0, "More": {"a": 1}}`
	send := func(signed, sent string) int {
		request, err := s.webhooks.JSONRequest(t.Context(), messagesPath, signed)
		if err != nil {
			t.Fatal(err)
		}
		changed, err := http.NewRequestWithContext(t.Context(), http.MethodPost, request.URL.String(), strings.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		changed.Header = request.Header
		return post(t, changed)
	}
	if status := send(body, body); status != http.StatusOK {
		t.Errorf("a good one was answered %d", status)
	}
	if len(s.messages) != 1 || s.messages[0].Text != "Hello" || s.messages[0].From != patient {
		t.Errorf("took %+v", s.messages)
	}
	if status := send(body, strings.Replace(body, "Hello", "Hullo", 1)); status != http.StatusForbidden {
		t.Errorf("a changed one was answered %d", status)
	}
	if status := send("[1]", "[1]"); status != http.StatusBadRequest {
		t.Errorf("a list was answered %d", status)
	}
}
