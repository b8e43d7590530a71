// Package twiliotest is a fake of Twilio that speaks real HTTP on loopback:
// it takes messages as api.twilio.com does, lists them, fails as told, and
// posts correctly signed webhooks and status callbacks. It serves tests,
// benchmarks and load runs alike, and knows nothing of the adapter it faces,
// so that an error in one is not repeated in the other.
package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// The credentials that a Server expects when Options name none. Twilio's
// libraries insist on letters and digits.
const (
	DefaultAccountSID = "AC00000000000000000000000000000000"
	DefaultAuthToken  = "00000000000000000000000000000001"
)

// Options says how a Server behaves. Only Now is required.
type Options struct {
	// AccountSID and AuthToken are the basic credentials that requests must
	// carry, and the token that signs webhooks.
	AccountSID, AuthToken string
	// KeySID and KeySecret, when set, are the only credentials that requests may
	// carry: the token then signs webhooks alone.
	KeySID, KeySecret string
	// Address is where to listen; empty for a free port of loopback.
	Address string
	// Pools are the Messaging Services, each with the number that its messages
	// leave from.
	Pools map[string]string
	// Sessions has WhatsApp take nothing but approved templates for whoever has
	// not written within a day: it accepts the rest, and reports 63016.
	Sessions bool
	// Now dates the messages.
	Now func() time.Time
	// Latency is how long each request to send takes, spread evenly over
	// Latency ± Spread.
	Latency, Spread time.Duration
	// OnRequest is called with the receiver of each request to send, before
	// anything else is done about it, from the goroutine of the request.
	OnRequest func(to string)
	// OnMessage is called with each accepted message before it is answered,
	// from the goroutine of its request.
	OnMessage func(Message)
	// Forget keeps no accepted messages, so that a long load run does not fill
	// the memory: they are counted and shown to OnMessage only.
	Forget bool
}

// Server is a fake Twilio. Its methods may be called from any goroutine.
type Server struct {
	options  Options
	server   *http.Server
	url      string
	cdnURL   string
	closing  chan struct{}
	stopped  chan struct{}
	accepted atomic.Int64
	ticket   atomic.Uint64
	opened   atomic.Int64
	listed   atomic.Int64

	mediaAsked, mediaServed, leaked atomic.Int64

	mutex    sync.Mutex
	arrived  *sync.Cond
	messages []*Message // in the order of their creation
	optedOut map[string]bool
	sends    []Fault
	lists    []Fault
	sendsTo  map[string][]Fault // by the address that is sent to
	hidden   bool               // what was sent is left out of lists
	// media are the files that came with messages, by the messages' ids.
	media       map[string][]Media
	mediaFaults []Fault
	contents    []*Content
	redirect    string
}

// Start listens on a free port of loopback and serves until Close.
func Start(options Options) (*Server, error) {
	if options.Now == nil {
		return nil, errors.New("twiliotest: Options.Now is not set")
	}
	if options.AccountSID == "" {
		options.AccountSID = DefaultAccountSID
	}
	if options.AuthToken == "" {
		options.AuthToken = DefaultAuthToken
	}
	if options.Address == "" {
		options.Address = "127.0.0.1:0"
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", options.Address)
	if err != nil {
		return nil, fmt.Errorf("twiliotest: %w", err)
	}
	network, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("twiliotest: %w", err), listener.Close())
	}
	s := &Server{
		options:  options,
		url:      "http://" + listener.Addr().String(),
		cdnURL:   "http://" + network.Addr().String(),
		closing:  make(chan struct{}),
		stopped:  make(chan struct{}),
		optedOut: map[string]bool{},
		sendsTo:  map[string][]Fault{},
		media:    map[string][]Media{},
	}
	s.arrived = sync.NewCond(&s.mutex)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /2010-04-01/Accounts/{account}/Messages.json", s.create)
	mux.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages.json", s.list)
	mux.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages/{message}/Media.json", s.listMedia)
	mux.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages/{message}/Media/{media}", s.serveMedia)
	mux.HandleFunc("POST /v1/Content", s.createContent)
	mux.HandleFunc("DELETE /v1/Content/{content}", s.deleteContent)
	mux.HandleFunc("GET /v1/ContentAndApprovals", s.listContents)
	mux.HandleFunc("POST /v1/Content/{content}/ApprovalRequests/whatsapp", s.submitContent)
	mux.HandleFunc("DELETE /2010-04-01/Accounts/{account}/Messages/{message}/Media/{media}", s.deleteMedia)
	mux.HandleFunc("GET "+cdnPath+"{message}/{media}", s.serveContent)
	s.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ConnState: func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.opened.Add(1)
		}
	}}
	go func() {
		defer close(s.stopped)
		var both sync.WaitGroup
		for _, at := range []net.Listener{listener, network} {
			both.Go(func() { _ = s.server.Serve(at) }) // it ends with ErrServerClosed, by Close
		}
		both.Wait()
	}()
	return s, nil
}

// URL is what stands in for https://api.twilio.com.
func (s *Server) URL() string { return s.url }

// Close cuts every connection and waits until the server has stopped.
func (s *Server) Close() {
	close(s.closing)
	_ = s.server.Close() // the listener is ours, and nothing is left to do about it
	<-s.stopped
}

// Accepted counts the messages accepted for sending.
func (s *Server) Accepted() int64 { return s.accepted.Load() }

// Connections counts the connections that clients have opened.
func (s *Server) Connections() int64 { return s.opened.Load() }

// Lists counts the requests to list messages.
func (s *Server) Lists() int64 { return s.listed.Load() }

// Messages gives the messages accepted for sending, in the order of their
// acceptance. With Options.Forget there are none.
func (s *Server) Messages() []Message {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.outbound()
}

// Wait gives the accepted messages as soon as there are at least that many, or
// those that there are when ctx ends, with its error.
func (s *Server) Wait(ctx context.Context, count int) ([]Message, error) {
	defer context.AfterFunc(ctx, func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.arrived.Broadcast()
	})()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for {
		messages := s.outbound()
		if len(messages) >= count || ctx.Err() != nil {
			return messages, ctx.Err()
		}
		s.arrived.Wait()
	}
}

// outbound copies the accepted messages; the mutex is held.
func (s *Server) outbound() []Message {
	var messages []Message
	for _, message := range s.messages {
		if message.Direction == directionOutbound {
			messages = append(messages, *message)
		}
	}
	return messages
}

// SetStatus moves a message to another of Twilio's statuses, with an error
// code or 0, as the list will show it. It says whether there is such a message.
func (s *Server) SetStatus(sid, status string, errorCode int) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	at := slices.IndexFunc(s.messages, func(message *Message) bool { return message.SID == sid })
	if at < 0 {
		return false
	}
	message := s.messages[at]
	message.Status, message.ErrorCode = status, errorCode
	if message.SentAt.IsZero() && status != "queued" && status != "accepted" && status != "scheduled" {
		message.SentAt = s.options.Now()
	}
	return true
}

// AddInbound puts a message from a patient on the list, as if its webhook had
// not come through.
func (s *Server) AddInbound(inbound Inbound) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := s.options.Now()
	s.messages = append(s.messages, &Message{
		SID: inbound.SID, From: inbound.From, To: inbound.To, Body: inbound.Text, NumMedia: inbound.NumMedia,
		Direction: directionInbound, Status: "received", CreatedAt: now, SentAt: now, ServiceSID: inbound.Service,
	})
}

// OptOut makes the server refuse every message to this address with 21610.
func (s *Server) OptOut(address string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.optedOut[address] = true
}

// Webhooks gives the sender of this account's webhooks to an application that
// listens at listenURL and is known to Twilio as publicURL.
func (s *Server) Webhooks(publicURL, listenURL string) *Webhooks {
	return NewWebhooks(s.options.AccountSID, s.options.AuthToken, publicURL, listenURL)
}
