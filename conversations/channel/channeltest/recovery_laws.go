package channeltest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// findsLost: a message whose answer was lost is found at the provider, unless
// it is known to be another's; one that never went is not.
func findsLost(ctx context.Context, s *scene) error {
	finder, ok := s.Sender.(channel.Finder)
	if !ok {
		return notApplicable("this provider can't be asked")
	}
	since := time.Now()
	if err := findsNothing(ctx, finder, s.outbound(canaryText), since); err != nil {
		return fmt.Errorf("before anything was sent: %w", err)
	}
	if err := s.provoke(FaultLostAnswer); err != nil {
		return err
	}
	lost := s.outbound(canaryText)
	if _, err := s.Sender.Send(ctx, lost); err == nil {
		return errors.New("a lost answer is said to be a success")
	}
	accepted := s.Accepted()[0]
	receipt, found, err := finder.Find(ctx, lost, since, nil)
	if err != nil {
		return err
	}
	if !found || receipt.ProviderID != accepted.ProviderID || receipt.MessageID != lost.ID || receipt.Status == "" {
		return fmt.Errorf("found %t %+v, want message %s (%s)", found, receipt, lost.ID, accepted.ProviderID)
	}
	stranger := lost
	stranger.To = "+12065550148"
	otherwise := lost
	otherwise.Text = "another text"
	for name, err := range map[string]error{
		"with another text":            findsNothing(ctx, finder, otherwise, since),
		"to another patient":           findsNothing(ctx, finder, stranger, since),
		"known to be another's":        findsNothing(ctx, finder, lost, since, accepted.ProviderID),
		"from before the time in view": findsNothing(ctx, finder, lost, since.Add(time.Hour)),
	} {
		if err != nil {
			return fmt.Errorf("a message %s: %w", name, err)
		}
	}
	return nil
}

// findsNothing asks for a message that the provider does not have.
func findsNothing(ctx context.Context, finder channel.Finder, message channel.Outbound, since time.Time, excluding ...string) error {
	receipt, found, err := finder.Find(ctx, message, since, excluding)
	if err != nil {
		return err
	}
	if found {
		return fmt.Errorf("found %s", receipt.ProviderID)
	}
	return nil
}

// listsMissed: what the provider could not deliver is listed, oldest first.
func listsMissed(ctx context.Context, s *scene) error {
	lister, ok := s.Sender.(channel.InboundLister)
	if !ok || s.Miss == nil {
		return notApplicable("this provider keeps no missed messages")
	}
	since := time.Now()
	var want []channel.Inbound
	for _, text := range []string{"first", "second\x00 👍🏽", canaryText} {
		message := s.inbound(text)
		s.Miss(message)
		message.Text = channel.InboundText(text)
		want = append(want, message)
	}
	if _, err := s.Sender.Send(ctx, s.outbound(canaryText)); err != nil {
		return err
	}
	got, err := lister.ListInbound(ctx, s.Channel, since)
	if err != nil {
		return err
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d messages were missed, %d are listed", len(want), len(got))
	}
	for i := range want {
		if !same(got[i], want[i]) {
			return fmt.Errorf("message %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	got, err = lister.ListInbound(ctx, s.Channel, since.Add(time.Hour))
	if err != nil {
		return err
	}
	if len(got) != 0 {
		return fmt.Errorf("an hour later, %d messages are still listed", len(got))
	}
	return nil
}

// givesNobodyAway: whatever goes wrong, neither errors nor log lines contain
// the patient's address or words.
func givesNobodyAway(ctx context.Context, s *scene) error {
	said := map[string]error{}
	if s.Deliver != nil {
		if err := s.failIntake(ctx, said); err != nil {
			return err
		}
	}
	for _, fault := range []Fault{FaultRefused, FaultNotYet, FaultLostAnswer, FaultSilence} {
		if s.Fail == nil || !s.Fail(fault) {
			continue
		}
		short, cancel := context.WithTimeout(ctx, shortly)
		_, err := s.Sender.Send(short, s.outbound(canaryText))
		cancel()
		said["a send that ended "+string(fault)] = err
	}
	limit := s.Sender.Capabilities(s.Channel.Kind).TextLimit
	_, said["too long a text"] = s.Sender.Send(ctx, s.outbound(strings.Repeat(canaryWord, limit)))
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if finder, ok := s.Sender.(channel.Finder); ok {
		_, _, said["a search that was cancelled"] = finder.Find(ended, s.outbound(canaryText), time.Now(), nil)
	}
	if lister, ok := s.Sender.(channel.InboundLister); ok {
		_, said["a list that was cancelled"] = lister.ListInbound(ended, s.Channel, time.Now())
	}
	for name, err := range said {
		if err == nil {
			return fmt.Errorf("%s is said to be a success", name)
		}
		if canary := betrayed(err.Error()); canary != "" {
			return fmt.Errorf("the error of %s contains %q", name, canary)
		}
	}
	if canary := betrayed(s.logs.String()); canary != "" {
		return fmt.Errorf("the log contains %q", canary)
	}
	return nil
}

// failIntake adds what is said of messages that could not be kept, and has one
// kept.
func (s *scene) failIntake(ctx context.Context, said map[string]error) error {
	s.intake.setAnswer(func(context.Context) error {
		return &records.Error{Code: records.CodeUnavailable, Message: "the database is away"}
	})
	said["an unstored message"] = s.Deliver(ctx, s.inbound(canaryText))
	s.intake.setAnswer(func(context.Context) error { return errors.New("a defect") })
	said["a defect"] = s.Deliver(ctx, s.inbound(canaryText))
	s.intake.setAnswer(nil)
	return s.Deliver(ctx, s.inbound(canaryText))
}

// betrayed gives the canary that a text contains, if it does.
func betrayed(text string) string {
	for _, canary := range []string{canaryDigits, canaryWord} {
		if strings.Contains(text, canary) {
			return canary
		}
	}
	return ""
}
