package mailpage_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/mailpage"
	"frontdesk/jobs"
	"frontdesk/records"
)

// mail stands for the service: one clinic, one secret of each kind.
type mail struct{ done []string }

func (m *mail) Page(_ context.Context, slug string) (jobs.IdentityPage, error) {
	if slug != "riverside" {
		return jobs.IdentityPage{}, records.NotFound("clinic")
	}
	return jobs.IdentityPage{Clinic: "Riverside <Clinic>", Slug: "riverside", Country: "US", Language: records.English, Zone: time.UTC}, nil
}

func (m *mail) do(what, secret string) error {
	switch secret {
	case "right":
		m.done = append(m.done, what)
		return nil
	case "away":
		return errors.New("the database does not answer")
	}
	return jobs.ErrNoMailLink
}

func (m *mail) Confirm(_ context.Context, _, secret string) error { return m.do("confirm", secret) }

func (m *mail) Stop(_ context.Context, _, secret string, way jobs.StopWay) error {
	return m.do("stop by "+string(way), secret)
}

func (m *mail) Start(_ context.Context, _, secret string) error { return m.do("start", secret) }

// door serves the pages with a log that can be read.
func door() (*mail, http.Handler, *strings.Builder) {
	service, log, mux := &mail{}, &strings.Builder{}, http.NewServeMux()
	mailpage.New(service, slog.New(slog.NewTextHandler(log, nil))).Mount(mux)
	return service, mux, log
}

func ask(t *testing.T, handler http.Handler, method, path, kind, body, language string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	request.Header.Set("Accept-Language", language)
	request.Header.Set("Content-Type", kind)
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

const urlencoded = "application/x-www-form-urlencoded"

// To look at a page changes nothing, however it is looked at: mail servers open
// every link. The pages ask for nothing from elsewhere and are kept by nobody.
func TestLookingChangesNothing(t *testing.T) {
	t.Parallel()
	service, handler, _ := door()
	for _, path := range []string{"/mail/riverside", "/mail/riverside/stop/right", "/mail/riverside?secret=right", "/mail/riverside/stop/right?messages=stop&List-Unsubscribe=One-Click"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			page := ask(t, handler, method, path, urlencoded, "secret=right&messages=stop", "")
			if page.Code != http.StatusOK || page.Header().Get("Cache-Control") != "no-store" || page.Header().Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s %s: %d, %v", method, path, page.Code, page.Header())
			}
			if policy := page.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "form-action 'self'") {
				t.Errorf("%s: the policy is %q", path, policy)
			}
			if method == http.MethodGet && (!strings.Contains(page.Body.String(), "<button") || !strings.Contains(page.Body.String(), "Riverside &lt;Clinic&gt;")) {
				t.Errorf("%s:\n%s", path, page.Body)
			}
		}
	}
	for _, path := range []string{"/mail/riverside", "/mail/riverside/stop/right"} {
		if empty := ask(t, handler, http.MethodPost, path, urlencoded, "", ""); empty.Code != http.StatusNotFound {
			t.Errorf("a form that says nothing, to %s: %d", path, empty.Code)
		}
	}
	if len(service.done) > 0 {
		t.Errorf("it did %q", service.done)
	}
	if missing := ask(t, handler, http.MethodGet, "/mail/elsewhere", "", "", ""); missing.Code != http.StatusNotFound {
		t.Errorf("another clinic's page gives %d", missing.Code)
	}
}

// What is pressed, and what a mail program asks for by itself, is done, and said
// in the reader's language.
func TestForms(t *testing.T) {
	t.Parallel()
	var multi bytes.Buffer
	writer := multipart.NewWriter(&multi)
	if err := errors.Join(writer.WriteField("List-Unsubscribe", "One-Click"), writer.Close()); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		path, kind, body, language string
		status                     int
		done, says                 string
	}{
		"confirmed":             {"/mail/riverside", urlencoded, url.Values{"secret": {"right"}}.Encode(), "", 200, "confirm", "Your address is confirmed"},
		"confirmed in Spanish":  {"/mail/riverside", urlencoded, "secret=right", "es-MX", 200, "confirm", "está confirmada"},
		"another secret":        {"/mail/riverside", urlencoded, "secret=wrong", "", 404, "", `role="alert"`},
		"no secret":             {"/mail/riverside", urlencoded, "", "", 404, "", "too old or was used"},
		"a large form":          {"/mail/riverside", urlencoded, "secret=" + strings.Repeat("x", 1<<20), "", 404, "", "too old or was used"},
		"one click":             {"/mail/riverside/stop/right", urlencoded, "List-Unsubscribe=One-Click", "", 200, "stop by " + string(jobs.StopByRequest), "No more e-mails"},
		"one click, in parts":   {"/mail/riverside/stop/right", writer.FormDataContentType(), multi.String(), "", 200, "stop by " + string(jobs.StopByRequest), "No more e-mails"},
		"the button":            {"/mail/riverside/stop/right", urlencoded, "messages=stop", "pt-BR", 200, "stop by " + string(jobs.StopByButton), "Nenhum outro e-mail"},
		"the way back":          {"/mail/riverside/stop/right", urlencoded, "messages=start", "", 200, "start", "will come again"},
		"a link that is broken": {"/mail/riverside/stop/righ", urlencoded, "messages=stop", "", 404, "", "not whole"},
		"the database away":     {"/mail/riverside/stop/away", urlencoded, "messages=stop", "", 503, "", "Try again"},
	} {
		service, handler, log := door()
		answer := ask(t, handler, http.MethodPost, test.path, test.kind, test.body, test.language)
		if answer.Code != test.status || !strings.Contains(answer.Body.String(), test.says) {
			t.Errorf("%s: %d\n%s", name, answer.Code, answer.Body)
		}
		if want := slices.DeleteFunc([]string{test.done}, func(text string) bool { return text == "" }); !slices.Equal(service.done, want) {
			t.Errorf("%s: it did %q", name, service.done)
		}
		if strings.Contains(log.String(), "right") || strings.Contains(answer.Body.String(), `value="right"`) {
			t.Errorf("%s: the secret is in the log or the page", name)
		}
	}
}
