package whatsapptest

import (
	"context"
	"errors"
	"sync"

	"github.com/coder/websocket"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waWa6"
)

// node and attributes are the protocol's stanzas, written often enough here.
type (
	node       = waBinary.Node
	attributes = waBinary.Attrs
)

// stream is one connection of a client, past the handshake.
type stream struct {
	connection *websocket.Conn
	ctx        context.Context //nolint:containedctx // the connection's own life, which handlers of other connections write within
	unread     []byte
	reading    *sealer
	mutex      sync.Mutex // orders what is written
	writing    *sealer
	// static is the client's key, which its device is known by.
	static  [32]byte
	payload *waWa6.ClientPayload
}

// accept shakes hands on a new connection.
func accept(ctx context.Context, connection *websocket.Conn, authority *authority) (*stream, error) {
	s := &stream{connection: connection, ctx: ctx}
	const headerLength = 4
	_, opening, err := connection.Read(ctx)
	if err != nil {
		return nil, err
	}
	if len(opening) < headerLength || string(opening[:2]) != "WA" {
		return nil, errors.New("the connection does not begin with WA")
	}
	s.unread = opening[headerLength:]
	handshake, err := newHandshake(opening[:headerLength])
	if err != nil {
		return nil, err
	}
	hello, err := s.readFrame()
	if err != nil {
		return nil, err
	}
	ephemeral, answer, err := handshake.answer(hello, authority)
	if err != nil {
		return nil, err
	}
	if err := s.writeFrame(answer); err != nil {
		return nil, err
	}
	last, err := s.readFrame()
	if err != nil {
		return nil, err
	}
	if s.static, s.payload, err = handshake.finish(last, ephemeral); err != nil {
		return nil, err
	}
	theirs, ours, err := handshake.split(nil)
	if err != nil {
		return nil, err
	}
	if s.reading, err = newSealer(theirs); err != nil {
		return nil, err
	}
	s.writing, err = newSealer(ours)
	return s, err
}

// readFrame reads what stands behind the next length of three bytes.
func (s *stream) readFrame() ([]byte, error) {
	const prefix = 3
	for {
		if len(s.unread) >= prefix {
			end := prefix + int(s.unread[0])<<16 + int(s.unread[1])<<8 + int(s.unread[2])
			if len(s.unread) >= end {
				frame := s.unread[prefix:end]
				s.unread = s.unread[end:]
				return frame, nil
			}
		}
		_, more, err := s.connection.Read(s.ctx)
		if err != nil {
			return nil, err
		}
		s.unread = append(s.unread, more...)
	}
}

func (s *stream) writeFrame(content []byte) error {
	const prefix = 3
	length := bigEndian(uint32(len(content)), prefix) //nolint:gosec // tests write no millions of bytes
	return s.connection.Write(s.ctx, websocket.MessageBinary, append(length, content...))
}

// receive reads the next stanza.
func (s *stream) receive() (*node, error) {
	frame, err := s.readFrame()
	if err != nil {
		return nil, err
	}
	packed, err := s.reading.open(frame, nil)
	if err != nil {
		return nil, err
	}
	content, err := waBinary.Unpack(packed)
	if err != nil {
		return nil, err
	}
	return waBinary.Unmarshal(content)
}

// send writes a stanza.
func (s *stream) send(stanza node) error {
	content, err := waBinary.Marshal(stanza)
	if err != nil {
		return err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.writeFrame(s.writing.seal(content, nil))
}

// cut ends the connection as a failing network does: without a word.
func (s *stream) cut() { _ = s.connection.CloseNow() } // it is being thrown away
