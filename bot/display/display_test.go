package display_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/display"
	"frontdesk/jobs"
	"frontdesk/records"
)

const secret = "q7Yp3mJ0kq8Wb2dR5tXz1vN6cL4hS9aE0fGuIoPwQ_k"

// rooms is a waiting room that tests change.
type rooms struct {
	mutex sync.Mutex
	board jobs.Board
	err   error
}

func (r *rooms) WaitingRoom(_ context.Context, slug, given string) (jobs.Board, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if slug != "lakeside" || given != secret {
		return jobs.Board{}, records.NotFound("address")
	}
	return r.board, r.err
}

func (r *rooms) change(change func(*rooms)) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	change(r)
}

// screen is a display on a server of its own.
type screen struct {
	rooms    *rooms
	url      string
	logs     *bytes.Buffer
	stopping chan struct{}
}

func newScreen(t *testing.T) *screen {
	t.Helper()
	s := &screen{logs: &bytes.Buffer{}, stopping: make(chan struct{}), rooms: &rooms{board: jobs.Board{
		Clinic: "Lakeside <Clinic>", Language: records.English, Country: "US", Zone: time.UTC,
		Called:  []jobs.BoardCall{{Number: 12, Initials: "A.Q.", Room: "Room <3>"}},
		Waiting: []jobs.BoardWaiting{{Number: 14, Initials: "李.", Next: true}, {Number: 15, Initials: "M.L.", Wait: 25 * time.Minute}},
	}}}
	mux := http.NewServeMux()
	display.New(display.Config{
		Rooms: s.rooms, Logger: slog.New(slog.NewTextHandler(s.logs, nil)), Now: time.Now, Stopping: s.stopping, Look: 10 * time.Millisecond,
	}).Mount(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL + "/display/lakeside/" + secret
	return s
}

// answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   string
}

func get(t *testing.T, url string) answer {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: response.StatusCode, header: response.Header, body: string(content)}
}

// TestPageShowsNumbersAndInitials, and what its headers promise.
func TestPageShowsNumbersAndInitials(t *testing.T) {
	t.Parallel()
	s := newScreen(t)
	got := get(t, s.url)
	page := got.body
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("status %d: %s", got.status, page)
	}
	for _, shown := range []string{">12<", "A.Q.", "Room &lt;3&gt;", ">14<", "李.", "Next", "About 25 min", `<html lang="en">`, "Lakeside &lt;Clinic&gt;"} {
		if !strings.Contains(page, shown) {
			t.Errorf("the page lacks %q", shown)
		}
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive", "X-Content-Type-Options": "nosniff",
	} {
		if value := got.header.Get(name); value != want {
			t.Errorf("%s: %q", name, value)
		}
	}
	for _, promised := range []string{"<main", "<header", "<h1", `name="viewport"`, `aria-live="polite"`, `aria-live="assertive"`, `aria-labelledby="called"`, "<title>"} {
		if !strings.Contains(page, promised) {
			t.Errorf("for a screen reader: no %s", promised)
		}
	}
	if outside := regexp.MustCompile(`(?i)(src|href)=|https?://|@import|url\(`).FindString(page); outside != "" {
		t.Errorf("the page loads %q", outside)
	}
}

// TestPolicyNamesTheInlineSources: what the policy allows is exactly what
// stands in the page.
func TestPolicyNamesTheInlineSources(t *testing.T) {
	t.Parallel()
	got := get(t, newScreen(t).url)
	page, policy := got.body, got.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	for _, element := range []string{"style", "script"} {
		found := regexp.MustCompile(`(?s)<`+element+`>(.*?)</`+element+`>`).FindAllStringSubmatch(page, -1)
		if len(found) != 1 {
			t.Fatalf("%d of %s", len(found), element)
		}
		sum := sha256.Sum256([]byte(found[0][1]))
		if want := element + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("the policy does not allow the page's own %s", element)
		}
	}
}

// TestContrast holds the colours to WCAG 2.2's 4.5:1, by day and by night.
func TestContrast(t *testing.T) {
	t.Parallel()
	page := get(t, newScreen(t).url).body
	themes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(page, -1)
	if len(themes) != 2 {
		t.Fatalf("%d themes", len(themes))
	}
	for i, theme := range themes {
		colours := map[string]string{}
		for _, found := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6})`).FindAllStringSubmatch(theme[1], -1) {
			colours[found[1]] = found[2]
		}
		for _, pair := range [][2]string{{"ink", "ground"}, {"ink", "sheet"}, {"quiet", "ground"}, {"quiet", "sheet"}, {"call-ink", "call"}, {"warn", "warn-ground"}} {
			if got := contrast(t, colours[pair[0]], colours[pair[1]]); got < 4.5 {
				t.Errorf("theme %d: %s on %s is %.2f:1", i, pair[0], pair[1], got)
			}
		}
	}
}

func TestEmptyRoom(t *testing.T) {
	t.Parallel()
	s := newScreen(t)
	s.rooms.change(func(r *rooms) {
		r.board.Called, r.board.Waiting, r.board.Language = nil, nil, records.Spanish
	})
	if page := get(t, s.url).body; !strings.Contains(page, "No hay nadie en espera.") || !strings.Contains(page, `lang="es"`) {
		t.Errorf("page %s", page)
	}
}

func TestManyWait(t *testing.T) {
	t.Parallel()
	s := newScreen(t)
	s.rooms.change(func(r *rooms) {
		for number := range 40 {
			r.board.Waiting = append(r.board.Waiting, jobs.BoardWaiting{Number: 100 + number, Wait: time.Hour})
		}
	})
	if page := get(t, s.url).body; !strings.Contains(page, "And 30 more") || strings.Contains(page, ">112<") {
		t.Errorf("page %s", page)
	}
}

// TestWrongAddresses are all the same, and neither they nor what goes wrong is
// logged with a secret in it.
func TestWrongAddresses(t *testing.T) {
	t.Parallel()
	s := newScreen(t)
	for _, wrong := range []string{
		strings.Replace(s.url, "lakeside", "other", 1), s.url[:len(s.url)-1] + "A", s.url + "A", s.url + "%00", strings.Replace(s.url, secret, strings.Repeat("x", 5000), 1),
	} {
		for _, url := range []string{wrong, wrong + "/events"} {
			if got := get(t, url); got.status != http.StatusNotFound || !strings.Contains(got.body, "shows nothing") {
				t.Errorf("status %d: %s", got.status, got.body)
			}
		}
	}
	s.rooms.change(func(r *rooms) { r.err = errors.New("the database is away") })
	if got := get(t, s.url); got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("status %d", got.status)
	}
	if log := s.logs.String(); strings.Contains(log, secret[:20]) || !strings.Contains(log, "the database is away") {
		t.Errorf("log: %s", log)
	}
}

// TestEventsTellOfChanges, at once, and only of changes; and end when the
// program stops or the address is revoked.
func TestEventsTellOfChanges(t *testing.T) {
	t.Parallel()
	s := newScreen(t)
	response, err := http.Get(s.url + "/events") //nolint:bodyclose // it is closed below, when the stream has been read
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("content type %q", kind)
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(response.Body); scanner.Scan(); {
			if digest, news := strings.CutPrefix(scanner.Text(), "data: "); news {
				lines <- digest
			}
		}
	}()
	first := next(t, lines)
	s.rooms.change(func(r *rooms) { r.board.Called[0].Number = 13 })
	if second := next(t, lines); second == first || second == "" {
		t.Errorf("told %q after %q", second, first)
	}
	s.rooms.change(func(r *rooms) { r.board.Called[0].Number = 12 })
	if third := next(t, lines); third != first {
		t.Errorf("the same room is told as %q, then %q", first, third)
	}
	close(s.stopping)
	if last := next(t, lines); last != "" {
		t.Errorf("told %q while stopping", last)
	}
}

// next gives the next of what is told, or nothing at the stream's end.
func next(t *testing.T, lines <-chan string) string {
	t.Helper()
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	select {
	case line := <-lines:
		return line
	case <-deadline.C:
		t.Fatal("nothing was told")
		return ""
	}
}
