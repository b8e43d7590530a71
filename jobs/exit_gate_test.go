package jobs

import (
	"testing"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// The exit gate decides at send time, from the world as it is then
// (invariants 10, 11 and 13).
func TestJudge(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC) // 10:00 in New York
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	reply := postgres.Queued{ContactState: records.ContactClaimed, Level: records.ContentNames, CreatedAt: now}
	reminder := postgres.Queued{
		ContactState: records.ContactClaimed, Level: records.ContentLogistics, Proactive: true, CreatedAt: now,
		AppointmentVersion: 2, CurrentVersion: 2, AppointmentStatus: records.AppointmentBooked, AppointmentStart: now.Add(24 * time.Hour),
	}
	with := func(message postgres.Queued, change func(*postgres.Queued)) postgres.Queued {
		change(&message)
		return message
	}
	tests := []struct {
		name    string
		message postgres.Queued
		want    verdict
	}{
		{"a reply", reply, verdict{}},
		{"a reminder", reminder, verdict{}},
		{"a reply written before STOP", with(reply, func(m *postgres.Queued) { m.OptedOutAt = now }), verdict{reason: records.NotSentOptedOut}},
		{"an answer to what an opted-out contact wrote since", with(reply, func(m *postgres.Queued) { m.OptedOutAt = now.Add(-time.Hour) }), verdict{}},
		{"the confirmation of STOP", with(reply, func(m *postgres.Queued) { m.OptedOutAt, m.DespiteOptOut = now, true }), verdict{}},
		{"a reminder to an opted-out contact", with(reminder, func(m *postgres.Queued) { m.OptedOutAt = now.Add(-time.Hour) }), verdict{reason: records.NotSentOptedOut}},
		{"too late", with(reply, func(m *postgres.Queued) { m.ExpiresAt = now }), verdict{reason: records.NotSentExpired}},
		{"in time", with(reply, func(m *postgres.Queued) { m.ExpiresAt = now.Add(time.Second) }), verdict{}},
		{"the appointment moved", with(reminder, func(m *postgres.Queued) { m.CurrentVersion = 3 }), verdict{reason: records.NotSentObsolete}},
		{"the appointment was cancelled", with(reminder, func(m *postgres.Queued) { m.AppointmentStatus = records.AppointmentCancelled }), verdict{reason: records.NotSentObsolete}},
		{"the appointment has begun", with(reminder, func(m *postgres.Queued) { m.AppointmentStart = now }), verdict{reason: records.NotSentObsolete}},
		{"a name in a reminder", with(reminder, func(m *postgres.Queued) { m.Level = records.ContentNames }), verdict{reason: records.NotSentLevel}},
		{"a name to an address in doubt", with(reply, func(m *postgres.Queued) { m.ContactState = records.ContactStale }), verdict{reason: records.NotSentLevel}},
		{"clinical content, to whomever", with(reply, func(m *postgres.Queued) { m.Level, m.ContactState = records.ContentClinical, records.ContactVerified }), verdict{reason: records.NotSentLevel}},
		{"a date to a stranger, unasked", with(reminder, func(m *postgres.Queued) { m.ContactState = records.ContactUnknown }), verdict{reason: records.NotSentLevel}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := judge(test.message, true, true, zone, now); got != test.want {
				t.Errorf("judged %+v, want %+v", got, test.want)
			}
		})
	}
	night := time.Date(2026, time.November, 24, 4, 0, 0, 0, time.UTC) // 23:00 in New York
	morning := time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)
	if got := judge(reminder, true, true, zone, night); !got.until.Equal(morning) {
		t.Errorf("a reminder at night waits until %v, want %v", got.until, morning)
	}
	if got := judge(reply, true, true, zone, night); !got.sends() {
		t.Errorf("a reply at night was judged %+v, want it sent", got)
	}
	if got := judge(reply, false, true, zone, now); got.reason != records.NotSentNoChannel {
		t.Errorf("on a channel that is off: %+v", got)
	}
	if got := judge(reply, true, false, zone, now); !got.until.After(now) {
		t.Errorf("without credentials: %+v, want it put off", got)
	}
}
