// Package channel is the port between frontdesk and the world that carries
// its messages: what comes in, what goes out, what became of it, and what a
// channel can do. Each provider has one adapter under bot/; every adapter
// passes the suite in channeltest.
package channel

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// OptOut says what a provider's own keyword filter made of an inbound message.
type OptOut string

// What Twilio reports as OptOutType: it has recorded the change and answered
// the patient itself, so we record it, too, and answer nothing.
const (
	OptOutNone  OptOut = ""
	OptOutStop  OptOut = "STOP"
	OptOutStart OptOut = "START"
	OptOutHelp  OptOut = "HELP"
)

// Inbound is one message from a patient, as its adapter understood it. All
// text is what the provider sent, unchecked, except that it is valid UTF-8
// without NUL and at most MaxInboundText bytes.
type Inbound struct {
	// ProviderID is the provider's id of the message, unique per channel; the
	// same id delivered again has no second effect. Never empty.
	ProviderID string
	// From is the patient's address: a number in E.164, or whatever identity
	// the provider gives where there is no number. Never empty.
	From string
	Text string
	// ChoiceID is set when a button or list entry of ours was pressed.
	ChoiceID string
	// MediaCount is how many pictures, voice notes or files came along.
	MediaCount int
	// Media are those of them that the adapter can fetch, in their order and at
	// most MaxMedia; empty where it can fetch none.
	Media  []Media
	OptOut OptOut
}

// MaxInboundText bounds the text of an Inbound, in bytes. Adapters cut longer
// texts at a rune boundary: nobody writes this much to make an appointment.
const MaxInboundText = 8 << 10

// Outbound is one message to a patient, ready to go.
type Outbound struct {
	// ID is our own id of the message. Adapters hand it to the provider
	// wherever it can come back (a status callback's URL), so that an attempt
	// whose answer was lost can still be recognised.
	ID uuid.UUID
	// Channel is what the message leaves through: its kind decides how the
	// addresses are written, and its name is where receipts come back to.
	Channel records.Channel
	// From is the clinic's own number on the channel, To the patient's address.
	From, To string
	// Text is the whole text, with numbered choices already in it where the
	// channel has no buttons (see Capabilities).
	Text string
	// Choices to show as buttons or a list; empty where they stand in Text.
	Choices []records.Choice
	// Content, when set, is how the provider is to write text and choices: a
	// template outside a session, or the form that has buttons within one (see
	// Choose). The patient reads the same words. Without it an adapter that can't
	// show choices otherwise numbers them (see Numbered).
	Content *Content
	// Mail is what an e-mail has beside its text; nil on all other channels, and
	// for one that has nothing.
	Mail *Mail
	// ExpiresAt is when the message is of no more use; zero for never.
	ExpiresAt time.Time
}

// Receipt is a provider's word on what became of an outbound message.
type Receipt struct {
	// MessageID is our id, when the provider gave it back; otherwise nil, and
	// ProviderID finds the message.
	MessageID  uuid.UUID
	ProviderID string
	Status     records.MessageStatus
	// ProviderStatus is the provider's own word for it ("undelivered"), for the
	// record; empty where it has none.
	ProviderStatus string
	// ErrorCode is the provider's code of a failure ("30003").
	ErrorCode string
	// Remedy is what the failure asks for beyond recording it: a carrier's
	// opt-out is learned from a receipt as well as from a refused send.
	Remedy Remedy
}

// Capabilities says what a channel can show. Limits are data, so that the
// renderer never asks which provider it renders for.
type Capabilities struct {
	// Buttons is how many quick replies one message can carry; 0 means that
	// choices are numbered in the text.
	Buttons int
	// ButtonLabel is the longest label of a button, in characters.
	ButtonLabel int
	// ListEntries is how many choices one message can show as a list to open; 0
	// where there is none. ListLabel is the longest entry, in characters.
	ListEntries, ListLabel int
	// Photos is true where pictures and documents that patients send reach staff:
	// nobody is asked for one elsewhere.
	Photos bool
	// TextLimit is the longest text, in characters.
	TextLimit int
	// Segmented is true where a text is charged by GSM-7 or UCS-2 segments.
	Segmented bool
	// SessionWindow is how long after the patient's last message free text may
	// be sent; zero for always.
	SessionWindow time.Duration
}

// Sent is the provider's answer to a message that it accepted.
type Sent struct {
	ProviderID string
}

// Sender sends messages of one provider.
type Sender interface {
	// Send hands one message to the provider. A nil error means that the
	// provider accepted it. Every error is, or wraps, a *SendError; its Outcome
	// says whether the message may have gone. Send returns when ctx ends, with
	// OutcomeUnknown if the request had left by then.
	Send(ctx context.Context, message Outbound) (Sent, error)
	// Capabilities of a channel of this kind.
	Capabilities(kind records.ChannelKind) Capabilities
}

// Placed is implemented by senders of which one process at a time can carry a
// channel: the one that holds its device.
type Placed interface {
	// Carries says whether this process can send through a channel.
	Carries(channelID uuid.UUID) bool
}

// Finder is implemented by senders whose provider can be asked whether it
// has a message whose answer was lost.
type Finder interface {
	// Find looks for a message that was handed over at or after since and has
	// this sender, receiver and text. excluding lists provider ids that are
	// known to belong to other messages. It returns false when the provider
	// has no such message, and an error when the provider could not be asked.
	Find(ctx context.Context, message Outbound, since time.Time, excluding []string) (Receipt, bool, error)
}

// InboundLister is implemented by adapters whose provider keeps the messages
// that it could not deliver to us.
type InboundLister interface {
	// ListInbound gives every message that patients sent to the channel at or
	// after since, oldest first. It may give a few older ones, too: Intake tells
	// what it has seen before. What only a webhook carries (ChoiceID, OptOut) is
	// missing where the provider does not keep it. A provider that could not be
	// asked, or that has more than can be read at once, is an error.
	ListInbound(ctx context.Context, through records.Channel, since time.Time) ([]Inbound, error)
}
