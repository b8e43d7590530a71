package email_test

import (
	"frontdesk/bot/email/emailtest"
)

// complaining is what tests and properties have in common.
type complaining interface {
	Helper()
	Errorf(format string, arguments ...any)
}

func readMail(t complaining, message emailtest.Message) emailtest.Mail {
	t.Helper()
	read, err := message.Open()
	if err != nil {
		t.Errorf("%v", err)
	}
	return read
}
