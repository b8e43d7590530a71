package scheduler

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestWeeklyStartsKeepTheWallClock holds over every zone and change of the
// clocks: the weekday and the time of day stay, unless the day skips that time.
func TestWeeklyStartsKeepTheWallClock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{
			"America/New_York", "Europe/London", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata", "America/Santiago",
		}).Draw(t, "zone")
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		minutes := rapid.IntRange(0, 16*365*24*60).Draw(t, "minutes")
		first := time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
		weeks, count := rapid.IntRange(1, 8).Draw(t, "weeks"), rapid.IntRange(1, 60).Draw(t, "count")
		starts := WeeklyStarts(zone, first, weeks, count)
		if len(starts) != count || !starts[0].Equal(first) {
			t.Fatalf("%d starts from %s, want %d from %s", len(starts), starts[0], count, first)
		}
		local := first.In(zone)
		for n, start := range starts {
			day := time.Date(local.Year(), local.Month(), local.Day()+7*weeks*n, local.Hour(), local.Minute(), 0, 0, time.UTC)
			got := start.In(zone)
			shown := time.Date(got.Year(), got.Month(), got.Day(), got.Hour(), got.Minute(), 0, 0, time.UTC)
			if gap := shown.Sub(day); gap != 0 && (gap < 0 || gap > 2*time.Hour || !skipped(zone, day)) {
				t.Fatalf("start %d shows %s instead of %s", n, shown, day)
			}
		}
	})
}

// skipped says whether no instant of the zone shows this reading.
func skipped(zone *time.Location, reading time.Time) bool {
	for offset := -15 * 60; offset <= 15*60; offset += 15 {
		got := reading.Add(time.Duration(offset) * time.Minute).In(zone)
		if got.Hour() == reading.Hour() && got.Minute() == reading.Minute() && got.Day() == reading.Day() {
			return false
		}
	}
	return true
}
