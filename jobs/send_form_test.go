package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// writeByWhatsApp hands in a text of the phone's on the clinic's WhatsApp.
func (w *world) writeByWhatsApp(text string) {
	w.t.Helper()
	err := w.jobs.Intake().Receive(w.t.Context(), w.clinic.WhatsApp, channel.Inbound{ProviderID: "SMw" + text, From: phone, Text: text})
	if err != nil {
		w.t.Fatal(err)
	}
}

// remindByWhatsApp writes a proactive message to the phone's conversation.
func (w *world) remindByWhatsApp(text string) {
	w.t.Helper()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		conversationID, err := tx.ConversationOfAddress(ctx, w.clinic.WhatsApp.ID, phone)
		if err != nil {
			return err
		}
		_, err = tx.InsertOutbound(ctx, []postgres.NewOutbound{{
			ID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.WhatsApp.ID, ConversationID: conversationID, Text: text, Proactive: true,
		}}, w.clock.now())
		return err
	})
	w.clock.advance(10 * time.Second) // past which the sweeper wakes what nobody woke
}

// On WhatsApp free text goes only within a day of what the patient wrote last.
// Later the same words go as an approved template, or not at all, and staff
// know.
func TestOutsideTheSessionOnlyTemplatesGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.PutMessageTemplate(ctx, records.MessageTemplate{
			ChannelID: w.clinic.WhatsApp.ID, Name: "news", Language: records.English, ProviderID: "HX1", Body: "The clinic has news on {{1}} for you.",
			Status: records.TemplateApproved, CheckedAt: monday,
		})
	})
	w.start()
	w.writeByWhatsApp("hello")
	w.wait(1)
	w.remindByWhatsApp("The clinic has news on Tuesday for you.")
	if sent := w.wait(2)[1]; sent.Content != nil {
		t.Errorf("within the session %+v was used", sent.Content)
	}
	w.clock.advance(24 * time.Hour)
	w.remindByWhatsApp("The clinic has news on Wednesday for you.")
	sent := w.wait(3)[2]
	if sent.Content == nil || sent.Content.ProviderID != "HX1" || sent.Content.Variables["1"] != "Wednesday" {
		t.Errorf("outside the session %+v was used", sent.Content)
	}
	if !strings.Contains(sent.Text, "Wednesday") {
		t.Errorf("the text is lost: %q", sent.Text)
	}
	w.remindByWhatsApp("Something that nobody approved.")
	w.until("it is stopped", func() bool {
		return w.number("SELECT count(*) FROM message WHERE status = 'not-sent' AND not_sent_reason = 'needs-template'") == 1
	})
	w.until("staff know", func() bool { return w.number("SELECT count(*) FROM task WHERE code = 'unreachable'") == 1 })
	if calls := len(w.provider.messages()); calls != 3 {
		t.Errorf("the provider was called %d times, want 3", calls)
	}
}

// A provider whose session ended sooner than we thought refuses free text after
// it took it (63016): the same words go once more, as a template; and what is
// written to the contact from then on goes so at once, until they write again.
func TestRefusedFreeTextGoesAgainAsATemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.PutMessageTemplate(ctx, records.MessageTemplate{
			ChannelID: w.clinic.WhatsApp.ID, Name: "news", Language: records.English, ProviderID: "HX1", Body: "The clinic has news on {{1}} for you.",
			Status: records.TemplateApproved, CheckedAt: monday,
		})
	})
	w.start()
	w.writeByWhatsApp("hello")
	w.wait(1)
	w.remindByWhatsApp("The clinic has news on Tuesday for you.")
	free := w.wait(2)[1]
	failed := channel.Receipt{
		MessageID: free.ID, ProviderID: "SM" + free.ID.String(), Status: records.MessageFailed, ProviderStatus: "undelivered", ErrorCode: "63016",
		Remedy: channel.RemedyTemplate,
	}
	for range 3 {
		if err := w.jobs.Record(t.Context(), w.clinic.WhatsApp, failed); err != nil {
			t.Fatal(err)
		}
	}
	again := w.wait(3)[2]
	if again.Content == nil || again.Content.ProviderID != "HX1" || again.Text != free.Text || again.ID == free.ID {
		t.Errorf("written again as %+v", again)
	}
	failed.MessageID, failed.ProviderID = again.ID, "SM"+again.ID.String()
	if err := w.jobs.Record(t.Context(), w.clinic.WhatsApp, failed); err != nil {
		t.Fatal(err)
	}
	w.until("staff know that this failed, too", func() bool { return w.number("SELECT count(*) FROM task WHERE code = 'unreachable'") == 1 })
	w.remindByWhatsApp("The clinic has news on Friday for you.")
	if next := w.wait(4)[3]; next.Content == nil {
		t.Error("the session counts as open still")
	}
	w.writeByWhatsApp("thanks")
	if reply := w.wait(5)[4]; reply.Content != nil {
		t.Error("the session does not count as open again")
	}
	if count := w.number("SELECT count(*) FROM message one JOIN message two ON two.id = one.replaced_by WHERE (one.purpose, one.urgent, one.proactive, one.level) = (two.purpose, two.urgent, two.proactive, two.level)"); count != 1 {
		t.Errorf("%d messages were replaced by one of their kind, want 1", count)
	}
	if count := w.number("SELECT count(*) FROM message WHERE direction = 'outbound'"); count != 5 {
		t.Errorf("%d messages were written, want 5", count)
	}
}
