package whatsapptest

import (
	"encoding/binary"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/types"
)

// result answers a query.
func result(query *node, content ...node) node {
	answer := node{Tag: "iq", Attrs: attributes{"from": types.ServerJID, "type": "result", "id": query.Attrs["id"]}}
	if len(content) > 0 {
		answer.Content = content
	}
	return answer
}

// answer answers a device's query; what is not known here gets an empty result.
func (s *Server) answer(device *device, client *stream, query *node) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	switch query.Attrs["xmlns"] {
	case "encrypt":
		return client.send(result(query, s.keys(device, query)...))
	case "usync":
		return client.send(result(query, s.users(query)))
	case "passive":
		if err := client.send(result(query)); err != nil {
			return err
		}
		if _, active := query.GetOptionalChildByTag("active"); active {
			return s.handOver(device, client)
		}
		return nil
	}
	return client.send(result(query))
}

// keys counts, takes or gives pre-keys.
func (s *Server) keys(device *device, query *node) []node {
	if _, count := query.GetOptionalChildByTag("count"); count {
		return []node{{Tag: "count", Attrs: attributes{"value": len(device.preKeys)}}}
	}
	if list, upload := query.GetOptionalChildByTag("list"); upload {
		device.preKeys = append(device.preKeys, list.GetChildren()...)
		device.signedPreKey = query.GetChildByTag("skey")
		return nil
	}
	wanted, ok := query.GetOptionalChildByTag("key")
	if !ok {
		return nil
	}
	var users []node
	for _, user := range wanted.GetChildren() {
		jid, _ := user.Attrs["jid"].(types.JID)
		content := []node{{Tag: "error", Attrs: attributes{"code": "404", "text": "item-not-found"}}}
		if phone := s.phoneOf(jid); phone != nil && jid.Device == 0 && !phone.withholds {
			content = phone.bundle()
		} else if other := s.deviceOf(jid); other != nil {
			content = other.bundle()
		}
		users = append(users, node{Tag: "user", Attrs: attributes{"jid": jid}, Content: content})
	}
	return []node{{Tag: "list", Content: users}}
}

// users says which devices an account has and under which hidden id.
func (s *Server) users(query *node) node {
	usync := query.GetChildByTag("usync")
	questions, list := usync.GetChildByTag("query"), usync.GetChildByTag("list")
	var users []node
	for _, user := range list.GetChildren() {
		jid, _ := user.Attrs["jid"].(types.JID)
		phone := s.phoneOf(jid)
		if phone == nil {
			continue // not on WhatsApp
		}
		var content []node
		if _, asked := questions.GetOptionalChildByTag("devices"); asked {
			devices := []node{{Tag: "device", Attrs: attributes{"id": 0}}}
			for _, device := range s.devices {
				if device.owner == phone {
					devices = append(devices, node{Tag: "device", Attrs: attributes{"id": int(device.jid.Device)}})
				}
			}
			content = append(content, node{Tag: "devices", Content: []node{{Tag: "device-list", Content: devices}}})
		}
		if _, asked := questions.GetOptionalChildByTag("lid"); asked {
			content = append(content, node{Tag: "lid", Attrs: attributes{"val": phone.lid}})
		}
		users = append(users, node{Tag: "user", Attrs: attributes{"jid": jid}, Content: content})
	}
	return node{Tag: "usync", Content: []node{{Tag: "result"}, {Tag: "list", Content: users}}}
}

// phoneOf finds the telephone of an address, whichever kind it is. The mutex
// is held.
func (s *Server) phoneOf(jid types.JID) *Phone {
	for _, phone := range s.phones {
		if phone.jid.User == jid.User || phone.lid.User == jid.User {
			return phone
		}
	}
	return nil
}

// deviceOf finds the linked device of an address, whichever kind it is. The
// mutex is held.
func (s *Server) deviceOf(jid types.JID) *device {
	for _, device := range s.devices {
		if device.jid == jid || device.lid == jid {
			return device
		}
	}
	return nil
}

// bundle is what a linked device is written to with for the first time; a
// one-time key is given once. The mutex is held.
func (d *device) bundle() []node {
	content := []node{
		{Tag: "registration", Content: d.registration},
		{Tag: "type", Content: []byte{ecc.DjbType}},
		{Tag: "identity", Content: d.identity},
		d.signedPreKey,
	}
	if len(d.preKeys) > 0 {
		content, d.preKeys = append(content, d.preKeys[0]), d.preKeys[1:]
	}
	return content
}

// bundle is what a telephone is written to with for the first time.
func (p *Phone) bundle() []node {
	return []node{
		{Tag: "registration", Content: bigEndian(p.keys.RegistrationID, 4)},
		{Tag: "type", Content: []byte{ecc.DjbType}},
		{Tag: "identity", Content: p.keys.IdentityKey.Pub[:]},
		{Tag: "skey", Content: []node{
			{Tag: "id", Content: bigEndian(p.keys.SignedPreKey.KeyID, 3)},
			{Tag: "value", Content: p.keys.SignedPreKey.Pub[:]},
			{Tag: "signature", Content: p.keys.SignedPreKey.Signature[:]},
		}},
	}
}

// bigEndian writes the last bytes of a number.
func bigEndian(number uint32, length int) []byte {
	return binary.BigEndian.AppendUint32(nil, number)[4-length:]
}
