//go:build !nowhatsapp

package whatsapp_test

import (
	"testing"
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
