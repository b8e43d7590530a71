package admin_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/records"
)

// linker is a WhatsApp on which the codes are scanned, or not.
type linker struct {
	codes []string
	err   error
	// looked, unless nil, has the linking go on until nobody looks; it is closed then.
	looked chan struct{}
}

// Link implements admin.Linker.
func (l *linker) Link(ctx context.Context, _ records.Channel, show func(code string)) error {
	for _, code := range l.codes {
		show(code)
	}
	if l.looked != nil {
		<-ctx.Done()
		close(l.looked)
		return ctx.Err()
	}
	return l.err
}

// secret is what a code holds; it stands nowhere but in the picture.
const secret = "2@kX0ySecretOfTheDevice,AAAA,BBBB,CCCC"

// Each code is a picture in the stream of the one who asked, and the end is
// told; who began and who linked is audited, and no code is written down.
func TestLinkingShowsCodes(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	b.linker = linker{codes: []string{secret, secret + "2"}}
	path := "/api/v1/channels/" + id(idLinked).String() + "/link"
	got := b.call(t, "POST", path, b.a.manager, "")
	events := strings.Split(strings.TrimSpace(got.body), "\n\n")
	if got.status != http.StatusOK || len(events) != 3 || !strings.HasPrefix(events[2], "event: linked\n") {
		t.Fatalf("%d with %d events: %.300s", got.status, len(events), got.body)
	}
	var shown [2]struct{ SVG string }
	for n := range shown {
		data, found := strings.CutPrefix(events[n], "event: code\ndata: ")
		if err := json.Unmarshal([]byte(data), &shown[n]); err != nil || !found {
			t.Fatalf("%.100s: %v", events[n], err)
		}
		if err := xml.NewDecoder(strings.NewReader(shown[n].SVG)).Decode(new(struct{})); err != nil && !errors.Is(err, io.EOF) {
			t.Errorf("the picture is no SVG: %v", err)
		}
	}
	if shown[0] == shown[1] || !strings.Contains(shown[0].SVG, "<path") {
		t.Error("the pictures don't show the codes")
	}
	if trail := b.audit(t, b.a.id); len(trail) != 2 {
		t.Errorf("%d audit events, want two: begun, and linked", len(trail))
	}
	if strings.Contains(b.logs.String(), "SecretOfTheDevice") || strings.Contains(got.body, "SecretOfTheDevice") {
		t.Error("a code was written down")
	}
}

// What comes to nothing says why, and what can't be linked is refused at once.
func TestLinkingFailsClearly(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	got := b.call(t, "POST", "/api/v1/channels/"+id(idLinked).String()+"/link", b.a.manager, "")
	if want := "event: failed\ndata: {\"detail\":\"Nobody scanned the code in time; begin again.\"}\n\n"; got.body != want {
		t.Errorf("got %q, want %q", got.body, want)
	}
	for channel, want := range map[uint64]int{idChannel: http.StatusConflict, idTask: http.StatusNotFound} {
		if got := b.call(t, "POST", "/api/v1/channels/"+id(channel).String()+"/link", b.a.manager, ""); got.status != want {
			t.Errorf("channel %d: %d, want %d", channel, got.status, want)
		}
	}
}

// The linking ends when nobody looks any more.
func TestLinkingEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	b.linker.codes, b.linker.looked = []string{secret}, make(chan struct{})
	mux := http.NewServeMux()
	admin.New(admin.Config{
		Desk: b.desk, Logger: slog.New(slog.DiscardHandler), Now: time.Now, NewID: uuid.New, Linker: &b.linker,
	}).Mount(mux) // by the clock of the connection's deadlines
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/api/v1/channels/"+id(idLinked).String()+"/link", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+b.a.manager)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	// The code is there before the linking ends.
	if _, err := io.ReadFull(response.Body, make([]byte, len("event: code"))); err != nil {
		t.Fatal(err)
	}
	cancel()
	<-b.linker.looked
}
