package email

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// Encryption says how the connection to the mail server is kept secret.
type Encryption string

// The ways of encryption.
const (
	// STARTTLS begins in the clear and goes on encrypted, or not at all (port
	// 587).
	STARTTLS Encryption = "starttls"
	// TLS is encrypted from the first byte (port 465).
	TLS Encryption = "tls"
	// Unencrypted is for a mail server on this machine only.
	Unencrypted Encryption = "none"
)

// Config is what an Adapter needs.
type Config struct {
	// Host and Port of the mail server that takes our messages. Port 0 is 587, or
	// 465 for TLS.
	Host string
	Port int
	// Encryption, if empty, is STARTTLS.
	Encryption Encryption
	// Username and Password log in; both empty for a server that asks for
	// neither.
	Username, Password string
	// Sender is the address that all messages leave from, where the server takes
	// no other; answers then still go to the clinic's own. Empty for the clinic's.
	Sender string
	// HelloName is how we introduce ourselves; empty for "localhost".
	HelloName string
	// RootCAs are whose certificates the server's must be from; nil for the
	// machine's own.
	RootCAs *x509.CertPool
	// Timeout bounds each step with the server, and a whole send; 0 means 30 s.
	Timeout time.Duration
	// Connections is how many messages are sent at once at most; 0 means 4. Mail
	// servers turn away who opens many.
	Connections int
	// Now dates the messages.
	Now func() time.Time
}

// Adapter sends e-mail. It is safe for use by many goroutines.
type Adapter struct {
	config Config
	// slots are the connections that may be open.
	slots chan struct{}
}

var _ channel.Sender = (*Adapter)(nil)

// hostname is what a mail server's name may be made of.
var hostname = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$`)

// isHost says whether a text is a host's name or address.
func isHost(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil || hostname.MatchString(text)
}

// New checks the configuration and makes the adapter. Its error lists
// everything that is wrong, never a secret.
func New(config Config) (*Adapter, error) {
	if config.Encryption == "" {
		config.Encryption = STARTTLS
	}
	if config.Port == 0 {
		config.Port = 587
		if config.Encryption == TLS {
			config.Port = 465
		}
	}
	if config.Timeout == 0 {
		config.Timeout = 30 * time.Second
	}
	if config.Connections == 0 {
		config.Connections = 4
	}
	if config.HelloName == "" {
		config.HelloName = "localhost"
	}
	var problems []error
	require := func(ok bool, problem string) {
		if !ok {
			problems = append(problems, errors.New(problem))
		}
	}
	require(isHost(config.Host), "the mail server's name must be a host name or an address, without port")
	require(config.Port > 0 && config.Port < 1<<16, "the mail server's port must be between 1 and 65535")
	require(config.Connections > 0, "the number of connections must be positive")
	require((config.Username == "") == (config.Password == ""), "the mail server's user name and password must be given together")
	require(!strings.ContainsAny(config.Username+config.Password, "\r\n\x00"), "the mail server's user name and password must be one line each")
	require(config.Now != nil, "a clock must be given")
	if config.Sender != "" {
		_, err := plainAddress(config.Sender)
		require(err == nil, "the sender must be one e-mail address and nothing beside it")
	}
	switch config.Encryption {
	case STARTTLS, TLS:
	case Unencrypted:
		require(local(config.Host), "without encryption the mail server must be on this machine (localhost, 127.0.0.1 or ::1)")
	default:
		require(false, "the encryption must be starttls, tls or none")
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("email: %w", errors.Join(problems...))
	}
	return &Adapter{config: config, slots: make(chan struct{}, config.Connections)}, nil
}

// local says whether a host is this machine by any name that can't be another's.
func local(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.Unmap().IsLoopback()
}

// maxText is the longest text, in characters: a letter, not a book.
const maxText = 10_000

// Capabilities says that e-mail is text without buttons, as long as need be.
func (a *Adapter) Capabilities(kind records.ChannelKind) channel.Capabilities {
	if kind != records.ChannelEmail {
		return channel.Capabilities{}
	}
	return channel.Capabilities{TextLimit: maxText}
}

// address is the server's.
func (a *Adapter) address() string { return net.JoinHostPort(a.config.Host, fmt.Sprint(a.config.Port)) }
