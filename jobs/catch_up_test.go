package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/records"
)

// catchUp moves the clock on to a moment, does what is due and waits for it.
func (w *world) catchUp(at time.Time) {
	w.t.Helper()
	w.clock.advance(at.Sub(w.clock.now()))
	if err := w.jobs.CatchUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

func (w *world) settle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	if err := w.jobs.Settle(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// nextDue gives what is due next, which must be there.
func (w *world) nextDue() time.Time {
	w.t.Helper()
	due, err := w.jobs.NextDue(w.t.Context(), w.clock.now())
	if err != nil || due.IsZero() {
		w.t.Fatalf("due next: %v, %v", due, err)
	}
	return due
}

// When the clock is moved on, what is due is done by the time that Settle
// returns, and what has to wait for the morning does: it is what is due next.
func TestCatchUpDoesAtOnceWhatIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	appointment := bookIn(w)
	w.settle()
	if messages := w.transcript(func([]records.Message) bool { return true }); messages[len(messages)-1].Status == records.MessageQueued {
		t.Error("settled, and the last answer was not sent")
	}
	before := len(w.provider.messages())
	reminderAt := func(daysBefore int) time.Time { // ten in the morning, the clinic's time
		return appointment.Start.AddDate(0, 0, -daysBefore).Truncate(24 * time.Hour).Add(15 * time.Hour)
	}
	first := w.nextDue()
	if want := reminderAt(3); !first.Equal(want) {
		t.Fatalf("due next at %v, want the reminder three days before, at %v", first, want)
	}
	w.catchUp(first.Add(13 * time.Hour)) // eleven at night
	if sent := len(w.provider.messages()) - before; sent != 0 {
		t.Fatalf("%d messages were sent by night", sent)
	}
	morning := w.nextDue()
	if want := reminderAt(2).Add(-time.Hour); !morning.Equal(want) {
		t.Fatalf("put off until %v, want %v", morning, want)
	}
	w.catchUp(morning.Add(time.Millisecond))
	if sent := len(w.provider.messages()) - before; sent != 1 {
		t.Fatalf("%d messages were sent in the morning, want 1", sent)
	}
	second := w.nextDue()
	if want := reminderAt(1); !second.Equal(want) {
		t.Fatalf("due next at %v, want the reminder the day before, at %v", second, want)
	}
	w.catchUp(second)
	if sent := len(w.provider.messages()) - before; sent != 2 {
		t.Errorf("%d messages were sent in all, want 2", sent)
	}
	if due, err := w.jobs.NextDue(t.Context(), w.clock.now()); err != nil || !due.IsZero() {
		t.Errorf("due next: %v, %v, want nothing", due, err)
	}
}

// Settle is no promise for ever: it ends with its context, and says so.
func TestSettleEndsWithItsContext(t *testing.T) {
	t.Parallel()
	w := newWorld(t) // nobody works the jobs
	w.write(phone, "hello")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.jobs.Settle(ctx) }()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
