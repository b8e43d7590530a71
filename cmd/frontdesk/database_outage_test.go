package main

import (
	"context"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/migrations"
	"frontdesk/records/postgres/private"
)

// outage is a world whose PostgreSQL the test can take away.
type outage struct {
	*served
	directory string
	server    *private.Server
}

func newOutage(t *testing.T) *outage {
	t.Helper()
	o := &outage{directory: filepath.Join(t.TempDir(), "server")}
	o.start(t)
	const database = "frontdesk"
	if err := o.server.EnsureDatabase(t.Context(), database); err != nil {
		t.Fatal(err)
	}
	if err := migrations.Up(t.Context(), o.server.URL(database, private.OwnerRole)); err != nil {
		t.Fatal(err)
	}
	w := newWorldOn(t, o.server.URL(database, private.LoginRole), o.server.SuperuserURL(database))
	// What the program says of an outage is loud, and right.
	o.served = w.serve("FRONTDESK_LOG_LEVEL=error")
	return o
}

func (o *outage) start(t *testing.T) {
	t.Helper()
	server, err := private.Start(t.Context(), private.Options{Directory: o.directory, Settings: map[string]string{"fsync": "off"}, Download: true})
	if err != nil {
		t.Fatal(err)
	}
	o.server = server
	t.Cleanup(func() { _ = server.Stop(context.Background()) }) // it may be stopped already
}

// crash ends PostgreSQL at once, as an immediate shutdown does: sessions are
// cut, and the next start recovers.
func (o *outage) crash(t *testing.T) {
	t.Helper()
	now, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.server.Stop(now); err != nil {
		t.Fatal(err)
	}
}

// Invariant 1: while PostgreSQL is away nothing gets a 200, and when it is
// back, in the middle of the load, everything that got one is answered, once.
func TestPostgreSQLAwayUnderLoad(t *testing.T) {
	t.Parallel()
	o := newOutage(t)
	const patients, before, between = 300, 100, 200
	var accepted, refused atomic.Int64
	reached := make(map[int64]chan struct{})
	for _, count := range []int64{before, between} {
		reached[count] = make(chan struct{})
	}
	back := make(chan struct{})
	comeBack := sync.OnceFunc(func() { close(back) })
	var load sync.WaitGroup
	defer load.Wait()
	defer comeBack()
	load.Go(func() {
		o.each(patients, func(n int) {
			message := o.text(phone(n), "hello")
			for {
				switch status := o.deliver(o.url, message); status {
				case http.StatusOK:
					if all := accepted.Add(1); reached[all] != nil {
						close(reached[all])
					}
					return
				case http.StatusServiceUnavailable, 0: // Twilio comes again, a little later
					refused.Add(1)
					<-back
					<-time.After(50 * time.Millisecond)
				default:
					t.Errorf("answered with %d, want 200, 503 or nothing", status)
					return
				}
			}
		})
	})
	o.awaitClosed(reached[before], "the load to begin")
	o.crash(t)
	o.expectUnavailable(t)
	o.start(t)
	started := time.Now()
	o.await(usual, "the program to be ready", func() bool { status, _ := o.get(o.url + "/readyz"); return status == http.StatusOK })
	comeBack()
	o.awaitClosed(reached[between], "the load to go on")
	// A second time, and this time PostgreSQL is back before anybody waits.
	o.crash(t)
	o.start(t)
	load.Wait()
	t.Logf("%d webhooks were refused; all were accepted %v after the first return", refused.Load(), time.Since(started).Round(time.Millisecond))

	for n := range patients {
		o.awaitSent(phone(n), 1)
	}
	t.Logf("all replies were there %v after the first return", time.Since(started).Round(time.Millisecond))
	o.await(usual, "all messages to be settled", func() bool {
		return o.count("SELECT count(*) FROM message WHERE status NOT IN ('processed', 'sent')") == 0
	})
	o.stop()
	for n := range patients {
		if sent := o.sentTo(phone(n)); len(sent) != 1 {
			t.Errorf("a patient has %d replies, want 1", len(sent))
		}
	}
	o.expectCount(patients, "SELECT count(*) FROM message WHERE direction = 'inbound'")
	o.expectCount(patients, "SELECT count(*) FROM message WHERE direction = 'outbound'")
	o.expectCount(0, "SELECT count(*) FROM task")
}

// expectUnavailable checks what the program says while PostgreSQL is away: the
// process lives, is not ready, and takes nothing.
func (o *outage) expectUnavailable(t *testing.T) {
	t.Helper()
	for range 3 {
		if status := o.deliver(o.url, o.text("+12025550149", "hello")); status != http.StatusServiceUnavailable {
			t.Errorf("a webhook was answered with %d, want 503", status)
		}
	}
	for page, want := range map[string]int{"/healthz": http.StatusOK, "/readyz": http.StatusServiceUnavailable} {
		if status, _ := o.get(o.url + page); status != want {
			t.Errorf("%s was answered with %d, want %d", page, status, want)
		}
	}
}
