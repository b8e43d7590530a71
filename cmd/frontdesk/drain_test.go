package main

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

// SIGTERM under load: what got its 200 is answered by this process or by the
// next one, once; nothing gets a 200 that is not kept; the program ends with
// status 0.
func TestDrainUnderLoad(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.twilio.FailSends(twiliotest.Slow(300 * time.Millisecond)) // a call is under way while it drains
	first := startProgram(t, w.variables())
	const patients, before = 200, 40
	var accepted atomic.Int64
	enough := make(chan struct{})
	kept := make([]bool, patients)
	loaded := make(chan struct{})
	go func() {
		defer close(loaded)
		w.each(patients, func(n int) {
			switch status := w.deliver(first.url, w.text(phone(n), "hello")); status {
			case http.StatusOK:
				kept[n] = true
				if accepted.Add(1) == before {
					close(enough)
				}
			case 0, http.StatusServiceUnavailable: // the door is closed, or closing
			default:
				t.Errorf("answered with %d", status)
			}
		})
	}()
	w.awaitClosed(enough, "the first webhooks to be accepted")
	first.stop()
	<-loaded
	t.Logf("%d of %d webhooks were accepted before the program ended", accepted.Load(), patients)

	second := startProgram(t, w.variables())
	for n := range patients {
		if kept[n] {
			w.awaitSent(phone(n), 1)
		}
	}
	w.settle()
	second.stop()
	for n := range patients {
		if sent := w.sentTo(phone(n)); len(sent) > 1 || kept[n] && len(sent) != 1 {
			t.Errorf("a patient whose webhook was accepted: %t has %d replies", kept[n], len(sent))
		}
	}
	w.expectCount(0, "SELECT count(*) FROM message WHERE status NOT IN ('processed', 'sent')")
	w.expectCount(0, "SELECT count(*) FROM task")
}
