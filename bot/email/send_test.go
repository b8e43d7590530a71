package email_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/bot/email"
	"frontdesk/bot/email/emailtest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

var monday = time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)

// start makes a mail server and an adapter that sends through it.
func start(t *testing.T, options emailtest.Options, change func(*email.Config)) (*emailtest.Server, *email.Adapter) {
	t.Helper()
	options.Now = time.Now
	server, err := emailtest.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	config := email.Config{Host: "127.0.0.1", Port: server.Port(), RootCAs: server.Roots(), Encryption: email.Unencrypted, Now: func() time.Time { return monday }}
	switch {
	case options.StartTLS:
		config.Encryption = email.STARTTLS
	case options.TLS:
		config.Encryption = email.TLS
	}
	if options.Login {
		config.Username, config.Password = emailtest.Username, emailtest.Password
	}
	if change != nil {
		change(&config)
	}
	adapter, err := email.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return server, adapter
}

func outbound(text string) channel.Outbound {
	return channel.Outbound{ID: uuid.New(), Channel: mailbox, From: clinicAddress, To: patientAddress, Text: text}
}

func sendError(t *testing.T, err error) *channel.SendError {
	t.Helper()
	failure, ok := errors.AsType[*channel.SendError](err)
	if !ok {
		t.Fatalf("got %v, want a SendError", err)
	}
	return failure
}

// A message has what a mailbox, a calendar and a spam filter look for, and the
// same Message-ID however often it is sent.
func TestMessage(t *testing.T) {
	t.Parallel()
	server, adapter := start(t, emailtest.Options{}, nil)
	message := outbound("Your appointment: Tue 24 Nov, 10:30.\n<b>Directions</b>: https://clinic.example/map?a=1&b=2.")
	message.Mail = &channel.Mail{
		Subject: "Your appointment at Clínica Ribera", Sender: `Clínica "Ribera"`,
		Calendar:  []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"),
		OptOutURL: "https://front.example/l/ribera/stop/secret",
	}
	for range 2 {
		if _, err := adapter.Send(t.Context(), message); err != nil {
			t.Fatal(err)
		}
	}
	taken := server.Messages()
	read, again := readMail(t, taken[0]), readMail(t, taken[1])
	if read.ID != message.ID.String()+"@clinic.example.test" || again.ID != read.ID {
		t.Errorf("the ids are %q and %q", read.ID, again.ID)
	}
	for name, want := range map[string]string{
		"From": "=?utf-8?b?Q2zDrW5pY2EgIlJpYmVyYSI=?= <" + clinicAddress + ">", "To": "<" + patientAddress + ">", "Reply-To": "<" + clinicAddress + ">",
		"Subject": "=?UTF-8?q?Your_appointment_at_Cl=C3=ADnica_Ribera?=", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<https://front.example/l/ribera/stop/secret>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"Date": "Mon, 23 Nov 2026 15:00:00 +0000",
	} {
		if got := read.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if read.Text != message.Text {
		t.Errorf("the text is %q", read.Text)
	}
	for _, want := range []string{`&lt;b&gt;Directions&lt;/b&gt;`, `<a href="https://clinic.example/map?a=1&amp;b=2">`, "<br>"} {
		if !strings.Contains(read.HTML, want) {
			t.Errorf("the page lacks %q: %s", want, read.HTML)
		}
	}
	if string(read.Calendar) != string(message.Mail.Calendar) || !strings.Contains(read.CalendarType, "method=REQUEST") || !strings.HasPrefix(read.Disposition, "attachment") {
		t.Errorf("the calendar is %q (%s, %s)", read.Calendar, read.CalendarType, read.Disposition)
	}
}

// A server that takes one sender only gets that one; answers go to the clinic.
func TestOneSender(t *testing.T) {
	t.Parallel()
	server, adapter := start(t, emailtest.Options{}, func(config *email.Config) { config.Sender = "desk@hosting.example.test" })
	message := outbound("hello")
	sent, err := adapter.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	taken := server.Messages()[0]
	read := readMail(t, taken)
	if taken.From != "desk@hosting.example.test" || read.Header.Get("From") != "<desk@hosting.example.test>" || read.Header.Get("Reply-To") != "<"+clinicAddress+">" {
		t.Errorf("from %q, %v", taken.From, read.Header)
	}
	if want := message.ID.String() + "@hosting.example.test"; sent.ProviderID != want || read.ID != want {
		t.Errorf("the ids are %q and %q, want %q", sent.ProviderID, read.ID, want)
	}
}

// headers are all that a message may have.
var headers = []string{
	"Auto-Submitted", "Content-Type", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "Mime-Version", "Reply-To",
	"Subject", "To",
}

// Whatever stands in a message, its headers are ours, there is one receiver, and
// the text arrives as it was written.
func TestNothingIsInjected(t *testing.T) {
	t.Parallel()
	server, adapter := start(t, emailtest.Options{}, nil)
	sent := 0
	piece := rapid.SampledFrom([]string{
		"\r\nBcc: evil@example.test\r\n\r\n", "\r", "\n", "\x00", "\nContent-Type: text/html", "\r\n.\r\nMAIL FROM:<evil@example.test>\r\n", ".", "\n.\n", "é", "🦷",
		"=?UTF-8?q?=0D=0ABcc:_x?=", "a", "<", ">", "\"", ",", "@", "%0d%0a", strings.Repeat("x", 300),
	})
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, name), "") }
		message := outbound("a " + channel.CleanText(strings.ReplaceAll(text("text"), "\r", ""), 5000))
		message.Mail = &channel.Mail{Subject: text("subject"), Sender: text("sender")}
		if rapid.Bool().Draw(t, "odd addresses") {
			message.To += text("to")
		}
		if rapid.Bool().Draw(t, "opt-out") {
			message.Mail.OptOutURL = "https://front.example/l/" + text("opt-out")
		}
		if _, err := adapter.Send(context.Background(), message); err != nil {
			failure, ok := errors.AsType[*channel.SendError](err)
			if !ok || failure.Outcome != channel.OutcomeRefused {
				t.Fatalf("%v", err)
			}
			return
		}
		sent++
		taken := server.Messages()
		if len(taken) != sent {
			t.Fatalf("%d messages came of %d", len(taken), sent)
		}
		if taken[sent-1].To != message.To || taken[sent-1].From != message.From {
			t.Fatalf("it went to %q", taken[sent-1].To)
		}
		read := readMail(t, taken[sent-1])
		if read.Text != message.Text {
			t.Fatalf("the text is %q, want %q", read.Text, message.Text)
		}
		for name, values := range read.Header {
			if !slices.Contains(headers, name) || len(values) != 1 {
				t.Fatalf("the header %s is %q", name, values)
			}
		}
	})
}

// What an answer of the server means: 5xx is for good, 4xx for now, and what
// broke while the answer to the content was waited for is not known.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		fault   emailtest.Fault
		outcome channel.Outcome
		remedy  channel.Remedy
		code    string
	}{
		{"no such mailbox", emailtest.Fault{At: emailtest.AtRcpt, Code: 550, Enhanced: [3]int{5, 1, 1}}, channel.OutcomeRefused, channel.RemedyBadAddress, "550 5.1.1"},
		{"relaying denied", emailtest.Fault{At: emailtest.AtRcpt, Code: 554, Enhanced: [3]int{5, 7, 1}}, channel.OutcomeRefused, channel.RemedyOperator, "554 5.7.1"},
		{"sender refused", emailtest.Fault{At: emailtest.AtMail, Code: 550, Enhanced: [3]int{5, 0, 0}}, channel.OutcomeRefused, channel.RemedyOperator, "550 5.0.0"},
		{"greylisted", emailtest.Fault{At: emailtest.AtRcpt, Code: 450, Enhanced: [3]int{4, 7, 1}}, channel.OutcomeNotYet, channel.RemedyNone, "450 4.7.1"},
		{"too busy", emailtest.Fault{At: emailtest.AtMail, Code: 421, Enhanced: [3]int{4, 3, 2}}, channel.OutcomeNotYet, channel.RemedyNone, "421 4.3.2"},
		{"content refused", emailtest.Fault{At: emailtest.AtData, Code: 554, Enhanced: [3]int{5, 6, 0}}, channel.OutcomeRefused, channel.RemedyNone, "554 5.6.0"},
		{"no space", emailtest.Fault{At: emailtest.AtData, Code: 452, Enhanced: [3]int{4, 3, 1}}, channel.OutcomeNotYet, channel.RemedyNone, "452 4.3.1"},
		{"cut before the content", emailtest.Fault{At: emailtest.AtRcpt, Cut: true}, channel.OutcomeNotYet, channel.RemedyNone, ""},
		{"cut after the content, not taken", emailtest.Fault{At: emailtest.AtData, Cut: true}, channel.OutcomeUnknown, channel.RemedyNone, ""},
		{"cut after the content, taken", emailtest.Fault{At: emailtest.AtData, Accept: true, Cut: true}, channel.OutcomeUnknown, channel.RemedyNone, ""},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, adapter := start(t, emailtest.Options{}, nil)
			server.Fail(test.fault)
			_, err := adapter.Send(t.Context(), outbound("hello"))
			failure := sendError(t, err)
			if failure.Outcome != test.outcome || failure.Remedy != test.remedy || failure.Code != test.code {
				t.Errorf("got %s, remedy %q, code %q", failure.Outcome, failure.Remedy, failure.Code)
			}
			if strings.Contains(err.Error(), "2065550147") {
				t.Errorf("the error names the patient: %v", err)
			}
		})
	}
}

// Messages and passwords go over encrypted connections to the server that the
// certificate names, or not at all.
func TestEncryptionAndLogin(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		options emailtest.Options
		change  func(*email.Config)
		sent    bool
	}{
		{"STARTTLS and login", emailtest.Options{StartTLS: true, Login: true}, nil, true},
		{"TLS and login", emailtest.Options{TLS: true, Login: true}, nil, true},
		{"TLS without login", emailtest.Options{TLS: true}, nil, true},
		{"a server without STARTTLS", emailtest.Options{}, func(c *email.Config) { c.Encryption = email.STARTTLS }, false},
		{"somebody else's certificate", emailtest.Options{StartTLS: true}, func(c *email.Config) { c.RootCAs = x509.NewCertPool() }, false},
		{"somebody else's certificate from the first byte", emailtest.Options{TLS: true}, func(c *email.Config) { c.RootCAs = x509.NewCertPool() }, false},
		{"a wrong password", emailtest.Options{StartTLS: true, Login: true}, func(c *email.Config) { c.Password = "wrong" }, false},
		{"a password in the clear", emailtest.Options{Login: true}, nil, false},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, adapter := start(t, test.options, test.change)
			_, err := adapter.Send(t.Context(), outbound("hello"))
			if test.sent != (err == nil) || test.sent != (len(server.Messages()) == 1) {
				t.Fatalf("%v, and the server has %d messages", err, len(server.Messages()))
			}
			if err == nil {
				return
			}
			// One start with the wrong settings must not throw the queue away.
			if failure := sendError(t, err); failure.Outcome != channel.OutcomeNotYet {
				t.Errorf("got %v", err)
			}
			if strings.Contains(err.Error(), emailtest.Password) {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

// A server that is not there has taken nothing.
func TestNoServer(t *testing.T) {
	t.Parallel()
	server, err := emailtest.Start(emailtest.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	port := server.Port()
	server.Close()
	adapter, err := email.New(email.Config{Host: "127.0.0.1", Port: port, Encryption: email.Unencrypted, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := adapter.Send(t.Context(), outbound("hello")); sendError(t, err).Outcome != channel.OutcomeNotYet {
		t.Errorf("got %v", err)
	}
}

func TestConfiguration(t *testing.T) {
	t.Parallel()
	right := email.Config{Host: "mail.example.test", Username: "clinic", Password: "secret-word", Now: time.Now}
	if _, err := email.New(right); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*email.Config){
		"must be a host name":          func(c *email.Config) { c.Host = "" },
		"without port":                 func(c *email.Config) { c.Host = "mail example" },
		"between 1 and 65535":          func(c *email.Config) { c.Port = 70000 },
		"given together":               func(c *email.Config) { c.Username = "" },
		"one line each":                func(c *email.Config) { c.Password = "secret-word\n" },
		"starttls, tls or none":        func(c *email.Config) { c.Encryption = "ssl" },
		"must be on this machine":      func(c *email.Config) { c.Encryption = email.Unencrypted },
		"connections must be positive": func(c *email.Config) { c.Connections = -1 },
		"one e-mail address":           func(c *email.Config) { c.Sender = "Front <front@example.test>" },
		"a clock must be given":        func(c *email.Config) { c.Now = nil },
	} {
		config := right
		change(&config)
		_, err := email.New(config)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret-word") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

// Texts that are no message, and messages that are over, are refused before
// anything is sent.
func TestRefusedUnsent(t *testing.T) {
	t.Parallel()
	server, adapter := start(t, emailtest.Options{}, nil)
	for name, change := range map[string]func(*channel.Outbound){
		"no text":                 func(m *channel.Outbound) { m.Text = "" },
		"no address":              func(m *channel.Outbound) { m.To = "+12065550147" },
		"two addresses":           func(m *channel.Outbound) { m.To += ", evil@example.test" },
		"a name":                  func(m *channel.Outbound) { m.To = "Ana <" + patientAddress + ">" },
		"an address that ends":    func(m *channel.Outbound) { m.To += "\r\nRCPT TO:<evil@example.test>" },
		"a sender that is none":   func(m *channel.Outbound) { m.From = "+12065550199" },
		"expired":                 func(m *channel.Outbound) { m.ExpiresAt = monday },
		"an opt-out that is none": func(m *channel.Outbound) { m.Mail = &channel.Mail{OptOutURL: "javascript:alert(1)"} },
	} {
		message := outbound("hello")
		change(&message)
		_, err := adapter.Send(t.Context(), message)
		failure := sendError(t, err)
		if failure.Outcome != channel.OutcomeRefused || strings.Contains(err.Error(), "206555") {
			t.Errorf("%s: got %v", name, err)
		}
		if badAddress := message.To != patientAddress; badAddress != (failure.Remedy == channel.RemedyBadAddress) {
			t.Errorf("%s: the remedy is %q", name, failure.Remedy)
		}
	}
	if sent := len(server.Messages()); sent != 0 {
		t.Errorf("%d messages were sent", sent)
	}
	if capabilities := adapter.Capabilities(records.ChannelSMS); fmt.Sprint(capabilities) != fmt.Sprint(channel.Capabilities{}) {
		t.Errorf("it carries SMS: %+v", capabilities)
	}
}
