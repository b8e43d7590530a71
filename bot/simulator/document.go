package simulator

import (
	"time"

	"frontdesk/records"
)

// NewMessage is the body of POST /simulator/messages.
type NewMessage struct {
	// ID makes sending safe to repeat: the same id again has no second effect.
	// It is optional; 1–64 letters, digits, hyphens and underscores.
	ID string `json:"id,omitempty"`
	// Channel is "sms" or "whatsapp".
	Channel records.ChannelKind `json:"channel"`
	// From is the phone's own number, with its country code.
	From string `json:"from"`
	// Text that was typed, or the label of the button that was pressed. It may
	// be empty, as people do send empty messages, but must be there unless a
	// Choice is.
	Text *string `json:"text,omitempty"`
	// Choice is the id of the button that was pressed, on WhatsApp.
	Choice string `json:"choice,omitempty"`
}

// Accepted is the answer to POST /simulator/messages.
type Accepted struct {
	ID string `json:"id"`
}

// NewReceipt is the body of POST /simulator/receipts: the phone has shown
// everything up to a message.
type NewReceipt struct {
	Channel records.ChannelKind `json:"channel"`
	From    string              `json:"from"`
	// Through is the sequence number of the last message that was shown.
	Through int64 `json:"through"`
}

// Phone is the answer to GET /simulator/messages.
type Phone struct {
	// Messages in order of Sequence.
	Messages []PhoneMessage `json:"messages"`
	// Typing is true while a message of the phone waits for its turn, or an
	// answer is on its way.
	Typing bool `json:"typing"`
	// More is true when there are further messages after the last one here.
	More bool `json:"more"`
}

// PhoneMessage is one message on the phone, or on its way there.
type PhoneMessage struct {
	// ID is, for a message from the phone, the one that Accepted gave.
	ID       string              `json:"id,omitempty"`
	Sequence int64               `json:"sequence"`
	Channel  records.ChannelKind `json:"channel"`
	// Direction as the clinic sees it: "inbound" is from the phone.
	Direction records.Direction `json:"direction"`
	Text      string            `json:"text"`
	// Choices are the buttons under a message; a channel without buttons has
	// them numbered in the text.
	Choices []records.Choice      `json:"choices"`
	Status  records.MessageStatus `json:"status"`
	// Reason says why a message was not sent or failed; else it is empty.
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
}

// OnPhone says whether the phone shows the message: what it wrote itself, and
// of what the clinic wrote what has reached it.
func (m PhoneMessage) OnPhone() bool {
	switch m.Status {
	case records.MessageSent, records.MessageDelivered, records.MessageRead:
		return true
	default:
		return m.Direction == records.Inbound
	}
}

// PhoneChannels is the answer to GET /simulator/channels.
type PhoneChannels struct {
	// Clinic is the name that the phone shows for the other side.
	Clinic   string         `json:"clinic"`
	Channels []PhoneChannel `json:"channels"`
}

// PhoneChannel is a number that the phone can write to.
type PhoneChannel struct {
	Channel records.ChannelKind `json:"channel"`
	// Name of the clinic's channel ("demo-sms").
	Name string `json:"name"`
	// Address is the clinic's number in E.164.
	Address string `json:"address"`
}

// phoneMessage shows a message as the phone sees it.
func phoneMessage(message records.Message, through records.Channel) PhoneMessage {
	shown := PhoneMessage{
		Sequence: message.Sequence, Channel: through.Kind, Direction: message.Direction,
		Text: message.Text, Choices: []records.Choice{}, Status: message.Status,
		Reason: message.ErrorCode, At: message.CreatedAt.UTC(),
	}
	if message.Direction == records.Inbound {
		shown.ID = message.ProviderID
	}
	if message.NotSentReason != "" {
		shown.Reason = string(message.NotSentReason)
	}
	if capabilities(through.Kind).Buttons > 0 && len(message.Choices) > 0 {
		shown.Choices = message.Choices
	}
	return shown
}

// isOnItsWay says whether something is still to happen before the phone has
// all that follows from a message: its turn, or its sending.
func isOnItsWay(status records.MessageStatus) bool {
	switch status {
	case records.MessageReceived, records.MessageQueued, records.MessageSending:
		return true
	default:
		return false
	}
}
