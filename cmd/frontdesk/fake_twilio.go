package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/records"
)

// fakeTwilioCommand stands in for Twilio, for demonstrations and load tests.
type fakeTwilioCommand struct {
	Addr      string        `help:"Where to listen for requests to the API." default:"127.0.0.1:4010"`
	Webhook   string        `help:"Where frontdesk listens, like http://127.0.0.1:8080." required:""`
	PublicURL string        `help:"How frontdesk calls itself (FRONTDESK_PUBLIC_URL), which is what Twilio signs; --webhook if left out."`
	Channel   string        `help:"The name of the channel that patients write to."`
	Number    string        `help:"That channel's own number, like +12025550100 (whatsapp:+12025550100 on WhatsApp)."`
	Script    string        `help:"A file that says what goes wrong (see docs/operations.md)." type:"existingfile"`
	Latency   time.Duration `help:"How long a request to send takes."`
	Sessions  bool          `help:"Take nothing but approved templates on WhatsApp for whoever has not written within a day."`
	Quiet     bool          `help:"Print no messages, and keep none: for loads. What was sent can't be looked up then."`
}

// fakeTwilio is a running one.
type fakeTwilio struct {
	command fakeTwilioCommand
	output  *lockedWriter
	server  *twiliotest.Server
	relay   *twiliotest.Relay
	// accepted are the messages whose statuses are still to be posted.
	accepted chan twiliotest.Message
	started  time.Time
	written  atomic.Int64
	refused  atomic.Int64
}

// lockedWriter writes whole lines from several goroutines.
type lockedWriter struct {
	mutex sync.Mutex
	to    io.Writer
}

// line writes one line; a terminal that has gone is no reason to stop.
func (w *lockedWriter) line(format string, values ...any) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	_, _ = fmt.Fprintf(w.to, format+"\n", values...)
}

// Run implements the sub-command. It serves until the program is told to end.
func (c *fakeTwilioCommand) Run(e *environment) error {
	var script twiliotest.Script
	if c.Script != "" {
		text, err := os.ReadFile(c.Script)
		if err != nil {
			return records.Invalid("--script", err.Error())
		}
		if script, err = twiliotest.ParseScript(string(text)); err != nil {
			return records.Invalid("--script", err.Error())
		}
	}
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	const waiting = 100_000 // a burst; whoever sends more waits
	f := &fakeTwilio{command: *c, output: &lockedWriter{to: e.output}, accepted: make(chan twiliotest.Message, waiting), started: time.Now()}
	f.server, err = twiliotest.Start(twiliotest.Options{
		AccountSID: read.TwilioAccountSID, AuthToken: read.TwilioAuthToken, KeySID: read.TwilioKeySID, KeySecret: read.TwilioKeySecret,
		Address: c.Addr, Now: time.Now, Latency: c.Latency, Sessions: c.Sessions, Forget: c.Quiet, OnMessage: f.took,
	})
	if err != nil {
		return err
	}
	defer f.server.Close()
	public := c.PublicURL
	if public == "" {
		public = c.Webhook
	}
	f.relay = twiliotest.NewRelay(f.server.Webhooks(public, c.Webhook), c.Channel, f.answered)
	defer f.relay.Close()
	f.server.Play(script)
	f.relay.Fail(script.Webhooks...)
	return f.run(e.context, e.input)
}

// run works until the context ends, then says what there was.
func (f *fakeTwilio) run(ctx context.Context, input io.Reader) error {
	f.output.line("a fake Twilio listens on %s\nready", f.server.URL())
	const reporters = 32
	var reporting sync.WaitGroup
	for range reporters {
		reporting.Go(func() { f.report(ctx) })
	}
	go f.listen(ctx, input) // it ends with the input, which nobody can wait for
	<-ctx.Done()
	reporting.Wait()
	elapsed := time.Since(f.started).Round(time.Second)
	f.output.line("%d messages taken for sending, %d written by patients, %d webhooks refused, in %v", f.server.Accepted(), f.written.Load(), f.refused.Load(), elapsed)
	return nil
}

// took is called with each message that was taken for sending.
func (f *fakeTwilio) took(message twiliotest.Message) {
	if !f.command.Quiet {
		f.output.line("to %s: %s", message.To, strings.ReplaceAll(message.Body, "\n", "\n    "))
		for choice := range strings.Lines(message.Choices) {
			_, title, _ := strings.Cut(strings.TrimSuffix(choice, "\n"), "\t")
			f.output.line("    [%s]", title)
		}
	}
	f.accepted <- message
}

// report posts what becomes of the messages.
func (f *fakeTwilio) report(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case message := <-f.accepted:
			words := []string{"sent", "delivered"}
			if message.ErrorCode != 0 {
				words = []string{"failed"}
			}
			for _, word := range words {
				f.server.SetStatus(message.SID, word, message.ErrorCode)
				f.relay.Status(message, word, message.ErrorCode)
			}
		}
	}
}

// answered is called with frontdesk's answer to each webhook.
func (f *fakeTwilio) answered(path string, answer twiliotest.Answer, err error) {
	switch {
	case err != nil:
		f.refused.Add(1)
		f.output.line("no answer to a webhook (%s): %v", path, err)
	case answer.Status/100 != 2:
		f.refused.Add(1)
		f.output.line("a webhook (%s) was answered with %d: %s", path, answer.Status, strings.TrimSpace(answer.Body))
	}
}

// listen reads what patients write: a number and a text, one message a line.
func (f *fakeTwilio) listen(ctx context.Context, input io.Reader) {
	lines := bufio.NewScanner(input)
	for lines.Scan() && ctx.Err() == nil {
		from, text, found := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		if from == "" {
			continue
		}
		if !found || f.command.Channel == "" || f.command.Number == "" {
			f.output.line("write a number and a text, like: +12025550142 hello (and start with --channel and --number)")
			continue
		}
		if strings.HasPrefix(f.command.Number, "whatsapp:") && !strings.HasPrefix(from, "whatsapp:") {
			from = "whatsapp:" + from
		}
		message := twiliotest.Inbound{
			SID: fmt.Sprintf("SMfa%030x", f.started.UnixNano()+f.written.Add(1)), From: from, To: f.command.Number, Text: text,
		}
		f.server.AddInbound(message)
		f.relay.Message(message)
	}
}
