package simulator_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"

	"frontdesk/bot/simulator"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The port's own terms.
var (
	_ channel.Sender = (*simulator.Sender)(nil)
	_ channel.Finder = (*simulator.Sender)(nil)
)

// ledger keeps receipts in the order in which they came. Its first failures
// fail.
type ledger struct {
	mutex    sync.Mutex
	receipts []channel.Receipt
	failures int
	// hold, if set, keeps Record from returning until it is closed.
	hold chan struct{}
}

func (l *ledger) Record(ctx context.Context, _ records.Channel, receipt channel.Receipt) error {
	if l.hold != nil {
		select {
		case <-l.hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.failures > 0 {
		l.failures--
		return errors.New("away")
	}
	l.receipts = append(l.receipts, receipt)
	return nil
}

func outbound(kind records.ChannelKind, words string) channel.Outbound {
	return channel.Outbound{ID: uuid.New(), Channel: records.Channel{Kind: kind}, From: "+15550100100", To: phone, Text: words}
}

func newSender(receipts simulator.Receipts) *simulator.Sender {
	return simulator.NewSender(receipts, rand.Reader, slog.New(slog.DiscardHandler))
}

func TestAnAcceptedMessageIsReportedSentThenDelivered(t *testing.T) {
	t.Parallel()
	var ledger ledger
	sender := newSender(&ledger)
	var want []channel.Receipt
	for number := range 50 {
		message := outbound(records.ChannelSMS, fmt.Sprint("number ", number))
		sent, err := sender.Send(t.Context(), message)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(want, func(r channel.Receipt) bool { return r.ProviderID == sent.ProviderID }) {
			t.Fatalf("provider id %s given twice", sent.ProviderID)
		}
		want = append(want,
			channel.Receipt{MessageID: message.ID, ProviderID: sent.ProviderID, Status: records.MessageSent},
			channel.Receipt{MessageID: message.ID, ProviderID: sent.ProviderID, Status: records.MessageDelivered})
	}
	if err := sender.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ledger.receipts, want) {
		t.Errorf("%d receipts, want %d in order", len(ledger.receipts), len(want))
	}
	if err := sender.Close(t.Context()); err != nil {
		t.Errorf("second close: %v", err)
	}
}

func TestWhatTheSenderDoesNotAccept(t *testing.T) {
	t.Parallel()
	ended, end := context.WithCancel(context.Background())
	end()
	nobody := outbound(records.ChannelSMS, "hello")
	nobody.To = ""
	tests := []struct {
		name    string
		ctx     context.Context
		message channel.Outbound
		random  io.Reader
		closed  bool
		want    channel.SendError
	}{
		{
			name: "to nobody", message: nobody,
			want: channel.SendError{Outcome: channel.OutcomeRefused, Remedy: channel.RemedyBadAddress, Code: simulator.CodeNoReceiver},
		},
		{
			name: "SMS too long", message: outbound(records.ChannelSMS, strings.Repeat("é", 1_601)),
			want: channel.SendError{Outcome: channel.OutcomeRefused, Code: simulator.CodeTextTooLong},
		},
		{
			name: "WhatsApp too long", message: outbound(records.ChannelWhatsApp, strings.Repeat("é", 4_097)),
			want: channel.SendError{Outcome: channel.OutcomeRefused, Code: simulator.CodeTextTooLong},
		},
		{
			name: "context ended", ctx: ended, message: outbound(records.ChannelSMS, "hello"),
			want: channel.SendError{Outcome: channel.OutcomeNotYet},
		},
		{
			name: "closed", message: outbound(records.ChannelSMS, "hello"), closed: true,
			want: channel.SendError{Outcome: channel.OutcomeNotYet, Code: simulator.CodeClosed},
		},
		{
			name: "no randomness", message: outbound(records.ChannelSMS, "hello"), random: iotest.ErrReader(errors.New("dry")),
			want: channel.SendError{Outcome: channel.OutcomeNotYet, Code: simulator.CodeNoID},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var ledger ledger
			random := test.random
			if random == nil {
				random = rand.Reader
			}
			sender := simulator.NewSender(&ledger, random, slog.New(slog.DiscardHandler))
			if test.closed {
				_ = sender.Close(t.Context())
			}
			ctx := test.ctx
			if ctx == nil {
				ctx = t.Context()
			}
			_, err := sender.Send(ctx, test.message)
			got, ok := errors.AsType[*channel.SendError](err)
			if !ok || got.Outcome != test.want.Outcome || got.Remedy != test.want.Remedy || got.Code != test.want.Code {
				t.Errorf("got %v, want %v", err, &test.want)
			}
			if _, found, err := sender.Find(t.Context(), test.message, time.Time{}, nil); found || err != nil {
				t.Errorf("found %v, %v: it was never accepted", found, err)
			}
			_ = sender.Close(t.Context())
			if len(ledger.receipts) != 0 {
				t.Errorf("receipts %v of what was not accepted", ledger.receipts)
			}
		})
	}
}

func TestTheLongestTextsAreAccepted(t *testing.T) {
	t.Parallel()
	sender := newSender(&ledger{})
	defer func() { _ = sender.Close(t.Context()) }()
	for kind, limit := range map[records.ChannelKind]int{records.ChannelSMS: 1_600, records.ChannelWhatsApp: 4_096} {
		if got := sender.Capabilities(kind).TextLimit; got != limit {
			t.Errorf("%s: limit %d, want %d", kind, got, limit)
		}
		if _, err := sender.Send(t.Context(), outbound(kind, strings.Repeat("ñ", limit))); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// Invariant 5: what may have been sent is looked up, never repeated blindly.
func TestFindKnowsWhatWasAccepted(t *testing.T) {
	t.Parallel()
	sender := newSender(&ledger{})
	defer func() { _ = sender.Close(t.Context()) }()
	message := outbound(records.ChannelSMS, "hello")
	sent, err := sender.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	want := channel.Receipt{MessageID: message.ID, ProviderID: sent.ProviderID, Status: records.MessageSent}
	if got, found, err := sender.Find(t.Context(), message, time.Time{}, nil); err != nil || !found || got != want {
		t.Errorf("found %v %+v, %v, want %+v", found, got, err, want)
	}
	if _, found, _ := sender.Find(t.Context(), message, time.Time{}, []string{sent.ProviderID}); found {
		t.Error("found what belongs to another message")
	}
	if _, found, _ := sender.Find(t.Context(), outbound(records.ChannelSMS, "hello"), time.Time{}, nil); found {
		t.Error("found a message that was never sent")
	}
}

func TestAReceiptIsRepeatedUntilItIsRecorded(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]int{1: 2, 3: 2, 4: 1, 8: 0} {
		synctest.Test(t, func(t *testing.T) { // the pauses take no time in here
			ledger := ledger{failures: failures}
			sender := newSender(&ledger)
			if _, err := sender.Send(t.Context(), outbound(records.ChannelSMS, "hello")); err != nil {
				t.Fatal(err)
			}
			if err := sender.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := len(ledger.receipts); got != want {
				t.Errorf("%d failures: %d receipts, want %d", failures, got, want)
			}
		})
	}
}

func TestCloseGivesUpWhenItsContextEnds(t *testing.T) {
	t.Parallel()
	ledger := ledger{hold: make(chan struct{})}
	sender := newSender(&ledger)
	if _, err := sender.Send(t.Context(), outbound(records.ChannelSMS, "hello")); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := sender.Close(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if len(ledger.receipts) != 0 {
		t.Errorf("receipts %v after giving up", ledger.receipts)
	}
}

func TestManySendAtOnce(t *testing.T) {
	t.Parallel()
	var ledger ledger
	sender := newSender(&ledger)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				if _, err := sender.Send(t.Context(), outbound(records.ChannelWhatsApp, "hello")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if err := sender.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := len(ledger.receipts); got != 2*800 {
		t.Errorf("%d receipts, want 1600", got)
	}
}
