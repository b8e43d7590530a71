package simulator

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// The codes of a simulated refusal.
const (
	// CodeNoReceiver is a message to nobody.
	CodeNoReceiver = "no-receiver"
	// CodeTextTooLong is a text above the channel's TextLimit.
	CodeTextTooLong = "text-too-long"
	// CodeClosed is a message after Close.
	CodeClosed = "closed"
	// CodeNoID is a random source that gives nothing.
	CodeNoID = "no-id"
)

// maxRemembered is how many accepted messages Find knows of, the newest ones.
const maxRemembered = 1 << 16

// Sender is the simulated provider's side of sending: it accepts a message at
// once and then reports it sent and delivered, like a carrier would. There is
// no phone to send to: a phone reads the clinic's own records, and shows a
// message from "sent" on.
//
// One goroutine reports, from NewSender until Close. Sender is safe for
// concurrent use.
type Sender struct {
	receipts Receipts
	random   io.Reader
	logger   *slog.Logger

	// wake tells the reporting goroutine that due or closing changed.
	wake chan struct{}
	// reported is closed when the reporting goroutine has ended; abandon makes
	// it end without reporting the rest.
	reported chan struct{}
	abandon  context.CancelFunc

	mutex   sync.Mutex
	due     []acceptance
	closing bool
	// accepted are the provider ids by our id, remembered in this order.
	accepted   map[uuid.UUID]string
	remembered []uuid.UUID
}

// acceptance is an accepted message whose receipts are still to come.
type acceptance struct {
	through    records.Channel
	messageID  uuid.UUID
	providerID string
}

// NewSender makes a sender and starts its reporting; end it with Close. random
// gives the provider ids and must be safe for concurrent use.
func NewSender(receipts Receipts, random io.Reader, logger *slog.Logger) *Sender {
	ctx, abandon := context.WithCancel(context.Background())
	sender := &Sender{
		receipts: receipts, random: random, logger: logger,
		wake: make(chan struct{}, 1), reported: make(chan struct{}), abandon: abandon,
		accepted: map[uuid.UUID]string{},
	}
	go sender.report(ctx)
	return sender
}

// Capabilities of a simulated channel are those of the real one, but for
// WhatsApp's session window: a demo's reminders need no approved template.
func (s *Sender) Capabilities(kind records.ChannelKind) channel.Capabilities {
	return capabilities(kind)
}

// Send accepts a message, and never waits.
func (s *Sender) Send(ctx context.Context, message channel.Outbound) (channel.Sent, error) {
	if message.To == "" {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeRefused, Remedy: channel.RemedyBadAddress, Code: CodeNoReceiver}
	}
	if utf8.RuneCountInString(message.Text) > capabilities(message.Channel.Kind).TextLimit {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeRefused, Code: CodeTextTooLong}
	}
	if err := ctx.Err(); err != nil {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet, Err: err}
	}
	id, err := newID(s.random)
	if err != nil {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet, Code: CodeNoID, Err: err}
	}
	if !s.accept(acceptance{through: message.Channel, messageID: message.ID, providerID: id}) {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet, Code: CodeClosed}
	}
	return channel.Sent{ProviderID: id}, nil
}

// accept queues the receipts of a message, unless the sender is closing.
func (s *Sender) accept(message acceptance) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closing {
		return false
	}
	s.due = append(s.due, message)
	s.accepted[message.messageID] = message.providerID
	s.remembered = append(s.remembered, message.messageID)
	if len(s.remembered) > maxRemembered {
		delete(s.accepted, s.remembered[0])
		s.remembered = s.remembered[1:]
	}
	s.stir()
	return true
}

// Find tells whether a message whose answer was lost was accepted. What an
// earlier life of the program accepted without recording it reached no phone,
// since the phone reads the records: false is true then.
func (s *Sender) Find(ctx context.Context, message channel.Outbound, _ time.Time, excluding []string) (channel.Receipt, bool, error) {
	if err := ctx.Err(); err != nil {
		return channel.Receipt{}, false, fmt.Errorf("find message: %w", err)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	id, found := s.accepted[message.ID]
	if !found || slices.Contains(excluding, id) {
		return channel.Receipt{}, false, nil
	}
	return channel.Receipt{MessageID: message.ID, ProviderID: id, Status: records.MessageSent}, true, nil
}

// Close accepts no more messages and waits until the receipts of the others
// are reported, or until ctx ends; then it drops what is left and returns
// ctx's error. When it returns, nothing of the sender runs any more, however
// often it is called.
func (s *Sender) Close(ctx context.Context) error {
	s.mutex.Lock()
	s.closing = true
	s.stir()
	s.mutex.Unlock()
	defer s.abandon()
	select {
	case <-s.reported:
		return nil
	case <-ctx.Done():
		s.abandon()
		<-s.reported
		return ctx.Err()
	}
}

// stir wakes the reporting goroutine, or lets it not fall asleep.
func (s *Sender) stir() {
	select {
	case s.wake <- struct{}{}:
	default: // it was told already
	}
}

// report passes receipts on in the order of acceptance.
func (s *Sender) report(ctx context.Context) {
	defer close(s.reported)
	for {
		s.mutex.Lock()
		due, closing := s.due, s.closing
		s.due = nil
		s.mutex.Unlock()
		for _, message := range due {
			for _, status := range []records.MessageStatus{records.MessageSent, records.MessageDelivered} {
				s.record(ctx, message, status)
			}
		}
		if closing {
			return
		}
		select {
		case <-s.wake:
		case <-ctx.Done():
			return
		}
	}
}

// retryPauses are the waits between the attempts to record one receipt.
var retryPauses = []time.Duration{50 * time.Millisecond, 250 * time.Millisecond, time.Second}

// record records one receipt, patiently: a real provider repeats a callback
// that was not answered, too. In the end a lost one only leaves a tick out.
func (s *Sender) record(ctx context.Context, message acceptance, status records.MessageStatus) {
	receipt := channel.Receipt{MessageID: message.messageID, ProviderID: message.providerID, Status: status}
	for attempt := 0; ; attempt++ {
		err := s.receipts.Record(ctx, message.through, receipt)
		if err == nil || ctx.Err() != nil {
			return
		}
		if attempt == len(retryPauses) {
			s.logger.LogAttrs(ctx, slog.LevelWarn, "simulated receipt lost",
				slog.String("message", message.messageID.String()), slog.String("status", string(status)), slog.Any("cause", err))
			return
		}
		pause := time.NewTimer(retryPauses[attempt])
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return
		}
	}
}
