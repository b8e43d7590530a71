package scheduler_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/scheduler"
)

// Whatever happens in whatever order: five troubles in a row open a breaker,
// any answer closes it, it is never open for longer than ten minutes, and then
// lets a probe through.
func TestBreaker(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
		var breaker scheduler.Breaker
		row := 0 // troubles in a row that were let through
		for range rapid.IntRange(1, 50).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "seconds")) * time.Second)
			admitted := breaker.Admits(now)
			answered, troubled := rapid.IntRange(0, 2).Draw(t, "answered"), rapid.IntRange(0, 7).Draw(t, "troubled")
			after := breaker.After(answered, troubled, now)
			switch {
			case answered > 0:
				row = 0
			case admitted != scheduler.AdmitNone:
				row += troubled
			}
			switch {
			case answered > 0 && after != scheduler.Breaker{}:
				t.Fatalf("an answer leaves it at %+v", after)
			case answered == 0 && admitted == scheduler.AdmitNone && after != breaker:
				t.Fatalf("what was under way moves an open breaker from %+v to %+v", breaker, after)
			case answered == 0 && row >= 5 && troubled > 0 && admitted != scheduler.AdmitNone && after.Admits(now) != scheduler.AdmitNone:
				t.Fatalf("%d troubles in a row leave it at %+v", row, after)
			case row < 5 && admitted == scheduler.AdmitAll && after.Admits(now) != scheduler.AdmitAll:
				t.Fatalf("%d troubles in a row open it: %+v", row, after)
			case after.OpenUntil.After(now.Add(10 * time.Minute)):
				t.Fatalf("it is open until %v, now is %v", after.OpenUntil, now)
			case after.Admits(now.Add(10*time.Minute)) == scheduler.AdmitNone:
				t.Fatalf("ten minutes later nothing is let through: %+v", after)
			}
			breaker = after
		}
	})
}

// Each probe that fails doubles the pause, up to ten minutes.
func TestBreakerPauses(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
	breaker := scheduler.Breaker{}.After(0, 100, now)
	for _, want := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 10 * time.Minute, 10 * time.Minute} {
		if got := breaker.OpenUntil.Sub(now); got != want {
			t.Fatalf("it is left alone for %v, want %v", got, want)
		}
		now = breaker.OpenUntil
		if breaker.Admits(now) != scheduler.AdmitProbe {
			t.Fatal("no probe is let through")
		}
		breaker = breaker.After(0, 1, now)
	}
}
