package whatsapptest

import (
	"errors"
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// Fault is how a device's next message goes wrong.
type Fault struct {
	// Code is an error in the acknowledgement; the message is not taken.
	Code int
	// Silent takes the message and never acknowledges it.
	Silent bool
	// CutBefore and CutAfter end the connection before the message is taken, or
	// after, without an acknowledgement.
	CutBefore, CutAfter bool
}

// errCut ends a connection.
var errCut = errors.New("the connection is cut on purpose")

// FailSends makes the next messages go wrong, one by each fault.
func (s *Server) FailSends(faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.faults = append(s.faults, faults...)
}

// Sent is a message that a patient's telephone has read.
type Sent struct {
	ID string
	// To is the telephone's number, with its plus sign.
	To, Text string
}

// Sent lists what the patients' telephones have read, in that order. Repeats of
// a ciphertext are not among them, since nobody can read one twice; another
// message under the same id is.
func (s *Server) Sent() []Sent {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.sent)
}

// relay takes a device's message, hands it to the telephones that it is for,
// and acknowledges it.
func (s *Server) relay(device *device, client *stream, message *node) error {
	peer := message.Attrs["category"] == "peer"
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var fault Fault
	if len(s.faults) > 0 && !peer {
		fault, s.faults = s.faults[0], s.faults[1:]
	}
	if fault.CutBefore {
		client.cut()
		return errCut
	}
	acknowledgement := node{Tag: "ack", Attrs: attributes{
		"class": "message", "id": message.Attrs["id"], "from": message.Attrs["to"], "t": s.now().Unix(),
	}}
	if fault.Code != 0 {
		acknowledgement.Attrs["error"] = fault.Code
		return client.send(acknowledgement)
	}
	for jid, encrypted := range recipients(message) {
		if phone := s.phoneOf(jid); phone != nil && jid.Device == 0 {
			phone.read(device, message, encrypted)
		} else if other := s.deviceOf(jid); other != nil {
			s.deliver(other, device.addressed(message, encrypted, s.now().Unix()))
		}
	}
	s.change()
	switch {
	case fault.CutAfter:
		client.cut()
		return errCut
	case fault.Silent:
		return nil
	}
	return client.send(acknowledgement)
}

// addressed is a device's message as another device gets it.
func (d *device) addressed(message *node, encrypted node, at int64) node {
	content := []node{encrypted}
	if identity, first := message.GetOptionalChildByTag("device-identity"); first {
		content = append(content, identity)
	}
	return node{Tag: "message", Content: content, Attrs: attributes{
		"from": d.lid, "sender_pn": d.jid, "id": message.Attrs["id"], "t": at, "type": message.Attrs["type"], "notify": "a device",
	}}
}

// recipients gives what is encrypted for whom: a message to all devices of an
// account names them, one that repeats itself for a single device does not.
func recipients(message *node) map[types.JID]node {
	found := map[types.JID]node{}
	if encrypted, single := message.GetOptionalChildByTag("enc"); single {
		to, _ := message.Attrs["to"].(types.JID)
		found[to] = encrypted
		return found
	}
	participants := message.GetChildByTag("participants")
	for _, participant := range participants.GetChildren() {
		jid, _ := participant.Attrs["jid"].(types.JID)
		found[jid] = participant.GetChildByTag("enc")
	}
	return found
}

// takeReceipt takes a device's receipt for a message: it settles the message,
// unless it asks for it again, and is told to the device that wrote it.
func (s *Server) takeReceipt(device *device, client *stream, receipt *node) error {
	to, _ := receipt.Attrs["to"].(types.JID)
	id, _ := receipt.Attrs["id"].(string)
	kind, _ := receipt.Attrs["type"].(string)
	if kind == "retry" {
		s.mutex.Lock()
		phone := s.phoneOf(to)
		s.mutex.Unlock()
		if phone != nil {
			phone.again(device, id, receipt)
		}
	} else {
		s.settle(device, client, receipt)
		s.tell(device, to, id, kind)
	}
	return client.send(node{Tag: "ack", Attrs: attributes{"class": "receipt", "id": id, "from": to}})
}

// tell passes a receipt on to the device that the message came from.
func (s *Server) tell(from *device, to types.JID, id, kind string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	author := s.deviceOf(to)
	if author == nil {
		return // a telephone's; nobody looks
	}
	attrs := attributes{"from": from.lid.ToNonAD(), "id": id, "t": s.now().Unix()}
	if kind != "" {
		attrs["type"] = kind
	}
	s.deliver(author, node{Tag: "receipt", Attrs: attrs})
}
