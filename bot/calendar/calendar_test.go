package calendar_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"frontdesk/bot/calendar"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/icalendar"
)

const secret = "q7Yp3mJ0kq8Wb2dR5tXz1vN6cL4hS9aE0fGuIoPwQ_k"

// calendars has one of each kind.
type calendars struct{ err error }

var visit = icalendar.Entry{
	UID: "1@frontdesk", Start: time.Date(2026, time.March, 3, 14, 0, 0, 0, time.UTC), End: time.Date(2026, time.March, 3, 15, 0, 0, 0, time.UTC),
	ChangedAt: time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC), Sequence: 2, Summary: "Lakeside Clinic",
}

func (c calendars) PractitionerCalendar(_ context.Context, slug, given string) (icalendar.Calendar, error) {
	if slug != "lakeside" || given != secret {
		return icalendar.Calendar{}, records.NotFound("address")
	}
	return icalendar.Calendar{Name: "Dr Osei", Entries: []icalendar.Entry{visit}}, c.err
}

func (c calendars) VisitCalendar(_ context.Context, slug, given string) (icalendar.Entry, error) {
	if slug != "lakeside" || given != secret {
		return icalendar.Entry{}, records.NotFound("address")
	}
	return visit, c.err
}

// answer is what a request got, and what was logged of it.
type answer struct {
	status     int
	header     http.Header
	body, logs string
}

func serve(t *testing.T, err error, method, path string, headers ...string) answer {
	t.Helper()
	var logs bytes.Buffer
	mux := http.NewServeMux()
	calendar.New(calendars{err}, slog.New(slog.NewTextHandler(&logs, nil))).Mount(mux)
	request := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	mux.ServeHTTP(recorder, request)
	return answer{status: recorder.Code, header: recorder.Header(), body: recorder.Body.String(), logs: logs.String()}
}

func TestFeed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/calendar/lakeside/" + secret + ".ics", "/calendar/lakeside/appointment/" + secret + ".ics"} {
		got := serve(t, nil, "GET", path)
		if got.status != http.StatusOK || got.header.Get("Content-Type") != "text/calendar; charset=utf-8" || got.header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("status %d, %v", got.status, got.header)
		}
		read, err := ical.NewDecoder(strings.NewReader(got.body)).Decode()
		if err != nil || len(read.Events()) != 1 {
			t.Errorf("%v in %s", err, got.body)
		}
		tag := got.header.Get("ETag")
		for header, status := range map[string]int{tag: 304, "W/" + tag: 304, `"other", ` + tag: 304, "*": 304, `"other"`: 200, "": 200} {
			if again := serve(t, nil, "GET", path, "If-None-Match", header); again.status != status || status == http.StatusNotModified && again.body != "" {
				t.Errorf("If-None-Match %s: status %d", header, again.status)
			}
		}
		head := serve(t, nil, "HEAD", path)
		if head.status != http.StatusOK || head.header.Get("ETag") != tag || head.header.Get("Content-Length") != got.header.Get("Content-Length") {
			t.Errorf("HEAD: status %d, %v", head.status, head.header)
		}
		if got.logs != "" {
			t.Errorf("log: %s", got.logs)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	feed, visit := "/calendar/lakeside/"+secret+".ics", "/calendar/lakeside/appointment/"+secret+".ics"
	for name, test := range map[string]struct {
		path   string
		err    error
		status int
	}{
		"another secret":        {strings.Replace(feed, secret, strings.Repeat("A", 43), 1), nil, 404},
		"another clinic":        {strings.Replace(feed, "lakeside", "other", 1), nil, 404},
		"without .ics":          {strings.TrimSuffix(feed, ".ics"), nil, 404},
		"a changed visit":       {visit, jobs.ErrLinkVoid, 410},
		"a database that's off": {feed, errors.New("away"), 503},
	} {
		got := serve(t, test.err, "GET", test.path)
		if got.status != test.status || !strings.HasSuffix(got.body, ".\n") || got.header.Get("ETag") != "" {
			t.Errorf("%s: status %d: %s", name, got.status, got.body)
		}
		if strings.Contains(got.logs, secret) || strings.Contains(got.body, secret) {
			t.Errorf("%s: the secret is told on: %s", name, got.logs)
		}
	}
	if got := serve(t, nil, "POST", feed); got.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", got.status)
	}
}
