package jobs_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// party does one piece of work in a transaction of its own, step by step.
type party struct {
	work, commit chan struct{}
	worked       chan struct{}
	done         chan error
}

// step lets it work, and then commit.
func (p *party) step(n int) error {
	if n == 0 {
		close(p.work)
		<-p.worked
		return nil
	}
	close(p.commit)
	return <-p.done
}

func (w *world) party(work func(ctx context.Context, tx *postgres.Tx) error) *party {
	p := &party{work: make(chan struct{}), commit: make(chan struct{}), worked: make(chan struct{}), done: make(chan error, 1)}
	go func() {
		p.done <- w.store.InClinic(w.t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
			<-p.work
			defer func() { <-p.commit }()
			defer close(p.worked)
			if err := work(ctx, tx); err != nil {
				return err
			}
			_, err := tx.Channel(ctx, w.clinic.SMS.ID) // what was deferred is done by then
			return err
		})
	}()
	return p
}

// A word that names a message by the provider's id alone takes effect, however
// the transaction that learns of the id and the one that hears the word lie to
// each other: at once, or when the receipts are swept.
func TestReceiptMeetsItsMessageInEveryOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	for n, order := range [][4]int{{0, 0, 1, 1}, {0, 1, 0, 1}, {0, 1, 1, 0}, {1, 0, 0, 1}, {1, 0, 1, 0}, {1, 1, 0, 0}} {
		id, providerID := uuid.New(), fmt.Sprint("SM", n)
		w.in(func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{{
				ID: id, ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID, ConversationID: patient.ConversationID, Text: "hello",
			}}, w.clock.now())
			return err
		})
		w.execute("UPDATE message SET status = 'sending' WHERE id = $1", id)
		parties := [2]*party{
			w.party(func(ctx context.Context, tx *postgres.Tx) error {
				_, err := tx.Advance(ctx, postgres.Receipt{
					ChannelID: w.clinic.SMS.ID, ProviderID: providerID, Status: records.MessageDelivered, ReceivedAt: w.clock.now(),
				})
				if records.CodeOf(err) == records.CodeNotFound {
					return nil
				}
				return err
			}),
			w.party(func(ctx context.Context, tx *postgres.Tx) error {
				return tx.RecordSent(ctx, map[uuid.UUID]string{id: providerID})
			}),
		}
		steps := [2]int{}
		for _, who := range order {
			if err := parties[who].step(steps[who]); err != nil {
				t.Fatal(err)
			}
			steps[who]++
		}
		if err := w.jobs.SweepReceipts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if status := w.status(id); status != "delivered" {
			t.Errorf("order %v: the message is %s, want delivered", order, status)
		}
	}
}

// Providers' words are kept for half a year; the messages keep their status.
func TestOldReceiptsAreTrimmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.start()
	w.write(phone, "hello")
	sent := w.wait(1)[0]
	w.until("it is sent", func() bool { return w.status(sent.ID) == "sent" })
	w.word(sent, records.MessageDelivered)
	for _, test := range []struct {
		after time.Duration
		left  int
	}{{179 * 24 * time.Hour, 1}, {2 * 24 * time.Hour, 0}} {
		w.clock.advance(test.after)
		if err := w.jobs.SweepReceipts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := w.counted("SELECT count(*) FROM message_receipt"); left != test.left {
			t.Errorf("%d receipts are left, want %d", left, test.left)
		}
	}
	if status := w.status(sent.ID); status != "delivered" {
		t.Errorf("the message is %s", status)
	}
}
