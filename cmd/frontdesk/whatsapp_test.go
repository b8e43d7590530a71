//go:build !nowhatsapp

package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/records"
	"frontdesk/records/postgrestest"
)

// linkedClinic is a clinic with a linked device, and WhatsApp around it.
type linkedClinic struct {
	t             *testing.T
	variables     []string
	whatsApp      *whatsapptest.Server
	desk, patient *whatsapptest.Phone
}

// newLinkedClinic makes one by the command line.
func newLinkedClinic(t *testing.T) *linkedClinic {
	t.Helper()
	database := postgrestest.New(t)
	postgrestest.NewClinic(t, postgrestest.OpenStore(t, database), "lakeside", records.ProviderSimulator)
	whatsApp, err := whatsapptest.Start(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(whatsApp.Close)
	c := &linkedClinic{
		t: t, whatsApp: whatsApp, desk: whatsApp.AddPhone("+12025550160"), patient: whatsApp.AddPhone(patientNumber),
		variables: []string{"FRONTDESK_DATABASE_URL=" + database.URL, "FRONTDESK_ADDR=127.0.0.1:0", "FRONTDESK_LOG_LEVEL=error", "FRONTDESK_WHATSAPP=on"},
	}
	added := command(t, c.variables, "channel", "add", "lakeside", "lakeside-linked", "--kind", "whatsapp", "--provider", "whatsapp", "--address", "+12025550160")
	if added.status != 0 || !strings.Contains(added.output, "whatsapp link --clinic lakeside") {
		t.Fatalf("adding the channel gave %+v", added)
	}
	if status := c.status(); !strings.Contains(status, "no device was ever linked") {
		t.Errorf("before the link: %s", status)
	}
	link(t, &environment{context: t.Context(), variables: c.variables, whatsApp: whatsApp.Client()}, c.desk)
	return c
}

// status is what the command says of the device.
func (c *linkedClinic) status() string {
	c.t.Helper()
	return command(c.t, c.variables, "whatsapp", "status", "--clinic", "lakeside", "--channel", "lakeside-linked").output
}

// serve starts a node and gives what stops it.
func (c *linkedClinic) serve() (stop func()) {
	c.t.Helper()
	read, err := readConfiguration(c.variables)
	if err != nil {
		c.t.Fatal(err)
	}
	service, err := newService(c.t.Context(), serviceOptions{configuration: read, now: time.Now, whatsApp: c.whatsApp.Client()},
		slog.New(slog.NewTextHandler(c.t.Output(), &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		c.t.Fatal(err)
	}
	serving, cancel := context.WithCancel(context.WithoutCancel(c.t.Context()))
	served := make(chan error, 1)
	go func() { served <- service.run(serving, func(string) error { return nil }) }()
	return func() {
		cancel()
		if err := <-served; err != nil {
			c.t.Error(err)
		}
	}
}

// ask has the patient write, and waits for the answer.
func (c *linkedClinic) ask(ctx context.Context, id string) {
	c.t.Helper()
	before := len(c.whatsApp.Sent())
	delivery, err := c.patient.Write(c.desk, id, whatsapptest.Text("hello"))
	if err != nil {
		c.t.Fatal(err)
	}
	if err := delivery.Wait(ctx); err != nil {
		c.t.Fatalf("the message was not acknowledged: %v", err)
	}
	if err := c.whatsApp.Await(ctx, func() bool { return len(c.whatsApp.Sent()) > before }); err != nil {
		c.t.Fatalf("the patient was not answered: %v", err)
	}
}

// From a channel on the command line to an answer on a patient's telephone:
// link, serve, write, be answered.
func TestLinkedWhatsAppDevice(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), usual)
	defer cancel()
	c := newLinkedClinic(t)
	if status := c.status(); !strings.HasPrefix(status, "linked since ") || !strings.Contains(status, "only answers") {
		t.Errorf("after the link: %s", status)
	}
	stop := c.serve()
	c.ask(ctx, "FIRST")
	stop()
	allowed := command(t, c.variables, "whatsapp", "unasked", "--clinic", "lakeside", "--channel", "lakeside-linked", "on")
	if status := c.status(); allowed.status != 0 || !strings.Contains(status, "nobody asked for") {
		t.Errorf("after allowing what is unasked (%+v): %s", allowed, status)
	}
}

// Of two nodes one holds the device. Answers that the other one writes find
// their way, and when the first node goes, the second takes over.
func TestAnswersFindTheNodeThatHoldsTheDevice(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 2*usual)
	defer cancel()
	c := newLinkedClinic(t)
	stopFirst := c.serve()
	c.ask(ctx, "FIRST")
	stopSecond := c.serve()
	for _, id := range []string{"SECOND", "THIRD", "FOURTH"} {
		c.ask(ctx, id)
	}
	stopFirst()
	c.ask(ctx, "FIFTH")
	stopSecond()
	if logins := c.whatsApp.Logins(); logins != 3 { // the linking, and each node once
		t.Errorf("the device has logged in %d times", logins)
	}
}

// link runs the command that links, and scans the code that it prints.
func link(t *testing.T, e *environment, phone *whatsapptest.Phone) {
	t.Helper()
	output, printed := io.Pipe()
	e.input, e.output, e.errorOutput = strings.NewReader(""), printed, t.Output()
	linked := make(chan int, 1)
	go func() {
		linked <- run([]string{"whatsapp", "link", "--clinic", "lakeside", "--channel", "lakeside-linked", "--text"}, e)
		_ = printed.Close()
	}()
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "https://wa.me/") {
			if err := phone.Scan(e.context, lines.Text()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if status := <-linked; status != 0 {
		t.Fatalf("linking ended with status %d", status)
	}
}

// A channel that is not there, or not a linked device's, gets one sentence.
func TestLinkNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	postgrestest.NewClinic(t, postgrestest.OpenStore(t, database), "lakeside", records.ProviderTwilio)
	variables := []string{"FRONTDESK_DATABASE_URL=" + database.URL}
	for channel, sentence := range map[string]string{
		"nowhere": `has no channel "nowhere"`, "lakeside-sms": "does not travel through a linked device",
	} {
		command(t, variables, "whatsapp", "link", "--clinic", "lakeside", "--channel", channel).wantFailure(t, 1, sentence)
	}
	command(t, append(variables, "FRONTDESK_WHATSAPP=yes"), "serve").wantFailure(t, 1, "must be on or off")
	command(t, variables, "channel", "add", "lakeside", "other", "--provider", "whatsapp", "--address", "+12025550161").
		wantFailure(t, 1, "must be whatsapp where the provider is")
}
