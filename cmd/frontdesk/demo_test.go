package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/records"
)

// runningDemo is "frontdesk demo" inside the test.
type runningDemo struct {
	t      *testing.T
	url    string
	greets string
	stop   func()
}

// startedDemo runs the demo until stop is called, and returns once it has
// printed "ready".
func startedDemo(t *testing.T, directory string) *runningDemo {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	reading, writing := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run([]string{"demo", "--addr", "127.0.0.1:0", "--data", directory}, &environment{
			context: ctx, input: strings.NewReader(""), output: writing, errorOutput: t.Output(),
		})
		_ = writing.Close() // it never fails
	}()
	d := &runningDemo{t: t, stop: func() {
		cancel()
		if status := <-ended; status != 0 {
			t.Errorf("the demo ended with status %d", status)
		}
	}}
	lines := bufio.NewScanner(reading)
	for lines.Scan() && lines.Text() != "ready" {
		d.greets += lines.Text() + "\n"
	}
	if lines.Text() != "ready" {
		cancel()
		t.Fatalf("the demo did not get ready:\n%s", d.greets)
	}
	d.url = regexp.MustCompile(`http://[0-9.:]+`).FindString(d.greets)
	return d
}

// The first thing that anybody tries: nothing set up, one command, and a
// newcomer registers, books, looks and cancels, in English and in Spanish. The
// second start keeps the data and the token.
func TestDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a PostgreSQL of its own")
	}
	t.Parallel()
	directory := filepath.Join(t.TempDir(), "demo")
	demo := startedDemo(t, directory)
	for _, conversation := range []struct {
		from  string
		lines [][2]string // what the patient types, and what the reply must say
	}{
		{"+12025550151", [][2]string{
			{"hi, can I book a check-up with Dr Osei as soon as possible?", "name"},
			{"Maria Lopez", "date of birth"},
			{"12 March 1985", "Maria Lopez, born March 12, 1985"},
			{"yes", "1 "},
			{"1", "Dr Osei"},
			{"yes please", "Booked: check-up with Dr Osei"},
			{"when is my appointment?", "Dr Osei"},
			{"I need to cancel it", "Cancel check-up with Dr Osei"},
			{"yes", "cancelled"},
		}},
		{"+12025550152", [][2]string{
			{"hola, quiero una limpieza dental con Dr Lee lo antes posible", "nombre"},
			{"José García", "fecha de nacimiento"},
			{"12 de marzo de 1985", "José García, fecha de nacimiento 12 de marzo de 1985"},
			{"sí", "1 "},
			{"1", "Dr Lee"},
			{"sí", "Cita reservada: limpieza dental con Dr Lee"},
			{"¿cuándo es mi cita?", "Dr Lee"},
			{"quiero cancelar mi cita", "¿Cancelo su cita de limpieza dental"},
			{"sí", "cancelada"},
		}},
	} {
		phone := &simulatedPhone{t: t, client: simulator.NewClient(demo.url, http.DefaultClient), from: conversation.from}
		for _, line := range conversation.lines {
			reply := phone.say(line[0])
			t.Logf("patient: %s\nclinic:  %s", line[0], reply)
			if !regexp.MustCompile(line[1]).MatchString(reply) {
				t.Errorf("%q was answered with %q, which does not say %q", line[0], reply, line[1])
			}
		}
	}
	token := demo.expectToken(directory)
	demo.stop()

	demo = startedDemo(t, directory)
	defer func() { demo.stop() }()
	if again := demo.expectToken(directory); again != token {
		t.Error("the second start has another token")
	}
	phone := &simulatedPhone{t: t, client: simulator.NewClient(demo.url, http.DefaultClient), from: "+12025550151"}
	if messages := phone.messages(); len(messages) != 18 {
		t.Errorf("after the second start the phone has %d messages, want 18", len(messages))
	}
	for _, page := range []string{"/simulator", "/docs", "/openapi.json", "/healthz", "/readyz"} {
		if status, _ := get(t, demo.url+page); status != http.StatusOK {
			t.Errorf("%s was answered with %d", page, status)
		}
	}
}

// expectToken checks that the token's file is for its owner only and opens the
// staff API, and gives the token.
func (d *runningDemo) expectToken(directory string) string {
	d.t.Helper()
	path := filepath.Join(directory, "staff-token")
	about, err := os.Stat(path)
	if err != nil {
		d.t.Fatal(err)
	}
	if about.Mode().Perm() != 0o600 {
		d.t.Errorf("the token's file has mode %v", about.Mode())
	}
	content, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	token := string(content)
	if token == "" || !strings.Contains(d.greets, token) {
		d.t.Errorf("the token %q is not in the greeting:\n%s", token, d.greets)
	}
	for bearer, want := range map[string]int{token: http.StatusOK, token + "x": http.StatusUnauthorized} {
		request, err := http.NewRequestWithContext(d.t.Context(), http.MethodGet, d.url+"/api/v1/tasks", http.NoBody)
		if err != nil {
			d.t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+bearer)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			d.t.Fatal(err)
		}
		_ = response.Body.Close() // only the status matters
		if response.StatusCode != want {
			d.t.Errorf("the staff API answered with %d, want %d", response.StatusCode, want)
		}
	}
	return token
}

// simulatedPhone is a phone on POST and GET /simulator/messages.
type simulatedPhone struct {
	t      *testing.T
	client *simulator.Client
	from   string
}

func (p *simulatedPhone) messages() []simulator.PhoneMessage {
	p.t.Helper()
	phone, err := p.client.Messages(p.t.Context(), records.ChannelSMS, p.from, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	return phone.Messages
}

// say types a text and gives the reply that appears.
func (p *simulatedPhone) say(text string) string {
	p.t.Helper()
	before := len(p.messages())
	if _, err := p.client.Send(p.t.Context(), simulator.NewMessage{Channel: records.ChannelSMS, From: p.from, Text: &text}); err != nil {
		p.t.Fatal(err)
	}
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.NewTimer(usual)
	defer deadline.Stop()
	for {
		if messages := p.messages(); len(messages) >= before+2 && messages[before+1].OnPhone() {
			return messages[before+1].Text
		}
		select {
		case <-ticker.C:
		case <-deadline.C:
			p.t.Fatalf("%q got no reply", text)
		}
	}
}
