package email

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wneessen/go-mail"

	"frontdesk/conversations/channel"
)

// judge says what the error of a send means for the message. The server's own
// sentences name the patient's address, so only codes are kept.
//
// A message is the server's from the answer to the end of its content on (RFC
// 5321, 4.2.5): what broke before that was not taken, what broke while that
// answer was waited for may have been.
func judge(err error) *channel.SendError {
	failure, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		// It was not even begun: no connection, no encryption, no login.
		return &channel.SendError{Outcome: channel.OutcomeNotYet, Err: errors.New("email: the mail server could not be used")}
	}
	told := &channel.SendError{Err: fmt.Errorf("email: %s failed", failure.Reason)}
	if number := failure.ErrorCode(); number != 0 {
		told.Code = strings.TrimSpace(fmt.Sprint(number, " ", failure.EnhancedStatusCode()))
	}
	switch code := failure.ErrorCode(); {
	case code >= 500:
		told.Outcome, told.Remedy = channel.OutcomeRefused, remedyFor(failure)
	case code != 0:
		told.Outcome = channel.OutcomeNotYet
	case failure.Reason == mail.ErrSMTPDataClose:
		told.Outcome = channel.OutcomeUnknown
	default:
		told.Outcome = channel.OutcomeNotYet
	}
	return told
}

// remedyFor says what to do about a message that the server refuses for good.
func remedyFor(failure *mail.SendError) channel.Remedy {
	class := failure.EnhancedStatusCode()
	switch {
	case strings.HasPrefix(class, "5.7."):
		return channel.RemedyOperator // a policy: sender, authentication, content
	case failure.Reason == mail.ErrSMTPRcptTo, strings.HasPrefix(class, "5.1."):
		return channel.RemedyBadAddress
	case failure.Reason == mail.ErrSMTPMailFrom:
		return channel.RemedyOperator
	}
	return channel.RemedyNone
}

// remedyOf is for messages that are not even written.
func remedyOf(err error) channel.Remedy {
	if strings.HasPrefix(err.Error(), "the receiver's") {
		return channel.RemedyBadAddress
	}
	return channel.RemedyNone
}

// prefixed says whose error it is.
func prefixed(err error) error { return fmt.Errorf("email: %w", err) }
