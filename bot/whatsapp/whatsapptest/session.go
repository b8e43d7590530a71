package whatsapptest

import (
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// device is a client that a telephone has linked.
type device struct {
	owner        *Phone
	jid, lid     types.JID
	noise        [32]byte
	registration []byte
	identity     []byte
	signedPreKey node
	preKeys      []node
	// stream is the connection it is logged in on, if any; active is set once it
	// has asked for its messages there.
	stream *stream
	active bool
	// pending is what it has not acknowledged, oldest first.
	pending []*Delivery
}

// Refusal is how WhatsApp turns a login away.
type Refusal struct {
	// Reason is WhatsApp's number: 401 for a device that was unlinked, 402 for a
	// temporary ban, 405 for a client that is too old, 503 for a server in trouble.
	Reason int
	// BanCode and BanSeconds say why and for how long, with 402.
	BanCode, BanSeconds int
}

// RefuseLogins turns every login away from here on, until it is given nil.
func (s *Server) RefuseLogins(refusal *Refusal) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.refusal = refusal
}

// session serves a linked device from its login to the end of its connection.
func (s *Server) session(client *stream) {
	device, refusal := s.login(client)
	if refusal != nil {
		failure := attributes{"reason": refusal.Reason, "location": "test"}
		if refusal.BanCode != 0 {
			failure["code"], failure["expire"] = refusal.BanCode, refusal.BanSeconds
		}
		// The client hangs up by itself once it has understood.
		err := client.send(node{Tag: "failure", Attrs: failure})
		for err == nil {
			_, err = client.receive()
		}
		return
	}
	defer s.logout(device, client)
	err := client.send(node{Tag: "success", Attrs: attributes{"lid": device.lid, "t": s.now().Unix()}})
	for err == nil {
		var stanza *node
		if stanza, err = client.receive(); err != nil {
			return
		}
		switch stanza.Tag {
		case "iq":
			err = s.answer(device, client, stanza)
		case "message":
			err = s.relay(device, client, stanza)
		case "receipt":
			err = s.takeReceipt(device, client, stanza)
		case "ack":
			s.settle(device, client, stanza)
		}
	}
}

// login finds the device that a client says it is, and ends the connection
// that it had before.
func (s *Server) login(client *stream) (*device, *Refusal) {
	jid := types.NewJID(strconv.FormatUint(client.payload.GetUsername(), 10), types.DefaultUserServer)
	jid.Device = uint16(client.payload.GetDevice()) //nolint:gosec // devices of an account are few
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.refusal != nil {
		return nil, s.refusal
	}
	device := s.devices[jid]
	if device == nil || device.noise != client.static {
		const unlinked = 401
		return nil, &Refusal{Reason: unlinked}
	}
	if device.stream != nil {
		s.replace(device)
	}
	device.stream, device.active = client, false
	s.logins++
	s.change()
	return device, nil
}

// logout is what a connection's end means for what was on its way.
func (s *Server) logout(device *device, client *stream) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if device.stream == client {
		device.stream, device.active = nil, false
	}
	for _, delivery := range device.pending {
		if delivery.on == client {
			delivery.on = nil
			delivery.failed++
		}
	}
	s.change()
}

// replace tells a connection that its device has come on another one. The
// mutex is held.
func (s *Server) replace(device *device) {
	_ = device.stream.send(node{Tag: "stream:error", Content: []node{{Tag: "conflict", Attrs: attributes{"type": "replaced"}}}}) // gone is gone
}

// Replace tells every device that it is connected from elsewhere.
func (s *Server) Replace() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, device := range s.devices {
		if device.stream != nil {
			s.replace(device)
		}
	}
}

// Unlink removes the devices of the telephone's account, as its owner does in
// the telephone's settings.
func (p *Phone) Unlink() {
	p.server.mutex.Lock()
	defer p.server.mutex.Unlock()
	for jid, device := range p.server.devices {
		if device.owner != p {
			continue
		}
		delete(p.server.devices, jid)
		if device.stream != nil {
			_ = device.stream.send(node{ // gone is gone
				Tag: "stream:error", Attrs: attributes{"code": "401"}, Content: []node{{Tag: "conflict", Attrs: attributes{"type": "device_removed"}}},
			})
		}
	}
}
