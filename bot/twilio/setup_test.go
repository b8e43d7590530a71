package twilio_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const (
	publicURL    = "https://clinic.example.test/frontdesk"
	clinicNumber = "+12065550199"
	patient      = "+12065550147"
)

// channels are what the test's directory knows.
var channels = []records.Channel{
	{ID: uuid.New(), Name: "desk", Kind: records.ChannelSMS, Provider: records.ProviderTwilio, Address: clinicNumber, Active: true},
	{ID: uuid.New(), Name: "chat", Kind: records.ChannelWhatsApp, Provider: records.ProviderTwilio, Address: clinicNumber, Active: true},
	{ID: uuid.New(), Name: "sub", Kind: records.ChannelSMS, Provider: records.ProviderTwilio, Address: clinicNumber, AccountID: subSID, Active: true},
	{ID: uuid.New(), Name: "toy", Kind: records.ChannelSMS, Provider: records.ProviderSimulator, Address: clinicNumber, Active: true},
}

// directory is a twilio.Directory over channels; broken replaces its answer.
type directory struct{ broken error }

func (d directory) ChannelByName(_ context.Context, name string) (records.Channel, error) {
	if d.broken != nil {
		return records.Channel{}, d.broken
	}
	at := slices.IndexFunc(channels, func(c records.Channel) bool { return c.Name == name })
	if at < 0 {
		return records.Channel{}, records.NotFound("channel")
	}
	return channels[at], nil
}

// taken keeps what the adapter hands over.
type taken struct {
	mutex    sync.Mutex
	messages []channel.Inbound
	receipts []channel.Receipt
	refusals []twilio.Refusal
	through  []string
	failure  error
}

func (k *taken) Receive(_ context.Context, through records.Channel, message channel.Inbound) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.failure != nil {
		return k.failure
	}
	k.messages, k.through = append(k.messages, message), append(k.through, through.Name)
	return nil
}

func (k *taken) Record(_ context.Context, through records.Channel, receipt channel.Receipt) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.failure != nil {
		return k.failure
	}
	k.receipts, k.through = append(k.receipts, receipt), append(k.through, through.Name)
	return nil
}

func (k *taken) refuse(refusal twilio.Refusal) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.refusals = append(k.refusals, refusal)
}

// scene is an adapter between a fake Twilio and what it hands over to.
type scene struct {
	*taken
	twilio   *twiliotest.Server
	adapter  *twilio.Adapter
	url      string // where the webhooks really listen
	webhooks *twiliotest.Webhooks
	logs     *bytes.Buffer
}

// start makes a scene; change adjusts the configuration first.
func start(tb testing.TB, options twiliotest.Options, change func(*twilio.Config)) *scene {
	tb.Helper()
	if options.Now == nil {
		options.Now = time.Now
	}
	fake, err := twiliotest.Start(options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(fake.Close)
	s := &scene{taken: &taken{}, twilio: fake, logs: &bytes.Buffer{}}
	config := twilio.Config{
		Accounts:  []twilio.Account{{SID: twiliotest.DefaultAccountSID, AuthToken: twiliotest.DefaultAuthToken}},
		PublicURL: publicURL + "/", APIURL: fake.URL(), Intake: s.taken, Receipts: s.taken, Directory: directory{},
		Now: time.Now, Logger: slog.New(slog.NewTextHandler(s.logs, nil)), Refused: s.refuse,
	}
	if change != nil {
		change(&config)
	}
	if s.adapter, err = twilio.New(config); err != nil {
		tb.Fatal(err)
	}
	mux := http.NewServeMux()
	s.adapter.Mount(mux)
	// As behind a proxy that takes the prefix off and passes the rest on; the
	// signature is over the whole public URL all the same.
	server := httptest.NewServer(mux)
	tb.Cleanup(server.Close)
	s.url = server.URL
	s.webhooks = fake.Webhooks(publicURL, server.URL)
	return s
}

// outbound makes a message through a channel.
func outbound(through records.Channel, text string) channel.Outbound {
	return channel.Outbound{ID: uuid.New(), Channel: through, From: through.Address, To: patient, Text: text}
}

// sendError gives the SendError of a send that must not have gone well.
func sendError(t *testing.T, err error) *channel.SendError {
	t.Helper()
	failure, ok := errors.AsType[*channel.SendError](err)
	if !ok {
		t.Fatalf("got %v, want a SendError", err)
	}
	return failure
}

// post sends a request and gives the status of the answer.
func post(t *testing.T, request *http.Request) int {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}
