package jobs_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Invariant 5: an unanswered call is unknown, is not repeated, is looked for,
// and in the end is a task for staff.
func TestUnansweredCallIsNeverRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.answer(&channel.SendError{Outcome: channel.OutcomeUnknown})
	w.start()
	w.write(phone, "hello")
	w.wait(1)
	is := func(status records.MessageStatus) func([]records.Message) bool {
		return func(messages []records.Message) bool {
			return slices.Contains(statuses(messages, records.Outbound), status)
		}
	}
	w.transcript(is(records.MessageUnknown))
	for look := range int64(2) {
		// The clock goes on while it waits: when the look before is written down
		// after a single step of the clock, the next is due after another one.
		w.until("the provider is asked", func() bool {
			w.clock.advance(time.Minute)
			return w.provider.finds.Load() > look
		})
	}
	w.until("staff have a task", func() bool { return slices.Contains(w.openTasks(), records.TaskUnknownSend) })
	w.transcript(is(records.MessageUnknown))
	if calls := len(w.provider.messages()); calls != 1 {
		t.Errorf("the provider was called %d times, want once", calls)
	}
}

// A provider that says "not yet" is asked again, later, and once.
func TestNotYetIsSentLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.answer(&channel.SendError{Outcome: channel.OutcomeNotYet, Code: "20429"})
	w.start()
	w.write(phone, "hello")
	w.wait(1)
	w.transcript(func(messages []records.Message) bool {
		return slices.Contains(statuses(messages, records.Outbound), records.MessageQueued)
	})
	w.clock.advance(time.Minute)
	w.wait(2)
	messages := w.transcript(func(messages []records.Message) bool { return settled(messages, 1, 1) })
	if got := statuses(messages, records.Outbound); !slices.Equal(got, []records.MessageStatus{records.MessageSent}) {
		t.Errorf("outbound %v, want one that was sent", got)
	}
}

// A carrier's opt-out (21610) has the effect of STOP, and staff are told.
func TestCarrierOptOutIsRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.answer(&channel.SendError{Outcome: channel.OutcomeRefused, Remedy: channel.RemedyOptOut, Code: "21610"})
	w.start()
	w.write(phone, "hello")
	w.transcript(func(messages []records.Message) bool {
		return slices.Contains(statuses(messages, records.Outbound), records.MessageFailed)
	})
	if tasks := w.openTasks(); !slices.Contains(tasks, records.TaskOptedOut) {
		t.Errorf("open tasks %v, want %s", tasks, records.TaskOptedOut)
	}
}

// until waits for a condition that no signal announces.
func (w *world) until(what string, holds func() bool) {
	w.t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for !holds() {
		select {
		case <-ticker.C:
		case <-deadline.C:
			w.t.Fatalf("waited in vain until %s", what)
		}
	}
}

// openTasks lists the codes of what staff are asked to do.
func (w *world) openTasks() []records.TaskCode {
	w.t.Helper()
	var codes []records.TaskCode
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		tasks, err := tx.OpenTasks(ctx, time.Time{}, [16]byte{}, 100)
		for _, task := range tasks {
			codes = append(codes, task.Code)
		}
		return err
	})
	return codes
}
