package whatsapptest

import (
	"context"
	"errors"
	"slices"
)

// ErrNotAcknowledged is what Wait returns for a stanza whose connection ended
// before the device had acknowledged it.
var ErrNotAcknowledged = errors.New("whatsapptest: the connection ended before the device acknowledged")

// Delivery is a message or receipt on its way to a device. It is handed over on
// every new connection until it is acknowledged.
type Delivery struct {
	server *Server
	stanza node
	on     *stream
	acked  bool
	// failed counts the connections that ended under it, seen those that Wait
	// has told of.
	failed, seen int
}

// Wait returns nil once the device has acknowledged, and ErrNotAcknowledged
// when a connection has ended without that since Wait returned last.
func (d *Delivery) Wait(ctx context.Context) error {
	var err error
	awaited := d.server.Await(ctx, func() bool {
		d.server.mutex.Lock()
		defer d.server.mutex.Unlock()
		err = nil
		if !d.acked && d.failed > d.seen {
			d.seen, err = d.failed, ErrNotAcknowledged
			return true
		}
		return d.acked
	})
	if awaited != nil {
		return awaited
	}
	return err
}

// Acknowledged says whether the device has.
func (d *Delivery) Acknowledged() bool {
	d.server.mutex.Lock()
	defer d.server.mutex.Unlock()
	return d.acked
}

// deliver queues a stanza for a device and sends it if the device is there.
// The mutex is held.
func (s *Server) deliver(device *device, stanza node) *Delivery {
	delivery := &Delivery{server: s, stanza: stanza}
	device.pending = append(device.pending, delivery)
	if device.active {
		delivery.on = device.stream
		_ = device.stream.send(stanza) // what was not written is handed over again
	}
	return delivery
}

// handOver sends a device that asks for its messages all that it has not
// acknowledged. The mutex is held.
func (s *Server) handOver(device *device, client *stream) error {
	if device.stream != client {
		return nil // replaced in the meantime
	}
	device.active = true
	for _, delivery := range device.pending {
		delivery.on = client
		delivery.stanza.Attrs["offline"] = "0"
		if err := client.send(delivery.stanza); err != nil {
			return err
		}
	}
	s.change()
	return client.send(node{Tag: "ib", Content: []node{{Tag: "offline", Attrs: attributes{"count": len(device.pending)}}}})
}

// settle takes a device's word that a stanza has arrived: the oldest with its
// id and of its kind that was sent on this connection.
func (s *Server) settle(device *device, client *stream, word *node) {
	tag := "message"
	if class, ok := word.Attrs["class"].(string); ok {
		tag = class
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	at := slices.IndexFunc(device.pending, func(d *Delivery) bool {
		return d.on == client && d.stanza.Tag == tag && d.stanza.Attrs["id"] == word.Attrs["id"]
	})
	if at < 0 {
		return
	}
	device.pending[at].acked = true
	device.pending = slices.Delete(device.pending, at, at+1)
	s.change()
}

// Pending counts what no device has acknowledged.
func (s *Server) Pending() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	count := 0
	for _, device := range s.devices {
		count += len(device.pending)
	}
	return count
}
