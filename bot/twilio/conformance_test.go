package twilio_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// recorded is a request as it left.
type recorded struct {
	method, path, kind, body string
	query                    url.Values
}

// recorder keeps every request that passes it.
type recorder struct {
	mutex    sync.Mutex
	requests []recorded
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	var body []byte
	if request.Body != nil {
		var err error
		if body, err = io.ReadAll(request.Body); err != nil {
			return nil, err
		}
		request = request.Clone(request.Context())
		request.Body = io.NopCloser(strings.NewReader(string(body)))
	}
	r.mutex.Lock()
	r.requests = append(r.requests, recorded{
		request.Method, request.URL.Path, strings.TrimSuffix(request.Header.Get("Content-Type"), "; charset=utf-8"), string(body), request.URL.Query(),
	})
	r.mutex.Unlock()
	return http.DefaultTransport.RoundTrip(request)
}

// Every request that the adapter makes is one that Twilio's own description of
// its API allows, and that the stricter one allows which says what the
// description only tells in prose.
func TestRequestsConformToTwiliosDescription(t *testing.T) {
	t.Parallel()
	root := os.Getenv("FRONTDESK_SHARED")
	if root == "" {
		t.Skip("FRONTDESK_SHARED names no folder with Twilio's OpenAPI description")
	}
	folder := filepath.Join(root, "conformance", "twilio", "openapi")
	requests := everyRequest(t)
	for _, file := range []string{"twilio_api_v2010.messages.json", "twilio_api_v2010.messages.strict.json", "twilio_content_v1.json"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			described := readDescription(t, filepath.Join(folder, file))
			checked := 0
			for _, request := range requests {
				if !described.covers(request) {
					continue
				}
				checked++
				for _, problem := range described.check(request) {
					// The description's own pattern leaves out users without a number.
					if strings.Contains(problem, "body.To") && strings.Contains(request.body, "To=whatsapp%3AUS.") {
						continue
					}
					t.Errorf("%s %s: %s\n%s", request.method, request.path, problem, request.body)
				}
			}
			if checked == 0 {
				t.Error("no request is described here")
			}
			t.Logf("%d requests conform", checked)
			// The check itself must be able to fail.
			for _, broken := range brokenRequests {
				if described.covers(broken) && len(described.check(broken)) == 0 {
					t.Errorf("%s %s %s is found in order", broken.method, broken.path, broken.body)
				}
			}
		})
	}
}

// brokenRequests are none that Twilio would take.
var brokenRequests = []recorded{
	{http.MethodPost, "/2010-04-01/Accounts/" + twiliotest.DefaultAccountSID + "/Messages.json", "application/x-www-form-urlencoded", "Body=Hello&From=%2B12065550199", nil},
	{http.MethodPost, "/2010-04-01/Accounts/AC1/Messages.json", "application/x-www-form-urlencoded", "Body=Hello&To=%2B12065550147&From=%2B12065550199", nil},
	{http.MethodPost, "/2010-04-01/Accounts/" + twiliotest.DefaultAccountSID + "/Messages.json", "application/x-www-form-urlencoded", "Body=Hello&To=%2B12065550147&MessagingServiceSid=MG1", nil},
	{http.MethodPost, "/v1/Content", "application/json", `{"types": {"twilio/text": {"body": "x"}}}`, nil},
	{http.MethodPost, "/v1/Content", "application/json", `{"language": "en", "types": {"twilio/quick-reply": {"body": "x", "actions": [{"type": "PUSH", "title": "x"}]}}}`, nil},
}

// everyRequest has the adapter do all that it can, and gives what it asked for.
func everyRequest(t *testing.T) []recorded {
	t.Helper()
	seen := &recorder{}
	s := start(t, twiliotest.Options{Pools: map[string]string{pool: clinicNumber}}, func(config *twilio.Config) { config.Transport = seen })
	content := makeContent(t, s.twilio, "Hello {{1}}")
	pooled, pooledChat := channels[0], channels[1]
	pooled.ServiceID, pooledChat.ServiceID = pool, pool
	for _, through := range []records.Channel{channels[0], channels[1], pooled, pooledChat} {
		for _, change := range []func(*channel.Outbound){
			func(*channel.Outbound) {},
			func(m *channel.Outbound) { m.Text = strings.Repeat("ñ 🦷 \n", 300) },
			func(m *channel.Outbound) { m.ExpiresAt = time.Now().Add(time.Second) },
			func(m *channel.Outbound) { m.ExpiresAt = time.Now().AddDate(1, 0, 0) },
			func(m *channel.Outbound) { m.Choices = []records.Choice{{ID: "a", Label: "A"}, {ID: "b", Label: "B"}} },
			func(m *channel.Outbound) {
				m.Content = &channel.Content{ProviderID: content.SID, Variables: map[string]string{"1": "“you” & me"}}
			},
			func(m *channel.Outbound) { m.Content = &channel.Content{ProviderID: content.SID} },
		} {
			message := outbound(through, "Hello")
			change(&message)
			if _, err := s.adapter.Send(t.Context(), message); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := s.adapter.Find(t.Context(), outbound(through, "Hello"), time.Now(), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := s.adapter.ListInbound(t.Context(), through, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	hidden := outbound(channels[1], "Hello")
	hidden.To = "US.1234567890123456"
	if _, err := s.adapter.Send(t.Context(), hidden); err != nil {
		t.Fatal(err)
	}
	wanted := clinicTemplates()
	for _, template := range wanted {
		made, err := s.adapter.CreateTemplate(t.Context(), channels[1], template)
		if err != nil {
			t.Fatal(err)
		}
		if template.Status == records.TemplateSession {
			continue
		}
		if _, err := s.adapter.SubmitTemplate(t.Context(), channels[1], made); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.adapter.Templates(t.Context(), channels[1], wanted); err != nil {
		t.Fatal(err)
	}
	seen.mutex.Lock()
	defer seen.mutex.Unlock()
	return seen.requests
}
