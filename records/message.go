package records

import (
	"time"

	"github.com/google/uuid"
)

// Direction says who wrote a message.
type Direction string

// Inbound messages come from patients, outbound ones go to them.
const (
	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
)

// MessageStatus is where a message is on its way.
//
//	inbound:  received ──turn──▶ processed
//	                    └──────▶ quarantined (failed alone, too; staff have a task)
//	outbound: queued ◀▶ sending ─▶ sent ─▶ delivered ─▶ read
//	             │         ├──▶ unknown ──▶ sent …
//	             │         └──▶ failed
//	             └──▶ not-sent
type MessageStatus string

const (
	// MessageReceived waits for its turn.
	MessageReceived MessageStatus = "received"
	// MessageProcessed had its turn; the reply committed with it.
	MessageProcessed MessageStatus = "processed"
	// MessageQuarantined failed in a batch and alone; staff have a task.
	MessageQuarantined MessageStatus = "quarantined"

	// MessageQueued waits to be sent.
	MessageQueued MessageStatus = "queued"
	// MessageSending was handed to the provider, or is about to be; it was
	// committed before the call, so a crash can't hide the attempt.
	MessageSending MessageStatus = "sending"
	// MessageUnknown was handed over and no answer came: it may have been
	// sent. It is reconciled, never repeated blindly.
	MessageUnknown MessageStatus = "unknown"
	// MessageSent was accepted by the provider.
	MessageSent MessageStatus = "sent"
	// MessageDelivered reached the patient's phone.
	MessageDelivered MessageStatus = "delivered"
	// MessageRead was opened by the patient.
	MessageRead MessageStatus = "read"
	// MessageFailed was refused for good, by the provider or the carrier.
	MessageFailed MessageStatus = "failed"
	// MessageNotSent was stopped at the exit gate; NotSentReason says why.
	MessageNotSent MessageStatus = "not-sent"
)

// NotSentReason says why the exit gate stopped a message.
type NotSentReason string

// Why a message was not sent.
const (
	NotSentOptedOut  NotSentReason = "opted-out"
	NotSentExpired   NotSentReason = "expired"
	NotSentObsolete  NotSentReason = "obsolete"
	NotSentLevel     NotSentReason = "content-level"
	NotSentNoChannel NotSentReason = "channel-inactive"
	// NotSentChannelDown went out on another channel, as this one's provider was away.
	NotSentChannelDown NotSentReason = "channel-down"
	// NotSentRefused is for a purpose that the contact refused.
	NotSentRefused NotSentReason = "purpose-refused"
	// NotSentCapped would have been more in a week than the clinic allows itself,
	// for as long as it was of use.
	NotSentCapped NotSentReason = "weekly-cap"
	// NotSentTemplate is free text outside the time in which it may be sent, for
	// which there is no approved template.
	NotSentTemplate NotSentReason = "needs-template"
	// NotSentUnconfirmed is for an e-mail address whose holder has not said that
	// they want anything.
	NotSentUnconfirmed NotSentReason = "unconfirmed"
	// NotSentRepliesOnly is a message that answers nothing, on a channel that
	// only answers: WhatsApp bans linked devices that write unasked.
	NotSentRepliesOnly NotSentReason = "replies-only"
)

// ContentLevel says how much a text gives away to whoever reads the phone.
type ContentLevel int

const (
	// ContentNeutral (L0): that the clinic has a message, nothing else; also
	// clinic-public facts and questions that reveal nothing on file.
	ContentNeutral ContentLevel = iota
	// ContentLogistics (L1): date, time, place.
	ContentLogistics
	// ContentNames (L2): names of the patient or the practitioner, the service.
	ContentNames
	// ContentClinical (L3): anything clinical or financial.
	ContentClinical
)

// Choice is one answer that a message offers. ID is what comes back from a
// button and what the engine understands; Label is what people see.
type Choice struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Message is one message of a conversation, in either direction.
type Message struct {
	ID             uuid.UUID
	ClinicID       uuid.UUID
	ChannelID      uuid.UUID
	ConversationID uuid.UUID
	// Sequence is the order of arrival (inbound) or of writing (outbound).
	Sequence  int64
	Direction Direction
	Status    MessageStatus
	// ProviderID is the provider's own id (Twilio's MessageSid), unique per
	// channel; empty for an outbound message that was not accepted yet.
	ProviderID string
	Text       string
	// Choices offered with an outbound message, in order.
	Choices []Choice
	// ChoiceID is the button that an inbound message pressed, if it did.
	ChoiceID string
	// Level of an outbound message's content; the exit gate judges it.
	Level ContentLevel
	// Proactive is true for what the patient did not just ask for.
	Proactive bool
	// AppointmentID and AppointmentVersion bind a message (a reminder) to what
	// it speaks of; the exit gate drops it when that has moved on.
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	// ExpiresAt is when an outbound message would be too late to send; zero
	// for never.
	ExpiresAt     time.Time
	NotSentReason NotSentReason
	// ErrorCode is the provider's code of a failure ("30003").
	ErrorCode string
	CreatedAt time.Time
}
