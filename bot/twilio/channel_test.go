package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/channel/channeltest"
	"frontdesk/records"
)

func TestChannelSMS(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, harness(channels[0], ""))
}

func TestChannelWhatsApp(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, harness(channels[1], "whatsapp:"))
}

// harness runs the suite over one channel, against the fake Twilio. The prefix
// stands before every address on the wire.
func harness(through records.Channel, prefix string) channeltest.Harness {
	return channeltest.Harness{Start: func(parts channeltest.Parts) (channeltest.Subject, error) {
		fake, err := twiliotest.Start(twiliotest.Options{Now: parts.Now})
		if err != nil {
			return channeltest.Subject{}, err
		}
		adapter, err := twilio.New(twilio.Config{
			Accounts: []twilio.Account{{SID: twiliotest.DefaultAccountSID, AuthToken: twiliotest.DefaultAuthToken}}, PublicURL: publicURL,
			APIURL: fake.URL(), Intake: parts.Intake, Receipts: parts.Receipts, Directory: directory{}, Now: parts.Now, Logger: parts.Logger,
		})
		if err != nil {
			return channeltest.Subject{}, err
		}
		mux := http.NewServeMux()
		adapter.Mount(mux)
		server := httptest.NewServer(mux)
		w := wire{prefix: prefix, through: through, fake: fake, webhooks: fake.Webhooks(publicURL, server.URL)}
		return channeltest.Subject{
			Channel: through, Sender: adapter, Deliver: w.deliver, Accepted: w.accepted, Fail: w.fail, Report: w.report, Miss: w.miss,
			Carries: channeltest.Carries{ProviderID: true, Choice: true, Media: true, OptOut: true}, FailureCode: "30003",
			KeepMedia: w.keepMedia, Close: func() { server.Close(); fake.Close() },
		}, nil
	}}
}

// wire translates between the suite and the fake Twilio.
type wire struct {
	prefix   string
	through  records.Channel
	fake     *twiliotest.Server
	webhooks *twiliotest.Webhooks
}

func (w wire) inbound(message channel.Inbound) twiliotest.Inbound {
	return twiliotest.Inbound{
		SID: message.ProviderID, From: w.prefix + message.From, To: w.prefix + w.through.Address, Text: message.Text,
		NumMedia: message.MediaCount, OptOutType: string(message.OptOut), ButtonPayload: message.ChoiceID,
	}
}

func (w wire) deliver(ctx context.Context, message channel.Inbound) error {
	return acknowledged(w.webhooks.Message(ctx, w.through.Name, w.inbound(message)))
}

func (w wire) miss(message channel.Inbound) { w.fake.AddInbound(w.inbound(message)) }

func (w wire) keepMedia(messageID string, files ...[]byte) {
	kept := make([]twiliotest.Media, len(files))
	for place, content := range files {
		kept[place] = twiliotest.Media{ContentType: "image/jpeg", Content: content}
	}
	w.fake.KeepMedia(messageID, kept...)
}

func (w wire) accepted() []channeltest.Accepted {
	var accepted []channeltest.Accepted
	for _, message := range w.fake.Messages() {
		accepted = append(accepted, channeltest.Accepted{
			ProviderID: message.SID, From: message.From[len(w.prefix):], To: message.To[len(w.prefix):], Text: message.Body,
		})
	}
	return accepted
}

func (w wire) fail(fault channeltest.Fault) bool {
	faults := map[channeltest.Fault]twiliotest.Fault{
		channeltest.FaultRefused:    twiliotest.Refused(400, 21211, "The 'To' number +12065550147 is not a valid phone number."),
		channeltest.FaultNotYet:     twiliotest.TooManyRequests(1),
		channeltest.FaultLostAnswer: twiliotest.AcceptedThenCut(),
		channeltest.FaultSilence:    twiliotest.AcceptedThenSilent(),
	}
	w.fake.FailSends(faults[fault])
	return true
}

func (w wire) report(ctx context.Context, accepted channeltest.Accepted, status records.MessageStatus, code string) error {
	statuses := map[records.MessageStatus]string{
		records.MessageSent: "sent", records.MessageDelivered: "delivered", records.MessageRead: "read", records.MessageFailed: "undelivered",
	}
	number, _ := strconv.Atoi(code)
	for _, message := range w.fake.Messages() {
		if message.SID == accepted.ProviderID {
			return acknowledged(w.webhooks.Status(ctx, message, statuses[status], number))
		}
	}
	return errors.New("no such message")
}

// acknowledged is nil for an answer with which Twilio is content.
func acknowledged(answer twiliotest.Answer, err error) error {
	if err != nil {
		return err
	}
	if answer.Status/100 != 2 {
		return fmt.Errorf("answer %d: %s", answer.Status, answer.Body)
	}
	return nil
}

func TestReceiptsCarryOurID(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	message := outbound(channels[0], "Hello")
	s.twilio.FailSends(twiliotest.AcceptedThenCut())
	if _, err := s.adapter.Send(t.Context(), message); err == nil {
		t.Fatal("a lost answer is said to be a success")
	}
	accepted, err := s.twilio.Wait(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, status := range []string{"delivered", "queued", "sent", "read", "canceled"} {
		if err := acknowledged(s.webhooks.Status(t.Context(), accepted[0], status, 0)); err != nil {
			t.Fatal(err)
		}
	}
	want := []records.MessageStatus{records.MessageDelivered, records.MessageSent, records.MessageSent, records.MessageRead, records.MessageFailed}
	for i, receipt := range s.receipts {
		if receipt.MessageID != message.ID || receipt.ProviderID != accepted[0].SID || receipt.Status != want[i] {
			t.Errorf("receipt %d is %+v, want %s for message %s", i, receipt, want[i], message.ID)
		}
	}
	if len(s.receipts) != len(want) {
		t.Errorf("%d receipts", len(s.receipts))
	}
}

// A silent provider must not hold a sender longer than the configured time.
func TestSendTimesOut(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, func(config *twilio.Config) { config.Timeout = time.Second })
	s.twilio.FailSends(twiliotest.AcceptedThenSilent())
	_, err := s.adapter.Send(t.Context(), outbound(channels[0], "Hello"))
	if failure := sendError(t, err); failure.Outcome != channel.OutcomeUnknown || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", failure)
	}
}
