//go:build !nowhatsapp

package whatsapp

import (
	"context"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"frontdesk/conversations/channel"
)

// maxIdentifier bounds WhatsApp's id of a message, in bytes; theirs have 16 to
// 36.
const maxIdentifier = 128

// receive hands a patient's message to the intake. What the clinic wrote on its
// own telephone, groups, channels, reactions and the library's own traffic are
// no messages of patients.
func (s *session) receive(ctx context.Context, client *whatsmeow.Client, message *events.Message) error {
	source := message.Info.MessageSource
	if source.IsFromMe || source.IsGroup || !isPerson(source.Sender) {
		return nil
	}
	config := s.adapter.config
	inbound, says := understand(message.Message)
	if !says {
		config.Happened(EventIgnored)
		return nil
	}
	inbound.ProviderID = channel.CleanText(message.Info.ID, maxIdentifier)
	var err error
	if inbound.From, err = s.addressOf(ctx, client, source); err != nil {
		return err
	}
	if err := config.Intake.Receive(ctx, s.through, inbound); err != nil {
		return err
	}
	if message.RetryCount > 0 || message.UnavailableRequestID != "" {
		return config.Devices.Readable(ctx, s.through, inbound.ProviderID)
	}
	return nil
}

// isPerson says whether an address is a person's, by number or hidden id.
func isPerson(jid types.JID) bool {
	return jid.Server == types.DefaultUserServer || jid.Server == types.HiddenUserServer
}

// understand gives text and media of a message, and says whether it has any.
func understand(message *waE2E.Message) (channel.Inbound, bool) {
	if edited := message.GetProtocolMessage().GetEditedMessage(); edited != nil {
		message = edited // a correction is another message to whoever reads along
	}
	switch {
	case message == nil:
		return channel.Inbound{}, false
	case message.Conversation != nil:
		return said(message.GetConversation()), true
	case message.ExtendedTextMessage != nil:
		return said(message.GetExtendedTextMessage().GetText()), true
	case message.ImageMessage != nil:
		return shown(message.GetImageMessage().GetCaption()), true
	case message.VideoMessage != nil:
		return shown(message.GetVideoMessage().GetCaption()), true
	case message.DocumentMessage != nil:
		return shown(message.GetDocumentMessage().GetCaption()), true
	case message.AudioMessage != nil, message.StickerMessage != nil, message.ContactMessage != nil, message.ContactsArrayMessage != nil,
		message.LocationMessage != nil, message.LiveLocationMessage != nil, message.PtvMessage != nil:
		return shown(""), true
	}
	return channel.Inbound{}, false
}

// said is a message in words.
func said(text string) channel.Inbound { return channel.Inbound{Text: channel.InboundText(text)} }

// shown is one that shows something, with or without words.
func shown(caption string) channel.Inbound {
	inbound := said(caption)
	inbound.MediaCount = 1
	return inbound
}

// unreadable notes a message that could not be decrypted. The library has asked
// the sender for it again by now, and the clinic's telephone, too; if neither
// helps, staff are told.
func (s *session) unreadable(ctx context.Context, client *whatsmeow.Client, message *events.UndecryptableMessage) {
	source := message.Info.MessageSource
	if source.IsFromMe || source.IsGroup || !isPerson(source.Sender) || message.DecryptFailMode == events.DecryptFailHide {
		return
	}
	config := s.adapter.config
	config.Happened(EventUnreadable)
	address, err := s.addressOf(ctx, client, source)
	if err == nil {
		err = config.Devices.Unreadable(ctx, s.through, channel.CleanText(message.Info.ID, maxIdentifier), address)
	}
	if err != nil && ctx.Err() == nil {
		config.Logger.Error("note an unreadable message", "channel", s.through.Name, "error", err)
	}
}
