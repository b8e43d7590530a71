package scheduler

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// minutes are the naive form of a list of windows: which of its minutes are in.
type minutes [200]bool

var minuteZero = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func drawWindows(t *rapid.T, label string) []Window {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Window {
		start := rapid.IntRange(0, 199).Draw(t, "start")
		length := rapid.IntRange(-3, 30).Draw(t, "length")
		return Window{
			Start: minuteZero.Add(time.Duration(start) * time.Minute),
			End:   minuteZero.Add(time.Duration(min(start+length, 200)) * time.Minute),
		}
	}), 0, 12).Draw(t, label)
}

func minutesOf(windows []Window) (in minutes) {
	for i := range in {
		at := minuteZero.Add(time.Duration(i) * time.Minute)
		in[i] = slices.ContainsFunc(windows, func(w Window) bool { return w.Contains(at) })
	}
	return in
}

func isNormal(windows []Window) bool {
	for i, window := range windows {
		if window.IsEmpty() || (i > 0 && !windows[i-1].End.Before(window.Start)) {
			return false
		}
	}
	return true
}

// TestWindowArithmetic compares the arithmetic with sets of minutes.
func TestWindowArithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		left, right := drawWindows(t, "left"), drawWindows(t, "right")
		inLeft, inRight := minutesOf(left), minutesOf(right)
		left, right = mergeWindows(left), mergeWindows(right)
		var difference, both minutes
		for i := range inLeft {
			difference[i] = inLeft[i] && !inRight[i]
			both[i] = inLeft[i] && inRight[i]
		}
		for _, result := range []struct {
			name string
			got  []Window
			want minutes
		}{
			{"merge", left, inLeft},
			{"subtract", subtractWindows(nil, left, right), difference},
			{"intersect", intersectWindows(nil, left, right), both},
		} {
			if !isNormal(result.got) {
				t.Fatalf("%s gave a list that is not normal: %v", result.name, result.got)
			}
			if minutesOf(result.got) != result.want {
				t.Fatalf("%s of %v and %v gave %v", result.name, left, right, result.got)
			}
		}
	})
}

func TestWindowsThatTouchDoNotOverlap(t *testing.T) {
	t.Parallel()
	at := func(minute int) time.Time { return minuteZero.Add(time.Duration(minute) * time.Minute) }
	tests := []struct {
		name        string
		left, right Window
		want        bool
	}{
		{"touching", Window{at(0), at(10)}, Window{at(10), at(20)}, false},
		{"one minute shared", Window{at(0), at(11)}, Window{at(10), at(20)}, true},
		{"inside", Window{at(0), at(30)}, Window{at(10), at(20)}, true},
		{"empty inside", Window{at(0), at(30)}, Window{at(10), at(10)}, false},
		{"apart", Window{at(0), at(5)}, Window{at(10), at(20)}, false},
	}
	for _, test := range tests {
		if got := test.left.Overlaps(test.right); got != test.want {
			t.Errorf("%s: Overlaps = %t, want %t", test.name, got, test.want)
		}
		if got := test.right.Overlaps(test.left); got != test.want {
			t.Errorf("%s, the other way round: Overlaps = %t, want %t", test.name, got, test.want)
		}
	}
}
