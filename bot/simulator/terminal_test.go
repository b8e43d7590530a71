package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// paper is a terminal's output that can be read while it is written.
type paper struct {
	mutex   sync.Mutex
	written *sync.Cond
	buffer  bytes.Buffer
}

func newPaper() *paper {
	made := &paper{}
	made.written = sync.NewCond(&made.mutex)
	return made
}

func (p *paper) Write(content []byte) (int, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.written.Broadcast()
	return p.buffer.Write(content)
}

func (p *paper) String() string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.buffer.String()
}

// await waits until words were written.
func (p *paper) await(words string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for !strings.Contains(p.buffer.String(), words) {
		p.written.Wait()
	}
}

// sit puts a terminal before the clinic.
func sit(t *testing.T, clinic *clinic, kind records.ChannelKind) (*simulator.Terminal, *paper) {
	t.Helper()
	output := newPaper()
	return &simulator.Terminal{
		Client: clinic.serve(t), From: phone, Channel: kind, Output: output,
		Poll: time.Millisecond, Patience: 10 * time.Second,
	}, output
}

func TestAScriptBecomesATranscript(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	sender := newSender(clinic)
	defer func() { _ = sender.Close(t.Context()) }()
	clinic.sender = sender
	clinic.tell("demo-sms", records.Message{Status: records.MessageDelivered, Text: "from before"})
	terminal, output := sit(t, clinic, records.ChannelSMS)
	script := "# a comment\nhello\n\n  tomorrow after five  \n"
	if err := terminal.Replay(t.Context(), strings.NewReader(script)); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"   you ▸ hello",
		"clinic ▸ You said:",
		"         hello",
		"   you ▸ tomorrow after five",
		"clinic ▸ You said:",
		"         tomorrow after five",
		"",
	}, "\n")
	if got := output.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAButtonIsPressedByItsPlaceOrItsLabel(t *testing.T) {
	t.Parallel()
	terminal, output := sit(t, newClinic(), records.ChannelWhatsApp)
	if err := terminal.Replay(t.Context(), strings.NewReader("hello\n2\nyes, PLEASE\nneither\n")); err != nil {
		t.Fatal(err)
	}
	const buttons = "         [1 Yes, please] [2 No]\n"
	want := "   you ▸ hello\nclinic ▸ You said:\n         hello\n" + buttons +
		"   you ▸ 2\nclinic ▸ You said:\n         no\n" + buttons +
		"   you ▸ yes, PLEASE\nclinic ▸ You said:\n         yes\n" + buttons +
		"   you ▸ neither\nclinic ▸ You said:\n         neither\n" + buttons
	if got := output.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAScriptEndsWhereTheClinicDoesNotAnswer(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	clinic.silent = true
	terminal, output := sit(t, clinic, records.ChannelSMS)
	terminal.Patience = 20 * time.Millisecond
	if err := terminal.Replay(t.Context(), strings.NewReader("hello\nagain\n")); !errors.Is(err, simulator.ErrNoAnswer) {
		t.Errorf("got %v, want %v", err, simulator.ErrNoAnswer)
	}
	if strings.Contains(output.String(), "again") {
		t.Errorf("went on after no answer:\n%s", output)
	}
}

func TestAScriptThatIsRefusedSaysWhy(t *testing.T) {
	t.Parallel()
	terminal, _ := sit(t, newClinic(), records.ChannelSMS)
	terminal.From = "me"
	err := terminal.Replay(t.Context(), strings.NewReader("hello\n"))
	if problem, ok := errors.AsType[*simulator.Problem](err); !ok || problem.Field != "from" {
		t.Errorf("got %v, want a problem of from", err)
	}
}

func TestAChatShowsWhatComesByItself(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	clinic.tell("demo-sms", records.Message{Status: records.MessageDelivered, Text: "from before"})
	terminal, output := sit(t, clinic, records.ChannelSMS)
	terminal.Echo = true
	input, keyboard := io.Pipe()
	ended := make(chan error)
	go func() { ended <- terminal.Chat(t.Context(), input) }()

	output.await("clinic ▸ from before\n   you ▸ ")
	clinic.tell("demo-sms", records.Message{Status: records.MessageDelivered, Text: "your reminder"})
	output.await("\rclinic ▸ your reminder\n   you ▸ ")
	clinic.tell("demo-sms", records.Message{Status: records.MessageNotSent, NotSentReason: records.NotSentOptedOut, Text: "unseen"})
	output.await("did not get here: not-sent opted-out")
	if _, err := io.WriteString(keyboard, "hello\n"); err != nil {
		t.Fatal(err)
	}
	output.await("you ▸ hello\nclinic ▸ You said:\n         hello\n   you ▸ ")
	if _, err := io.WriteString(keyboard, strings.Repeat("a", 10_001)+"\n"); err != nil {
		t.Fatal(err)
	}
	output.await("— The text is longer than 10000 characters.")
	_ = keyboard.Close()
	if err := <-ended; err != nil {
		t.Errorf("chat ended with %v", err)
	}
	if strings.Contains(output.String(), "unseen") {
		t.Errorf("a message that was not sent is shown:\n%s", output)
	}
}

func TestAChatEndsOnRequest(t *testing.T) {
	t.Parallel()
	t.Run("by a word", func(t *testing.T) {
		t.Parallel()
		clinic := newClinic()
		terminal, _ := sit(t, clinic, records.ChannelSMS)
		if err := terminal.Chat(t.Context(), strings.NewReader("hello\n/quit\nagain\n")); err != nil {
			t.Fatal(err)
		}
		if kept := clinic.all(); len(kept) != 2 {
			t.Errorf("%d messages, want the one before /quit and its answer", len(kept))
		}
	})
	t.Run("by its context", func(t *testing.T) {
		t.Parallel()
		terminal, output := sit(t, newClinic(), records.ChannelSMS)
		input, keyboard := io.Pipe()
		defer func() { _ = keyboard.Close() }()
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- terminal.Chat(ctx, input) }()
		output.await("you ▸ ")
		end()
		if err := <-ended; err != nil {
			t.Errorf("got %v, want nil", err)
		}
	})
	t.Run("by a keyboard that breaks", func(t *testing.T) {
		t.Parallel()
		terminal, _ := sit(t, newClinic(), records.ChannelSMS)
		input, keyboard := io.Pipe()
		_ = keyboard.CloseWithError(io.ErrUnexpectedEOF)
		if err := terminal.Chat(t.Context(), input); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got %v, want %v", err, io.ErrUnexpectedEOF)
		}
	})
}

func TestATerminalIsNotSteeredByAMessage(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	clinic.tell("demo-sms", records.Message{Status: records.MessageDelivered, Text: "a\x1b[2Jb\r\nc"})
	terminal, output := sit(t, clinic, records.ChannelSMS)
	if err := terminal.Chat(t.Context(), strings.NewReader("")); err != nil {
		t.Fatal(err)
	}
	if got, want := output.String(), "clinic ▸ a[2Jb\n         c\n   you ▸ \n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A message that stays unknown must not hide what comes after it, nor be shown
// twice once it turns out to have been sent.
func TestAMessageOfUnknownFate(t *testing.T) {
	t.Parallel()
	clinic := newClinic()
	clinic.tell("demo-sms", records.Message{Status: records.MessageUnknown, Text: "lost?"})
	terminal, output := sit(t, clinic, records.ChannelSMS)
	if err := terminal.Replay(t.Context(), strings.NewReader("hello\n")); err != nil {
		t.Fatal(err)
	}
	if err := clinic.Record(t.Context(), records.Channel{}, receiptOf(clinic.all()[0])); err != nil {
		t.Fatal(err)
	}
	if err := terminal.Replay(t.Context(), strings.NewReader("again\n")); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(output.String(), "You said:"); got != 2 {
		t.Errorf("%d answers, want 2:\n%s", got, output)
	}
}

func receiptOf(message records.Message) channel.Receipt {
	return channel.Receipt{MessageID: message.ID, Status: records.MessageDelivered}
}

func TestTheClientKeepsTheNumberOutOfErrors(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	httpClient := server.Client()
	client := simulator.NewClient(server.URL+"/", httpClient)
	_, err := client.Messages(t.Context(), records.ChannelSMS, phone, 0)
	if problem, ok := errors.AsType[*simulator.Problem](err); !ok || problem.Status != http.StatusNotFound {
		t.Errorf("got %v, want a problem with status 404", err)
	}
	server.Close()
	_, err = client.Messages(t.Context(), records.ChannelSMS, phone, 0)
	if err == nil || strings.Contains(err.Error(), "0001111") {
		t.Errorf("got %v, want an error without the number", err)
	}
}

func TestTheClientListsChannels(t *testing.T) {
	t.Parallel()
	channels, err := newClinic().serve(t).Channels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if channels.Clinic != "Test Clinic" || len(channels.Channels) != 2 ||
		channels.Channels[0] != (simulator.PhoneChannel{Channel: "sms", Name: "demo-sms", Address: "+15550100100"}) {
		t.Errorf("got %+v", channels)
	}
}
