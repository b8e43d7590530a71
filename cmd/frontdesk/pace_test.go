package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// paced is a queue for a channel with a pace, to several contacts.
type paced struct{ contacts, each, perSecond, burst int }

func (p paced) messages() int { return p.contacts * p.each }

// queuePaced leaves messages waiting, and gives the contacts' numbers.
func (w *world) queuePaced(p paced) []string {
	w.t.Helper()
	numbers := make([]string, p.contacts)
	conversations := make([]uuid.UUID, p.contacts)
	for n := range numbers {
		numbers[n] = phone(n)
		conversations[n] = w.clinic.NewPatient(w.t, w.store, "Patient", numbers[n], time.Now()).ConversationID
	}
	err := w.store.InClinic(w.t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		if err := tx.SetChannelPolicy(ctx, records.ChannelPolicy{
			ChannelID: w.clinic.SMS.ID, SegmentsPerSecond: float64(p.perSecond), Burst: p.burst,
		}); err != nil {
			return err
		}
		var messages []postgres.NewOutbound
		for n := range p.each {
			for _, conversationID := range conversations {
				messages = append(messages, postgres.NewOutbound{
					ID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID, ConversationID: conversationID, Text: fmt.Sprint(n),
				})
			}
		}
		_, err := tx.InsertOutbound(ctx, messages, time.Now())
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return numbers
}

// Two processes share a sender's pace: together they are no faster than one may
// be, also when one of them is killed in the middle, and the other sends what it
// left, each message once and each contact's in order.
func TestTwoProgramsShareOnePaceAndOneIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts two programs and kills one")
	}
	t.Parallel()
	w := newWorld(t)
	queued := paced{contacts: 20, each: 15, perSecond: 150, burst: 5}
	numbers := w.queuePaced(queued)
	one := startProgram(t, w.variables())
	ctx, cancel := context.WithTimeout(t.Context(), 2*usual)
	defer cancel()
	if _, err := w.twilio.Wait(ctx, 10); err != nil { // it is at work
		t.Fatal(err)
	}
	other := startProgram(t, w.variables())
	if _, err := w.twilio.Wait(ctx, 60); err != nil {
		t.Fatal(err)
	}
	if err := one.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	one.awaitKilled()
	sent, err := w.twilio.Wait(ctx, queued.messages())
	if err != nil {
		t.Fatalf("%d of %d messages went: %v\n%s", len(sent), queued.messages(), err, w.conversation())
	}
	w.settle()
	other.stop()
	for _, number := range numbers {
		messages := w.sentTo(number)
		if len(messages) != queued.each {
			t.Errorf("%s got %d messages, want %d", number, len(messages), queued.each)
		}
		for n, message := range messages {
			if message.Body != fmt.Sprint(n) {
				t.Errorf("%s got message %s at place %d", number, message.Body, n)
				break
			}
		}
	}
	// Only what a busy machine can't make wrong is checked here: they may be
	// slower than they may, never faster. "frontdesk bench throttle" measures both.
	soonest := time.Duration(queued.messages()-1-queued.burst) * time.Second / time.Duration(queued.perSecond)
	if took := sent[len(sent)-1].CreatedAt.Sub(sent[0].CreatedAt); took < soonest*95/100 {
		t.Errorf("%d messages went within %v, at %d a second it takes %v", len(sent), took, queued.perSecond, soonest)
	}
}
