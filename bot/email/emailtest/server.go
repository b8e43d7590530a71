// Package emailtest is a mail server on loopback that speaks real SMTP: it
// takes messages with STARTTLS, TLS or in the clear, asks for a login, refuses
// and breaks as told, and shows what it took. It serves tests alone.
package emailtest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// The login that a Server with Options.Login asks for.
const (
	Username = "clinic"
	Password = "correct horse"
)

// Options says how a Server behaves.
type Options struct {
	// StartTLS offers encryption; TLS begins with it.
	StartTLS, TLS bool
	// Login refuses messages from whoever has not logged in.
	Login bool
	// Now is what the certificate is valid around.
	Now func() time.Time
}

// Step is a command of the exchange at which something goes wrong.
type Step string

// The steps.
const (
	AtMail Step = "MAIL"
	AtRcpt Step = "RCPT"
	AtData Step = "DATA"
)

// Fault is what goes wrong with one message.
type Fault struct {
	At Step
	// Code and Enhanced are the server's answer ("550", "5.1.1"); Code 0 for none.
	Code     int
	Enhanced [3]int
	// Accept takes the message before the connection is cut or falls silent.
	Accept bool
	// Cut closes the connection without an answer; Silent never answers.
	Cut, Silent bool
}

// Message is one that the server took.
type Message struct {
	From, To string
	// Raw is the message as it came, headers and all.
	Raw []byte
}

// Server is a mail server. Its methods may be called from any goroutine.
type Server struct {
	options  Options
	server   *smtp.Server
	listener net.Listener
	port     int
	roots    *x509.CertPool
	closing  chan struct{}
	stopped  chan struct{}

	mutex    sync.Mutex
	messages []Message
	faults   []Fault
}

// Start listens on a free port of loopback and serves until Close.
func Start(options Options) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("emailtest: %w", err)
	}
	address, err := netip.ParseAddrPort(listener.Addr().String())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("emailtest: %w", err), listener.Close())
	}
	s := &Server{options: options, listener: listener, port: int(address.Port()), closing: make(chan struct{}), stopped: make(chan struct{})}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	s.server.Domain = "mail.example.test"
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	if options.StartTLS || options.TLS {
		certificate, err := s.certify()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("emailtest: %w", err), listener.Close())
		}
		secrecy := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
		if options.TLS {
			listener = tls.NewListener(listener, secrecy)
		} else {
			s.server.TLSConfig = secrecy
		}
	}
	go func() {
		defer close(s.stopped)
		_ = s.server.Serve(listener) // it ends with ErrServerClosed, by Close
	}()
	return s, nil
}

// certify makes a certificate for loopback, and the pool that trusts it.
func (s *Server) certify() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	now := s.options.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		return tls.Certificate{}, err
	}
	s.roots = x509.NewCertPool()
	s.roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, nil
}

// Port is where the server listens on 127.0.0.1.
func (s *Server) Port() int { return s.port }

// Roots trust the server's certificate.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// Close cuts every connection and waits until the server has stopped.
func (s *Server) Close() {
	close(s.closing)
	_ = s.server.Close()   // nothing is left to do about either
	_ = s.listener.Close() // which the server does not know before it serves
	<-s.stopped
}

// Fail makes the next messages go wrong, one fault each, in this order.
func (s *Server) Fail(faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.faults = append(s.faults, faults...)
}

// Messages gives what the server took, in order.
func (s *Server) Messages() []Message {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]Message{}, s.messages...)
}

// fault takes the next fault if it is one of this step.
func (s *Server) fault(at Step) (Fault, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.faults) == 0 || s.faults[0].At != at {
		return Fault{}, false
	}
	fault := s.faults[0]
	s.faults = s.faults[1:]
	return fault, true
}

// session is one connection's.
type session struct {
	server   *Server
	conn     *smtp.Conn
	loggedIn bool
	message  Message
}

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string {
	if s.server.options.Login {
		return []string{sasl.Plain}
	}
	return nil
}

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, username, password string) error {
		if username != Username || password != Password {
			return smtp.ErrAuthFailed
		}
		s.loggedIn = true
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.options.Login && !s.loggedIn {
		return smtp.ErrAuthRequired
	}
	s.message = Message{From: from}
	return s.goWrong(AtMail)
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.message.To = to
	return s.goWrong(AtRcpt)
}

// Data implements smtp.Session.
func (s *session) Data(content io.Reader) error {
	raw, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	s.message.Raw = raw
	if err := s.goWrong(AtData); err != nil {
		return err
	}
	s.take()
	return nil
}

func (s *session) take() {
	s.server.mutex.Lock()
	defer s.server.mutex.Unlock()
	s.server.messages = append(s.server.messages, s.message)
}

// goWrong does what the next fault of a step says. The sentences name the
// address, as servers' do: who logs them leaks it.
func (s *session) goWrong(at Step) error {
	fault, wrong := s.server.fault(at)
	if !wrong {
		return nil
	}
	if fault.Accept {
		s.take()
	}
	switch {
	case fault.Silent:
		<-s.server.closing
		return errors.New("closing")
	case fault.Cut:
		return errors.Join(errors.New("cut"), s.conn.Conn().Close())
	}
	return &smtp.SMTPError{Code: fault.Code, EnhancedCode: fault.Enhanced, Message: "<" + s.message.To + ">: refused"}
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.message = Message{} }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }
