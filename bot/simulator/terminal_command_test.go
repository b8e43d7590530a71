package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/records"
)

// reminding is a clinic that writes a reminder whenever the time was moved on.
type reminding struct {
	*upkeep
	clinic *clinic
}

func (r *reminding) CatchUp(context.Context) error {
	r.clinic.tell("demo-sms", records.Message{Status: records.MessageDelivered, Text: "your reminder"})
	return nil
}

// sitWithClock puts a terminal before a clinic whose clock can be moved on.
func sitWithClock(t *testing.T) (*simulator.Terminal, *paper) {
	t.Helper()
	trained, clinic := openTraining(t), newClinic()
	trained.stored.next = []time.Time{noon.AddDate(0, 0, 3)}
	clinic.training = &simulator.Training{
		Clock: trained.clock, Inspector: trained.stored, Upkeep: &reminding{upkeep: trained.upkeep, clinic: clinic},
	}
	server := httptest.NewServer(clinic.open(&bytes.Buffer{}))
	t.Cleanup(server.Close)
	output := newPaper()
	return &simulator.Terminal{
		Client: simulator.NewClient(server.URL, server.Client()), From: phone, Channel: records.ChannelSMS, Output: output,
		Poll: time.Millisecond, Patience: 10 * time.Second,
	}, output
}

func TestAScriptMovesTheClock(t *testing.T) {
	t.Parallel()
	terminal, output := sitWithClock(t)
	script := "hello\n/in an hour\n/next morning\n/next appointment\n/at 2026-03-06 09:30\n/at 2026-03-07T10:00:00Z\nthanks\n"
	if err := terminal.Replay(t.Context(), strings.NewReader(script)); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"   you ▸ hello", "clinic ▸ You said:", "         hello",
		"         — Monday, March 2, 1:00 pm", "clinic ▸ your reminder",
		"         — Tuesday, March 3, 8:00 am", "clinic ▸ your reminder",
		"         — Thursday, March 5, 8:00 am", "clinic ▸ your reminder",
		"         — Friday, March 6, 9:30 am", "clinic ▸ your reminder",
		"         — Saturday, March 7, 5:00 am", "clinic ▸ your reminder",
		"   you ▸ thanks", "clinic ▸ You said:", "         thanks", "",
	}, "\n")
	if got := output.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAScriptStopsAtACommandThatMakesNoSense(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"/yesterday", "/next mornin", "/at noon", "/at 2026-03-02 11:59"} {
		terminal, output := sitWithClock(t)
		err := terminal.Replay(t.Context(), strings.NewReader(line+"\nhello\n"))
		if _, ok := errors.AsType[*simulator.Problem](err); !ok {
			t.Errorf("%s: got %v, want a problem", line, err)
		}
		if output.String() != "" {
			t.Errorf("%s: went on:\n%s", line, output)
		}
	}
}

func TestAChatMovesTheClockAndGoesOnAfterASlip(t *testing.T) {
	t.Parallel()
	terminal, output := sitWithClock(t)
	if err := terminal.Chat(t.Context(), strings.NewReader("/tomorrow\n/in an hour\n")); err != nil {
		t.Fatal(err)
	}
	got := output.String()
	slip, moved := strings.Index(got, `There is no command "/tomorrow"`), strings.Index(got, "— Monday, March 2, 1:00 pm\nclinic ▸ your reminder\n")
	if slip < 0 || moved < slip {
		t.Errorf("got\n%s", got)
	}
}

func TestWithoutAClockACommandIsRefused(t *testing.T) {
	t.Parallel()
	terminal, _ := sit(t, newClinic(), records.ChannelSMS)
	if err := terminal.Replay(t.Context(), strings.NewReader("/in an hour\n")); err == nil {
		t.Error("a clock that is not there was moved")
	}
}
