package jobs

import (
	"slices"
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
	visited := func(m *postgres.Queued) {
		m.Purpose, m.AppointmentStatus, m.AppointmentStart = records.PurposeSurvey, records.AppointmentFulfilled, now.Add(-2*time.Hour)
	}
	house := house{
		active: true, configured: true, zone: zone, country: "US", unasked: records.DefaultMessagePolicy(),
		channel: records.DefaultChannelPolicy(records.Channel{Kind: records.ChannelSMS}),
	}
	// had is what went to the contact unasked: one message each day, the first
	// of them so many days ago.
	had := func(days int) func(*postgres.Queued) {
		return func(m *postgres.Queued) {
			for n := range days {
				m.UnaskedAt = append(m.UnaskedAt, now.Add(time.Duration(n-days)*24*time.Hour+time.Duration(days)*time.Hour))
			}
			slices.Reverse(m.UnaskedAt)
		}
	}
	endsIn := func(life time.Duration) func(*postgres.Queued) {
		return func(m *postgres.Queued) { m.ExpiresAt = now.Add(life) }
	}
	level := func(level records.ContentLevel) *records.ContentLevel { return &level }
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
		{"a name in a reminder", with(reminder, func(m *postgres.Queued) { m.Level = records.ContentNames }), verdict{neutral: true}},
		{"a name to an address that came into doubt since", with(reply, func(m *postgres.Queued) { m.ContactState, m.DoubtedAt = records.ContactStale, now }), verdict{neutral: true}},
		{"what a stranger on an address in doubt is answered", with(reply, func(m *postgres.Queued) { m.ContactState, m.DoubtedAt = records.ContactStale, now.Add(-time.Minute) }), verdict{}},
		{"a reminder to an address in doubt", with(reminder, func(m *postgres.Queued) { m.ContactState, m.DoubtedAt = records.ContactStale, now.Add(-time.Minute) }), verdict{neutral: true}},
		{"clinical content, to whomever", with(reply, func(m *postgres.Queued) { m.Level, m.ContactState = records.ContentClinical, records.ContactVerified }), verdict{reason: records.NotSentLevel}},
		{"a date to a stranger, unasked", with(reminder, func(m *postgres.Queued) { m.ContactState = records.ContactUnknown }), verdict{neutral: true}},
		{"how a visit was", with(reminder, visited), verdict{}},
		{"how a visit was that did not take place", with(with(reminder, visited), func(m *postgres.Queued) { m.CurrentVersion = 3 }), verdict{reason: records.NotSentObsolete}},
		{"how a visit was, where dates are not told", with(with(reminder, visited), func(m *postgres.Queued) { m.ContactState = records.ContactUnknown }), verdict{reason: records.NotSentLevel}},
		{"how a visit was, beyond the week's", with(with(reminder, visited), had(7)), verdict{until: now.Add(7 * time.Hour)}},
		{"a reminder to who wants none", with(reminder, func(m *postgres.Queued) { m.Refused = true }), verdict{reason: records.NotSentRefused}},
		{"an answer for a purpose that is refused", with(reply, func(m *postgres.Queued) { m.Refused = true }), verdict{}},
		{"one too many in a week goes when the first of them is a week old", with(reminder, had(7)), verdict{until: now.Add(7 * time.Hour)}},
		{"three too many wait for the third", with(reminder, had(9)), verdict{until: now.Add(9 * time.Hour)}},
		{"one too many is judged again in a day", with(reminder, func(m *postgres.Queued) { m.UnaskedAt = slices.Repeat([]time.Time{now}, 7) }), verdict{until: now.Add(24 * time.Hour)}},
		{"one too many that ends before", with(with(reminder, had(7)), endsIn(6*time.Hour)), verdict{until: now.Add(6 * time.Hour)}},
		{"one too many that has ended", with(with(reminder, had(7)), endsIn(0)), verdict{reason: records.NotSentCapped}},
		{"one too many whose appointment moved", with(with(reminder, had(7)), func(m *postgres.Queued) { m.CurrentVersion = 3 }), verdict{reason: records.NotSentObsolete}},
		{"the last of a week", with(reminder, had(6)), verdict{}},
		{"urgent beyond the week's", with(with(reminder, had(7)), func(m *postgres.Queued) { m.Urgent = true }), verdict{}},
		{"an answer beyond the week's", with(reply, had(7)), verdict{}},
		{"a date to who wants none", with(reminder, func(m *postgres.Queued) { m.PreferredLevel = level(records.ContentNeutral) }), verdict{neutral: true}},
		{"a name to who wants it, on their word", with(reminder, func(m *postgres.Queued) {
			m.Level, m.PreferredLevel = records.ContentNames, level(records.ContentNames)
		}), verdict{neutral: true}},
		{"a name to who wants it, and proved who they are", with(reminder, func(m *postgres.Queued) {
			m.Level, m.PreferredLevel, m.ContactState = records.ContentNames, level(records.ContentNames), records.ContactVerified
		}), verdict{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := judge(test.message, house, now); got != test.want {
				t.Errorf("judged %+v, want %+v", got, test.want)
			}
		})
	}
	night := time.Date(2026, time.November, 24, 4, 0, 0, 0, time.UTC) // 23:00 in New York
	morning := time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)
	if got := judge(reminder, house, night); !got.until.Equal(morning) {
		t.Errorf("a reminder at night waits until %v, want %v", got.until, morning)
	}
	if got := judge(reply, house, night); !got.sends() {
		t.Errorf("a reply at night was judged %+v, want it sent", got)
	}
	off, elsewhere, discreet := house, house, house
	off.active, elsewhere.configured, discreet.channel.UnaskedLevel = false, false, records.ContentNeutral
	if got := judge(reply, off, now); got.reason != records.NotSentNoChannel {
		t.Errorf("on a channel that is off: %+v", got)
	}
	if got := judge(reply, elsewhere, now); !got.until.After(now) {
		t.Errorf("without credentials: %+v, want it put off", got)
	}
	wanted := with(reminder, func(m *postgres.Queued) {
		m.PreferredLevel, m.ContactState = level(records.ContentNames), records.ContactVerified
	})
	if got := judge(wanted, discreet, now); !got.neutral {
		t.Errorf("a date on a channel that tells none, to who wants names: %+v, want a neutral text", got)
	}
	if got := judge(reminder, discreet, now); !got.sends() || !got.neutral {
		t.Errorf("a date on a channel that tells none: %+v, want a neutral text", got)
	}
}

// Quiet hours go by the clock of whoever is written to.
func TestQuietHoursByTheContactsClock(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	house := house{
		active: true, configured: true, zone: zone, country: "US", unasked: records.DefaultMessagePolicy(),
		channel: records.DefaultChannelPolicy(records.Channel{Kind: records.ChannelSMS}),
	}
	evening := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC) // Monday 19:00 in New York
	day := time.Date(2026, time.November, 23, 14, 30, 0, 0, time.UTC)   // 09:30 in New York
	tuesday := func(hour int) time.Time { return time.Date(2026, time.November, 24, hour, 0, 0, 0, time.UTC) }
	tests := []struct {
		name, address, zone string
		now, want           time.Time
	}{
		{"the clinic's clock", "+12025550142", "", evening, time.Time{}},
		{"an area code says nothing", "+13105550142", "", day, time.Time{}},
		{"their own zone, where it is earlier", "+12025550142", "America/Los_Angeles", day, day.Add(150 * time.Minute)},
		{"their own zone, where it is later", "+12025550142", "Europe/Madrid", evening, tuesday(8)},
		{"a number from Spain: both clocks", "+34612345678", "", evening, tuesday(14)},
		{"no number at all", "US.1234", "", evening, time.Time{}},
		{"a zone that does not exist", "+12025550142", "Mars/Olympus", evening, time.Time{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			message := postgres.Queued{
				ContactState: records.ContactClaimed, Proactive: true, CreatedAt: test.now, Address: test.address, TimeZone: test.zone,
			}
			if got := judge(message, house, test.now); !got.until.Equal(test.want) {
				t.Errorf("it waits until %v, want %v", got.until, test.want)
			}
		})
	}
}

// A linked device only answers unless the clinic says otherwise, and another
// node's device is waited for. By WhatsApp names need the contact's wish and the
// clinic's leave.
func TestJudgeOnALinkedDevice(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
	reply := postgres.Queued{ContactState: records.ContactClaimed, CreatedAt: now}
	unasked := reply
	unasked.Proactive = true
	allowing := house{
		active: true, configured: true, zone: time.UTC, country: "US", unasked: records.DefaultMessagePolicy(), kind: records.ChannelWhatsApp,
		channel: records.DefaultChannelPolicy(records.Channel{Kind: records.ChannelWhatsApp}),
	}
	names := records.ContentNames
	answer := func(level records.ContentLevel, preferred *records.ContentLevel) postgres.Queued {
		answer := reply
		answer.Level, answer.PreferredLevel = level, preferred
		return answer
	}
	barring := allowing
	barring.channel.AnswerLevel = records.ContentLogistics
	only, elsewhere := allowing, allowing
	only.repliesOnly, elsewhere.elsewhere = true, true
	for _, test := range []struct {
		name    string
		message postgres.Queued
		house   house
		want    verdict
	}{
		{"an answer", reply, only, verdict{}},
		{"what nobody asked for", unasked, only, verdict{reason: records.NotSentRepliesOnly}},
		{"what nobody asked for, where the clinic allows it", unasked, allowing, verdict{}},
		{"another node's", reply, elsewhere, verdict{until: now.Add(time.Second)}},
		{"a time in an answer", answer(records.ContentLogistics, nil), allowing, verdict{}},
		{"a name in an answer", answer(records.ContentNames, nil), allowing, verdict{neutral: true}},
		{"a name to who wants names", answer(records.ContentNames, &names), allowing, verdict{}},
		{"a name to who wants names, where the clinic does not", answer(records.ContentNames, &names), barring, verdict{neutral: true}},
	} {
		if got := judge(test.message, test.house, now); got != test.want {
			t.Errorf("%s: judged %+v, want %+v", test.name, got, test.want)
		}
	}
}

// By e-mail nothing but the one question goes to an address that is not
// confirmed, and nothing at all, asked for or not, to one whose reader ended it.
func TestJudgeByMail(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 2, 0, 0, 0, time.UTC)
	receipt := postgres.Queued{
		ContactState: records.ContactVerified, Level: records.ContentLogistics, Proactive: true, DespiteQuietHours: true, CreatedAt: now,
	}
	question := postgres.Queued{ContactState: records.ContactUnknown, Confirms: true, CreatedAt: now}
	by := house{
		active: true, configured: true, zone: time.UTC, country: "US", unasked: records.DefaultMessagePolicy(), kind: records.ChannelEmail,
		channel: records.DefaultChannelPolicy(records.Channel{Kind: records.ChannelEmail}),
	}
	quiet := by
	quiet.channel.UnaskedLevel = records.ContentNeutral
	with := func(message postgres.Queued, change func(*postgres.Queued)) postgres.Queued {
		change(&message)
		return message
	}
	stopped := func(m *postgres.Queued) { m.OptedOutAt = now.Add(-time.Hour) }
	for _, test := range []struct {
		name    string
		message postgres.Queued
		house   house
		want    verdict
	}{
		{"a receipt at night", receipt, by, verdict{}},
		{"a receipt where the clinic says no more than that there is one", receipt, quiet, verdict{neutral: true}},
		{"a name", with(receipt, func(m *postgres.Queued) { m.Level = records.ContentNames }), by, verdict{neutral: true}},
		{"an address that nobody has confirmed", with(receipt, func(m *postgres.Queued) { m.ContactState = records.ContactUnknown }), by, verdict{reason: records.NotSentUnconfirmed}},
		{"one that the server knows no more", with(receipt, func(m *postgres.Queued) { m.ContactState = records.ContactStale }), by, verdict{reason: records.NotSentUnconfirmed}},
		{"the question", question, by, verdict{}},
		{"a receipt that was ended", with(receipt, stopped), by, verdict{reason: records.NotSentOptedOut}},
		{"the question, ended", with(question, stopped), by, verdict{reason: records.NotSentOptedOut}},
	} {
		if got := judge(test.message, test.house, now); got != test.want {
			t.Errorf("%s: judged %+v, want %+v", test.name, got, test.want)
		}
	}
}
