package twiliotest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

// start makes a server for one test.
func start(t *testing.T, options twiliotest.Options) *twiliotest.Server {
	t.Helper()
	if options.Now == nil {
		options.Now = time.Now
	}
	server, err := twiliotest.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// call makes an authorized request to the API and decodes its answer.
func call(ctx context.Context, t *testing.T, server *twiliotest.Server, method string, form url.Values) (int, map[string]any) {
	t.Helper()
	address := server.URL() + "/2010-04-01/Accounts/" + twiliotest.DefaultAccountSID + "/Messages.json"
	body := strings.NewReader(form.Encode())
	if method == http.MethodGet {
		address += "?" + form.Encode()
		body = strings.NewReader("")
	}
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(twiliotest.DefaultAccountSID, twiliotest.DefaultAuthToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil
	}
	defer response.Body.Close()
	document := map[string]any{}
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = json.Unmarshal(data, &document) // an HTML page is no document
	return response.StatusCode, document
}

func proper() url.Values {
	return url.Values{"From": {"+12065550199"}, "To": {"+12065550147"}, "Body": {"Hello"}, "StatusCallback": {"https://clinic.example.test/s?message=1"}}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	var seen []twiliotest.Message
	server := start(t, twiliotest.Options{OnMessage: func(message twiliotest.Message) {
		mutex.Lock()
		defer mutex.Unlock()
		seen = append(seen, message)
	}})
	status, document := call(t.Context(), t, server, http.MethodPost, proper())
	if status != http.StatusCreated || document["status"] != "queued" || document["date_sent"] != nil || document["direction"] != "outbound-api" {
		t.Errorf("status %d, %v", status, document)
	}
	messages, err := server.Wait(t.Context(), 1)
	if err != nil || messages[0].Body != "Hello" || messages[0].SID != document["sid"] || messages[0] != seen[0] || server.Accepted() != 1 {
		t.Errorf("kept %+v, showed %+v, %v", messages, seen, err)
	}
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	server := start(t, twiliotest.Options{})
	server.OptOut("+12065550148")
	cases := []struct {
		name, parameter, value string
		code                   float64
	}{
		{"no receiver", "To", "", 21604},
		{"no sender", "From", "", 21603},
		{"no text", "Body", "", 21602},
		{"too long", "Body", strings.Repeat("é", 1601), 21617},
		{"a number that is none", "To", "2065550147", 21211},
		{"WhatsApp without plus", "To", "whatsapp:2065550147", 21211},
		{"opted out", "To", "+12065550148", 21610},
		{"callback without host", "StatusCallback", "/status", 21609},
		{"validity too long", "ValidityPeriod", "36001", 20001},
		{"validity of nothing", "ValidityPeriod", "0", 20001},
	}
	for _, test := range cases {
		form := proper()
		form.Set(test.parameter, test.value)
		status, document := call(t.Context(), t, server, http.MethodPost, form)
		if status != http.StatusBadRequest || document["code"] != test.code || document["status"] != 400.0 {
			t.Errorf("%s: status %d, %v", test.name, status, document)
		}
	}
	if server.Accepted() != 0 {
		t.Error("something was accepted")
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		server.URL()+"/2010-04-01/Accounts/"+twiliotest.DefaultAccountSID+"/Messages.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("without credentials: %d", response.StatusCode)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	server := start(t, twiliotest.Options{})
	server.FailSends(
		twiliotest.TooManyRequests(3), twiliotest.Refused(400, 21211, "no"), twiliotest.BrokenGateway(500),
		twiliotest.AcceptedThenCut(), twiliotest.Cut(), twiliotest.Slow(time.Millisecond),
	)
	wants := []struct {
		status   int
		accepted int64
	}{{429, 0}, {400, 0}, {500, 0}, {0, 1}, {0, 1}, {201, 2}, {201, 3}}
	for i, want := range wants {
		status, _ := call(t.Context(), t, server, http.MethodPost, proper())
		if status != want.status || server.Accepted() != want.accepted {
			t.Errorf("request %d: status %d, %d accepted; want %+v", i, status, server.Accepted(), want)
		}
	}
	for fault, accepted := range map[twiliotest.Fault]int64{twiliotest.Silent(): 0, twiliotest.AcceptedThenSilent(): 1} {
		before := server.Accepted()
		server.FailSends(fault)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		if status, _ := call(ctx, t, server, http.MethodPost, proper()); status != 0 {
			t.Errorf("a silent request was answered with %d", status)
		}
		cancel()
		if server.Accepted() != before+accepted {
			t.Errorf("a silent request: %d accepted", server.Accepted()-before)
		}
	}
}

// TestClose: silent requests do not keep the server from closing.
func TestClose(t *testing.T) {
	t.Parallel()
	server, err := twiliotest.Start(twiliotest.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	server.FailSends(twiliotest.AcceptedThenSilent())
	done := make(chan int)
	go func() {
		status, _ := call(context.Background(), t, server, http.MethodPost, proper())
		done <- status
	}()
	if _, err := server.Wait(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	server.Close()
	if status := <-done; status != 0 {
		t.Errorf("answered with %d", status)
	}
}

func TestLatencyAndForget(t *testing.T) {
	t.Parallel()
	server := start(t, twiliotest.Options{Latency: 30 * time.Millisecond, Spread: 10 * time.Millisecond, Forget: true})
	for range 5 {
		before := time.Now()
		call(t.Context(), t, server, http.MethodPost, proper())
		if took := time.Since(before); took < 20*time.Millisecond {
			t.Errorf("took %v", took)
		}
	}
	if server.Accepted() != 5 || len(server.Messages()) != 0 {
		t.Errorf("%d accepted, %d kept", server.Accepted(), len(server.Messages()))
	}
}

func TestWaitEnds(t *testing.T) {
	t.Parallel()
	server := start(t, twiliotest.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := server.Wait(ctx, 1); err == nil {
		t.Error("waited for nothing, and got it")
	}
}

// TestList: newest first, in pages; a filter by the date of sending hides what
// is queued.
func TestList(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 29, 0, 0, 10, 0, time.UTC)
	server := start(t, twiliotest.Options{Now: func() time.Time { return now }})
	for range 3 {
		call(t.Context(), t, server, http.MethodPost, proper())
	}
	server.AddInbound(twiliotest.Inbound{SID: "SMinbound", From: "+12065550147", To: "+12065550199", Text: "Hi"})
	sids := func(query url.Values) (found []string, next string) {
		_, document := call(t.Context(), t, server, http.MethodGet, query)
		messages, ok := document["messages"].([]any)
		if !ok {
			t.Fatalf("not a page of messages: %v", document)
		}
		for _, message := range messages {
			fields, _ := message.(map[string]any)
			sid, _ := fields["sid"].(string)
			found = append(found, sid)
		}
		next, _ = document["next_page_uri"].(string)
		return found, next
	}
	all, _ := sids(nil)
	if len(all) != 4 || all[0] != "SMinbound" {
		t.Errorf("all: %v", all)
	}
	first, next := sids(url.Values{"PageSize": {"3"}})
	if len(first) != 3 || next == "" {
		t.Fatalf("the first page: %v, next %v", first, next)
	}
	following, err := url.Parse(next)
	if err != nil {
		t.Fatal(err)
	}
	if second, next := sids(following.Query()); len(second) != 1 || second[0] != all[3] || next != "" {
		t.Errorf("the second page: %v, next %v", second, next)
	}
	day := url.Values{"DateSent>": {"2026-03-29"}}
	if found, _ := sids(day); len(found) != 1 {
		t.Errorf("sent that day: %v", found)
	}
	if !server.SetStatus(all[1], "delivered", 0) || server.SetStatus("SMnone", "sent", 0) {
		t.Error("SetStatus does not know which messages there are")
	}
	if found, _ := sids(day); len(found) != 2 {
		t.Errorf("sent that day, after one was: %v", found)
	}
	if found, _ := sids(url.Values{"DateSent<": {"2026-03-28"}}); len(found) != 0 {
		t.Errorf("sent until the day before: %v", found)
	}
	if found, _ := sids(url.Values{"To": {"+12065550199"}, "From": {"+12065550147"}}); len(found) != 1 {
		t.Errorf("by both ends: %v", found)
	}
}

// TestWebhooks: what is posted carries the documented parameters, and Twilio's
// signature over the public URL.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	var got []url.Values
	var signatures []string
	application := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Error(err)
		}
		got, signatures = append(got, form), append(signatures, r.Header.Get("X-Twilio-Signature"))
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(application.Close)
	server := start(t, twiliotest.Options{})
	webhooks := server.Webhooks("https://clinic.example.test/", application.URL)
	answer, err := webhooks.Message(t.Context(), "desk", twiliotest.Inbound{SID: "SM1", From: "whatsapp:+12065550147", Text: "a+b"})
	if err != nil || answer.Status != http.StatusTeapot {
		t.Fatalf("%+v, %v", answer, err)
	}
	call(t.Context(), t, server, http.MethodPost, proper())
	if _, err := webhooks.Status(t.Context(), server.Messages()[0], "failed", 30003); err != nil {
		t.Fatal(err)
	}
	for i, address := range []string{"https://clinic.example.test/webhooks/twilio/desk/messages", "https://clinic.example.test/s?message=1"} {
		if signatures[i] != twiliotest.Sign(twiliotest.DefaultAuthToken, address, got[i]) {
			t.Errorf("request %d is not signed for %s", i, address)
		}
	}
	if got[0].Get("WaId") != "12065550147" || got[0].Get("Body") != "a+b" || got[1].Get("ErrorCode") != "30003" {
		t.Errorf("posted %v and %v", got[0], got[1])
	}
	if _, err := webhooks.Status(t.Context(), twiliotest.Message{SID: "SM2"}, "sent", 0); err == nil {
		t.Error("a message without a callback got one")
	}
}

// TestSign pins the signature to a value computed with openssl dgst -sha1
// -hmac over the URL and the parameters.
func TestSign(t *testing.T) {
	t.Parallel()
	form := url.Values{"To": {"+12065550199"}, "From": {"+12065550100"}, "Body": {"hi"}}
	if got := twiliotest.Sign("secret", "https://clinic.example.test/w", form); got != "iCCNX9XL8isM9gJIqMyQcgzgnfY=" {
		t.Errorf("got %s", got)
	}
}

// TestResourceFitsTwiliosDescription compares an answer with Twilio's own
// OpenAPI document.
func TestResourceFitsTwiliosDescription(t *testing.T) {
	t.Parallel()
	root := os.Getenv("FRONTDESK_SHARED")
	if root == "" {
		t.Skip("FRONTDESK_SHARED names no folder with conformance vectors")
	}
	data, err := os.ReadFile(filepath.Join(root, "conformance", "twilio", "openapi", "twilio_api_v2010.messages.json"))
	if err != nil {
		t.Fatal(err)
	}
	var description struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct {
					Type     string `json:"type"`
					Nullable bool   `json:"nullable"`
					Pattern  string `json:"pattern"`
				} `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(data, &description); err != nil {
		t.Fatal(err)
	}
	properties := description.Components.Schemas["api.v2010.account.message"].Properties
	if len(properties) == 0 {
		t.Fatal("the description has no message")
	}
	_, document := call(t.Context(), t, start(t, twiliotest.Options{}), http.MethodPost, proper())
	for name, value := range document {
		property, described := properties[name]
		if !described {
			t.Errorf("%s is not described", name)
			continue
		}
		text, isText := value.(string)
		switch {
		case value == nil && !property.Nullable:
			t.Errorf("%s is null", name)
		case value != nil && property.Type == "string" && !isText:
			t.Errorf("%s is %T", name, value)
		case property.Pattern != "" && isText && !regexp.MustCompile(property.Pattern).MatchString(text):
			t.Errorf("%s is %q, want %s", name, text, property.Pattern)
		}
	}
}
