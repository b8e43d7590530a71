package main

import (
	"context"
	"log/slog"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// served is the program running inside the test, by a clock that the test can
// move on.
type served struct {
	*world
	service *service
	url     string
	ahead   *atomic.Int64
	stop    func()
}

// serve runs the program until stop is called or the test ends, and returns
// when it serves. Further variables override the world's.
func (w *world) serve(variables ...string) *served {
	w.t.Helper()
	read, err := readConfiguration(append(append(w.variables(), "FRONTDESK_REMINDER_SCHEDULE=0 0 1 1 *"), variables...))
	if err != nil {
		w.t.Fatal(err)
	}
	s := &served{world: w, ahead: &atomic.Int64{}}
	logger := slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: read.level()}))
	s.service, err = newService(w.t.Context(), serviceOptions{configuration: read, now: s.now}, logger)
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	serving, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- s.service.run(ctx, func(baseURL string) error {
			serving <- baseURL
			return nil
		})
	}()
	s.stop = sync.OnceFunc(func() {
		cancel()
		patience := time.NewTimer(drained)
		defer patience.Stop()
		select {
		case err := <-ended:
			if err != nil {
				w.t.Error(err)
			}
		case <-patience.C:
			_ = pprof.Lookup("goroutine").WriteTo(w.t.Output(), 1) // only for whoever looks into it
			w.t.Error("the program does not end")
		}
	})
	w.t.Cleanup(s.stop)
	select {
	case s.url = <-serving:
	case err := <-ended:
		cancel()
		w.t.Fatalf("the program does not serve: %v", err)
	}
	return s
}

// serveAlone is serve in a new world.
func serveAlone(t *testing.T, variables ...string) *served {
	t.Helper()
	return newWorld(t).serve(variables...)
}

func (s *served) now() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }

// advance moves the program's clock on, and Twilio's with it.
func (s *served) advance(by time.Duration) {
	s.twilioAhead.Add(int64(by))
	s.ahead.Add(int64(by))
}

// hear delivers a text and gives the reply.
func (s *served) hear(from, text string) string {
	s.t.Helper()
	return s.say(s.url, from, text).Body
}

// accept delivers a text of the patient's that need not be answered.
func (s *served) accept(text string) {
	s.t.Helper()
	s.arrive(s.url, s.text(patientNumber, text))
}

// statusOfReply gives the status of the only message to a phone, and its error
// code.
func (s *served) statusOfReply(to string) (status, errorCode string) {
	s.t.Helper()
	err := s.superuser.QueryRow(s.t.Context(), `SELECT m.status, m.error_code FROM message m
		JOIN conversation v ON v.clinic_id = m.clinic_id AND v.id = m.conversation_id
		JOIN contact c ON c.clinic_id = v.clinic_id AND c.id = v.contact_id
		WHERE c.address = $1 AND m.direction = 'outbound'`, to).Scan(&status, &errorCode)
	if err != nil {
		return "", err.Error()
	}
	return status, errorCode
}

// get reads a page of the program.
func (s *served) get(address string) (status int, body string) {
	s.t.Helper()
	return get(s.t, address)
}
