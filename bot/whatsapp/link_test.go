//go:build !nowhatsapp

package whatsapp_test

import (
	"testing"
	"time"

	"frontdesk/bot/whatsapp/whatsapptest"
)

// What a device needs survives the process: link, write both ways, restart,
// write both ways again.
func TestLinkedDeviceSurvivesRestart(t *testing.T) {
	t.Parallel()
	w, p, inbox := linked(t, nil)
	for round, text := range []string{"before", "after"} {
		if err := w.write(t.Context(), text, text); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Send(t.Context(), w.outbound("answer "+text)); err != nil {
			t.Fatal(err)
		}
		if got := inbox.all(); len(got) != round+1 || got[round].Text != text || got[round].From != patientNumber {
			t.Fatalf("the intake has %+v", got)
		}
		if sent := w.whatsApp.Sent(); len(sent) != round+1 || sent[round].Text != "answer "+text {
			t.Fatalf("the patient has %+v", sent)
		}
		if round > 0 {
			break
		}
		p.stop()
		var err error
		if p, err = w.begin(t.Context(), w.config(inbox, inbox, discard())); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.stop)
	}
}

// Two devices write to each other, each in a process of its own: what the one
// encrypts, the other's whatsmeow reads and acknowledges, both ways.
func TestTwoDevicesTalk(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	whatsApp, err := whatsapptest.Start(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer whatsApp.Close()
	var processes []*process
	var inboxes []*kept
	var clinics []*clinicWorld
	for _, number := range []string{"+12065550171", "+12065550172"} {
		w, inbox := newClinicOn(t, whatsApp, number), &kept{}
		if err := w.link(ctx); err != nil {
			t.Fatal(err)
		}
		p, err := w.begin(ctx, w.config(inbox, inbox, discard()))
		if err != nil {
			t.Fatal(err)
		}
		defer p.stop()
		clinics, processes, inboxes = append(clinics, w), append(processes, p), append(inboxes, inbox)
	}
	for round, text := range []string{"how do you do?", "very well", "so am I", "good"} {
		from, to := round%2, (round+1)%2
		message := clinics[from].outbound(text)
		message.To = clinics[to].through.Address
		if _, err := processes[from].Send(ctx, message); err != nil {
			t.Fatal(err)
		}
		if err := whatsApp.Await(ctx, func() bool { return inboxes[from].delivered(message.ID.String()) }); err != nil {
			t.Fatal(err)
		}
		got := inboxes[to].all()
		if last := got[len(got)-1]; last.Text != text || last.From != clinics[from].through.Address || len(got) != round/2+1 {
			t.Errorf("round %d: got %+v", round, got)
		}
	}
}
