package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// output is what a command has written so far.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(line []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(line)
}

func (o *output) has(part string) bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return strings.Contains(o.text.String(), part)
}

// The program talks to "frontdesk fake-twilio" as to Twilio: a patient writes at
// the fake's terminal, reads the answer there, and the statuses come back, with
// what goes wrong by the script.
func TestFakeTwilioCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fakeAt, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	programAt, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(script, []byte("send 429 retry-after=1  # first\nsend slow=10ms\nwebhook twice # the message\nwebhook overtaken x2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	terminal, typed := io.Pipe()
	said := &output{}
	ended := make(chan int, 1)
	go func() {
		ended <- run([]string{
			"fake-twilio", "--addr", fakeAt, "--webhook", "http://" + programAt, "--public-url", publicURL, "--script", script,
			"--channel", w.clinic.SMS.Name, "--number", w.clinic.SMS.Address,
		}, &environment{context: ctx, input: terminal, output: said, errorOutput: t.Output(), variables: w.variables()})
	}()
	w.await(usual, "the fake to be ready", func() bool { return said.has("ready") })
	w.serve("FRONTDESK_ADDR="+programAt, "FRONTDESK_TWILIO_API_URL=http://"+fakeAt)
	if _, err := io.WriteString(typed, patientNumber+" hello\n"+patientNumber+"\n"); err != nil {
		t.Fatal(err)
	}
	w.await(usual, "the answer", func() bool { return said.has("to " + patientNumber + ": Hello, this is Clinic test.") })
	w.await(usual, "word of it", func() bool {
		return w.count("SELECT count(*) FROM message WHERE direction = 'outbound' AND status IN ('sent', 'delivered') AND attempts = 2") == 1
	})
	if _, err := io.WriteString(typed, patientNumber+" what are your opening hours?\n"); err != nil {
		t.Fatal(err)
	}
	w.await(usual, "both to be delivered, the overtaken word included", func() bool {
		return w.count("SELECT count(*) FROM message WHERE direction = 'outbound' AND status = 'delivered'") == 2
	})
	w.expectCount(2, "SELECT count(*) FROM message WHERE direction = 'inbound'")
	if !said.has("write a number and a text") {
		t.Error("a line without a text is not explained")
	}
	cancel()
	if status := <-ended; status != 0 || !said.has("2 messages taken for sending, 2 written by patients") {
		t.Errorf("it ended with status %d and said %s", status, said.text.String())
	}
}
