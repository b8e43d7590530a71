package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// asks offers a freed time to whoever has a wish, by a message that waits to be
// sent.
func (w *waitingRoom) asks(entry records.WaitlistEntry, slot records.FreedSlot) records.SlotOffer {
	w.t.Helper()
	offer := records.SlotOffer{
		ID: uuid.New(), Kind: records.OfferWaitlist, PatientID: entry.PatientID, WaitlistEntryID: entry.ID, FreedSlotID: slot.ID,
		Slots:     []records.OfferedSlot{{AppointmentTypeID: slot.AppointmentTypeID, PractitionerID: slot.PractitionerID, Start: slot.Start, End: slot.End}},
		MessageID: uuid.New(), CreatedAt: monday, ExpiresAt: monday.Add(12 * time.Hour),
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		reach, err := tx.ContactOfPatient(ctx, entry.PatientID)
		if err != nil {
			return err
		}
		offer.ConversationID = reach.ConversationID
		created, err := tx.CreateOffers(ctx, []records.SlotOffer{offer})
		if err != nil {
			return err
		}
		if len(created) != 1 {
			w.t.Errorf("%d offers were made, want 1", len(created))
		}
		_, err = tx.InsertOutbound(ctx, []postgres.NewOutbound{{
			ID: offer.MessageID, ClinicID: w.clinic.ID, ChannelID: reach.Contact.ChannelID, ConversationID: reach.ConversationID, Text: "a time",
			Proactive: true,
		}}, monday)
		return err
	})
	return offer
}

// sent says that the question of an offer has gone out.
func (w *waitingRoom) sent(offer records.SlotOffer) {
	w.t.Helper()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.Advance(ctx, postgres.Receipt{ChannelID: w.clinic.SMS.ID, MessageID: offer.MessageID, ProviderID: "SM" + offer.MessageID.String(), Status: records.MessageSent, ReceivedAt: monday})
		return err
	})
}

// Nobody is asked twice about one time, about two at once, or about the time
// that they have left themselves.
func TestCandidatesLeaveOutWhoWasAsked(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	first, second := w.freed(monday.Add(24*time.Hour)), w.freed(monday.Add(26*time.Hour))
	asked, declined, fresh := w.wish(func(*records.WaitlistEntry) {}), w.wish(func(*records.WaitlistEntry) {}), w.wish(func(*records.WaitlistEntry) {})
	leaver := w.wish(func(*records.WaitlistEntry) {})
	left := w.book(leaver.PatientID, monday.Add(28*time.Hour))
	own := records.FreedSlot{
		ID: uuid.New(), AppointmentID: left.ID, AppointmentTypeID: left.AppointmentTypeID, PractitionerID: left.PractitionerID,
		Start: left.Start, End: left.End, FreedAt: monday,
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		for _, slot := range []records.FreedSlot{first, second, own} {
			if _, err := tx.RecordFreedSlot(ctx, slot); err != nil {
				return err
			}
		}
		return nil
	})
	w.asks(asked, first)
	settled := w.asks(declined, first)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.SettleOffer(ctx, settled.ID, records.OfferDeclined, monday.Add(time.Minute))
		return err
	})
	for _, test := range []struct {
		name string
		slot records.FreedSlot
		want []uuid.UUID
	}{
		{"asked before, and asked still", first, []uuid.UUID{fresh.ID, leaver.ID}},
		{"one offer is open elsewhere", second, []uuid.UUID{declined.ID, fresh.ID, leaver.ID}},
		{"their own time", own, []uuid.UUID{declined.ID, fresh.ID}},
	} {
		w.in(func(ctx context.Context, tx *postgres.Tx) error {
			candidates, err := tx.WaitlistCandidates(ctx, test.slot, records.Period{From: test.slot.Start, Until: test.slot.End}, monday.Add(time.Hour))
			var got []uuid.UUID
			for _, candidate := range candidates {
				got = append(got, candidate.Entry.ID)
				if passedUp := !candidate.PassedUpAt.IsZero(); passedUp != (candidate.Entry.ID == declined.ID) {
					t.Errorf("%s: wish %v let an offer go: %v", test.name, candidate.Entry.ID, passedUp)
				}
			}
			if len(got) != len(test.want) {
				t.Errorf("%s: may be asked %v, want %v", test.name, got, test.want)
				return err
			}
			for i := range got {
				if got[i] != test.want[i] {
					t.Errorf("%s: may be asked %v, want %v", test.name, got, test.want)
				}
			}
			return err
		})
	}
}

// When a freed time is gone, those are told who were asked and are silent: not
// who has written, who is answered anyway, and not who has not been asked yet,
// whose question is stopped.
func TestLostOffersAreToldToTheSilent(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	slot := w.freed(monday.Add(24 * time.Hour))
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.RecordFreedSlot(ctx, slot)
		return err
	})
	silent, unasked := w.asks(w.wish(func(*records.WaitlistEntry) {}), slot), w.asks(w.wish(func(*records.WaitlistEntry) {}), slot)
	writer := w.wish(func(*records.WaitlistEntry) {})
	written := w.asks(writer, slot)
	w.sent(silent)
	w.sent(written)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		reach, err := tx.ContactOfPatient(ctx, writer.PatientID)
		if err != nil {
			return err
		}
		_, err = tx.KeepInbound(ctx, []postgres.NewInbound{{
			ID: uuid.New(), NewContactID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID, Address: reach.Contact.Address,
			ProviderID: "claim", Text: "1",
		}}, monday)
		return err
	})
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		lost, err := tx.LoseOffers(ctx, slot.ID, monday.Add(time.Minute))
		if err != nil {
			return err
		}
		if len(lost) != 1 || lost[0].ID != silent.ID || lost[0].ConversationID != silent.ConversationID || lost[0].Language != records.English {
			t.Errorf("told are %+v, want only the silent", lost)
		}
		for _, offer := range []records.SlotOffer{silent, unasked, written} {
			after, err := tx.Offer(ctx, offer.ID)
			if err != nil {
				return err
			}
			if after.Status != records.OfferLost {
				t.Errorf("an offer is %s, want %s", after.Status, records.OfferLost)
			}
		}
		again, err := tx.LoseOffers(ctx, slot.ID, monday.Add(2*time.Minute))
		if len(again) != 0 {
			t.Errorf("told again are %+v", again)
		}
		return err
	})
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		messages, err := tx.MessagesOfPatient(ctx, unasked.PatientID, 0, 10)
		if len(messages) == 0 || messages[0].Status != records.MessageNotSent || messages[0].NotSentReason != records.NotSentObsolete {
			t.Errorf("the question that had not gone out is %+v", messages)
		}
		return err
	})
}
