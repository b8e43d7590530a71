package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/bot/twilio/twiliotest"
)

// Invariant 6: in whatever order Twilio's statuses come, the message ends with
// the right one. All orders of all choices of up to three, and of all six.
func TestStatusCallbacksInEveryOrder(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	all := []string{"queued", "sent", "delivered", "read", "failed", "undelivered"}
	orders := orderings(all, 3)
	if !testing.Short() {
		for _, order := range orderings(all, len(all)) {
			if len(order) == len(all) {
				orders = append(orders, order)
			}
		}
	}
	s.each(len(orders), func(n int) {
		if status := s.deliver(s.url, s.text(phone(n), "hello")); status != http.StatusOK {
			t.Errorf("the text was answered with %d", status)
		}
	})
	s.settle()
	s.expectCount(len(orders), "SELECT count(*) FROM message WHERE direction = 'outbound' AND status = 'sent'")
	if t.Failed() {
		return
	}
	s.each(len(orders), func(n int) {
		for _, status := range orders[n] {
			if answer := s.report(s.url, s.sentTo(phone(n))[0], status); answer != http.StatusOK {
				t.Errorf("%v: %s was answered with %d", orders[n], status, answer)
			}
		}
		// The first word again, long after: nothing changes, and it is not
		// written down twice.
		if answer := s.report(s.url, s.sentTo(phone(n))[0], orders[n][0]); answer != http.StatusOK {
			t.Errorf("%v: the repetition was answered with %d", orders[n], answer)
		}
	})
	for n, order := range orders {
		if got, _ := s.statusOfReply(phone(n)); got != finalStatus(order) {
			t.Errorf("after %v the status is %q, want %q", order, got, finalStatus(order))
		}
	}
	var words int
	for _, order := range orders {
		words += len(order)
	}
	s.expectCount(words, "SELECT count(*) FROM message_receipt WHERE provider_status <> '' AND message_id IS NOT NULL")
	t.Logf("%d orders", len(orders))
}

func phone(n int) string { return fmt.Sprintf("+1202%07d", 5_550_000+n) }

// each does something with each number below count, a few at a time.
func (w *world) each(count int, do func(n int)) {
	const workers = 16
	numbers := make(chan int)
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for n := range numbers {
				do(n)
			}
		})
	}
	for n := range count {
		numbers <- n
	}
	close(numbers)
	working.Wait()
}

// finalStatus says by words what must come of any order: what arrived has
// arrived, whoever says that it failed; else a failure counts.
func finalStatus(order []string) string {
	said := func(status string) bool { return slices.Contains(order, status) }
	switch {
	case said("read"):
		return "read"
	case said("delivered"):
		return "delivered"
	case said("failed"), said("undelivered"):
		return "failed"
	}
	return "sent"
}

// orderings gives all ways of taking 1 to most of the statuses in order.
func orderings(statuses []string, most int) [][]string {
	var found [][]string
	var extend func(taken []string)
	extend = func(taken []string) {
		if len(taken) > 0 {
			found = append(found, slices.Clone(taken))
		}
		if len(taken) == most {
			return
		}
		for _, status := range statuses {
			if !slices.Contains(taken, status) {
				extend(append(taken, status))
			}
		}
	}
	extend(nil)
	return found
}

// A callback can overtake the answer to the request to send.
func TestCallbackBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	serving := make(chan *served, 1)
	w.onMessage.Store(&onMessage{func(message twiliotest.Message) {
		s := <-serving
		for _, status := range []string{"sent", "delivered"} {
			if answer := s.report(s.url, message, status); answer != http.StatusOK {
				t.Errorf("answered with %d", answer)
			}
		}
	}})
	s := w.serve()
	serving <- s
	if reply := s.hear(patientNumber, "hello"); strings.TrimSpace(reply) == "" {
		t.Error("empty reply")
	}
	s.stop()
	if status, _ := s.statusOfReply(patientNumber); status != "delivered" {
		t.Errorf("status %q, want delivered", status)
	}
	s.expectCount(1, "SELECT count(*) FROM message WHERE direction = 'outbound' AND provider_id = $1", s.sentTo(patientNumber)[0].SID)
}
