package whatsapptest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// pair serves a client that wants to be linked: it gets the references that it
// shows as QR codes, and once a telephone has scanned one, the order to come
// again as what it has become.
func (s *Server) pair(client *stream) {
	s.mutex.Lock()
	s.pairing[client.static] = client
	s.change()
	s.mutex.Unlock()
	defer func() {
		s.mutex.Lock()
		delete(s.pairing, client.static)
		s.mutex.Unlock()
	}()
	const references = 6
	codes := make([]node, references)
	for i := range codes {
		codes[i] = node{Tag: "ref", Content: []byte("2@" + newID())}
	}
	err := client.send(node{
		Tag:     "iq",
		Attrs:   attributes{"from": types.ServerJID, "type": "set", "id": newID(), "xmlns": "md"},
		Content: []node{{Tag: "pair-device", Content: codes}},
	})
	for err == nil {
		var stanza *node
		if stanza, err = client.receive(); err != nil {
			return
		}
		if _, signed := stanza.GetOptionalChildByTag("pair-device-sign"); signed {
			err = client.send(node{Tag: "stream:error", Attrs: attributes{"code": "515"}})
			for err == nil { // until it has gone
				_, err = client.receive()
			}
			return
		}
		if kind := stanza.Attrs["type"]; kind == "get" || kind == "set" {
			err = client.send(result(stanza))
		}
	}
}

// Scan links the client that shows a QR code to the telephone's account, as its
// owner does with the telephone's camera.
func (p *Phone) Scan(ctx context.Context, code string) error {
	_, content, _ := strings.Cut(code, "#")
	parts := strings.Split(content, ",")
	if len(parts) < 4 {
		return errors.New("whatsapptest: this is no code of WhatsApp's")
	}
	shown := make([][]byte, 3) // the noise key, the identity and the secret
	for i := range shown {
		var err error
		if shown[i], err = base64.StdEncoding.DecodeString(parts[i+1]); err != nil || len(shown[i]) != 32 {
			return fmt.Errorf("whatsapptest: part %d of the code is no key: %w", i+1, err)
		}
	}
	client, linked := p.link([32]byte(shown[0]), shown[1])
	if client == nil {
		return errors.New("whatsapptest: nobody shows this code")
	}
	wrapped, err := p.vouch(shown[1], shown[2], uint32(linked.jid.Device))
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return client.send(node{
		Tag: "iq", Attrs: attributes{"from": types.ServerJID, "type": "set", "id": newID()},
		Content: []node{{Tag: "pair-success", Content: []node{
			{Tag: "device-identity", Content: wrapped},
			{Tag: "platform", Attrs: attributes{"name": "android"}},
			{Tag: "biz", Attrs: attributes{"name": ""}},
			{Tag: "device", Attrs: attributes{"jid": linked.jid, "lid": linked.lid}},
		}}},
	})
}

// link keeps the client as a device of the telephone's account.
func (p *Phone) link(noise [32]byte, identity []byte) (*stream, *device) {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	client := p.server.pairing[noise]
	if client == nil {
		return nil, nil
	}
	p.companions++
	linked := &device{owner: p, jid: p.jid, lid: p.lid, noise: noise, identity: slices.Clone(identity)}
	linked.jid.Device, linked.lid.Device = p.companions, p.companions
	data := client.payload.GetDevicePairingData()
	linked.registration = data.GetERegid()
	linked.signedPreKey = node{Tag: "skey", Content: []node{
		{Tag: "id", Content: data.GetESkeyID()},
		{Tag: "value", Content: data.GetESkeyVal()},
		{Tag: "signature", Content: data.GetESkeySig()},
	}}
	p.server.devices[linked.jid] = linked
	return client, linked
}

// vouch signs the device's identity with the account's, and seals that with the
// secret that only the code shows.
func (p *Phone) vouch(identity, secret []byte, index uint32) ([]byte, error) {
	details, err := proto.Marshal(&waAdv.ADVDeviceIdentity{
		RawID: proto.Uint32(1), Timestamp: proto.Uint64(uint64(max(p.server.now().Unix(), 0))), KeyIndex: proto.Uint32(index),
	})
	if err != nil {
		return nil, err
	}
	signed := bytes.Join([][]byte{whatsmeow.AdvAccountSignaturePrefix, details, identity}, nil)
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*p.keys.IdentityKey.Priv), signed)
	account, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentity{
		Details: details, AccountSignatureKey: p.keys.IdentityKey.Pub[:], AccountSignature: signature[:],
	})
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(account)
	return proto.Marshal(&waAdv.ADVSignedDeviceIdentityHMAC{Details: account, HMAC: mac.Sum(nil)})
}
