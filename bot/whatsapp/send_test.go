//go:build !nowhatsapp

package whatsapp_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/conversations/channel"
)

// A message that is sent again, by whichever process, has the same id: our own.
func TestRepeatedSendHasTheSameID(t *testing.T) {
	t.Parallel()
	w, p, _ := linked(t, nil)
	message := w.outbound("hello")
	for range 2 {
		sent, err := p.Send(t.Context(), message)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.ToUpper(strings.ReplaceAll(message.ID.String(), "-", "")); sent.ProviderID != want {
			t.Errorf("sent as %s, want %s", sent.ProviderID, want)
		}
	}
	if sent := w.whatsApp.Sent(); len(sent) != 2 || sent[0].ID != sent[1].ID {
		t.Errorf("the patient has %+v", sent)
	}
}

// The library sends a message even if it could encrypt it for nobody, and
// WhatsApp acknowledges that. It counts as not sent.
func TestMessageThatNobodyCouldReadIsNotSent(t *testing.T) {
	t.Parallel()
	w, p, _ := linked(t, nil)
	w.patient.WithholdKeys(true)
	message := w.outbound("hello")
	for range 2 {
		_, err := p.Send(t.Context(), message)
		if failure := sendError(t, err); failure.Outcome != channel.OutcomeNotYet {
			t.Errorf("a message for nobody is %v", failure)
		}
	}
	w.patient.WithholdKeys(false)
	if _, err := p.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if sent := w.whatsApp.Sent(); len(sent) != 1 || sent[0].Text != "hello" {
		t.Errorf("the patient has %+v", sent)
	}
}

// What can't be sent as it stands is refused before anything leaves.
func TestRefusedBeforeItLeaves(t *testing.T) {
	t.Parallel()
	w, p, _ := linked(t, nil)
	for name, change := range map[string]func(*channel.Outbound){
		"no text":                  func(m *channel.Outbound) { m.Text = "" },
		"expired":                  func(m *channel.Outbound) { m.ExpiresAt = time.Now().Add(-time.Second) },
		"an address of no channel": func(m *channel.Outbound) { m.To = "US.1234" },
		"a group's address":        func(m *channel.Outbound) { m.To = "1234@g.us" },
	} {
		message := w.outbound("hello")
		change(&message)
		_, err := p.Send(t.Context(), message)
		if failure := sendError(t, err); failure.Outcome != channel.OutcomeRefused {
			t.Errorf("%s: %v", name, failure)
		}
	}
	stranger := w.outbound("hello")
	stranger.To = "+12065550199"
	_, err := p.Send(t.Context(), stranger)
	if failure := sendError(t, err); failure.Outcome != channel.OutcomeRefused || failure.Remedy != channel.RemedyBadAddress {
		t.Errorf("somebody who is not on WhatsApp: %v", failure)
	}
	if sent := w.whatsApp.Sent(); len(sent) != 0 {
		t.Errorf("sent %+v", sent)
	}
}

// A connection that breaks before or after the acceptance is waited for, and
// the message arrives once.
func TestCutWhileSending(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]whatsapptest.Fault{"before": {CutBefore: true}, "after": {CutAfter: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, p, _ := linked(t, nil)
			if err := w.greet(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			w.whatsApp.FailSends(fault)
			if _, err := p.Send(t.Context(), w.outbound("on Thursday")); err != nil {
				t.Fatal(err)
			}
			if sent := w.whatsApp.Sent(); len(sent) != 2 || sent[1].Text != "on Thursday" {
				t.Errorf("the patient has %+v", sent)
			}
		})
	}
}
