package channeltest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"frontdesk/conversations/channel"
)

// shortly is how long a send may take that is meant to be cut short: enough to
// reach a provider on loopback, however busy the machine.
const shortly = time.Second

// sendsOnce: success names the provider's id of the one message that it took.
func sendsOnce(ctx context.Context, s *scene) error {
	message := s.outbound(canaryText)
	sent, err := s.Sender.Send(ctx, message)
	if err != nil {
		return err
	}
	accepted := s.Accepted()
	if len(accepted) != 1 {
		return fmt.Errorf("one send made the provider accept %d messages", len(accepted))
	}
	want := Accepted{ProviderID: sent.ProviderID, From: message.From, To: message.To, Text: message.Text}
	if sent.ProviderID == "" || accepted[0] != want {
		return fmt.Errorf("the provider has %+v, want %+v", accepted[0], want)
	}
	return nil
}

// sendsConcurrently: sends at the same time don't mix up their answers.
func sendsConcurrently(ctx context.Context, s *scene) error {
	const count = 20
	ids := make([]string, count)
	sends, sendContext := errgroup.WithContext(ctx)
	for i := range count {
		sends.Go(func() error {
			sent, err := s.Sender.Send(sendContext, s.outbound(fmt.Sprintf("message %d", i)))
			ids[i] = sent.ProviderID
			return err
		})
	}
	if err := sends.Wait(); err != nil {
		return err
	}
	texts := map[string]string{}
	for _, accepted := range s.Accepted() {
		texts[accepted.ProviderID] = accepted.Text
	}
	for i, id := range ids {
		if texts[id] != fmt.Sprintf("message %d", i) {
			return fmt.Errorf("the answer to message %d names the message %q", i, texts[id])
		}
	}
	return nil
}

// textsLeave: the provider gets the text as it was written, up to the limit.
func textsLeave(ctx context.Context, s *scene) error {
	limit := s.Sender.Capabilities(s.Channel.Kind).TextLimit
	texts := []string{
		canaryText, "👩‍⚕️🦷👍🏽", "موعدك يوم الخميس الساعة 9", "¿Mañana?\n1. Sí\n2. No", "a+b=c & d%20e <b>\"f\"</b> 'g'",
		strings.Repeat("long ", limit/5),
	}
	for at, text := range texts {
		if _, err := s.Sender.Send(ctx, s.outbound(text)); err != nil {
			return fmt.Errorf("%.30q: %w", text, err)
		}
		if accepted := s.Accepted(); len(accepted) != at+1 || accepted[at].Text != text {
			return fmt.Errorf("%.30q did not arrive as it was sent", text)
		}
	}
	return nil
}

// refusesLongText: what the channel can't carry is refused whole, not cut.
func refusesLongText(ctx context.Context, s *scene) error {
	limit := s.Sender.Capabilities(s.Channel.Kind).TextLimit
	if limit <= 0 {
		return errors.New("the capabilities name no limit for texts")
	}
	_, err := s.Sender.Send(ctx, s.outbound(strings.Repeat("x", limit+1)))
	return s.expect(err, 0, channel.OutcomeRefused)
}

// tellsRefused: a message that the provider rejects is refused.
func tellsRefused(ctx context.Context, s *scene) error {
	if err := s.provoke(FaultRefused); err != nil {
		return err
	}
	_, err := s.Sender.Send(ctx, s.outbound(canaryText))
	return s.expect(err, 0, channel.OutcomeRefused)
}

// tellsNotYet: a message that was certainly not taken may be sent again, and
// is then taken once.
func tellsNotYet(ctx context.Context, s *scene) error {
	if err := s.provoke(FaultNotYet); err != nil {
		return err
	}
	message := s.outbound(canaryText)
	_, err := s.Sender.Send(ctx, message)
	if err := s.expect(err, 0, channel.OutcomeNotYet); err != nil {
		return err
	}
	if _, err := s.Sender.Send(ctx, message); err != nil {
		return fmt.Errorf("sent again: %w", err)
	}
	if count := len(s.Accepted()); count != 1 {
		return fmt.Errorf("the provider accepted %d messages", count)
	}
	return nil
}

// tellsLostAnswer: a message that went, without an answer, is unknown, and was
// not repeated by the adapter itself.
func tellsLostAnswer(ctx context.Context, s *scene) error {
	if err := s.provoke(FaultLostAnswer); err != nil {
		return err
	}
	_, err := s.Sender.Send(ctx, s.outbound(canaryText))
	return s.expect(err, 1, channel.OutcomeUnknown)
}

// endsWithDeadline: a provider that never answers does not hold the sender.
func endsWithDeadline(ctx context.Context, s *scene) error {
	if err := s.provoke(FaultSilence); err != nil {
		return err
	}
	short, cancel := context.WithTimeout(ctx, shortly)
	defer cancel()
	_, err := s.Sender.Send(short, s.outbound(canaryText))
	if ctx.Err() != nil {
		return errors.New("the send went on after its context had ended")
	}
	return s.expect(err, 1, channel.OutcomeUnknown)
}

// refusesCancelled: a send whose context has ended already is an error that
// says no more than is known.
func refusesCancelled(ctx context.Context, s *scene) error {
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err := s.Sender.Send(cancelled, s.outbound(canaryText))
	failure, ok := errors.AsType[*channel.SendError](err)
	switch {
	case !ok:
		return noSendError(err)
	case failure.Outcome == channel.OutcomeNotYet && len(s.Accepted()) > 0:
		return errors.New("the provider has a message that is said not to have gone")
	case failure.Outcome == channel.OutcomeRefused:
		return errors.New("a cancelled send is said to be refused for good")
	}
	return nil
}

// provoke makes the next send go wrong, where that is possible.
func (s *scene) provoke(fault Fault) error {
	if s.Fail == nil || !s.Fail(fault) {
		return notApplicable("this provider knows no " + string(fault))
	}
	return nil
}

// expect checks the error of a send, and how many messages the provider has.
func (s *scene) expect(err error, accepted int, outcome channel.Outcome) error {
	failure, ok := errors.AsType[*channel.SendError](err)
	if !ok {
		return noSendError(err)
	}
	if failure.Outcome != outcome {
		return fmt.Errorf("the outcome is %q, want %q: %w", failure.Outcome, outcome, err)
	}
	if count := len(s.Accepted()); count != accepted {
		return fmt.Errorf("the provider has accepted %d messages, want %d", count, accepted)
	}
	return nil
}

// noSendError says what a send gave in place of a SendError.
func noSendError(err error) error {
	if err == nil {
		return errors.New("the send is said to be a success")
	}
	return fmt.Errorf("the error is no SendError: %w", err)
}
