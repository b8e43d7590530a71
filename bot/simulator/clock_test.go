package simulator_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot/simulator"
	"frontdesk/records"
)

// noon is the real time of these tests: a Monday in New York.
var noon = time.Date(2026, time.March, 2, 17, 0, 0, 0, time.UTC)

func TestAClockOnlyGoesForward(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		realTime, kept := noon, time.Duration(0)
		clock := simulator.NewClock(func() time.Time { return realTime }, 0, func(ahead time.Duration) error {
			if ahead <= kept {
				t.Fatalf("kept %v after %v", ahead, kept)
			}
			kept = ahead
			return nil
		})
		before := clock.Now()
		for range 20 {
			realTime = realTime.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "passes")))
			at := clock.Now().Add(time.Duration(rapid.Int64Range(-int64(time.Hour), int64(48*time.Hour)).Draw(t, "move")))
			ahead := at.After(clock.Now())
			err := clock.MoveTo(at)
			switch {
			case ahead && err != nil:
				t.Fatalf("moving ahead: %v", err)
			case ahead && !clock.Now().Equal(at):
				t.Fatalf("moved to %v, and it is %v", at, clock.Now())
			case !ahead && records.CodeOf(err) != records.CodeInvalid:
				t.Fatalf("moving back: %v", err)
			}
			if clock.Now().Before(before) {
				t.Fatalf("it is %v after %v", clock.Now(), before)
			}
			before = clock.Now()
			if again := simulator.NewClock(func() time.Time { return realTime }, kept, nil); !again.Now().Equal(before) {
				t.Fatalf("a restart makes %v of %v", again.Now(), before)
			}
		}
	})
}

func TestAClockThatCannotBeKeptStays(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	clock := simulator.NewClock(func() time.Time { return noon }, time.Hour, func(time.Duration) error { return full })
	if err := clock.MoveTo(noon.Add(2 * time.Hour)); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
	if now := clock.Now(); !now.Equal(noon.Add(time.Hour)) {
		t.Errorf("it is %v", now)
	}
}

func TestMoves(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, zone, now string
		appointments    []string
		morning         string
		day             string // empty for no such move
	}{
		{name: "an afternoon", zone: "America/New_York", now: "2026-03-02T12:00", morning: "2026-03-03T08:00"},
		{name: "before the morning", zone: "America/New_York", now: "2026-03-02T07:59", morning: "2026-03-02T08:00"},
		{name: "in the morning", zone: "America/New_York", now: "2026-03-02T08:00", morning: "2026-03-03T08:00"},
		{name: "over the spring change", zone: "America/New_York", now: "2026-03-07T12:00", morning: "2026-03-08T08:00"},
		{name: "over the autumn change", zone: "America/New_York", now: "2026-10-31T23:30", morning: "2026-11-01T08:00"},
		{name: "at midnight in Lisbon", zone: "Europe/Lisbon", now: "2026-03-29T00:00", morning: "2026-03-29T08:00"},
		{name: "where it is tomorrow already", zone: "Pacific/Auckland", now: "2026-12-31T23:00", morning: "2027-01-01T08:00"},
		{
			name: "an appointment in days", zone: "America/New_York", now: "2026-03-02T12:00", appointments: []string{"2026-03-05T14:00"},
			morning: "2026-03-03T08:00", day: "2026-03-05T08:00",
		},
		{
			name: "an early appointment", zone: "America/New_York", now: "2026-03-02T12:00", appointments: []string{"2026-03-05T08:30"},
			morning: "2026-03-03T08:00", day: "2026-03-05T07:30",
		},
		{
			name: "an appointment today", zone: "America/New_York", now: "2026-03-02T12:00", appointments: []string{"2026-03-02T16:00"},
			morning: "2026-03-03T08:00", day: "2026-03-02T15:00",
		},
		{
			name: "one that begins soon, and the next", zone: "America/New_York", now: "2026-03-02T12:00",
			appointments: []string{"2026-03-02T12:30", "2026-03-09T09:00"}, morning: "2026-03-03T08:00", day: "2026-03-09T08:00",
		},
		{
			name: "one that begins soon alone", zone: "America/New_York", now: "2026-03-02T12:00",
			appointments: []string{"2026-03-02T12:30"}, morning: "2026-03-03T08:00",
		},
		{
			name: "an appointment on the day of the spring change", zone: "America/New_York", now: "2026-03-06T12:00",
			appointments: []string{"2026-03-08T10:00"}, morning: "2026-03-07T08:00", day: "2026-03-08T08:00",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(test.zone)
			if err != nil {
				t.Fatal(err)
			}
			local := func(written string) time.Time {
				at, err := time.ParseInLocation("2006-01-02T15:04", written, zone)
				if err != nil {
					t.Fatal(err)
				}
				return at
			}
			var starts []time.Time
			for _, start := range test.appointments {
				starts = append(starts, local(start).UTC())
			}
			now := local(test.now)
			want := map[simulator.Move]time.Time{simulator.MoveHour: now.Add(time.Hour), simulator.MoveMorning: local(test.morning)}
			if test.day != "" {
				want[simulator.MoveAppointment] = local(test.day)
			}
			moves := simulator.MovesFrom(now.UTC(), zone, starts)
			for _, move := range moves {
				if !move.At.Equal(want[move.Move]) || !move.At.After(now) {
					t.Errorf("%s goes to %v, want %v", move.Move, move.At.In(zone), want[move.Move])
				}
			}
			if len(moves) != len(want) {
				t.Errorf("%d moves, want %d", len(moves), len(want))
			}
		})
	}
}
