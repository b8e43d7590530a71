package scheduler_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/scheduler"
)

// departure is what left when.
type departure struct {
	at    time.Time
	units int
}

// depart sends messages as two processes would that share one remembered
// instant: each comes at a moment of its own and takes the next place.
func depart(t *rapid.T, pace scheduler.Pace) []departure {
	now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
	var free time.Time
	var departures []departure
	for range rapid.IntRange(1, 60).Draw(t, "messages") {
		now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "milliseconds later")) * time.Millisecond / 10)
		units := rapid.IntRange(1, 7).Draw(t, "units")
		at, freeAfter := pace.Next(free, now, units)
		if at.Before(now) {
			t.Fatalf("a message leaves at %v, before it is there at %v", at, now)
		}
		if freeAfter.Before(free) {
			t.Fatalf("the sender is free at %v, sooner than before: %v", freeAfter, free)
		}
		if len(departures) > 0 && at.Before(departures[len(departures)-1].at) {
			t.Fatalf("a message overtakes the one before")
		}
		free = freeAfter
		departures = append(departures, departure{at, units})
	}
	return departures
}

// Whatever comes when: in no span of time more leaves than the pace, its burst,
// and one message allow.
func TestPaceHoldsInEverySpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pace := scheduler.PaceOf(float64(rapid.IntRange(1, 200).Draw(t, "per second")), rapid.IntRange(0, 20).Draw(t, "burst"))
		departures := depart(t, pace)
		for first := range departures {
			units := 0
			for last := first; last < len(departures); last++ {
				span := departures[last].at.Sub(departures[first].at)
				allowed := int(span/pace.Interval) + pace.Burst + 1
				// Units are counted up to the last message, which takes its own time
				// afterwards.
				if units > 0 && units > allowed+departures[first].units {
					t.Fatalf("%d units before the one at +%v, %d are allowed", units, span, allowed)
				}
				units += departures[last].units
			}
		}
	})
}

// A sender with enough to do uses all that it may: with nothing but waiting
// messages the last one leaves exactly when the pace says.
func TestPaceWastesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pace := scheduler.PaceOf(float64(rapid.IntRange(1, 200).Draw(t, "per second")), rapid.IntRange(0, 20).Draw(t, "burst"))
		count := rapid.IntRange(1, 300).Draw(t, "messages")
		now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
		var free, at time.Time
		for range count {
			at, free = pace.Next(free, now, 1)
		}
		if want := time.Duration(max(count-1-pace.Burst, 0)) * pace.Interval; at.Sub(now) != want {
			t.Fatalf("the last of %d leaves after %v, want %v", count, at.Sub(now), want)
		}
	})
}

func TestPaceEdges(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
	if at, _ := (scheduler.Pace{}).Next(now.Add(time.Hour), now, 5); !at.Equal(now) {
		t.Errorf("without a bound a message waits until %v", at)
	}
	if scheduler.PaceOf(0, 5).Bounded() || scheduler.PaceOf(-1, 0).Bounded() {
		t.Error("no units a second is a bound")
	}
	// A clock that was a day ahead wrote this.
	pace := scheduler.PaceOf(1, 0)
	if free := pace.Remembered(now.Add(24*time.Hour), now); !free.IsZero() {
		t.Errorf("the sender is silent until %v", free)
	}
	if free := pace.Remembered(now.Add(time.Second), now); !free.Equal(now.Add(time.Second)) {
		t.Errorf("a second ahead is taken for %v", free)
	}
}
