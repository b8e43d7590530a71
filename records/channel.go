package records

import "github.com/google/uuid"

// ChannelKind is the medium a patient sees.
type ChannelKind string

// The media that patients write on.
const (
	ChannelSMS      ChannelKind = "sms"
	ChannelWhatsApp ChannelKind = "whatsapp"
	// ChannelEmail carries receipts and reminders to patients; what they write
	// back goes to the clinic's own mailbox and not to the bot.
	ChannelEmail ChannelKind = "email"
)

// Provider says through whom a channel's messages travel.
type Provider string

const (
	// ProviderTwilio is Twilio's Programmable Messaging.
	ProviderTwilio Provider = "twilio"
	// ProviderSMTP is the clinic's or its hoster's mail server.
	ProviderSMTP Provider = "smtp"
	// ProviderSimulator is the built-in phone of the demo.
	ProviderSimulator Provider = "simulator"
	// ProviderWhatsApp is a device that is linked to the clinic's own telephone.
	ProviderWhatsApp Provider = "whatsapp"
)

// Channel is a number of a clinic that patients write to.
type Channel struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Name is unique over all clinics; it stands in the webhook's path.
	Name     string
	Kind     ChannelKind
	Provider Provider
	// Address is the clinic's own number in E.164.
	Address string
	// ServiceID is the provider's pool of numbers that messages leave from
	// (Twilio's Messaging Service, "MG…"); empty for Address itself.
	ServiceID string
	// AccountID names the provider's account that the channel belongs to (Twilio's
	// AccountSid); empty for the first that is configured.
	AccountID string
	Active    bool
}
