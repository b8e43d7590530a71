package scheduler

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSuggestOverbooking(t *testing.T) {
	t.Parallel()
	session := func(chances ...float64) []Expected {
		nine := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
		var made []Expected
		for n, chance := range chances {
			start := nine.Add(time.Duration(n) * 30 * time.Minute)
			made = append(made, Expected{Start: start, End: start.Add(30 * time.Minute), Chance: chance})
		}
		return made
	}
	overbooked := session(0.5, 0.5, 0.5, 0)
	overbooked[3].Overbooked = true
	for name, test := range map[string]struct {
		session  []Expected
		capacity int
		// over is the place in the session of each suggestion.
		over []int
	}{
		"nobody stays away":             {session(0, 0, 0), 3, nil},
		"too unlikely":                  {session(0.1, 0.1, 0.1), 3, nil},
		"one":                           {session(0.4, 0.5, 0.6), 3, []int{2}},
		"two, the likeliest first":      {session(0.9, 0.95, 0.1), 3, []int{1, 0}},
		"as likely: the sooner":         {session(0.9, 0.9), 1, []int{0}},
		"no capacity":                   {session(0.9, 0.9), 0, nil},
		"one is overbooked already":     {overbooked, 3, nil},
		"an empty session":              {nil, 3, nil},
		"a chance that makes no sense":  {session(7, -1), 3, []int{0}},
		"not over what is certain: all": {session(1, 1, 1), 9, []int{0, 1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := SuggestOverbooking(test.session, test.capacity)
			if len(got) != len(test.over) {
				t.Fatalf("%d suggestions, want %d: %+v", len(got), len(test.over), got)
			}
			for n, suggestion := range got {
				if !suggestion.Over.Start.Equal(test.session[test.over[n]].Start) || suggestion.Confidence < OverbookingConfidence {
					t.Errorf("suggestion %d: %+v", n, suggestion)
				}
			}
		})
	}
}

// TestAtLeast compares the recurrence with every combination, counted out.
func TestAtLeast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		chances := rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 8).Draw(t, "chances")
		want := make([]float64, len(chances)+1)
		for outcome := range 1 << len(chances) {
			probability, happened := 1.0, 0
			for n, chance := range chances {
				if outcome>>n&1 == 1 {
					probability *= chance
					happened++
				} else {
					probability *= 1 - chance
				}
			}
			for k := range happened + 1 {
				want[k] += probability
			}
		}
		for k, got := range atLeast(chances) {
			if math.Abs(got-want[k]) > 1e-9 {
				t.Fatalf("at least %d of %v: %v, want %v", k, chances, got, want[k])
			}
		}
	})
}
