package whatsapptest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	"go.mau.fi/whatsmeow/types"
)

// Server is WhatsApp on loopback. It is safe for use by many goroutines.
type Server struct {
	now       func() time.Time
	authority *authority
	listener  net.Listener
	http      *http.Server
	running   sync.WaitGroup
	transport *http.Transport

	mutex   sync.Mutex
	changed chan struct{} // closed and replaced at each change
	phones  map[string]*Phone
	devices map[types.JID]*device
	pairing map[[32]byte]*stream
	streams map[*stream]bool
	faults  []Fault
	refusal *Refusal
	logins  int
	sent    []Sent
}

// Start makes a server that listens on loopback. now is its clock.
func Start(now func() time.Time) (*Server, error) {
	authority, err := trusted()
	if err != nil {
		return nil, fmt.Errorf("whatsapptest: %w", err)
	}
	var configuration net.ListenConfig
	listener, err := configuration.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("whatsapptest: %w", err)
	}
	s := &Server{
		now: now, authority: authority, listener: listener, changed: make(chan struct{}), phones: map[string]*Phone{},
		devices: map[types.JID]*device{}, pairing: map[[32]byte]*stream{},
		streams: map[*stream]bool{},
	}
	// Whatever host the library asks for is this one, without TLS.
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, listener.Addr().String())
	}
	s.transport = &http.Transport{DialContext: dial, DialTLSContext: dial}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 5 * time.Second}
	s.running.Go(func() { _ = s.http.Serve(listener) }) // ends with Close
	return s, nil
}

// Client is what whatsmeow connects through in place of the internet.
func (s *Server) Client() *http.Client { return &http.Client{Transport: s.transport} }

// Close ends the server and all connections.
func (s *Server) Close() {
	_ = s.http.Close() // the test is over
	s.Cut()
	s.transport.CloseIdleConnections()
	s.running.Wait()
}

// serve is one connection from its handshake to its end.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	connection, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	defer connection.CloseNow() //nolint:errcheck // it may have ended by itself
	const largest = 1 << 24
	connection.SetReadLimit(largest)
	// A connection that was taken over outlives its request's context.
	client, err := accept(context.WithoutCancel(r.Context()), connection, s.authority)
	if err != nil {
		return
	}
	s.mutex.Lock()
	s.streams[client] = true
	s.mutex.Unlock()
	defer func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		delete(s.streams, client)
	}()
	if client.payload.GetDevicePairingData() != nil {
		s.pair(client)
		return
	}
	s.session(client)
}

// change lets those who wait look again. The mutex is held.
func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Await returns nil once ready is true; it is asked after every change.
func (s *Server) Await(ctx context.Context, ready func() bool) error {
	for {
		s.mutex.Lock()
		changed := s.changed
		s.mutex.Unlock()
		if ready() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("whatsapptest: waited in vain: %w", ctx.Err())
		}
	}
}

// Logins counts the devices' successful logins.
func (s *Server) Logins() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.logins
}

// Online says whether a device is there and has asked for its messages.
func (s *Server) Online() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, device := range s.devices {
		if device.active {
			return true
		}
	}
	return false
}

// Cut ends every connection as a failing network does.
func (s *Server) Cut() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for client := range s.streams {
		client.cut()
	}
}

// newID makes an id for a stanza.
func newID() string { return rand.Text() }
