package identity_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/identity"
	"frontdesk/jobs"
	"frontdesk/records"
)

// checks stands for the service: one clinic, one address, one birth date.
type checks struct {
	asked []string
	shown jobs.Shown
}

var born = records.LocalDate{Year: 1980, Month: time.March, Day: 4}

func (c *checks) Page(_ context.Context, slug string) (jobs.IdentityPage, error) {
	if slug != "riverside" {
		return jobs.IdentityPage{}, records.NotFound("clinic")
	}
	return jobs.IdentityPage{Clinic: "Riverside <Clinic>", Slug: "riverside", Country: "US", Language: records.English, Zone: time.UTC}, nil
}

func (c *checks) Show(_ context.Context, _, secret string, date records.LocalDate) (jobs.Shown, error) {
	c.asked = append(c.asked, secret)
	if secret != "right" || date != born {
		return jobs.Shown{}, jobs.ErrNotShown
	}
	return c.shown, nil
}

// door serves the page with a log that can be read.
func door(t *testing.T) (*checks, http.Handler, *strings.Builder) {
	t.Helper()
	service, log, mux := &checks{}, &strings.Builder{}, http.NewServeMux()
	identity.New(identity.Config{
		Identities: service, Logger: slog.New(slog.NewTextHandler(log, nil)), Patience: time.Nanosecond,
	}).Mount(mux)
	return service, mux, log
}

func ask(t *testing.T, handler http.Handler, method, path, language string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
	request.Header.Set("Accept-Language", language)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

// dated is the form with a birth date.
func dated(secret, day, month, year string) url.Values {
	return url.Values{"secret": {secret}, "day": {day}, "month": {month}, "year": {year}}
}

// The page is the same for everybody, asks for nothing from elsewhere, and is
// neither kept, framed nor listed; to open it tries nothing.
func TestPage(t *testing.T) {
	t.Parallel()
	service, handler, _ := door(t)
	page := ask(t, handler, http.MethodGet, "/l/riverside", "", nil)
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive",
		"X-Content-Type-Options": "nosniff",
	} {
		if got := page.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	policy := page.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "script-src 'sha256-"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy %q lacks %q", policy, part)
		}
	}
	body := page.Body.String()
	if page.Code != http.StatusOK || !strings.Contains(body, "Riverside &lt;Clinic&gt;") || len(page.Result().Cookies()) > 0 {
		t.Errorf("got %d:\n%s", page.Code, body)
	}
	if month, day := strings.Index(body, `name="month"`), strings.Index(body, `name="day"`); month > day {
		t.Error("in the United States the month comes first")
	}
	if len(service.asked) > 0 {
		t.Errorf("looking at the page tried %q", service.asked)
	}
	if missing := ask(t, handler, http.MethodGet, "/l/elsewhere", "", nil); missing.Code != http.StatusNotFound {
		t.Errorf("another clinic's page gives %d", missing.Code)
	}
}

// Whatever is wrong has the same answer, byte for byte but for what was typed.
func TestRefusalsAreAlike(t *testing.T) {
	t.Parallel()
	_, handler, log := door(t)
	var first string
	for name, form := range map[string]url.Values{
		"another date":      dated("right", "5", "3", "1980"),
		"another secret":    dated("rigth", "4", "3", "1980"),
		"no date":           dated("right", "", "", ""),
		"a day there isn't": dated("right", "31", "2", "1980"),
		"words":             dated("right", "four", "March", "1980"),
		"nothing":           {},
	} {
		answer := ask(t, handler, http.MethodPost, "/l/riverside", "", form)
		body := strings.ReplaceAll(answer.Body.String(), `value="`+form.Get("secret")+`"`, `value=""`)
		if first == "" {
			first = body
		}
		if answer.Code != http.StatusUnprocessableEntity || body != first || !strings.Contains(body, "role=\"alert\"") {
			t.Errorf("%s: %d\n%s", name, answer.Code, body)
		}
	}
	if log.Len() > 0 {
		t.Errorf("the log has %s", log)
	}
}

func TestTheRightDateGoesBackToTheMessages(t *testing.T) {
	t.Parallel()
	_, handler, _ := door(t)
	for language, want := range map[string]string{
		"": "go back to your messages", "es-MX,es;q=0.9": "Vuelva a sus mensajes", "pt-BR": "Volte às suas mensagens", "de": "go back to your messages",
	} {
		answer := ask(t, handler, http.MethodPost, "/l/riverside", language, dated("right", "04", "03", "1980"))
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), want) || strings.Contains(answer.Body.String(), "<form") {
			t.Errorf("%q: %d\n%s", language, answer.Code, answer.Body)
		}
	}
}

// A form larger than any telephone sends is refused like all that is wrong.
func TestLargeForm(t *testing.T) {
	t.Parallel()
	service, handler, _ := door(t)
	answer := ask(t, handler, http.MethodPost, "/l/riverside", "", dated(strings.Repeat("x", 1<<20), "4", "3", "1980"))
	if answer.Code != http.StatusUnprocessableEntity || len(service.asked) > 0 {
		t.Errorf("got %d after %d tries", answer.Code, len(service.asked))
	}
}
