package main

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/robfig/cron/v3"

	"frontdesk/records"
)

// configuration is what the environment says. Each secret may stand in a file
// instead, named by the variable with _FILE added.
type configuration struct {
	DatabaseURL string `env:"FRONTDESK_DATABASE_URL"`
	// MigrationDatabaseURL names the role that owns the database; only migrate
	// uses it, and falls back to DatabaseURL.
	MigrationDatabaseURL string `env:"FRONTDESK_MIGRATION_DATABASE_URL"`
	Address              string `env:"FRONTDESK_ADDR" envDefault:"127.0.0.1:8080"`
	MetricsAddress       string `env:"FRONTDESK_METRICS_ADDR"`
	PublicURL            string `env:"FRONTDESK_PUBLIC_URL"`
	DataDirectory        string `env:"FRONTDESK_DATA_DIR"`
	ReminderSchedule     string `env:"FRONTDESK_REMINDER_SCHEDULE" envDefault:"* * * * *"`
	LogLevel             string `env:"FRONTDESK_LOG_LEVEL" envDefault:"info"`
	// TestPayments is "on" for the built-in page that marks invoices as paid
	// without any money; empty leaves it to the command.
	TestPayments string `env:"FRONTDESK_TEST_PAYMENTS"`
	// WhatsApp is "on" for a node that connects linked WhatsApp devices. Their keys
	// are in the database, so a copy of it must not connect by itself.
	WhatsApp string `env:"FRONTDESK_WHATSAPP"`
	// CPUProfile is a file to write a profile of the whole run to.
	CPUProfile string `env:"FRONTDESK_CPU_PROFILE"`

	TwilioAccountSID    string `env:"FRONTDESK_TWILIO_ACCOUNT_SID"`
	TwilioAuthToken     string `env:"FRONTDESK_TWILIO_AUTH_TOKEN"`
	TwilioNextAuthToken string `env:"FRONTDESK_TWILIO_NEXT_AUTH_TOKEN"`
	// TwilioKeySID and TwilioKeySecret are an API key for requests, if any.
	TwilioKeySID    string `env:"FRONTDESK_TWILIO_API_KEY_SID"`
	TwilioKeySecret string `env:"FRONTDESK_TWILIO_API_KEY_SECRET"`
	// TwilioMoreAccounts is a JSON list of further accounts.
	TwilioMoreAccounts string `env:"FRONTDESK_TWILIO_MORE_ACCOUNTS"`
	TwilioAPIURL       string `env:"FRONTDESK_TWILIO_API_URL"`

	Mail mailSettings
}

// secretVariables may be given as files.
var secretVariables = []string{
	"FRONTDESK_DATABASE_URL", "FRONTDESK_MIGRATION_DATABASE_URL", "FRONTDESK_TWILIO_ACCOUNT_SID", "FRONTDESK_TWILIO_AUTH_TOKEN",
	"FRONTDESK_TWILIO_NEXT_AUTH_TOKEN", "FRONTDESK_TWILIO_API_KEY_SID", "FRONTDESK_TWILIO_API_KEY_SECRET",
	"FRONTDESK_TWILIO_MORE_ACCOUNTS", "FRONTDESK_SMTP_USERNAME", "FRONTDESK_SMTP_PASSWORD",
}

// readConfiguration reads the variables and the files that they name. It
// reports everything that is wrong at once.
func readConfiguration(variables []string) (configuration, error) {
	values := env.ToMap(variables)
	var found []error
	for _, name := range secretVariables {
		path := values[name+"_FILE"]
		if path == "" {
			continue
		}
		if values[name] != "" {
			found = append(found, records.Invalid(name, "is set, and so is "+name+"_FILE; set one of them"))
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			found = append(found, records.Invalid(name+"_FILE", fmt.Sprintf("can't be read: %v", err)))
			continue
		}
		values[name] = strings.TrimRight(string(content), "\r\n")
	}
	var read configuration
	if err := env.ParseWithOptions(&read, env.Options{Environment: values}); err != nil {
		found = append(found, err)
	}
	found = append(found, read.check()...)
	return read, listed(found)
}

// problems is everything that is wrong with what was given to the program.
type problems []error

// Error says them all, each on a line of its own.
func (p problems) Error() string {
	if len(p) == 1 {
		return p[0].Error()
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d things are wrong:", len(p))
	for _, problem := range p {
		text.WriteString("\n  ")
		text.WriteString(problem.Error())
	}
	return text.String()
}

// listed is nil where nothing is wrong.
func listed(found []error) error {
	if len(found) == 0 {
		return nil
	}
	return problems(found)
}

// hasTwilio says whether messages can travel through Twilio.
func (c configuration) hasTwilio() bool { return c.TwilioAccountSID != "" }

// connectsDevices says whether this node connects linked WhatsApp devices.
func (c configuration) connectsDevices() bool { return strings.EqualFold(c.WhatsApp, "on") }

// takesTestPayments says whether invoices are marked as paid without any money.
func (c configuration) takesTestPayments() bool { return strings.EqualFold(c.TestPayments, "on") }

// check gives all that is wrong with the values.
func (c configuration) check() []error {
	var found []error
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		found = append(found, records.Invalid("FRONTDESK_ADDR", "must be host:port, like 127.0.0.1:8080"))
	}
	if c.MetricsAddress != "" {
		if _, _, err := net.SplitHostPort(c.MetricsAddress); err != nil {
			found = append(found, records.Invalid("FRONTDESK_METRICS_ADDR", "must be host:port, like 127.0.0.1:9090"))
		}
	}
	found = append(found, webURL("FRONTDESK_PUBLIC_URL", c.PublicURL)...)
	found = append(found, webURL("FRONTDESK_TWILIO_API_URL", c.TwilioAPIURL)...)
	if (c.TwilioAccountSID == "") != (c.TwilioAuthToken == "") {
		found = append(found, records.Invalid("FRONTDESK_TWILIO_ACCOUNT_SID", "and FRONTDESK_TWILIO_AUTH_TOKEN must be set together"))
	}
	found = append(found, c.checkTwilioKey()...)
	if c.hasTwilio() && c.PublicURL == "" {
		found = append(found, records.Invalid("FRONTDESK_PUBLIC_URL", "must be set with Twilio: it is what Twilio signs, like https://bot.example.com"))
	}
	if _, err := cron.ParseStandard(c.ReminderSchedule); err != nil {
		found = append(found, records.Invalid("FRONTDESK_REMINDER_SCHEDULE", "must be a cron expression, like * * * * * for every minute"))
	}
	found = append(found, c.checkMail()...)
	found = append(found, c.checkTestPayments()...)
	if c.WhatsApp != "" && !c.connectsDevices() && !strings.EqualFold(c.WhatsApp, "off") {
		found = append(found, records.Invalid("FRONTDESK_WHATSAPP", "must be on or off; on connects linked WhatsApp devices"))
	}
	switch strings.ToLower(c.LogLevel) {
	case "debug", "info", "warn", "error":
	default:
		found = append(found, records.Invalid("FRONTDESK_LOG_LEVEL", "must be debug, info, warn or error"))
	}
	return found
}

// checkTestPayments refuses every word but two: whoever mistypes this should
// learn of it before a patient does.
func (c configuration) checkTestPayments() []error {
	if c.TestPayments == "" || c.takesTestPayments() || strings.EqualFold(c.TestPayments, "off") {
		return nil
	}
	return []error{records.Invalid("FRONTDESK_TEST_PAYMENTS",
		"must be on or off; on lets patients mark their invoices as paid without any money, which is for trying things out")}
}

func webURL(name, value string) []error {
	if value == "" {
		return nil
	}
	parsed, err := url.Parse(value)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" {
		return []error{records.Invalid(name, "must be a web address, like https://bot.example.com")}
	}
	return nil
}
