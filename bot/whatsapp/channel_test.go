//go:build !nowhatsapp

package whatsapp_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/whatsapp"
	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/channel/channeltest"
	"frontdesk/records"
)

// The suite of the port, over a device that is linked to the fake WhatsApp with
// its keys in PostgreSQL.
func TestChannel(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, channeltest.Harness{Start: func(parts channeltest.Parts) (channeltest.Subject, error) {
		w := newClinicWorld(t)
		ctx := t.Context()
		if err := w.link(ctx); err != nil {
			return channeltest.Subject{}, err
		}
		config := w.config(parts.Intake, parts.Receipts, parts.Logger)
		config.Now = parts.Now
		config.Timeout = 500 * time.Millisecond
		p, err := w.begin(ctx, config)
		if err != nil {
			return channeltest.Subject{}, err
		}
		s := &suite{w: w, undelivered: map[string]*whatsapptest.Delivery{}}
		return channeltest.Subject{
			Channel: w.through, Sender: p, Deliver: s.deliver, Accepted: s.accepted, Fail: s.fail, Report: s.report,
			Carries: channeltest.Carries{ProviderID: true}, Close: p.stop,
		}, nil
	}})
}

// suite translates between the suite and the fake WhatsApp.
type suite struct {
	w     *clinicWorld
	mutex sync.Mutex
	// undelivered is what the suite was told is not acknowledged. WhatsApp goes
	// on delivering it by itself, so the suite's next try waits for that.
	undelivered map[string]*whatsapptest.Delivery
}

func (s *suite) deliver(ctx context.Context, message channel.Inbound) error {
	s.mutex.Lock()
	delivery := s.undelivered[message.ProviderID]
	s.mutex.Unlock()
	if delivery == nil {
		var err error
		if delivery, err = s.w.patient.Write(s.w.phone, message.ProviderID, whatsapptest.Text(message.Text)); err != nil {
			return err
		}
	}
	// A connection that ends because of an earlier message says nothing of this
	// one.
	const connections = 3
	var err error
	for range connections {
		if err = delivery.Wait(ctx); !errors.Is(err, whatsapptest.ErrNotAcknowledged) {
			break
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err != nil {
		s.undelivered[message.ProviderID] = delivery
	}
	return err
}

func (s *suite) accepted() []channeltest.Accepted {
	var accepted []channeltest.Accepted
	for _, message := range s.w.whatsApp.Sent() {
		accepted = append(accepted, channeltest.Accepted{
			ProviderID: message.ID, From: s.w.through.Address, To: message.To, Text: message.Text,
		})
	}
	return accepted
}

func (s *suite) fail(fault channeltest.Fault) bool {
	s.w.whatsApp.FailSends(map[channeltest.Fault]whatsapptest.Fault{
		channeltest.FaultRefused:    {Code: 404},
		channeltest.FaultNotYet:     {Code: 429},
		channeltest.FaultLostAnswer: {Silent: true},
		channeltest.FaultSilence:    {Silent: true},
	}[fault])
	return true
}

func (s *suite) report(ctx context.Context, message channeltest.Accepted, status records.MessageStatus, _ string) error {
	from, kind := s.w.patient, map[records.MessageStatus]string{records.MessageRead: "read"}[status]
	if status == records.MessageSent {
		from, kind = s.w.phone, "sender"
	}
	delivery, err := from.Report(s.w.phone, message.ProviderID, kind)
	if err != nil {
		return err
	}
	return delivery.Wait(ctx)
}

// Nothing of WhatsApp's is shown as buttons on a linked device.
func TestCapabilities(t *testing.T) {
	t.Parallel()
	adapter, err := whatsapp.New(newClinicWorld(t).config(&kept{}, &kept{}, discard()))
	if err != nil {
		t.Fatal(err)
	}
	if can := adapter.Capabilities(records.ChannelWhatsApp); can.Buttons != 0 || can.TextLimit != 4096 || can.Segmented || can.SessionWindow != 0 {
		t.Errorf("a linked device is said to show %+v", can)
	}
	if _, err := whatsapp.New(whatsapp.Config{}); err == nil {
		t.Error("an adapter without parts was made")
	}
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
