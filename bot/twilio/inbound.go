package twilio

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const (
	// maxIdentifier bounds a MessageSid, in bytes; Twilio's have 34.
	maxIdentifier = 64
	// maxAddress bounds an address, in bytes.
	maxAddress = 128
	// maxChoice bounds the id of a choice, in bytes; Twilio's bound is 256.
	maxChoice = 256
	// maxMedia bounds what we believe of NumMedia; Twilio sends ten at most.
	maxMedia = 100
)

// takeMessage hands a patient's message to the intake.
func (a *Adapter) takeMessage(ctx context.Context, through records.Channel, _, form url.Values) error {
	message, err := readInbound(form)
	if err != nil {
		return err
	}
	return a.config.Intake.Receive(ctx, through, message)
}

// readInbound understands the parameters of a message. What it does not know
// it ignores, because Twilio adds parameters without notice.
func readInbound(form url.Values) (channel.Inbound, error) {
	message := channel.Inbound{
		ProviderID: identifier(firstOf(form, "MessageSid", "SmsMessageSid", "SmsSid")),
		From:       senderOf(form),
		Text:       channel.InboundText(firstOf(form, "Body", "ButtonText", "ListTitle")),
		ChoiceID:   channel.CleanText(firstOf(form, "ButtonPayload", "ListId"), maxChoice),
		MediaCount: mediaCount(form.Get("NumMedia")),
	}
	message.Media = announcedMedia(form, message.MediaCount)
	if message.ProviderID == "" || message.From == "" {
		return channel.Inbound{}, RefusedIncomplete
	}
	switch kind := channel.OptOut(strings.ToUpper(form.Get("OptOutType"))); kind {
	case channel.OptOutStop, channel.OptOutStart, channel.OptOutHelp:
		message.OptOut = kind
	case channel.OptOutNone:
	}
	return message, nil
}

// firstOf gives the first of these parameters that is not empty.
func firstOf(form url.Values, names ...string) string {
	for _, name := range names {
		if value := form.Get(name); value != "" {
			return value
		}
	}
	return ""
}

// identifier gives one of Twilio's ids, or "" for what can't be one.
func identifier(raw string) string {
	if len(raw) > maxIdentifier || !alphanumeric.MatchString(raw) {
		return ""
	}
	return raw
}

// senderOf gives the patient's address: a number, or for a WhatsApp user who
// hides it, the id that WhatsApp gives in its place ("US.1234").
func senderOf(form url.Values) string {
	for _, name := range []string{"From", "ExternalUserId"} {
		if address := plainAddress(form.Get(name)); address != "" {
			return address
		}
	}
	return ""
}

// plainAddress takes WhatsApp's prefix and whatever nobody's address holds off
// an address.
func plainAddress(raw string) string {
	return strings.TrimSpace(strings.TrimPrefix(channel.CleanText(raw, maxAddress), whatsApp))
}

// mediaCount reads how many files came along; what can't be read is none.
func mediaCount(text string) int {
	count, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return min(max(count, 0), maxMedia)
}
