package jobs_test

import (
	"slices"
	"testing"

	"frontdesk/records"
)

// A message on which the engine fails, whatever is done, is set aside: staff are
// told, and it keeps nobody else from their answer.
func TestPoisonIsSetAside(t *testing.T) {
	t.Parallel()
	const other = "+12025550177"
	w := newWorld(t).start()
	w.say("hello")
	if w.write(other, "hello"); len(w.wait(2)) != 2 {
		t.Fatal("the other was not answered")
	}
	// A state that no version of the program has written.
	w.superuser()(`UPDATE conversation SET state = '{"version": 1000000}' WHERE contact_id = (SELECT id FROM contact WHERE address = $1)`, phone)
	w.write(phone, "what are my appointments?")
	w.write(other, "what are your opening hours?")
	w.wait(3)
	w.until("staff have a task", func() bool { return slices.Contains(w.openTasks(), records.TaskQuarantined) })
	if count := w.number("SELECT count(*) FROM message WHERE status = 'quarantined'"); count != 1 {
		t.Errorf("%d messages are set aside, want 1", count)
	}
	w.write(other, "thanks")
	w.wait(4)
	if count := w.number("SELECT count(*) FROM message WHERE direction = 'inbound' AND status = 'received'"); count != 0 {
		t.Errorf("%d messages wait for a turn", count)
	}
}
