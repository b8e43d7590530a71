package jobs_test

import (
	"context"
	"strings"
	"testing"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Invariant 13: a channel whose answers may say no names gets the text that says
// none, and not the notice that something was withheld.
func TestAnswersWithoutNames(t *testing.T) {
	t.Parallel()
	for level, want := range map[records.ContentLevel]string{
		records.ContentNames: "Leo has no appointments coming up.", records.ContentLogistics: "You have no appointments coming up.",
	} {
		w := newWorld(t)
		policy := records.DefaultChannelPolicy(w.clinic.SMS)
		policy.AnswerLevel = level
		w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.SetChannelPolicy(ctx, policy) })
		w.start()
		var last string
		for _, text := range []string{"I want to register my son", "Leo Carter", "3 Feb 2016", "yes", "what appointments do I have?"} {
			last = w.say(text)
		}
		if !strings.Contains(last, want) {
			t.Errorf("level %d: %q, want %q", level, last, want)
		}
	}
}
