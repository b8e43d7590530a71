package channeltest

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// The patient of the tests. Address and text are canaries: nothing that the
// adapter says to anybody but the intake and the provider may contain them.
const (
	canaryAddress = "+12065550147"
	canaryDigits  = "2065550147"
	canaryText    = "canary Wilhelmina has a toothache"
	canaryWord    = "Wilhelmina"
)

// scene is one adapter on its stage: what it hands over ends up here.
type scene struct {
	Subject
	intake   *intake
	receipts *receipts
	logger   *slog.Logger
	logs     *logs
}

// newScene makes an empty stage.
func newScene() *scene {
	logs := &logs{}
	return &scene{
		intake: &intake{}, receipts: &receipts{}, logs: logs,
		logger: slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

// inbound makes a patient's message with an id of its own.
func (s *scene) inbound(text string) channel.Inbound {
	return channel.Inbound{ProviderID: "SM" + hex(uuid.New()), From: s.patient(), Text: text}
}

// outbound makes a message to the patient.
func (s *scene) outbound(text string) channel.Outbound {
	return channel.Outbound{ID: uuid.New(), Channel: s.Channel, From: s.Channel.Address, To: s.patient(), Text: text}
}

// patient is the address that is written to.
func (s *scene) patient() string { return cmp.Or(s.Patient, canaryAddress) }

// hex writes an id without hyphens, as providers like theirs.
func hex(id uuid.UUID) string {
	const digits = "0123456789abcdef"
	text := make([]byte, 0, 2*len(id))
	for _, b := range id {
		text = append(text, digits[b>>4], digits[b&15])
	}
	return string(text)
}

// intake keeps what it is given, or answers as told.
type intake struct {
	mutex    sync.Mutex
	received []received
	// answer, when set, decides in place of keeping.
	answer func(ctx context.Context) error
}

// received is a message with the channel that it came through.
type received struct {
	through records.Channel
	message channel.Inbound
}

// Receive keeps the message.
func (i *intake) Receive(ctx context.Context, through records.Channel, message channel.Inbound) error {
	i.mutex.Lock()
	answer := i.answer
	i.mutex.Unlock()
	if answer != nil {
		if err := answer(ctx); err != nil {
			return err
		}
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.received = append(i.received, received{through, message})
	return nil
}

// setAnswer says how to answer from now on.
func (i *intake) setAnswer(answer func(ctx context.Context) error) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.answer = answer
}

// all gives what was received.
func (i *intake) all() []received {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return slices.Clone(i.received)
}

// receipts keeps what it is given, or fails as told.
type receipts struct {
	mutex    sync.Mutex
	recorded []channel.Receipt
	failure  error
}

// Record keeps the receipt.
func (r *receipts) Record(_ context.Context, _ records.Channel, receipt channel.Receipt) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.failure != nil {
		return r.failure
	}
	r.recorded = append(r.recorded, receipt)
	return nil
}

// setFailure makes Record fail from now on, or no longer.
func (r *receipts) setFailure(err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.failure = err
}

// all gives what was recorded.
func (r *receipts) all() []channel.Receipt {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.recorded)
}

// logs keeps everything that is logged.
type logs struct {
	mutex sync.Mutex
	lines bytes.Buffer
}

// Write keeps one line.
func (l *logs) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.lines.Write(line)
}

// String gives all lines.
func (l *logs) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.lines.String()
}
