package whatsapptest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/util/optional"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// Addressing is which of its identities a telephone writes under.
type Addressing int

// What WhatsApp's servers put on a message, in the course of their migration
// from numbers to hidden ids.
const (
	// ByHiddenID names the hidden id, and the number beside it.
	ByHiddenID Addressing = iota
	// ByNumber names the number, and the hidden id beside it.
	ByNumber
	// ByHiddenIDAlone keeps the number to itself.
	ByHiddenIDAlone
)

// Phone is a telephone with WhatsApp: a patient's, or the clinic's own, which
// links devices.
type Phone struct {
	server     *Server
	jid, lid   types.JID
	keys       *store.Device
	companions uint16
	// Addressing is how it writes from here on.
	addressing Addressing
	// written is what it can encrypt again when a device can't read it.
	written map[string]*waE2E.Message
	// withholds is set while the server gives nobody its keys.
	withholds bool
	// unreadable counts the messages to come that it pretends not to read.
	unreadable int
}

// AddPhone makes a telephone of this number ("+12025550142").
func (s *Server) AddPhone(number string) *Phone {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	digits := strings.TrimPrefix(number, "+")
	count := uint32(len(s.phones) + 1) //nolint:gosec // a test has few telephones
	const hidden = 900_000_000_000_000
	phone := &Phone{
		server: s, jid: types.NewJID(digits, types.DefaultUserServer), keys: newKeys(count), written: map[string]*waE2E.Message{},
		lid: types.NewJID(strconv.Itoa(hidden+int(count)), types.HiddenUserServer),
	}
	s.phones[digits] = phone
	return phone
}

// HiddenID is the telephone's address without its number.
func (p *Phone) HiddenID() string { return p.lid.String() }

// Move has WhatsApp tell the device of an account that the telephone's account has gone to
// another telephone, under the identity that the telephone writes under.
func (p *Phone) Move(to *Phone) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	device := to.device()
	if device == nil {
		return
	}
	from := p.lid
	if p.addressing == ByNumber {
		from = p.jid
	}
	p.server.deliver(device, node{
		Tag: "notification", Attrs: attributes{"type": "encrypt", "from": from, "id": newID(), "t": p.server.now().Unix()},
		Content: []node{{Tag: "identity"}},
	})
}

// Address says which identity the telephone writes under from here on.
func (p *Phone) Address(addressing Addressing) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	p.addressing = addressing
}

// WithholdKeys has the server refuse the telephone's keys to whoever asks, or
// give them again.
func (p *Phone) WithholdKeys(withholds bool) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	p.withholds = withholds
}

// Text makes the message that most telephones send.
func Text(text string) *waE2E.Message { return &waE2E.Message{Conversation: proto.String(text)} }

// Write sends a message to the devices of another telephone's account, and
// gives its delivery to the newest of them. The same id again is the same
// message to whoever keeps ids, newly encrypted.
func (p *Phone) Write(to *Phone, id string, message *waE2E.Message) (*Delivery, error) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	p.written[id] = message
	device := to.device()
	if device == nil {
		return nil, errors.New("whatsapptest: the account has no device")
	}
	encrypted, err := p.encrypt(device, message)
	if err != nil {
		return nil, err
	}
	return p.server.deliver(device, p.stanza(id, encrypted)), nil
}

// Garble sends a message that nobody can read, as a telephone does whose keys
// have come apart. Asked again, the telephone writes it properly if heals is
// set, and garbles it for ever otherwise.
func (p *Phone) Garble(to *Phone, id string, message *waE2E.Message, heals bool) (*Delivery, error) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	if heals {
		p.written[id] = message
	}
	device := to.device()
	if device == nil {
		return nil, errors.New("whatsapptest: the account has no device")
	}
	encrypted, err := p.encrypt(device, message)
	if err != nil {
		return nil, err
	}
	content, _ := encrypted.Content.([]byte)
	encrypted.Content = garbled(content)
	return p.server.deliver(device, p.stanza(id, encrypted)), nil
}

// garbled changes a ciphertext where only its authentication notices.
func garbled(content []byte) []byte {
	changed := bytes.Clone(content)
	changed[len(changed)-1] ^= 0xff
	return changed
}

// again writes a message once more for a device that could not read it, in a
// new session if the device offers keys for one.
func (p *Phone) again(device *device, id string, receipt *node) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	message := p.written[id]
	if message == nil {
		return
	}
	if offered, ok := receipt.GetOptionalChildByTag("keys"); ok {
		device.preKeys = append([]node{offered.GetChildByTag("key")}, device.preKeys...)
		if err := p.keys.Sessions.DeleteSession(context.Background(), device.lid.SignalAddress().String()); err != nil {
			return
		}
	}
	if encrypted, err := p.encrypt(device, message); err == nil {
		encrypted.Attrs["count"] = 1
		p.server.deliver(device, p.stanza(id, encrypted))
	}
}

// device is the newest device of the telephone's account. The mutex is held.
func (p *Phone) device() *device {
	jid := p.jid
	jid.Device = p.companions
	return p.server.devices[jid]
}

// stanza wraps what is encrypted for a device as the server hands it over.
func (p *Phone) stanza(id string, encrypted node) node {
	attrs := attributes{"id": id, "t": p.server.now().Unix(), "type": "text", "notify": "a patient"}
	switch p.addressing {
	case ByNumber:
		attrs["from"], attrs["sender_lid"] = p.jid, p.lid
	case ByHiddenIDAlone:
		attrs["from"] = p.lid
	case ByHiddenID:
		attrs["from"], attrs["sender_pn"] = p.lid, p.jid
	}
	return node{Tag: "message", Attrs: attrs, Content: []node{encrypted}}
}

// encrypt encrypts a message for a device. The mutex is held.
func (p *Phone) encrypt(device *device, message *waE2E.Message) (node, error) {
	plaintext, err := proto.Marshal(message)
	if err != nil {
		return node{}, err
	}
	ctx, address := context.Background(), device.lid.SignalAddress()
	builder := session.NewBuilderFromSignal(p.keys, address, store.SignalProtobufSerializer)
	if known, err := p.keys.ContainsSession(ctx, address); err != nil {
		return node{}, err
	} else if !known {
		bundle, err := device.takeBundle()
		if err != nil {
			return node{}, err
		}
		if err := builder.ProcessBundle(ctx, bundle); err != nil {
			return node{}, err
		}
	}
	const padding = 7 // how many bytes, and the value of each
	ciphertext, err := session.NewCipher(builder, address).Encrypt(ctx, append(plaintext, bytes.Repeat([]byte{padding}, padding)...))
	if err != nil {
		return node{}, err
	}
	kind := "msg"
	if ciphertext.Type() == protocol.PREKEY_TYPE {
		kind = "pkmsg"
	}
	return node{Tag: "enc", Attrs: attributes{"v": "2", "type": kind}, Content: ciphertext.Serialize()}, nil
}

// takeBundle gives what the device is written to with for the first time; a
// one-time key is given once. The mutex is held.
func (d *device) takeBundle() (*prekey.Bundle, error) {
	if len(d.preKeys) == 0 {
		return nil, errors.New("whatsapptest: the device has left no keys")
	}
	oneTime := d.preKeys[0]
	d.preKeys = d.preKeys[1:]
	id, key, err := publicKey(oneTime)
	if err != nil {
		return nil, err
	}
	signedID, signed, err := publicKey(d.signedPreKey)
	if err != nil {
		return nil, err
	}
	signature, _ := d.signedPreKey.GetChildByTag("signature").Content.([]byte)
	if len(signature) != 64 || len(d.identity) != 32 || len(d.registration) != 4 {
		return nil, errors.New("whatsapptest: the device's keys are not whole")
	}
	registration := uint32(d.registration[0])<<24 | uint32(d.registration[1])<<16 | uint32(d.registration[2])<<8 | uint32(d.registration[3])
	return prekey.NewBundle(registration, uint32(d.jid.Device), optional.NewOptionalUint32(id), signedID, key, signed,
		[64]byte(signature), identity.NewKey(ecc.NewDjbECPublicKey([32]byte(d.identity)))), nil
}

// publicKey reads a pre-key as a device uploads it.
func publicKey(uploaded node) (uint32, ecc.ECPublicKeyable, error) {
	id, _ := uploaded.GetChildByTag("id").Content.([]byte)
	value, _ := uploaded.GetChildByTag("value").Content.([]byte)
	if len(id) != 3 || len(value) != 32 {
		return 0, nil, fmt.Errorf("whatsapptest: a pre-key of %d and %d bytes", len(id), len(value))
	}
	return uint32(id[0])<<16 | uint32(id[1])<<8 | uint32(id[2]), ecc.NewDjbECPublicKey([32]byte(value)), nil
}
