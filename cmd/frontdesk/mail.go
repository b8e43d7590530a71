package main

import (
	"cmp"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"frontdesk/bot/email"
	"frontdesk/records"
	"frontdesk/records/mailbox"
)

// mailSettings say which mail server takes the clinics' e-mails.
type mailSettings struct {
	Host       string `env:"FRONTDESK_SMTP_HOST"`
	Port       string `env:"FRONTDESK_SMTP_PORT"`
	Encryption string `env:"FRONTDESK_SMTP_ENCRYPTION" envDefault:"starttls"`
	Username   string `env:"FRONTDESK_SMTP_USERNAME"`
	Password   string `env:"FRONTDESK_SMTP_PASSWORD"`
	From       string `env:"FRONTDESK_SMTP_FROM"`
}

// hasMail says whether e-mails can leave.
func (c configuration) hasMail() bool { return c.Mail.Host != "" }

// mailHost is what a mail server's name may be made of; a port stands in a
// variable of its own.
var mailHost = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$`)

// checkMail gives what is wrong with the mail server's settings. It repeats no
// value: one of them is a secret.
func (c configuration) checkMail() []error {
	mail := c.Mail
	if !c.hasMail() {
		if mail.Port+mail.Username+mail.Password+mail.From != "" {
			return []error{records.Invalid("FRONTDESK_SMTP_HOST", "must be set with the other FRONTDESK_SMTP_ variables, like smtp.example.com")}
		}
		return nil
	}
	var found []error
	require := func(ok bool, name, sentence string) {
		if !ok {
			found = append(found, records.Invalid(name, sentence))
		}
	}
	machine, notAnAddress := netip.ParseAddr(mail.Host)
	require(notAnAddress == nil || mailHost.MatchString(mail.Host), "FRONTDESK_SMTP_HOST", "must be a host name, like smtp.example.com; the port stands in FRONTDESK_SMTP_PORT")
	if mail.Port != "" {
		port, err := strconv.Atoi(mail.Port)
		require(err == nil && port > 0 && port < 1<<16, "FRONTDESK_SMTP_PORT", "must be between 1 and 65535, like 587")
	}
	switch email.Encryption(strings.ToLower(mail.Encryption)) {
	case email.STARTTLS, email.TLS:
	case email.Unencrypted:
		local := mail.Host == "localhost" || notAnAddress == nil && machine.Unmap().IsLoopback()
		require(local, "FRONTDESK_SMTP_ENCRYPTION", "may be none only where the mail server is on this machine; use starttls or tls")
	default:
		require(false, "FRONTDESK_SMTP_ENCRYPTION", "must be starttls, tls or none")
	}
	require((mail.Username == "") == (mail.Password == ""), "FRONTDESK_SMTP_USERNAME", "and FRONTDESK_SMTP_PASSWORD must be set together")
	require(!strings.ContainsAny(mail.Username+mail.Password, "\r\n\x00"), "FRONTDESK_SMTP_PASSWORD", "and FRONTDESK_SMTP_USERNAME must be one line each")
	if mail.From != "" {
		_, err := mailbox.Parse(mail.From)
		require(err == nil, "FRONTDESK_SMTP_FROM", "must be one e-mail address, like front-desk@example.com")
	}
	require(c.PublicURL != "", "FRONTDESK_PUBLIC_URL", "must be set with FRONTDESK_SMTP_HOST: every e-mail has a link that ends them, like https://bot.example.com/…")
	return found
}

// mailer makes the adapter that sends e-mails. The settings were checked when
// they were read.
func (c configuration) mailer(now func() time.Time) (*email.Adapter, error) {
	port, err := strconv.Atoi(cmp.Or(c.Mail.Port, "0"))
	if err != nil {
		return nil, records.Invalid("FRONTDESK_SMTP_PORT", "must be between 1 and 65535, like 587")
	}
	var sender string
	if c.Mail.From != "" {
		if sender, err = mailbox.Parse(c.Mail.From); err != nil {
			return nil, records.Invalid("FRONTDESK_SMTP_FROM", "must be one e-mail address, like front-desk@example.com")
		}
	}
	return email.New(email.Config{
		Host: c.Mail.Host, Port: port, Encryption: email.Encryption(strings.ToLower(c.Mail.Encryption)),
		Username: c.Mail.Username, Password: c.Mail.Password, Sender: sender, Now: now,
	})
}
