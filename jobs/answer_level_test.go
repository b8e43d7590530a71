package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// sayByWhatsApp writes from the phone on the clinic's WhatsApp and gives the
// reply.
func (w *world) sayByWhatsApp(text string) string {
	w.t.Helper()
	before := len(w.provider.messages())
	w.writeByWhatsApp(text)
	return w.wait(before + 1)[before].Text
}

// An appointment is booked by WhatsApp without naming anybody or anything
// (invariant 13); what the clinic or the contact then say takes effect in a
// running process, and what was written before it is judged when it leaves.
func TestAnswersByWhatsAppNameNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	for _, text := range []string{"I'd like a cleaning on Tuesday at 10", "Ana Souza", "3 Feb 1982", "yes"} {
		w.sayByWhatsApp(text)
	}
	if got, want := w.sayByWhatsApp("yes please"), "Booked: Tuesday, November 24 at 10:00 am, 1 Main Street. See you then!"; got != want {
		t.Errorf("booked in the words %q, want %q", got, want)
	}
	named := "Tuesday, November 24 at 10:00 am, cleaning with Dr Lee"
	if got := w.sayByWhatsApp("my appointments"); !strings.Contains(got, "Tuesday, November 24 at 10:00 am") || strings.Contains(got, "Lee") || strings.Contains(got, "cleaning") {
		t.Errorf("its appointments are told as %q", got)
	}

	names := records.ContentNames
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		id, err := tx.ConversationOfAddress(ctx, w.clinic.WhatsApp.ID, phone)
		if err != nil {
			return err
		}
		return tx.SetContactPreferences(ctx, id, records.ContactPreferences{Level: &names, WarnedAt: w.clock.now()})
	})
	if got := w.sayByWhatsApp("my appointments please"); !strings.Contains(got, named) {
		t.Errorf("to who wants names they are told as %q", got)
	}

	policy := records.DefaultChannelPolicy(w.clinic.WhatsApp)
	policy.AnswerLevel = records.ContentNeutral
	w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.SetChannelPolicy(ctx, policy) })
	w.clock.advance(5 * time.Second)
	if got := w.sayByWhatsApp("when is my appointment?"); !strings.Contains(got, "I may not write about that here") {
		t.Errorf("where nothing may be told it is said: %q", got)
	}
	messages := w.provider.messages()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		id, err := tx.ConversationOfAddress(ctx, w.clinic.WhatsApp.ID, phone)
		if err != nil {
			return err
		}
		_, err = tx.InsertOutbound(ctx, []postgres.NewOutbound{{
			ID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.WhatsApp.ID, ConversationID: id, Text: named, Level: names,
		}}, w.clock.now())
		return err
	})
	w.clock.advance(5 * time.Second)
	if got := w.wait(len(messages) + 1)[len(messages)].Text; strings.Contains(got, "Lee") {
		t.Errorf("what was written before left as %q", got)
	}
}
