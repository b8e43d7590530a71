//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/google/uuid"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// codeNotConnected marks a message that waits for its device.
const codeNotConnected = "not-connected"

// Send hands a message to WhatsApp through the channel's device; see
// channel.Sender. A connection that breaks in between is waited for, and the
// very same ciphertext goes again, which can't be read twice.
func (a *Adapter) Send(ctx context.Context, message channel.Outbound) (channel.Sent, error) {
	to, err := a.check(message)
	if err != nil {
		return channel.Sent{}, err
	}
	session := a.session(message.Channel.ID)
	client := session.client()
	if client == nil || !client.IsLoggedIn() {
		return channel.Sent{}, notYet(codeNotConnected, errors.New("whatsapp: the device is not connected"))
	}
	select {
	case session.sending <- struct{}{}:
	case <-ctx.Done():
		return channel.Sent{}, notYet("", fmt.Errorf("whatsapp: wait for the device: %w", ctx.Err()))
	}
	if err := ctx.Err(); err != nil {
		<-session.sending
		return channel.Sent{}, notYet("", fmt.Errorf("whatsapp: %w", err))
	}
	answer, gone := make(chan error), make(chan struct{})
	go session.send(context.WithoutCancel(ctx), client, to, message, answer, gone)
	select {
	case err := <-answer:
		if err != nil {
			return channel.Sent{}, err
		}
		return channel.Sent{ProviderID: providerID(message.ID)}, nil
	case <-ctx.Done():
		close(gone)
		return channel.Sent{}, &channel.SendError{Outcome: channel.OutcomeUnknown, Err: fmt.Errorf("whatsapp: wait for the answer: %w", ctx.Err())}
	}
}

// send does it, and learns what came of it even if the caller has gone: an
// answer that comes late is recorded as a receipt.
func (s *session) send(
	ctx context.Context, client *whatsmeow.Client, to types.JID, message channel.Outbound, answer chan<- error, gone <-chan struct{},
) {
	defer func() { <-s.sending }()
	config := s.adapter.config
	// The library's own waiting ends first: its clean-up is not safe against an
	// answer at the moment at which a context ends.
	bounded, cancel := context.WithTimeout(ctx, 2*config.Timeout)
	defer cancel()
	guarded, sending := whileSending(bounded, client.Store)
	_, err := client.SendMessage(guarded, to, textMessage(message.Text), whatsmeow.SendRequestExtra{
		ID: providerID(message.ID), Timeout: config.Timeout,
	})
	sending.release()
	if err == nil && !sending.reached {
		err = errNobody
	}
	if err != nil {
		err = sendError(err)
	}
	select {
	case answer <- err:
		return
	case <-gone:
	}
	if err != nil {
		return // as unknown as before
	}
	receipt := channel.Receipt{MessageID: message.ID, ProviderID: providerID(message.ID), Status: records.MessageSent}
	if err := config.Receipts.Record(bounded, message.Channel, receipt); err != nil {
		config.Logger.Warn("record a late answer", "channel", message.Channel.Name, "message", message.ID, "error", err)
	}
}

// textMessage is a plain text.
func textMessage(text string) *waE2E.Message { return &waE2E.Message{Conversation: proto.String(text)} }

// check refuses what WhatsApp would refuse, or what nobody should send.
func (a *Adapter) check(message channel.Outbound) (types.JID, error) {
	if message.Text == "" {
		return types.JID{}, refusal(channel.RemedyNone, "the message has no text")
	}
	if length := utf8.RuneCountInString(message.Text); length > maxText {
		return types.JID{}, refusal(channel.RemedyNone, fmt.Sprintf("the message has %d characters, and %d is the limit", length, maxText))
	}
	if !message.ExpiresAt.IsZero() && !a.config.Now().Before(message.ExpiresAt) {
		return types.JID{}, refusal(channel.RemedyNone, "the message has expired")
	}
	to, err := recipient(message.To)
	if err != nil {
		return types.JID{}, refusal(channel.RemedyBadAddress, "the address is neither a number nor an id of WhatsApp's")
	}
	return to, nil
}

// again finds the text of a message that a patient's telephone could not
// decrypt and asks for, also one that an earlier process sent.
func (s *session) again(ctx context.Context) func(requester, to types.JID, id types.MessageID) *waE2E.Message {
	return func(_, _ types.JID, id types.MessageID) *waE2E.Message {
		ours, sentHere := messageID(id)
		if !sentHere || ours == uuid.Nil {
			return nil
		}
		text, err := s.adapter.config.Devices.Text(ctx, s.through, ours)
		if err != nil {
			return nil
		}
		return textMessage(text)
	}
}
