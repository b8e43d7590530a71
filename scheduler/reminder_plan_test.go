package scheduler

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/records"
)

func utc(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatalf("parse time: %v", err)
	}
	return parsed.UTC()
}

func TestPlanReminders(t *testing.T) {
	t.Parallel()
	plain := DefaultReminderPolicy()
	evening := DefaultReminderPolicy()
	evening.Rules = []ReminderRule{{Step: "1d", DaysBefore: 1, At: 21 * 60}}
	tests := []struct {
		name, zone, start, booked, now string
		policy                         ReminderPolicy
		want                           []string // step, due, expires
	}{
		{
			"booked long before", "America/New_York", "2026-06-18T19:00:00Z", "2026-05-01T12:00:00Z", "2026-05-01T12:00:00Z", plain,
			[]string{"3d 2026-06-15T14:00:00Z until 2026-06-17T14:00:00Z", "1d 2026-06-17T14:00:00Z until 2026-06-18T17:00:00Z"},
		},
		{
			"three days over the spring change", "America/New_York", "2026-03-09T13:00:00Z", "2026-02-01T12:00:00Z", "2026-02-01T12:00:00Z", plain,
			[]string{"3d 2026-03-06T15:00:00Z until 2026-03-08T14:00:00Z", "1d 2026-03-08T14:00:00Z until 2026-03-09T11:00:00Z"},
		},
		{
			"booked two days before", "America/New_York", "2026-06-18T19:00:00Z", "2026-06-16T12:00:00Z", "2026-06-16T12:00:00Z", plain,
			[]string{"1d 2026-06-17T14:00:00Z until 2026-06-18T17:00:00Z"},
		},
		{"booked for tomorrow in the afternoon", "America/New_York", "2026-06-18T19:00:00Z", "2026-06-17T18:00:00Z", "2026-06-17T18:00:00Z", plain, nil},
		{"booked minutes before the reminder", "America/New_York", "2026-06-18T19:00:00Z", "2026-06-17T13:50:00Z", "2026-06-17T13:50:00Z", plain, nil},
		{
			"booked in good time, planned again later", "America/New_York", "2026-06-18T19:00:00Z", "2026-05-01T12:00:00Z", "2026-06-16T12:00:00Z", plain,
			[]string{"1d 2026-06-17T14:00:00Z until 2026-06-18T17:00:00Z"},
		},
		{
			"due exactly now", "America/New_York", "2026-06-18T19:00:00Z", "2026-05-01T12:00:00Z", "2026-06-17T14:00:00Z", plain,
			[]string{"1d 2026-06-17T14:00:00Z until 2026-06-18T17:00:00Z"},
		},
		{"past", "America/New_York", "2026-06-18T19:00:00Z", "2026-05-01T12:00:00Z", "2026-06-19T00:00:00Z", plain, nil},
		{
			"at night in UTC the day is the clinic's", "Pacific/Auckland", "2026-06-17T21:00:00Z", "2026-05-01T12:00:00Z", "2026-05-01T12:00:00Z", plain,
			[]string{"3d 2026-06-14T22:00:00Z until 2026-06-16T22:00:00Z", "1d 2026-06-16T22:00:00Z until 2026-06-17T19:00:00Z"},
		},
		{
			"quiet hours put it off to the morning", "UTC", "2026-06-18T15:00:00Z", "2026-05-01T12:00:00Z", "2026-05-01T12:00:00Z", evening,
			[]string{"1d 2026-06-18T09:00:00Z until 2026-06-18T13:00:00Z"},
		},
		{"put off until it is of no use", "UTC", "2026-06-18T10:00:00Z", "2026-05-01T12:00:00Z", "2026-05-01T12:00:00Z", evening, nil},
		{"a policy without reminders", "UTC", "2026-06-18T10:00:00Z", "2026-05-01T12:00:00Z", "2026-05-01T12:00:00Z", ReminderPolicy{}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, step := range PlanReminders(utc(t, test.start), utc(t, test.booked), loadZone(t, test.zone), test.policy, utc(t, test.now)) {
				got = append(got, step.Step+" "+step.DueAt.Format(time.RFC3339)+" until "+step.ExpiresAt.Format(time.RFC3339))
				if step.Status != records.ReminderPlanned {
					t.Errorf("step %s is %s", step.Step, step.Status)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("PlanReminders = %q, want %q", got, test.want)
			}
		})
	}
}

// TestPlannedRemindersAreOfUse is invariant 10 as far as a plan goes: no step
// twice, none past, none too late, and none in quiet hours in any zone.
func TestPlannedRemindersAreOfUse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zoneNames).Draw(t, "zone")
		zone := loadZone(t, name)
		start := drawInstant(t, name)
		booked := start.Add(-time.Duration(spreadOut(t, "booked before", 0, 10*24*60)) * time.Minute)
		now := booked.Add(time.Duration(spreadOut(t, "now after", 0, 24*60)) * time.Minute)
		policy := DefaultReminderPolicy()
		policy.Rules = append(policy.Rules, ReminderRule{
			Step: "more", DaysBefore: rapid.IntRange(0, 5).Draw(t, "days"), At: records.LocalTime(spreadOut(t, "at", 0, 24*60)),
		})
		policy.Quiet = QuietHours{From: records.LocalTime(spreadOut(t, "from", 0, 24*60)), Until: records.LocalTime(spreadOut(t, "until", 0, 24*60))}
		steps := PlanReminders(start, booked, zone, policy, now)
		for i, step := range steps {
			if step.DueAt.Before(now) || step.DueAt.Before(booked.Add(policy.AfterBooking)) {
				t.Fatalf("step %s is due at %v, before now or soon after the booking", step.Step, step.DueAt)
			}
			if !step.DueAt.Before(step.ExpiresAt) || step.ExpiresAt.After(start.Add(-policy.LastUse)) {
				t.Fatalf("step %s is due at %v until %v for %v", step.Step, step.DueAt, step.ExpiresAt, start)
			}
			if isQuiet(step.DueAt, zone, policy.Quiet) {
				t.Fatalf("step %s is due in quiet hours, at %v", step.Step, step.DueAt.In(zone))
			}
			for _, other := range steps[:i] {
				if other.Step == step.Step || step.DueAt.Before(other.ExpiresAt) {
					t.Fatalf("invariant 10: steps %s and %s can both be due at %v", other.Step, step.Step, step.DueAt)
				}
			}
		}
	})
}

// isQuiet reads the clock, as naively as can be.
func isQuiet(instant time.Time, zone *time.Location, quiet QuietHours) bool {
	_, shown := clockReading(instant, zone)
	if quiet.From > quiet.Until {
		return shown >= quiet.From || shown < quiet.Until
	}
	return shown >= quiet.From && shown < quiet.Until
}

// TestNextAllowedIsTheFirst compares with a walk through the minutes, in all
// zones and around the changes of their clocks.
func TestNextAllowedIsTheFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zoneNames).Draw(t, "zone")
		zone := loadZone(t, name)
		from := drawInstant(t, name)
		quiet := QuietHours{From: records.LocalTime(spreadOut(t, "from", 0, 24*60)), Until: records.LocalTime(spreadOut(t, "until", 0, 24*60))}
		if quiet.Until-quiet.From >= 24*60-1 {
			quiet.From, quiet.Until = 20*60, 9*60 // a minute that a clock change may skip
		}
		want := from
		for isQuiet(want, zone, quiet) && want.Before(from.Add(96*time.Hour)) {
			want = want.Add(time.Minute)
		}
		if got := NextAllowed(from, zone, quiet); !got.Equal(want) {
			t.Fatalf("NextAllowed(%v, %v) = %v, want %v", from.In(zone), quiet, got.In(zone), want.In(zone))
		}
	})
}

func TestNextAllowed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, zone, at string
		quiet          QuietHours
		want           string
	}{
		{"in the evening", "America/New_York", "2026-06-18T01:30:00Z", DefaultQuietHours(), "2026-06-18T13:00:00Z"},
		{"before the morning", "America/New_York", "2026-06-18T10:00:00Z", DefaultQuietHours(), "2026-06-18T13:00:00Z"},
		{"at nine sharp", "America/New_York", "2026-06-18T13:00:00Z", DefaultQuietHours(), "2026-06-18T13:00:00Z"},
		{"at eight in the evening sharp", "America/New_York", "2026-06-19T00:00:00Z", DefaultQuietHours(), "2026-06-19T13:00:00Z"},
		{"by day", "America/New_York", "2026-06-18T18:00:00Z", DefaultQuietHours(), "2026-06-18T18:00:00Z"},
		{"the night of the spring change is an hour shorter", "America/New_York", "2026-03-08T02:00:00Z", DefaultQuietHours(), "2026-03-08T13:00:00Z"},
		{"the night of the autumn change is an hour longer", "America/New_York", "2026-11-01T02:00:00Z", DefaultQuietHours(), "2026-11-01T14:00:00Z"},
		{"no quiet hours", "UTC", "2026-06-18T03:00:00Z", QuietHours{}, "2026-06-18T03:00:00Z"},
		{"in the midst of the day", "UTC", "2026-06-18T13:00:00Z", QuietHours{From: 12 * 60, Until: 14 * 60}, "2026-06-18T14:00:00Z"},
		{"always quiet is never", "UTC", "2026-06-18T13:00:00Z", QuietHours{From: 0, Until: 24 * 60}, "0001-01-01T00:00:00Z"},
	}
	for _, test := range tests {
		if got := NextAllowed(utc(t, test.at), loadZone(t, test.zone), test.quiet).Format(time.RFC3339); got != test.want {
			t.Errorf("%s: NextAllowed = %s, want %s", test.name, got, test.want)
		}
	}
}
