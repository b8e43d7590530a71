package jobs_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// use says how the clinic's SMS channel is used.
func (w *world) use(policy records.ChannelPolicy) {
	w.t.Helper()
	policy.ChannelID = w.clinic.SMS.ID
	w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.SetChannelPolicy(ctx, policy) })
}

// queue leaves messages to a patient waiting, numbered from 1.
func (w *world) queue(patient postgrestest.Patient, count int, proactive bool) {
	w.t.Helper()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		var messages []postgres.NewOutbound
		for n := range count {
			messages = append(messages, postgres.NewOutbound{
				ID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID, ConversationID: patient.ConversationID,
				Text: fmt.Sprintf("message %d", n+1), Proactive: proactive,
			})
		}
		_, err := tx.InsertOutbound(ctx, messages, w.clock.now())
		return err
	})
	w.clock.advance(5 * time.Second) // so long awake without a job, the sweep finds it
}

// word is a receipt for a message that the provider has.
func (w *world) word(message channel.Outbound, status records.MessageStatus) {
	w.t.Helper()
	err := w.jobs.Record(w.t.Context(), w.clinic.SMS, channel.Receipt{MessageID: message.ID, ProviderID: "SM" + message.ID.String(), Status: status})
	if err != nil {
		w.t.Fatal(err)
	}
}

func texts(messages []channel.Outbound) []string {
	var texts []string
	for _, message := range messages {
		texts = append(texts, message.Text)
	}
	return texts
}

// Where the channel waits for receipts, a message follows the one before when
// that is known to have arrived, or when its wait is over: never before.
func TestNextWaitsForWordOfTheOneBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(records.ChannelPolicy{OrderWait: 3 * time.Second})
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	other := w.clinic.NewPatient(t, w.store, "Ana Ruiz", "+12025550177", monday)
	w.queue(patient, 3, false)
	w.queue(other, 1, false)
	w.start()
	sent := w.wait(2) // one to each
	w.word(sent[0], records.MessageSent)
	w.word(sent[1], records.MessageSent)
	first := sent[0]
	if first.To != phone {
		first = sent[1]
	}
	w.word(first, records.MessageDelivered)
	sent = w.wait(3)
	if got := sent[2]; got.Text != "message 2" || got.To != phone {
		t.Errorf("%q follows, want message 2", got.Text)
	}
	w.transcript(func(messages []records.Message) bool { return len(statuses(messages, records.Outbound)) == 3 })
	w.clock.advance(4 * time.Second) // no word comes of the second
	if sent = w.wait(4); sent[3].Text != "message 3" {
		t.Errorf("%v, want message 3 last", texts(sent))
	}
}

// To one patient no more goes than the channel's provider takes; others don't
// wait for it.
func TestPairRateHoldsBackOnePatient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(records.ChannelPolicy{PairInterval: 6 * time.Second, PairBurst: 1})
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	other := w.clinic.NewPatient(t, w.store, "Ana Ruiz", "+12025550177", monday)
	w.queue(patient, 4, false)
	w.queue(other, 1, false)
	w.start()
	w.wait(3)
	w.transcript(func(messages []records.Message) bool {
		found := statuses(messages, records.Outbound)
		return len(found) == 4 && found[0] == records.MessageSent && found[1] == records.MessageSent && found[2] == records.MessageQueued
	})
	for count := 4; count <= 5; count++ {
		if calls := len(w.provider.messages()); calls != count-1 {
			t.Errorf("the provider was called %d times before the time, want %d", calls, count-1)
		}
		w.clock.advance(6 * time.Second)
		if sent := w.wait(count); sent[count-1].Text != fmt.Sprintf("message %d", count-1) {
			t.Errorf("%v", texts(sent))
		}
	}
}

// A sender that is slow answers whoever writes before it reminds anybody.
func TestAnswersGoBeforeReminders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(records.ChannelPolicy{SegmentsPerSecond: 0.01})
	reminded := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	answered := w.clinic.NewPatient(t, w.store, "Ana Ruiz", "+12025550177", monday)
	w.queue(reminded, 150, true) // more than one claim takes
	w.queue(answered, 1, false)
	w.start()
	if sent := w.wait(1); sent[0].To != answered.Address {
		t.Error("a reminder went before an answer")
	}
}
