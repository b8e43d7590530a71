package main

import (
	"strings"
	"testing"
	"time"
)

// Whatever is wrong with the mail server's settings is said at the start, by
// the variable's name, and without the password.
func TestMailSettings(t *testing.T) {
	t.Parallel()
	right := []string{
		"FRONTDESK_PUBLIC_URL=https://bot.example.com", "FRONTDESK_SMTP_HOST=smtp.example.com", "FRONTDESK_SMTP_USERNAME=clinic",
		"FRONTDESK_SMTP_PASSWORD=secret-word",
	}
	for name, test := range map[string]struct {
		change []string
		want   string
	}{
		"right":                    {nil, ""},
		"a port":                   {[]string{"FRONTDESK_SMTP_PORT=2525"}, ""},
		"encrypted from the start": {[]string{"FRONTDESK_SMTP_ENCRYPTION=TLS"}, ""},
		"from":                     {[]string{"FRONTDESK_SMTP_FROM=front@example.com"}, ""},
		"on this machine":          {[]string{"FRONTDESK_SMTP_HOST=::1", "FRONTDESK_SMTP_ENCRYPTION=none"}, ""},
		"no host":                  {[]string{"FRONTDESK_SMTP_HOST="}, "FRONTDESK_SMTP_HOST: must be set"},
		"a host with a port":       {[]string{"FRONTDESK_SMTP_HOST=smtp.example.com:587"}, "FRONTDESK_SMTP_HOST: must be a host name"},
		"no port":                  {[]string{"FRONTDESK_SMTP_PORT=smtp"}, "FRONTDESK_SMTP_PORT: must be between"},
		"another encryption":       {[]string{"FRONTDESK_SMTP_ENCRYPTION=ssl"}, "FRONTDESK_SMTP_ENCRYPTION: must be starttls, tls or none"},
		"in the clear elsewhere":   {[]string{"FRONTDESK_SMTP_ENCRYPTION=none"}, "FRONTDESK_SMTP_ENCRYPTION: may be none only"},
		"half a login":             {[]string{"FRONTDESK_SMTP_USERNAME="}, "FRONTDESK_SMTP_USERNAME: and FRONTDESK_SMTP_PASSWORD must be set together"},
		"a login of two lines":     {[]string{"FRONTDESK_SMTP_USERNAME=a\nb"}, "must be one line each"},
		"from nobody":              {[]string{"FRONTDESK_SMTP_FROM=Front desk"}, "FRONTDESK_SMTP_FROM: must be one e-mail address"},
		"no public address":        {[]string{"FRONTDESK_PUBLIC_URL="}, "FRONTDESK_PUBLIC_URL: must be set with FRONTDESK_SMTP_HOST"},
	} {
		read, err := readConfiguration(append(append([]string{}, right...), test.change...))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.want == "":
			if _, err := read.mailer(time.Now); err != nil {
				t.Errorf("%s: the adapter: %v", name, err)
			}
		case err == nil || !strings.Contains(err.Error(), test.want):
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		case strings.Contains(err.Error(), "secret-word"):
			t.Errorf("%s: the error tells the password: %v", name, err)
		}
	}
}
