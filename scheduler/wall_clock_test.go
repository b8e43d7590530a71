package scheduler

import (
	"slices"
	"testing"
	"time"

	"frontdesk/records"
)

// TestLocalWindowsAroundClockChanges spells the rule out, change by change.
// Invariant 8 rests on it: search and booking both read the clock this way.
func TestLocalWindowsAroundClockChanges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, zone string
		date       records.LocalDate
		start, end records.LocalTime
		want       []string // pairs of start and end, UTC
	}{
		{
			"ordinary day", "America/New_York",
			records.LocalDate{Year: 2026, Month: 3, Day: 6},
			8 * 60, 17 * 60,
			[]string{"2026-03-06T13:00:00Z", "2026-03-06T22:00:00Z"},
		},
		{
			"ends at five by the wall on the spring day", "America/New_York",
			records.LocalDate{Year: 2026, Month: 3, Day: 8},
			0, 17 * 60,
			[]string{"2026-03-08T05:00:00Z", "2026-03-08T21:00:00Z"},
		},
		{
			"ends at five by the wall on the autumn day", "America/New_York",
			records.LocalDate{Year: 2026, Month: 11, Day: 1},
			0, 17 * 60,
			[]string{"2026-11-01T04:00:00Z", "2026-11-01T22:00:00Z"},
		},
		{
			"start in the gap moves to its end", "America/New_York",
			records.LocalDate{Year: 2026, Month: 3, Day: 8},
			2*60 + 30, 4 * 60,
			[]string{"2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z"},
		},
		{
			"end in the gap moves to its end", "America/New_York",
			records.LocalDate{Year: 2026, Month: 3, Day: 8},
			60, 2*60 + 30,
			[]string{"2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z"},
		},
		{"wholly in the gap is nothing", "America/New_York", records.LocalDate{Year: 2026, Month: 3, Day: 8}, 2 * 60, 3 * 60, nil},
		{
			"whole repeated hour counts twice", "America/New_York",
			records.LocalDate{Year: 2026, Month: 11, Day: 1},
			60, 2 * 60,
			[]string{"2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z"},
		},
		{
			"part of the repeated hour is open twice", "America/New_York",
			records.LocalDate{Year: 2026, Month: 11, Day: 1},
			30, 90,
			[]string{"2026-11-01T04:30:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z"},
		},
		{
			"what reads before the start is closed again", "America/New_York",
			records.LocalDate{Year: 2026, Month: 11, Day: 1},
			90, 3 * 60,
			[]string{"2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z", "2026-11-01T08:00:00Z"},
		},
		{
			"day without midnight", "America/Havana",
			records.LocalDate{Year: 2026, Month: 3, Day: 8},
			0, 12 * 60,
			[]string{"2026-03-08T05:00:00Z", "2026-03-08T16:00:00Z"},
		},
		{
			"24:00 is not the second midnight of the next day", "America/Havana",
			records.LocalDate{Year: 2026, Month: 10, Day: 31},
			22 * 60, 24 * 60,
			[]string{"2026-11-01T02:00:00Z", "2026-11-01T04:00:00Z"},
		},
		{
			"last hour of the day twice", "America/Santiago",
			records.LocalDate{Year: 2026, Month: 4, Day: 4},
			22 * 60, 24 * 60,
			[]string{"2026-04-05T01:00:00Z", "2026-04-05T04:00:00Z"},
		},
		{
			"half an hour forward", "Australia/Lord_Howe",
			records.LocalDate{Year: 2026, Month: 10, Day: 4},
			0, 9 * 60,
			[]string{"2026-10-03T13:30:00Z", "2026-10-03T22:00:00Z"},
		},
		{
			"two hours back", "Antarctica/Troll",
			records.LocalDate{Year: 2026, Month: 10, Day: 25},
			0, 9 * 60,
			[]string{"2026-10-24T22:00:00Z", "2026-10-25T09:00:00Z"},
		},
		{"a date that Samoa skipped", "Pacific/Apia", records.LocalDate{Year: 2011, Month: 12, Day: 30}, 0, 24 * 60, nil},
		{
			"times outside of the day are cut off", "UTC",
			records.LocalDate{Year: 2026, Month: 1, Day: 1},
			-1 << 40, 1 << 60,
			[]string{"2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"},
		},
		{"end before start is nothing", "UTC", records.LocalDate{Year: 2026, Month: 1, Day: 1}, 600, 540, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, window := range LocalWindows(loadZone(t, test.zone), test.date, test.start, test.end) {
				got = append(got, window.Start.Format(time.RFC3339), window.End.Format(time.RFC3339))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("LocalWindows = %v, want %v", got, test.want)
			}
		})
	}
}

// TestLocalWindowsAreWhatTheClockShows holds every zone of the IANA's data and
// every change of its clocks from 2020 to 2035 against a clock that is read
// quarter by quarter: an instant is in the windows if and only if it reads
// inside them. So they start and end at the right wall clock on every day
// (invariant 8).
func TestLocalWindowsAreWhatTheClockShows(t *testing.T) {
	t.Parallel()
	hours := []struct{ start, end records.LocalTime }{
		{0, 24 * 60}, {0, 90}, {30, 2 * 60}, {90, 150}, {2 * 60, 3 * 60}, {60, 17 * 60}, {13 * 60, 17 * 60}, {22*60 + 30, 24 * 60}, {23*60 + 15, 23*60 + 45},
	}
	found, err := clocks()
	if err != nil {
		t.Fatalf("load every zone: %v", err)
	}
	for name, changes := range found {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone := loadZone(t, name)
			if len(changes) == 0 {
				changes = []time.Time{time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}
			}
			for _, change := range changes {
				for days := -1; days <= 1; days++ {
					date := records.LocalDateOf(change, zone).AddDays(days)
					for _, window := range hours {
						compareWithClock(t, zone, date, window.start, window.end)
					}
				}
			}
		})
	}
}

func compareWithClock(t *testing.T, zone *time.Location, date records.LocalDate, start, end records.LocalTime) {
	t.Helper()
	windows := LocalWindows(zone, date, start, end)
	for i, window := range windows {
		if window.IsEmpty() || (i > 0 && !windows[i-1].End.Before(window.Start)) {
			t.Fatalf("%v %v %d–%d: not a normal list: %v", zone, date, start, end, windows)
		}
	}
	// Half a day on either side holds every offset that a zone has today.
	for at := date.Time().Add(-15 * time.Hour); at.Before(date.Time().Add(39 * time.Hour)); at = at.Add(15 * time.Minute) {
		shownDate, shown := clockReading(at, zone)
		want := shownDate == date && start <= shown && shown < end
		if got := slices.ContainsFunc(windows, func(w Window) bool { return w.Contains(at) }); got != want {
			t.Fatalf("%v %v %d–%d: %v reads %v %d, in windows %v: %t", zone, date, start, end, at, shownDate, shown, windows, got)
		}
	}
}

func TestLocalInstant(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, zone string
		date       records.LocalDate
		clock      records.LocalTime
		want       string
	}{
		{"ordinary", "Europe/Madrid", records.LocalDate{Year: 2026, Month: 1, Day: 5}, 10 * 60, "2026-01-05T09:00:00Z"},
		{"skipped time is the end of the gap", "Europe/Madrid", records.LocalDate{Year: 2026, Month: 3, Day: 29}, 150, "2026-03-29T01:00:00Z"},
		{"repeated time is its first occurrence", "Europe/Madrid", records.LocalDate{Year: 2026, Month: 10, Day: 25}, 150, "2026-10-25T00:30:00Z"},
		{"24:00 is the next day", "Europe/Madrid", records.LocalDate{Year: 2026, Month: 1, Day: 5}, 24 * 60, "2026-01-05T23:00:00Z"},
		{"skipped date is the next one", "Pacific/Apia", records.LocalDate{Year: 2011, Month: 12, Day: 30}, 600, "2011-12-30T10:00:00Z"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := LocalInstant(loadZone(t, test.zone), test.date, test.clock).Format(time.RFC3339); got != test.want {
				t.Errorf("LocalInstant = %s, want %s", got, test.want)
			}
		})
	}
}
