package jobs_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// A newcomer registers and books by typing what people type, through the real
// intake, River, turns, store and sends.
func TestNewcomerRegistersAndBooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	for _, text := range []string{"hi, can i book a check-up with Dr Osei tomorrow morning?", "Maria Lopez", "12 March 1985", "yes", "1", "yes"} {
		t.Logf("patient: %s", text)
		t.Logf("clinic:  %s", w.say(text))
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		day, err := tx.AppointmentsBetween(ctx, monday, monday.AddDate(0, 0, 3), monday, [16]byte{}, 10)
		if err != nil {
			return err
		}
		if len(day) != 1 || day[0].PatientName != "Maria Lopez" || day[0].Appointment.Status != records.AppointmentBooked {
			t.Errorf("appointments: %+v, want one booked for Maria Lopez", day)
		}
		return nil
	})
}

// Invariant 2: the same delivery ten times at once, and again later, is one
// message with one reply.
func TestOneDeliveryHasOneEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	message := channel.Inbound{ProviderID: "SM0123", From: phone, Text: "hello"}
	var deliveries sync.WaitGroup
	for range 10 {
		deliveries.Go(func() { w.receive(message) })
	}
	deliveries.Wait()
	w.wait(1)
	w.receive(message)
	w.say("are you there?")
	messages := w.transcript(func(messages []records.Message) bool { return settled(messages, 2, 2) })
	if got := statuses(messages, records.Inbound); len(got) != 2 {
		t.Errorf("inbound %v, want two messages", got)
	}
}

// settled says whether there are this many of each, all with their turn and
// all sent.
func settled(messages []records.Message, inbound, outbound int) bool {
	in, out := statuses(messages, records.Inbound), statuses(messages, records.Outbound)
	return len(in) == inbound && len(out) == outbound && !slices.Contains(in, records.MessageReceived) &&
		!slices.ContainsFunc(out, func(status records.MessageStatus) bool {
			return status == records.MessageQueued || status == records.MessageSending
		})
}

// Invariant 4: a burst of one contact is answered in order, while a hundred
// other contacts write at the same time.
func TestBurstsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	var others sync.WaitGroup
	for n := range 100 {
		others.Go(func() {
			w.write("+1202555"+strings.Repeat("0", 2)+string(rune('0'+n/10))+string(rune('0'+n%10)), "hello")
		})
	}
	for _, text := range []string{"hello", "Maria Lopez", "12 March 1985"} {
		w.write(phone, text)
	}
	others.Wait()
	messages := w.transcript(func(messages []records.Message) bool {
		return !slices.Contains(statuses(messages, records.Inbound), records.MessageReceived) && len(messages) >= 4
	})
	var texts []string
	for _, message := range messages {
		if message.Direction == records.Inbound {
			texts = append(texts, message.Text)
		}
	}
	if want := []string{"hello", "Maria Lopez", "12 March 1985"}; !slices.Equal(texts, want) {
		t.Errorf("inbound order %q, want %q", texts, want)
	}
}

// What a hostile or clumsy phone may send is answered kindly, never lost.
func TestEveryTextIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	for _, text := range []string{"", "🎉🎉🎉", strings.Repeat("long ", 1000), "\u202eright to left\u202c", "\x01\x02\x1b[31m", "'; DROP TABLE patient; --", "{{.}} %s %d"} {
		if reply := w.say(text); strings.TrimSpace(reply) == "" {
			t.Errorf("%.20q got an empty reply", text)
		}
	}
}
