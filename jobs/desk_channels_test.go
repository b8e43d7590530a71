package jobs_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// What staff see of a channel follows its breaker, its device, and what waits
// in it.
func TestChannelsSayHowTheyStand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	desk, front := w.front()
	see := func(name string) records.ChannelHealth {
		t.Helper()
		healths, err := desk.Channels(t.Context(), front)
		if err != nil {
			t.Fatal(err)
		}
		for _, health := range healths {
			if health.Channel.Name == name {
				return health
			}
		}
		t.Fatalf("no channel %q", name)
		return records.ChannelHealth{}
	}
	expect := func(name string, want records.ChannelState, since time.Time) {
		t.Helper()
		if state, at := see(name).State(); state != want || !at.Equal(since) {
			t.Errorf("%s is %s since %s, want %s since %s", name, state, at, want, since)
		}
	}
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	sms, whatsApp := w.clinic.SMS.Name, w.clinic.WhatsApp.Name
	expect(sms, records.ChannelConnected, time.Time{})

	since := w.clock.now()
	w.queue(patient, 2, false)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		if err := tx.SetBreaker(ctx, w.clinic.SMS.ID, 5, since.Add(time.Minute), since); err != nil {
			return err
		}
		return tx.SetBreaker(ctx, w.clinic.SMS.ID, 6, since.Add(time.Hour), since.Add(time.Minute))
	})
	expect(sms, records.ChannelAway, since)
	if health := see(sms); health.Due != 2 || health.PutOff != 0 || health.OldestDue.Before(since) || health.Troubles != 6 {
		t.Errorf("SMS has %+v", health)
	}
	w.execute("UPDATE message SET send_after = $1", w.clock.now().Add(time.Hour))
	if health := see(sms); health.Due != 0 || health.PutOff != 2 || !health.OldestDue.IsZero() {
		t.Errorf("SMS has %+v, want two that are put off", health)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.SetBreaker(ctx, w.clinic.SMS.ID, 0, time.Time{}, w.clock.now())
	})
	expect(sms, records.ChannelConnected, time.Time{})

	w.execute("UPDATE channel SET provider = 'whatsapp' WHERE id = $1", w.clinic.WhatsApp.ID)
	expect(whatsApp, records.ChannelUnlinked, time.Time{})
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.LinkDevice(ctx, w.clinic.WhatsApp.ID, "1@s.whatsapp.net", since)
	})
	expect(whatsApp, records.ChannelAway, time.Time{}) // linked, and nobody has it connected
	lock, err := postgres.TryLockDevice(t.Context(), w.database.URL, w.clinic.WhatsApp.ID)
	if err != nil || lock == nil {
		t.Fatalf("lock: %v", err)
	}
	expect(whatsApp, records.ChannelConnected, since)
	if err := lock.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.ChangeDevice(ctx, w.clinic.WhatsApp.ID, "1@s.whatsapp.net", records.DeviceBanned, "101", since.Add(time.Minute))
		return err
	})
	expect(whatsApp, records.ChannelBanned, since.Add(time.Minute))
	w.execute("UPDATE channel SET active = false WHERE id = $1", w.clinic.WhatsApp.ID)
	expect(whatsApp, records.ChannelSwitchedOff, time.Time{})

	report, err := w.jobs.ChannelReport(t.Context())
	if err != nil || report.States[records.ChannelConnected] != 1 || report.States[records.ChannelSwitchedOff] != 1 || report.PutOff != 2 {
		t.Errorf("the report is %+v (%v)", report, err)
	}
}
