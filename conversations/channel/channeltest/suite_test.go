package channeltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// memory is an adapter and its provider in one, in memory. defect names what
// it does wrong; empty, it is right in everything.
type memory struct {
	Parts
	channel records.Channel
	defect  string

	mutex    sync.Mutex
	accepted []Accepted
	ours     map[string]uuid.UUID // by provider id
	dates    map[string]time.Time
	missed   []channel.Inbound
	media    [][]byte
	faults   []Fault
}

// start makes a Harness of memory adapters with this defect.
func start(defect string) Harness {
	return Harness{Start: func(parts Parts) (Subject, error) {
		m := &memory{
			Parts: parts, defect: defect, ours: map[string]uuid.UUID{}, dates: map[string]time.Time{},
			channel: records.Channel{ID: uuid.New(), Name: "memory", Kind: records.ChannelSMS, Address: "+12065550199"},
		}
		return Subject{
			Channel: m.channel, Sender: m, Deliver: m.deliver, Accepted: m.all, Fail: m.fail, Report: m.report,
			Carries:     Carries{ProviderID: true, Choice: true, Media: true, OptOut: true},
			FailureCode: "30003", Miss: m.miss, KeepMedia: m.keepMedia, Close: func() {},
		}, nil
	}}
}

func (m *memory) Capabilities(records.ChannelKind) channel.Capabilities {
	return channel.Capabilities{TextLimit: 100, Photos: true}
}

func (m *memory) deliver(ctx context.Context, message channel.Inbound) error {
	message.Text, message.Media = channel.InboundText(message.Text), make([]channel.Media, message.MediaCount)
	switch m.defect {
	case "acknowledges at once":
		go func() { _ = m.Intake.Receive(context.WithoutCancel(ctx), m.channel, message) }()
		return nil
	case "swallows the intake's error":
		_ = m.Intake.Receive(ctx, m.channel, message)
		return nil
	case "makes up ids":
		message.ProviderID = uuid.NewString()
	case "trims texts":
		message.Text = strings.TrimSpace(strings.TrimSuffix(message.Text, "g "))
	case "forgets choices":
		message.ChoiceID = ""
	case "logs texts":
		m.Logger.InfoContext(ctx, "a message", "text", message.Text)
	}
	return m.Intake.Receive(ctx, m.channel, message)
}

func (m *memory) keepMedia(_ string, files ...[]byte) { m.media = files }

func (m *memory) FetchMedia(_ context.Context, media channel.MediaAddress, limit int) ([]byte, error) {
	switch {
	case media.Place >= len(m.media):
		return nil, &channel.MediaError{Reason: records.MediaGone}
	case len(m.media[media.Place]) > limit && m.defect != "reads without a limit":
		return nil, &channel.MediaError{Reason: records.MediaTooLarge}
	}
	return m.media[media.Place], nil
}

func (m *memory) Send(ctx context.Context, message channel.Outbound) (channel.Sent, error) {
	if ctx.Err() != nil && m.defect != "ignores cancelling" {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet, Err: ctx.Err()}
	}
	if len([]rune(message.Text)) > 100 && m.defect != "takes any length" {
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeRefused}
	}
	fault := m.next()
	switch fault {
	case FaultRefused:
		if m.defect == "names the patient in errors" {
			return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeRefused, Err: errors.New("bad number " + message.To)}
		}
		if m.defect == "confuses refused and not yet" {
			return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet}
		}
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeRefused}
	case FaultNotYet:
		if m.defect == "takes what it says it did not" {
			m.accept(message)
		}
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeNotYet}
	default:
	}
	sent := m.accept(message)
	switch fault {
	case FaultLostAnswer:
		if m.defect == "repeats blindly" {
			return m.accept(message), nil
		}
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeUnknown}
	case FaultSilence:
		if m.defect == "ignores deadlines" {
			return sent, nil
		}
		<-ctx.Done()
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeUnknown, Err: ctx.Err()}
	default:
	}
	if m.defect == "forgets the provider's id" {
		return channel.Sent{}, nil
	}
	return sent, nil
}

func (m *memory) accept(message channel.Outbound) channel.Sent {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.defect == "changes texts" {
		message.Text = channel.CleanText(message.Text, 20)
	}
	id := fmt.Sprintf("SM%d", len(m.accepted))
	if m.defect == "mixes up answers" {
		id = "SM0"
	}
	m.accepted = append(m.accepted, Accepted{ProviderID: id, From: message.From, To: message.To, Text: message.Text})
	m.ours[id], m.dates[id] = message.ID, m.Now()
	return channel.Sent{ProviderID: id}
}

func (m *memory) all() []Accepted {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return slices.Clone(m.accepted)
}

func (m *memory) fail(fault Fault) bool {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.faults = append(m.faults, fault)
	return true
}

func (m *memory) next() Fault {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(m.faults) == 0 {
		return ""
	}
	fault := m.faults[0]
	m.faults = m.faults[1:]
	return fault
}

func (m *memory) report(ctx context.Context, message Accepted, status records.MessageStatus, code string) error {
	receipt := channel.Receipt{MessageID: m.ours[message.ProviderID], ProviderID: message.ProviderID, Status: status, ErrorCode: code}
	switch m.defect {
	case "reports another message":
		receipt.MessageID = uuid.New()
	case "drops late receipts":
		if status == records.MessageSent {
			return nil
		}
	case "swallows the receipts' error":
		_ = m.Receipts.Record(ctx, m.channel, receipt)
		return nil
	case "forgets codes":
		receipt.ErrorCode = ""
	}
	return m.Receipts.Record(ctx, m.channel, receipt)
}

func (m *memory) Find(ctx context.Context, message channel.Outbound, since time.Time, excluding []string) (channel.Receipt, bool, error) {
	if ctx.Err() != nil {
		return channel.Receipt{}, false, ctx.Err()
	}
	for _, accepted := range m.all() {
		if accepted.To == message.To && (accepted.Text == message.Text || m.defect == "finds by address alone") &&
			!m.dates[accepted.ProviderID].Before(since) && !slices.Contains(excluding, accepted.ProviderID) {
			return channel.Receipt{MessageID: message.ID, ProviderID: accepted.ProviderID, Status: records.MessageSent}, true, nil
		}
	}
	return channel.Receipt{}, false, nil
}

func (m *memory) miss(message channel.Inbound) {
	message.Text = channel.InboundText(message.Text)
	m.missed = append(m.missed, message)
	m.dates[message.ProviderID] = m.Now()
}

func (m *memory) ListInbound(ctx context.Context, _ records.Channel, since time.Time) ([]channel.Inbound, error) {
	var messages []channel.Inbound
	for _, message := range m.missed {
		if !m.dates[message.ProviderID].Before(since) {
			messages = append(messages, message)
		}
	}
	if m.defect == "lists the newest first" {
		slices.Reverse(messages)
	}
	return messages, ctx.Err()
}

func TestRightAdapterPasses(t *testing.T) {
	t.Parallel()
	Run(t, start(""))
}

// TestWrongAdaptersFail shows that every law can be broken, and that the suite
// notices: each defect fails at least the law named beside it.
func TestWrongAdaptersFail(t *testing.T) {
	t.Parallel()
	defects := map[string]string{
		"acknowledges at once":          "a message is acknowledged only when it is durable",
		"swallows the intake's error":   "a message that was not stored is not acknowledged",
		"makes up ids":                  "a message delivered ten times keeps its id",
		"trims texts":                   "texts arrive whole",
		"forgets choices":               "what comes along arrives",
		"reads without a limit":         "media are fetched",
		"forgets the provider's id":     "an accepted message has the provider's id",
		"mixes up answers":              "messages sent at once are told apart",
		"changes texts":                 "texts leave whole",
		"takes any length":              "a text over the limit is refused",
		"confuses refused and not yet":  "a refused message is refused",
		"takes what it says it did not": "a message that was not taken may be sent again",
		"repeats blindly":               "a message whose answer was lost is unknown",
		"ignores deadlines":             "a send ends with its context",
		"ignores cancelling":            "a cancelled send does not claim success",
		"reports another message":       "a receipt finds its message",
		"drops late receipts":           "receipts are passed on in every order",
		"swallows the receipts' error":  "a receipt that was not stored is not acknowledged",
		"forgets codes":                 "a failed delivery tells its code",
		"finds by address alone":        "a lost message is found",
		"lists the newest first":        "missed messages are listed",
		"logs texts":                    "errors and logs give nobody away",
		"names the patient in errors":   "errors and logs give nobody away",
	}
	broken := map[string]bool{}
	for defect, name := range defects {
		broken[name] = true
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			at := slices.IndexFunc(laws, func(law law) bool { return law.name == name })
			if at < 0 {
				t.Fatalf("there is no law %q", name)
			}
			err := hold(t.Context(), start(defect), laws[at])
			if _, skipped := errors.AsType[notApplicable](err); err == nil || skipped {
				t.Errorf("an adapter that %s passes %q (%v)", defect, name, err)
			}
		})
	}
	for _, law := range laws {
		if !broken[law.name] {
			t.Errorf("no defect shows that %q can fail", law.name)
		}
	}
}
