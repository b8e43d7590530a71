package dates

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestCalendarAgreesWithTime holds that days are those of the standard library.
func TestCalendarAgreesWithTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-800000, 800000).Draw(t, "day")
		want := time.Unix(int64(n)*86400, 0).UTC()
		year, month, monthDay := day(n).civil()
		if year != want.Year() || month != int(want.Month()) || monthDay != want.Day() || day(n).weekday()%7 != int(want.Weekday()) {
			t.Fatalf("day %d is %d-%d-%d, want %s", n, year, month, monthDay, want)
		}
		if dayOf(year, month, monthDay) != day(n) {
			t.Fatalf("day %d reads back as %d", n, dayOf(year, month, monthDay))
		}
		later := rapid.IntRange(-30, 30).Draw(t, "months")
		first := time.Date(year, want.Month()+time.Month(later), 1, 0, 0, 0, 0, time.UTC)
		if got := day(n).month(later); int64(got)*86400 != first.Unix() {
			t.Fatalf("month %d from day %d: %d", later, n, got)
		}
	})
}

func TestEaster(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]string{1961: "1961-04-02", 2000: "2000-04-23", 2019: "2019-04-21", 2024: "2024-03-31", 2026: "2026-04-05", 2038: "2038-04-25"} {
		if got := easter(year).date().String(); got != want {
			t.Errorf("Easter %d: %s, want %s", year, got, want)
		}
	}
}
