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

// From a channel on the command line to an answer on a patient's telephone:
// link, serve, write, be answered.
func TestLinkedWhatsAppDevice(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), usual)
	defer cancel()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	postgrestest.NewClinic(t, store, "lakeside", records.ProviderSimulator)
	whatsApp, err := whatsapptest.Start(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer whatsApp.Close()
	desk, patient := whatsApp.AddPhone("+12025550160"), whatsApp.AddPhone(patientNumber)
	variables := []string{"FRONTDESK_DATABASE_URL=" + database.URL, "FRONTDESK_ADDR=127.0.0.1:0", "FRONTDESK_LOG_LEVEL=error"}

	added := command(t, variables, "channel", "add", "lakeside", "lakeside-linked", "--kind", "whatsapp", "--provider", "whatsapp", "--address", "+12025550160")
	if added.status != 0 || !strings.Contains(added.output, "whatsapp link --clinic lakeside") {
		t.Fatalf("adding the channel gave %+v", added)
	}
	never := command(t, variables, "whatsapp", "status", "--clinic", "lakeside", "--channel", "lakeside-linked")
	if !strings.Contains(never.output, "no device was ever linked") {
		t.Errorf("before the link: %+v", never)
	}
	link(t, &environment{context: ctx, variables: variables, whatsApp: whatsApp.Client()}, desk)
	status := command(t, variables, "whatsapp", "status", "--clinic", "lakeside", "--channel", "lakeside-linked")
	if !strings.HasPrefix(status.output, "linked since ") || !strings.Contains(status.output, "only answers") {
		t.Errorf("after the link: %+v", status)
	}
	read, err := readConfiguration(variables)
	if err != nil {
		t.Fatal(err)
	}
	service, err := newService(ctx, serviceOptions{configuration: read, now: time.Now, whatsApp: whatsApp.Client()}, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- service.run(serving, func(string) error { return nil }) }()
	delivery, err := patient.Write(desk, "FIRST", whatsapptest.Text("hello"))
	if err != nil {
		t.Fatal(err)
	}
	if err := delivery.Wait(ctx); err != nil {
		t.Errorf("the message was not acknowledged: %v", err)
	}
	if err := whatsApp.Await(ctx, func() bool { return len(whatsApp.Sent()) > 0 }); err != nil {
		t.Errorf("the patient was not answered: %v", err)
	}
	stop()
	if err := <-served; err != nil {
		t.Error(err)
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
	command(t, variables, "channel", "add", "lakeside", "other", "--provider", "whatsapp", "--address", "+12025550161").
		wantFailure(t, 1, "must be whatsapp where the provider is")
}
