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

	if got := w.sayByWhatsApp("you may write names here"); !strings.Contains(got, "Whoever holds this phone") {
		t.Errorf("who wants names is warned in the words %q", got)
	}
	w.sayByWhatsApp("yes, with names")
	if got := w.sayByWhatsApp("my appointments please"); !strings.Contains(got, named) {
		t.Errorf("to who wants names they are told as %q", got)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		id, err := tx.ConversationOfAddress(ctx, w.clinic.WhatsApp.ID, phone)
		if err != nil {
			return err
		}
		ledger, err := tx.Consents(ctx, id)
		if err != nil || ledger[0].Purpose != records.PurposeNames || ledger[0].Status != records.ConsentActive || ledger[0].MessageID == uuid.Nil {
			t.Errorf("the ledger is %+v (%v), with the message that allowed names last", ledger, err)
		}
		card, err := tx.ContactCard(ctx, id)
		if card.Preferences.Level == nil || *card.Preferences.Level != records.ContentNames || card.Preferences.WarnedAt.IsZero() {
			t.Errorf("the contact prefers %+v (%v)", card.Preferences, err)
		}
		return err
	})

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
			ID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.WhatsApp.ID, ConversationID: id, Text: named, Level: records.ContentNames,
		}}, w.clock.now())
		return err
	})
	w.clock.advance(5 * time.Second)
	if got := w.wait(len(messages) + 1)[len(messages)].Text; strings.Contains(got, "Lee") {
		t.Errorf("what was written before left as %q", got)
	}

	// Whoever holds the number next has allowed nothing.
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		id, err := tx.ConversationOfAddress(ctx, w.clinic.WhatsApp.ID, phone)
		if err != nil {
			return err
		}
		return tx.DoubtContact(ctx, id, w.clock.now())
	})
	if left := w.number("SELECT count(*) FROM contact WHERE content_level IS NOT NULL"); left != 0 {
		t.Errorf("%d contacts in doubt keep what was allowed before", left)
	}
}
