package channeltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// hesitation is how long the intake keeps a message undecided, while nothing
// may be acknowledged. It is waited out once, and only a wrong adapter ends it.
const hesitation = 50 * time.Millisecond

// acknowledgesDurable: no acknowledgement while the intake is still at it.
func acknowledgesDurable(ctx context.Context, s *scene) error {
	var durable atomic.Bool
	acknowledged := make(chan error, 1)
	entered := make(chan struct{})
	s.intake.setAnswer(func(context.Context) error {
		close(entered)
		hesitate := time.NewTimer(hesitation)
		defer hesitate.Stop()
		select {
		case early := <-acknowledged:
			acknowledged <- early
		case <-hesitate.C:
			durable.Store(true)
		}
		return nil
	})
	go func() { acknowledged <- s.Deliver(ctx, s.inbound(canaryText)) }()
	select {
	case <-entered:
	case <-ctx.Done():
		return errors.New("the message never reached the intake")
	}
	select {
	case err := <-acknowledged:
		if err != nil {
			return fmt.Errorf("a stored message was not acknowledged: %w", err)
		}
		if !durable.Load() {
			return errors.New("the message was acknowledged before the intake had returned")
		}
		return nil
	case <-ctx.Done():
		return errors.New("a stored message was never acknowledged")
	}
}

// refusesUnstored: an error of the intake is no success to the provider, and
// the same message is taken when it comes again.
func refusesUnstored(ctx context.Context, s *scene) error {
	message := s.inbound(canaryText)
	for _, failure := range []error{
		&records.Error{Code: records.CodeUnavailable, Message: "the database is away"},
		&records.Error{Code: records.CodeInternal, Message: "a defect"},
		errors.New("an error without a code"),
	} {
		s.intake.setAnswer(func(context.Context) error { return failure })
		if err := s.Deliver(ctx, message); err == nil {
			return fmt.Errorf("acknowledged although the intake said: %w", failure)
		}
	}
	s.intake.setAnswer(nil)
	if err := s.Deliver(ctx, message); err != nil {
		return fmt.Errorf("delivered again: %w", err)
	}
	if count := len(s.intake.all()); count != 1 {
		return fmt.Errorf("the intake kept %d messages", count)
	}
	return nil
}

// keepsProviderID: deliveries of one message are the same to the intake, which
// tells them by their id.
func keepsProviderID(ctx context.Context, s *scene) error {
	if !s.Carries.ProviderID {
		return notApplicable("messages get their ids from the adapter, so that none can come twice")
	}
	const times = 10
	message := s.inbound(canaryText)
	deliveries, ctx := errgroup.WithContext(ctx)
	for range times {
		deliveries.Go(func() error { return s.Deliver(ctx, message) })
	}
	if err := deliveries.Wait(); err != nil {
		return fmt.Errorf("a repeated delivery: %w", err)
	}
	got := s.intake.all()
	if len(got) != times {
		return fmt.Errorf("%d deliveries reached the intake %d times", times, len(got))
	}
	for _, delivery := range got {
		if !same(delivery.message, message) {
			return errors.New("a repeated delivery differs from what was sent")
		}
	}
	return nil
}

// inboundTexts are what patients and their phones come up with.
var inboundTexts = []struct{ name, text string }{
	{"a sentence", canaryText},
	{"nothing", ""},
	{"emoji only", "👩‍⚕️🦷👍🏽"},
	{"right to left", "أريد موعدًا يوم الخميس"},
	{"accents and lines", "¿Mañana a las 9?\nSí, según lo acordado"},
	{"what forms and markup use", "a+b=c & d%20e <b>\"f\"</b> 'g'"},
	{"control characters", "be\x00fore\x07 \x1b[31mafter\x7f\u0085"},
	{"bytes that are no UTF-8", "caf\xe9 \xff"},
	{"5,000 characters", strings.Repeat("très long ", 500)},
	{"more than is kept", strings.Repeat("x", channel.MaxInboundText-1) + "🦷 and more"},
}

// textsArrive: texts reach the intake as channel.InboundText makes them.
func textsArrive(ctx context.Context, s *scene) error {
	for at, test := range inboundTexts {
		message := s.inbound(test.text)
		if err := s.Deliver(ctx, message); err != nil {
			return fmt.Errorf("%s: %w", test.name, err)
		}
		got := s.intake.all()
		if len(got) != at+1 {
			return fmt.Errorf("%s: the intake got %d messages", test.name, len(got)-at)
		}
		if want := channel.InboundText(test.text); got[at].message.Text != want {
			return fmt.Errorf("%s: got %.60q, want %.60q", test.name, got[at].message.Text, want)
		}
	}
	return nil
}

// fieldsArrive: the channel, the address and what else came along are right.
func fieldsArrive(ctx context.Context, s *scene) error {
	message := s.inbound(canaryText)
	if s.Carries.Choice {
		message.ChoiceID = "slot:2"
	}
	if s.Carries.Media {
		message.MediaCount = 2
	}
	if s.Carries.OptOut {
		message.OptOut = channel.OptOutStop
	}
	if err := s.Deliver(ctx, message); err != nil {
		return err
	}
	got := s.intake.all()
	if len(got) != 1 {
		return fmt.Errorf("the intake got %d messages", len(got))
	}
	if got[0].through != s.Channel {
		return errors.New("the message came through another channel than it was sent to")
	}
	if got[0].message.ProviderID == "" {
		return errors.New("the message has no id")
	}
	if !s.Carries.ProviderID {
		message.ProviderID = got[0].message.ProviderID
	}
	if !same(got[0].message, message) {
		return fmt.Errorf("got %+v, want %+v", got[0].message, message)
	}
	return nil
}

// same says whether two messages are the same but for the references of their
// media, which are the adapter's own.
func same(a, b channel.Inbound) bool {
	a.Media, b.Media = nil, nil
	return reflect.DeepEqual(a, b)
}

// mediaAreFetched: what the provider keeps of a message's files comes whole, by
// what was announced and by the place alone; more than the limit is refused,
// and so is what is not there.
func mediaAreFetched(ctx context.Context, s *scene) error {
	fetcher, able := s.Sender.(channel.MediaFetcher)
	if promised := s.Sender.Capabilities(s.Channel.Kind).Photos; promised != able {
		return fmt.Errorf("photos are promised: %t; they can be fetched: %t", promised, able)
	}
	if !able || s.KeepMedia == nil {
		return notApplicable("this adapter fetches no media")
	}
	message := s.inbound(canaryText)
	message.MediaCount = 2
	files := [][]byte{[]byte("\xff\xd8\xff the first"), bytes.Repeat([]byte("second "), 1000)}
	s.KeepMedia(message.ProviderID, files...)
	if err := s.Deliver(ctx, message); err != nil {
		return err
	}
	got := s.intake.all()[0].message
	if len(got.Media) != len(files) {
		return fmt.Errorf("%d files came along, %d can be fetched", len(files), len(got.Media))
	}
	for place, content := range files {
		for _, reference := range []string{got.Media[place].Reference, ""} {
			address := channel.MediaAddress{Channel: s.Channel, MessageID: message.ProviderID, Place: place, Reference: reference}
			fetched, err := fetcher.FetchMedia(ctx, address, len(content))
			if err != nil {
				return fmt.Errorf("file %d: %w", place, err)
			}
			if !bytes.Equal(fetched, content) {
				return fmt.Errorf("file %d has %d bytes, want %d", place, len(fetched), len(content))
			}
			if _, err := fetcher.FetchMedia(ctx, address, len(content)-1); reasonOf(err) != records.MediaTooLarge {
				return fmt.Errorf("file %d is larger than what is read, and gives %w", place, err)
			}
		}
	}
	missing := channel.MediaAddress{Channel: s.Channel, MessageID: message.ProviderID, Place: len(files)}
	if _, err := fetcher.FetchMedia(ctx, missing, 100); reasonOf(err) != records.MediaGone {
		return fmt.Errorf("a file that is not there gives %w", err)
	}
	return nil
}

// reasonOf gives the reason of an error of a MediaFetcher.
func reasonOf(err error) records.MediaReason {
	failure, ok := errors.AsType[*channel.MediaError](err)
	if !ok {
		return ""
	}
	return failure.Reason
}
