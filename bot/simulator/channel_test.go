package simulator_test

import (
	"context"
	"crypto/rand"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"frontdesk/bot/simulator"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/channel/channeltest"
	"frontdesk/records"
)

// The simulator keeps the laws of every channel.
func TestChannel(t *testing.T) {
	t.Parallel()
	for _, kind := range []records.ChannelKind{records.ChannelSMS, records.ChannelWhatsApp} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			channeltest.Run(t, channeltest.Harness{Start: func(parts channeltest.Parts) (channeltest.Subject, error) {
				return startSubject(kind, parts), nil
			}})
		})
	}
}

// startSubject starts a simulator on loopback, with one channel.
func startSubject(kind records.ChannelKind, parts channeltest.Parts) channeltest.Subject {
	through := records.Channel{
		ID: uuid.New(), Name: "law", Kind: kind, Provider: records.ProviderSimulator, Address: "+15550100100", Active: true,
	}
	server := httptest.NewServer(simulator.New(simulator.Options{
		Channels: map[records.ChannelKind]string{kind: through.Name},
		Intake:   parts.Intake, Receipts: parts.Receipts, Directory: directory{through}, Transcript: newClinic(),
		Random: rand.Reader, Logger: parts.Logger,
	}))
	client := simulator.NewClient(server.URL, server.Client())
	sender := &accepting{Sender: simulator.NewSender(parts.Receipts, rand.Reader, parts.Logger)}
	return channeltest.Subject{
		Channel: through,
		Sender:  sender,
		Deliver: func(ctx context.Context, message channel.Inbound) error {
			_, err := client.Send(ctx, simulator.NewMessage{
				ID: message.ProviderID, Channel: kind, From: message.From, Text: &message.Text, Choice: message.ChoiceID,
			})
			return err
		},
		Carries:  channeltest.Carries{ProviderID: true, Choice: kind == records.ChannelWhatsApp},
		Accepted: sender.all,
		Close: func() {
			server.Close()
			_ = sender.Close(context.Background())
		},
	}
}

// directory holds one channel.
type directory struct{ through records.Channel }

func (d directory) ChannelByName(_ context.Context, name string) (records.Channel, error) {
	if name != d.through.Name {
		return records.Channel{}, records.NotFound("channel")
	}
	return d.through, nil
}

// accepting keeps what its sender accepted: the simulated provider itself does
// not, since a phone reads the clinic's records.
type accepting struct {
	*simulator.Sender
	mutex    sync.Mutex
	accepted []channeltest.Accepted
}

func (a *accepting) Send(ctx context.Context, message channel.Outbound) (channel.Sent, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	sent, err := a.Sender.Send(ctx, message)
	if err == nil {
		a.accepted = append(a.accepted, channeltest.Accepted{
			ProviderID: sent.ProviderID, From: message.From, To: message.To, Text: message.Text,
		})
	}
	return sent, err
}

func (a *accepting) all() []channeltest.Accepted {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return slices.Clone(a.accepted)
}
