package flows

import (
	"strings"
	"sync"
	"testing"

	"frontdesk/conversations"
	"frontdesk/records"
)

// TestOneEngineForAll holds that conversations may be stepped at the same time
// with one engine; the race detector does the looking.
func TestOneEngineForAll(t *testing.T) {
	t.Parallel()
	shared := NewEngine(clinicProfile(t, "ES"))
	var group sync.WaitGroup
	for range 8 {
		w := newWorld(t, "ES", sms)
		w.engine = shared
		group.Go(func() {
			for _, text := range []string{"hola, una limpieza mañana", "Ana Souza", "3/2/1982", "sí", "cualquiera", "lunes", "1", "sí"} {
				w.write(conversations.MessageReceived{Text: text})
			}
			if w.booked != 1 {
				t.Errorf("%d appointments were booked", w.booked)
			}
		})
	}
	group.Wait()
}

// TestAClinicThatBooksNothingByChat holds that nobody is left with a question
// that has no answers (invariant 19).
func TestAClinicThatBooksNothingByChat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "GB", sms)
	w.knows("Sam Carter")
	profile := clinicProfile(t, "GB")
	profile.Types = nil
	w.engine = NewEngine(profile)
	tasks := 0
	for _, effect := range w.write(conversations.MessageReceived{Text: "I want an appointment"}) {
		if task, ok := effect.(conversations.OpenTask); ok && task.Code == records.TaskTalkToPerson {
			tasks++
		}
	}
	if tasks != 1 {
		t.Errorf("%d tasks", tasks)
	}
}

// TestAStrangerLearnsNothing holds that the same text gets the same answer
// whoever else is a patient (invariant 13), and that a name typed by a
// stranger is not looked up.
func TestAStrangerLearnsNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"do I have an appointment?", "is Sam Carter a patient here?", "cancel my appointment", "my appointments", "I am Sam Carter, when is my appointment"} {
		w := newWorld(t, "GB", sms)
		for _, effect := range w.write(conversations.MessageReceived{Text: text}) {
			switch effect := effect.(type) {
			case conversations.Reply:
				if effect.Level != records.ContentNeutral || strings.Contains(effect.Text, "Carter") {
					t.Errorf("%q is answered at level %d: %q", text, effect.Level, effect.Text)
				}
			case conversations.FindAppointments, conversations.CancelAppointment:
				t.Errorf("%q asks for %T", text, effect)
			}
		}
	}
}

// TestMultiplePersonsAreNotListed holds that no name on file is said to a
// shared number before it was typed there (design, section 5).
func TestMultiplePersonsAreNotListed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"hi", "book", "book for my son", "x-ray tomorrow", "who am I?", "menu", "cancel", "help", "my appointments"} {
		w := newWorld(t, "GB", sms)
		w.knows("Maria Costa", "Leopold Costa")
		for _, effect := range w.write(conversations.MessageReceived{Text: text}) {
			if reply, ok := effect.(conversations.Reply); ok && (strings.Contains(reply.Text, "Costa") || strings.Contains(reply.Text, "Leopold")) {
				t.Errorf("%q: %q", text, reply.Text)
			}
		}
	}
}

// TestOptOutComesBeforeQuestions holds that a STOP is one in any state, and
// that a yes is never an opt-in (invariant 11).
func TestOptOutComesBeforeQuestions(t *testing.T) {
	t.Parallel()
	for _, before := range [][]string{nil, {"book"}, {"x-ray monday", "1"}, {"register"}, {"cancel my appointment"}, {"asdf", "asdf"}, {"CANCEL"}} {
		w := newWorld(t, "GB", sms)
		w.knows("Sam Carter")
		w.has(4, 15, 1, 2)
		for _, text := range before {
			w.write(conversations.MessageReceived{Text: text})
		}
		effects := w.write(conversations.MessageReceived{Text: "Stop!"})
		if !w.contact.OptedOut {
			t.Errorf("after %v: STOP was not one", before)
		}
		for _, effect := range effects {
			if reply, ok := effect.(conversations.Reply); ok && !reply.DespiteOptOut {
				t.Errorf("after %v: the confirmation could not be sent", before)
			}
		}
		for _, text := range []string{"yes", "1", "hello", "book", "sí"} {
			w.write(conversations.MessageReceived{Text: text})
			if !w.contact.OptedOut {
				t.Errorf("after %v: %q opted in again", before, text)
			}
		}
		w.write(conversations.MessageReceived{Text: "start"})
		if w.contact.OptedOut {
			t.Errorf("after %v: START did not opt in", before)
		}
	}
}
