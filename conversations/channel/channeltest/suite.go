// Package channeltest is the suite that every channel adapter passes: what
// was acknowledged is durable, a send says truthfully what is known of it,
// receipts come back as they are, texts survive the way in both directions,
// and no error or log line gives a patient away.
//
// An adapter's test fills a Harness and calls Run:
//
//	func TestChannel(t *testing.T) {
//		channeltest.Run(t, channeltest.Harness{Start: func(parts channeltest.Parts) (channeltest.Subject, error) {
//			…start the provider's fake and the adapter…
//		}})
//	}
package channeltest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// Harness says how to start the adapter under test.
type Harness struct {
	// Start makes a new adapter with these parts, connected to a new provider,
	// ready to send and to receive. Each check starts its own.
	Start func(parts Parts) (Subject, error)
}

// Parts are what the suite puts behind the adapter.
type Parts struct {
	Intake   Intake
	Receipts Receipts
	Logger   *slog.Logger
	Now      func() time.Time
}

// Intake is what adapters hand patients' messages to.
type Intake interface {
	Receive(ctx context.Context, through records.Channel, message channel.Inbound) error
}

// Receipts is what adapters hand receipts to.
type Receipts interface {
	Record(ctx context.Context, through records.Channel, receipt channel.Receipt) error
}

// Subject is an adapter under test, together with its provider.
type Subject struct {
	// Channel is what the messages of the test travel through. Its Address is
	// the clinic's own.
	Channel records.Channel
	Sender  channel.Sender
	// Patient is the address that the tests write to; empty for a telephone
	// number. It must contain 2065550147, by which the suite finds it where it
	// should not be.
	Patient string
	// Deliver has the provider hand over a message as it does in the world. It
	// returns nil only if the adapter acknowledged it. Nil where patients can't
	// write to us.
	Deliver func(ctx context.Context, message channel.Inbound) error
	// Carries says what beside address and text Deliver takes along.
	Carries Carries
	// Accepted lists the messages that the provider has accepted for sending,
	// in the order of their acceptance.
	Accepted func() []Accepted
	// Fail makes the next send go wrong in this way. It returns false where
	// that can't happen to this provider. Nil means that nothing can.
	Fail func(fault Fault) bool
	// Report has the provider tell what became of a message. It returns nil
	// only if the adapter acknowledged that. Nil where there are no receipts.
	Report func(ctx context.Context, message Accepted, status records.MessageStatus, errorCode string) error
	// FailureCode is a code that the provider gives for a failed delivery; empty
	// where it has none.
	FailureCode string
	// Miss has the provider keep a patient's message without delivering it. Nil
	// where that can't happen.
	Miss func(message channel.Inbound)
	// KeepMedia gives the provider the files of the message with this id, in
	// their order. Nil where the adapter fetches none.
	KeepMedia func(messageID string, files ...[]byte)
	// Close ends the adapter and the provider.
	Close func()
}

// Carries says what a provider transports beside address and text.
type Carries struct {
	// ProviderID is true where the provider gives messages their ids, so that
	// one can come twice.
	ProviderID bool
	// Choice, Media and OptOut are true where those fields of Inbound exist.
	Choice, Media, OptOut bool
}

// Accepted is a message that the provider accepted, in the port's terms.
type Accepted struct {
	ProviderID, From, To, Text string
}

// Fault is a way in which a send goes wrong.
type Fault string

const (
	// FaultRefused is the provider rejecting the message for good.
	FaultRefused Fault = "refused"
	// FaultNotYet is the provider not taking the message now.
	FaultNotYet Fault = "not-yet"
	// FaultLostAnswer is the provider taking the message, and its answer
	// getting lost.
	FaultLostAnswer Fault = "lost-answer"
	// FaultSilence is the provider taking the message and never answering.
	FaultSilence Fault = "silence"
)

// patience bounds each check: an adapter that hangs fails, not the run.
const patience = 20 * time.Second

// Run checks the adapter. Checks that don't apply to its provider are skipped
// and say why.
func Run(t *testing.T, harness Harness) {
	t.Helper()
	for _, law := range laws {
		t.Run(law.name, func(t *testing.T) {
			t.Parallel()
			err := hold(t.Context(), harness, law)
			if reason, skipped := errors.AsType[notApplicable](err); skipped {
				t.Skip(reason)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// law is one thing that holds for every adapter.
type law struct {
	name  string
	check func(ctx context.Context, scene *scene) error
}

// laws are all of them.
var laws = []law{
	{"a message is acknowledged only when it is durable", inbound(acknowledgesDurable)},
	{"a message that was not stored is not acknowledged", inbound(refusesUnstored)},
	{"a message delivered ten times keeps its id", inbound(keepsProviderID)},
	{"texts arrive whole", inbound(textsArrive)},
	{"what comes along arrives", inbound(fieldsArrive)},
	{"media are fetched", inbound(mediaAreFetched)},
	{"an accepted message has the provider's id", sendsOnce},
	{"messages sent at once are told apart", sendsConcurrently},
	{"texts leave whole", textsLeave},
	{"a text over the limit is refused", refusesLongText},
	{"a refused message is refused", tellsRefused},
	{"a message that was not taken may be sent again", tellsNotYet},
	{"a message whose answer was lost is unknown", tellsLostAnswer},
	{"a send ends with its context", endsWithDeadline},
	{"a cancelled send does not claim success", refusesCancelled},
	{"a receipt finds its message", receiptsFindMessage},
	{"receipts are passed on in every order", receiptsInEveryOrder},
	{"a receipt that was not stored is not acknowledged", refusesUnstoredReceipt},
	{"a failed delivery tells its code", receiptTellsCode},
	{"a lost message is found", findsLost},
	{"missed messages are listed", listsMissed},
	{"errors and logs give nobody away", givesNobodyAway},
}

// inbound is a check of messages from patients, where they can write to us.
func inbound(check func(ctx context.Context, scene *scene) error) func(ctx context.Context, scene *scene) error {
	return func(ctx context.Context, scene *scene) error {
		if scene.Deliver == nil {
			return notApplicable("patients can't write to us on this channel")
		}
		return check(ctx, scene)
	}
}

// notApplicable is why a check says nothing about a provider.
type notApplicable string

// Error gives the reason.
func (n notApplicable) Error() string { return string(n) }

// hold starts an adapter and runs one check on it.
func hold(ctx context.Context, harness Harness, law law) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	scene := newScene()
	subject, err := harness.Start(Parts{Intake: scene.intake, Receipts: scene.receipts, Logger: scene.logger, Now: time.Now})
	if err != nil {
		return fmt.Errorf("start the adapter: %w", err)
	}
	defer subject.Close()
	scene.Subject = subject
	return law.check(ctx, scene)
}
