//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/socket"

	"frontdesk/conversations/channel"
)

// verdict is what an error code in WhatsApp's answer means for a message.
type verdict struct {
	outcome channel.Outcome
	remedy  channel.Remedy
}

// verdicts are the codes whose meaning is known, from the library's issues and
// other programs' experience; WhatsApp documents none. Any other code says that
// the message was not taken.
var verdicts = map[int]verdict{
	// Too much at once, or a server in trouble.
	420: {channel.OutcomeNotYet, channel.RemedyNone},
	429: {channel.OutcomeNotYet, channel.RemedyNone},
	500: {channel.OutcomeNotYet, channel.RemedyNone},
	503: {channel.OutcomeNotYet, channel.RemedyNone},
	// The account may not begin conversations for some time.
	463: {channel.OutcomeRefused, channel.RemedyOperator},
	// The account is locked.
	401: {channel.OutcomeRefused, channel.RemedyOperator},
	403: {channel.OutcomeRefused, channel.RemedyOperator},
	// Nobody is there.
	404: {channel.OutcomeRefused, channel.RemedyBadAddress},
}

// sendError says what an error of the library means for the message. Its own
// words name the patient, so they are left out.
func sendError(err error) *channel.SendError {
	if errors.Is(err, whatsmeow.ErrServerReturnedError) {
		return serverError(err)
	}
	if errors.Is(err, errNobody) {
		return notYet("no-keys", errors.New("whatsapp: WhatsApp does not give the keys of the recipient's devices"))
	}
	disconnected := (*whatsmeow.DisconnectedError)(nil)
	switch {
	case errors.Is(err, whatsmeow.ErrNotLoggedIn), isBeforeWriting(err):
		return notYet(codeNotConnected, fmt.Errorf("whatsapp: %w", withoutAddress(err)))
	case errors.As(err, &disconnected) && disconnected.Action == "info query", errors.Is(err, whatsmeow.ErrIQTimedOut):
		return notYet("", errors.New("whatsapp: the recipient's devices could not be asked for"))
	case isQueryError(err):
		return notYet("", errors.New("whatsapp: WhatsApp does not tell the recipient's devices"))
	case strings.HasPrefix(err.Error(), "no LID found for "):
		return refusal(channel.RemedyBadAddress, "the recipient is not on WhatsApp")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, whatsmeow.ErrMessageTimedOut):
	}
	return &channel.SendError{Outcome: channel.OutcomeUnknown, Err: fmt.Errorf("whatsapp: %w", withoutAddress(err))}
}

// isBeforeWriting says whether the connection was gone when the message would
// have been written. The library wraps that, and leaves the same error bare
// where it would have written the message for the second time.
func isBeforeWriting(err error) bool {
	return errors.Unwrap(err) != nil && (errors.Is(err, whatsmeow.ErrNotConnected) || errors.Is(err, socket.ErrSocketClosed))
}

func isQueryError(err error) bool {
	_, ok := errors.AsType[*whatsmeow.IQError](err)
	return ok
}

// serverError reads the code off the end of the library's sentence.
func serverError(err error) *channel.SendError {
	words := strings.Fields(err.Error())
	code, _ := strconv.Atoi(words[len(words)-1]) // what is no number is no known code
	found, known := verdicts[code]
	if !known {
		found = verdict{outcome: channel.OutcomeRefused}
	}
	return &channel.SendError{
		Outcome: found.outcome, Remedy: found.remedy, Code: strconv.Itoa(code), Err: fmt.Errorf("whatsapp: answer with code %d", code),
	}
}

// notYet is the error of a message that has certainly not left.
func notYet(code string, err error) *channel.SendError {
	return &channel.SendError{Outcome: channel.OutcomeNotYet, Code: code, Err: err}
}

// refusal is the error of a message that was not even tried.
func refusal(remedy channel.Remedy, why string) *channel.SendError {
	return &channel.SendError{Outcome: channel.OutcomeRefused, Remedy: remedy, Err: errors.New("whatsapp: " + why)}
}
