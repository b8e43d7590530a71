//go:build !nowhatsapp

package whatsapp_test

import (
	"bytes"
	"context"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"frontdesk/bot/whatsapp"
	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// dying stores a message and takes the process down before anything can be
// acknowledged.
type dying struct {
	*kept
	die func()
}

func (d dying) Receive(ctx context.Context, through records.Channel, message channel.Inbound) error {
	if err := d.kept.Receive(ctx, through, message); err != nil {
		return err
	}
	d.die()
	<-ctx.Done()
	return ctx.Err()
}

// A message that was stored and not acknowledged comes again to the next
// process, readable although its key was used, under the same id.
func TestCrashBeforeAcknowledgement(t *testing.T) {
	t.Parallel()
	w := newClinicWorld(t)
	if err := w.link(t.Context()); err != nil {
		t.Fatal(err)
	}
	inbox := &kept{}
	dead := make(chan struct{})
	first, err := w.begin(t.Context(), w.config(dying{inbox, func() { close(dead) }}, inbox, discard()))
	if err != nil {
		t.Fatal(err)
	}
	delivery, err := w.patient.Write(w.phone, "ONCE", whatsapptest.Text("are you open?"))
	if err != nil {
		t.Fatal(err)
	}
	<-dead
	first.stop()
	if delivery.Acknowledged() {
		t.Fatal("acknowledged by a process that died before")
	}
	second, err := w.begin(t.Context(), w.config(inbox, inbox, discard()))
	if err != nil {
		t.Fatal(err)
	}
	defer second.stop()
	if err := acknowledged(t.Context(), delivery); err != nil {
		t.Fatal(err)
	}
	if got := inbox.all(); len(got) != 1 || got[0].Text != "are you open?" || inbox.times["ONCE"] != 2 {
		t.Errorf("the intake has %+v, handed over %d times", got, inbox.times["ONCE"])
	}
}

// While the store fails, nothing is acknowledged and nothing overtakes.
func TestFailingStoreKeepsTheOrder(t *testing.T) {
	t.Parallel()
	w, p, inbox := linked(t, nil)
	inbox.mutex.Lock()
	inbox.failing = 5
	inbox.mutex.Unlock()
	if err := w.writeAll(t.Context(), 30); err != nil {
		t.Fatal(err)
	}
	for i, message := range inbox.all() {
		if want := strings.TrimPrefix(message.Text, "question "); want != itoa(i) {
			t.Fatalf("message %d is %q", i, message.Text)
		}
	}
	if got := len(inbox.all()); got != 30 || p.events.of(whatsapp.EventNotStored) != 5 {
		t.Errorf("%d messages arrived, %d failures were counted", got, p.events.of(whatsapp.EventNotStored))
	}
}

// A handler that panics acknowledges nothing, and the log does not quote what
// it panicked with.
func TestPanicIsNoAcknowledgement(t *testing.T) {
	t.Parallel()
	logs := &lockedBuffer{}
	w, p, inbox := linked(t, func(config *whatsapp.Config) {
		config.Logger = slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	inbox.mutex.Lock()
	inbox.panicky = true
	inbox.mutex.Unlock()
	if err := w.write(t.Context(), "PANIC", "Wilhelmina"); err != nil {
		t.Fatal(err)
	}
	if got := inbox.all(); len(got) != 1 || p.events.of(whatsapp.EventPanicked) != 1 {
		t.Errorf("the intake has %+v after %d panics", got, p.events.of(whatsapp.EventPanicked))
	}
	for _, canary := range []string{"Wilhelmina", strings.TrimPrefix(patientNumber, "+")} {
		if strings.Contains(logs.String(), canary) {
			t.Errorf("the log quotes %s", canary)
		}
	}
}

// Whatever identities WhatsApp names, one person is one contact; answers find
// their way back.
func TestOnePersonIsOneContact(t *testing.T) {
	t.Parallel()
	hidden := []whatsapptest.Addressing{whatsapptest.ByHiddenIDAlone, whatsapptest.ByHiddenID, whatsapptest.ByNumber, whatsapptest.ByHiddenIDAlone}
	for _, test := range []struct {
		name    string
		order   []whatsapptest.Addressing
		address func(w *clinicWorld) string
	}{
		{
			"the number comes first",
			[]whatsapptest.Addressing{whatsapptest.ByNumber, whatsapptest.ByHiddenID, whatsapptest.ByHiddenIDAlone},
			func(*clinicWorld) string { return patientNumber },
		},
		{"the hidden id comes first, alone", hidden, func(w *clinicWorld) string { return w.patient.HiddenID() }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w, p, inbox := linked(t, nil)
			for i, addressing := range test.order {
				w.patient.Address(addressing)
				if err := w.write(t.Context(), "ID"+itoa(i), "hello"); err != nil {
					t.Fatal(err)
				}
				got := inbox.all()
				if want := test.address(w); got[i].From != want {
					t.Errorf("message %d is from %s, want %s", i, got[i].From, want)
				}
				answer := w.outbound("answer")
				answer.To = got[i].From
				if _, err := p.Send(t.Context(), answer); err != nil {
					t.Fatal(err)
				}
				if sent := w.whatsApp.Sent(); len(sent) != i+1 || sent[i].To != patientNumber {
					t.Errorf("the answer went to %+v", sent)
				}
			}
		})
	}
}

// A message that can't be read is asked for again, and arrives.
func TestUnreadableMessageIsAskedForAgain(t *testing.T) {
	t.Parallel()
	w, p, inbox := linked(t, nil)
	if err := w.greet(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if _, err := w.patient.Garble(w.phone, "GARBLED", whatsapptest.Text("at nine"), true); err != nil {
		t.Fatal(err)
	}
	if err := w.whatsApp.Await(t.Context(), func() bool { return len(inbox.all()) == 2 && w.whatsApp.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
	if got := inbox.all()[1]; got.Text != "at nine" || got.ProviderID != "GARBLED" || p.events.of(whatsapp.EventUnreadable) != 1 {
		t.Errorf("got %+v", got)
	}
	if left := w.unreadable(t); len(left) != 0 {
		t.Errorf("%d messages still count as unreadable", len(left))
	}
}

// One that stays unreadable becomes a task in the sender's conversation.
func TestUnreadableMessageIsLeftToStaff(t *testing.T) {
	t.Parallel()
	w, _, _ := linked(t, func(config *whatsapp.Config) { config.Patience = time.Nanosecond })
	if err := w.write(t.Context(), "FIRST", "hello"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.patient.Garble(w.phone, "LOST", whatsapptest.Text("at nine"), false); err != nil {
		t.Fatal(err)
	}
	w.awaitTask(t, records.TaskUnreadable)
	if left := w.unreadable(t); len(left) != 0 {
		t.Errorf("%d messages still count as unreadable", len(left))
	}
}

// unreadable lists what is noted as unreadable.
func (w *clinicWorld) unreadable(t *testing.T) (left []postgres.Unreadable) {
	t.Helper()
	err := w.store.InClinic(t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		left, err = tx.UnreadableBefore(ctx, w.through.ID, time.Now().Add(time.Hour))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// Pictures count; what says nothing to a clinic is acknowledged and dropped.
func TestWhatIsNoText(t *testing.T) {
	t.Parallel()
	w, p, inbox := linked(t, nil)
	for id, message := range map[string]*waE2E.Message{
		"REACTION": {ReactionMessage: &waE2E.ReactionMessage{Text: proto.String("👍")}},
		"NOTHING":  {},
	} {
		delivery, err := w.patient.Write(w.phone, id, message)
		if err == nil {
			err = acknowledged(t.Context(), delivery)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := inbox.all(); len(got) != 0 || p.events.of(whatsapp.EventIgnored) != 2 {
		t.Errorf("the intake has %+v", got)
	}
	for i, test := range []struct {
		message *waE2E.Message
		want    channel.Inbound
	}{
		{&waE2E.Message{ImageMessage: &waE2E.ImageMessage{Caption: proto.String("my card")}}, channel.Inbound{Text: "my card", MediaCount: 1}},
		{&waE2E.Message{AudioMessage: &waE2E.AudioMessage{}}, channel.Inbound{MediaCount: 1}},
		{&waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: proto.String("see http://example.test")}}, channel.Inbound{Text: "see http://example.test"}},
		{&waE2E.Message{EphemeralMessage: &waE2E.FutureProofMessage{Message: whatsapptest.Text("gone soon")}}, channel.Inbound{Text: "gone soon"}},
	} {
		delivery, err := w.patient.Write(w.phone, "SHOWN"+itoa(i), test.message)
		if err == nil {
			err = acknowledged(t.Context(), delivery)
		}
		if err != nil {
			t.Fatal(err)
		}
		test.want.ProviderID, test.want.From = "SHOWN"+itoa(i), patientNumber
		if got := inbox.all(); len(got) != i+1 || !reflect.DeepEqual(got[i], test.want) {
			t.Errorf("got %+v, want %+v", got, test.want)
		}
	}
}

// lockedBuffer is a log that several goroutines write to.
type lockedBuffer struct {
	kept
	lines bytes.Buffer
}

func (b *lockedBuffer) Write(line []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.lines.Write(line)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.lines.String()
}
