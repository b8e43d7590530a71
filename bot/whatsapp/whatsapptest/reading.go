package whatsapptest

import (
	"context"
	"errors"

	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"google.golang.org/protobuf/proto"
)

// MissReads makes the telephone fail to read the next messages, and ask for
// each of them again.
func (p *Phone) MissReads(count int) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	p.unreadable += count
}

// read takes what a device has encrypted for the telephone. What a patient
// reads is kept; the device's own account only mirrors what was sent. The
// mutex is held.
func (p *Phone) read(device *device, message *node, encrypted node) {
	id, _ := message.Attrs["id"].(string)
	if p.unreadable > 0 {
		p.unreadable--
		p.server.deliver(device, node{
			Tag:   "receipt",
			Attrs: attributes{"from": p.lid, "id": id, "t": p.server.now().Unix(), "type": "retry"},
			Content: []node{
				{Tag: "retry", Attrs: attributes{"count": 1, "id": id, "t": p.server.now().Unix(), "v": 1}},
				{Tag: "registration", Content: bigEndian(p.keys.RegistrationID, 4)},
			},
		})
		return
	}
	content, err := p.decrypt(device, encrypted)
	if err != nil || device.owner == p {
		return // a repeated ciphertext, or a mirror
	}
	p.server.sent = append(p.server.sent, Sent{ID: id, To: "+" + p.jid.User, Text: content.GetConversation()})
}

func (p *Phone) decrypt(device *device, encrypted node) (*waE2E.Message, error) {
	raw, ok := encrypted.Content.([]byte)
	if !ok {
		return nil, errors.New("nothing is encrypted for this telephone")
	}
	ctx, address, serializer := context.Background(), device.lid.SignalAddress(), store.SignalProtobufSerializer
	cipher := session.NewCipher(session.NewBuilderFromSignal(p.keys, address, serializer), address)
	var plaintext []byte
	var err error
	if encrypted.Attrs["type"] == "pkmsg" {
		first, parsed := protocol.NewPreKeySignalMessageFromBytes(raw, serializer.PreKeySignalMessage, serializer.SignalMessage)
		if parsed != nil {
			return nil, parsed
		}
		plaintext, err = cipher.DecryptMessage(ctx, first)
	} else {
		next, parsed := protocol.NewSignalMessageFromBytes(raw, serializer.SignalMessage)
		if parsed != nil {
			return nil, parsed
		}
		plaintext, err = cipher.Decrypt(ctx, next)
	}
	if err != nil {
		return nil, err
	}
	padding := int(plaintext[len(plaintext)-1])
	message := &waE2E.Message{}
	return message, proto.Unmarshal(plaintext[:len(plaintext)-padding], message)
}

// Report sends the device of another telephone's account a receipt for a
// message that it sent: "" for delivered, "read", or, from the account's own
// telephone, "sender" for sent.
func (p *Phone) Report(to *Phone, id, kind string) (*Delivery, error) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	device := to.device()
	if device == nil {
		return nil, errors.New("whatsapptest: the account has no device")
	}
	attrs := attributes{"from": p.lid, "id": id, "t": p.server.now().Unix()}
	if kind != "" {
		attrs["type"] = kind
	}
	return p.server.deliver(device, node{Tag: "receipt", Attrs: attrs}), nil
}
