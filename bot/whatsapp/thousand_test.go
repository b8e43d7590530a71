//go:build !nowhatsapp

package whatsapp_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"frontdesk/bot/whatsapp"
	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/conversations/channel"
)

// A thousand messages each way over a connection that is cut twenty times: all
// arrive, once, and in their order (invariants 1, 2 and 4).
func TestThousandMessagesEachWaySurviveTwentyCuts(t *testing.T) {
	t.Parallel()
	const count, cuts = 1000, 20
	w, p, inbox := linked(t, func(config *whatsapp.Config) { config.Timeout = 10 * time.Second })
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	// The patient begins, as on every channel that only answers. Two sides that
	// begin at once make two sessions, between which libsignal loses its way.
	if err := w.greet(ctx, p); err != nil {
		t.Fatal(err)
	}
	greetings := len(inbox.all())
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error { return w.writeAll(ctx, count) })
	both.Go(func() error { return w.sendAll(ctx, p, count) })
	both.Go(func() error { return w.cutAlong(ctx, inbox, cuts, 2*count) })
	if err := both.Wait(); err != nil {
		t.Fatal(err)
	}
	for i, message := range inbox.all()[greetings:] {
		if want := fmt.Sprintf("question %d", i); message.Text != want {
			t.Fatalf("message %d to the clinic is %q, want %q", i, message.Text, want)
		}
	}
	for i, message := range w.whatsApp.Sent()[greetings:] {
		if want := fmt.Sprintf("answer %d", i); message.Text != want {
			t.Fatalf("message %d to the patient is %q, want %q", i, message.Text, want)
		}
	}
	if in, out := len(inbox.all()), len(w.whatsApp.Sent()); in != greetings+count || out != greetings+count {
		t.Errorf("%d messages came in and %d went out, want %d each", in, out, greetings+count)
	}
	if logins := w.whatsApp.Logins(); logins <= cuts {
		t.Errorf("the device has logged in %d times over %d cuts", logins, cuts)
	}
	again := 0
	for _, times := range inbox.times {
		again += times - 1
	}
	t.Logf("%d messages were handed to the intake more than once", again)
}

// greet has the patient write and the clinic answer.
func (w *clinicWorld) greet(ctx context.Context, p *process) error {
	if err := w.write(ctx, "greeting", "hello"); err != nil {
		return err
	}
	_, err := p.Send(ctx, w.outbound("hello"))
	return err
}

// writeAll has the patient write, never more than a few messages ahead of what
// the clinic has acknowledged.
func (w *clinicWorld) writeAll(ctx context.Context, count int) error {
	const ahead = 20
	var on []*whatsapptest.Delivery
	for i := range count {
		delivery, err := w.patient.Write(w.phone, fmt.Sprintf("3EB0%020d", i), whatsapptest.Text(fmt.Sprintf("question %d", i)))
		if err != nil {
			return err
		}
		if on = append(on, delivery); len(on) > ahead {
			if err := acknowledged(ctx, on[0]); err != nil {
				return err
			}
			on = on[1:]
		}
	}
	for _, delivery := range on {
		if err := acknowledged(ctx, delivery); err != nil {
			return err
		}
	}
	return nil
}

// sendAll sends to the patient as the jobs do: what has certainly not left is
// tried again, under the same id. A doubt stays where the library finds no
// connection within its five seconds, on a machine with much else to do; the
// telephone settles it, as its receipt would.
func (w *clinicWorld) sendAll(ctx context.Context, p *process, count int) error {
	for i := range count {
		message := w.outbound(fmt.Sprintf("answer %d", i))
		for {
			_, err := p.Send(ctx, message)
			if err == nil {
				break
			}
			failure, ok := errors.AsType[*channel.SendError](err)
			if !ok || failure.Outcome == channel.OutcomeRefused {
				return fmt.Errorf("message %d: %w", i, err)
			}
			if err := w.whatsApp.Await(ctx, w.whatsApp.Online); err != nil {
				return err
			}
			if failure.Outcome == channel.OutcomeUnknown && w.hasRead(message.Text) {
				break
			}
		}
	}
	return nil
}

// hasRead says whether the patient's telephone has read a text.
func (w *clinicWorld) hasRead(text string) bool {
	return slices.ContainsFunc(w.whatsApp.Sent(), func(sent whatsapptest.Sent) bool { return sent.Text == text })
}

// cutAlong cuts the connection at even distances along the way.
func (w *clinicWorld) cutAlong(ctx context.Context, inbox *kept, cuts, total int) error {
	for cut := range cuts {
		reached := func() bool { return len(inbox.all())+len(w.whatsApp.Sent()) >= (cut+1)*total/(cuts+1) }
		if err := w.whatsApp.Await(ctx, reached); err != nil {
			return err
		}
		before := w.whatsApp.Logins()
		w.whatsApp.Cut()
		if err := w.whatsApp.Await(ctx, func() bool { return w.whatsApp.Logins() > before && w.whatsApp.Online() }); err != nil {
			return err
		}
	}
	return nil
}
