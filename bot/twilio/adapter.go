package twilio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// Intake keeps a patient's message. A nil error means that it is durable and
// will be answered, or that it was kept before; only then does Twilio get its
// 200. records.CodeUnavailable asks Twilio to come again.
type Intake interface {
	Receive(ctx context.Context, through records.Channel, message channel.Inbound) error
}

// Receipts keeps what became of a message. A nil error means that the receipt
// is durable, or changes nothing; a receipt for a message that nobody knows
// is no error, either.
type Receipts interface {
	Record(ctx context.Context, through records.Channel, receipt channel.Receipt) error
}

// Directory finds the channel that a webhook's path names. It is asked before
// the signature is checked, so it should answer from memory. An unknown name
// is records.CodeNotFound.
type Directory interface {
	ChannelByName(ctx context.Context, name string) (records.Channel, error)
}

// Config is what an Adapter needs.
type Config struct {
	// Accounts are Twilio's accounts and subaccounts; a channel that names none
	// belongs to the first.
	Accounts []Account
	// PublicURL is where Twilio reaches us, and what it signs: scheme, host, and
	// the path's prefix if there is one.
	PublicURL string
	// APIURL is a server in place of https://api.twilio.com and
	// https://content.twilio.com; empty for Twilio.
	APIURL string
	// Transport carries the requests to the API; nil for one that keeps enough
	// connections for a busy sender.
	Transport http.RoundTripper
	// Timeout bounds one request to the API; 0 means 10 s.
	Timeout time.Duration
	// BodyTimeout bounds how long a webhook's body may take to arrive; 0 means
	// 10 s. Twilio itself gives up after 15.
	BodyTimeout time.Duration
	// MediaTimeout bounds the fetching of one file, redirects and all; 0 means
	// 20 s.
	MediaTimeout time.Duration
	Intake       Intake
	Receipts     Receipts
	Directory    Directory
	// Now is the clock, for messages that expire.
	Now func() time.Time
	// Logger gets what an operator should know; never an address or a text.
	Logger *slog.Logger
	// Refused, when set, counts the webhooks that were not taken, by reason.
	Refused func(Refusal)
}

// Adapter is the channel adapter of Twilio's accounts. It is safe for use by
// many goroutines. It is a channel.Sender, Finder, InboundLister and MediaFetcher,
// and takes webhooks where Mount puts it.
type Adapter struct {
	config    Config
	publicURL string
	api       *url.URL // nil for Twilio's own
	transport http.RoundTripper
	media     http.RoundTripper // of redirects
	accounts  []account
}

// The ports that the adapter fills.
var (
	_ channel.Sender        = (*Adapter)(nil)
	_ channel.Finder        = (*Adapter)(nil)
	_ channel.InboundLister = (*Adapter)(nil)
)

// New checks the configuration and makes the adapter. Its error lists
// everything that is wrong, never a secret.
func New(config Config) (*Adapter, error) {
	if config.Timeout == 0 {
		config.Timeout = 10 * time.Second
	}
	if config.BodyTimeout == 0 {
		config.BodyTimeout = 10 * time.Second
	}
	if config.MediaTimeout == 0 {
		config.MediaTimeout = 20 * time.Second
	}
	if config.Refused == nil {
		config.Refused = func(Refusal) {}
	}
	var problems []error
	require := func(ok bool, problem string) {
		if !ok {
			problems = append(problems, errors.New(problem))
		}
	}
	accounts, wrong := readAccounts(config.Accounts)
	problems = append(problems, wrong...)
	public, err := webAddress(config.PublicURL)
	require(err == nil && public.User == nil && public.RawQuery == "", "the public URL must be an http or https address without query")
	api, err := webAddress(config.APIURL)
	require(config.APIURL == "" || err == nil, "the API URL must be an http or https address")
	require(config.Intake != nil && config.Receipts != nil && config.Directory != nil, "intake, receipts and directory must be given")
	require(config.Now != nil && config.Logger != nil, "a clock and a logger must be given")
	if len(problems) > 0 {
		return nil, fmt.Errorf("twilio: %w", errors.Join(problems...))
	}
	adapter := &Adapter{
		config:    config,
		publicURL: strings.TrimRight(config.PublicURL, "/"),
		api:       api,
		transport: config.Transport,
		accounts:  accounts,
	}
	if adapter.transport == nil {
		adapter.transport = newTransport()
	}
	adapter.media = newMediaTransport(adapter.isAPIHost)
	return adapter, nil
}

// webAddress parses the address of a web server; nil for an empty one.
func webAddress(address string) (*url.URL, error) {
	if address == "" {
		return nil, errors.New("empty address")
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return nil, errors.New("not a web address")
	}
	return parsed, nil
}

// Capabilities says what Twilio carries. WhatsApp shows three buttons, or a list
// of ten entries, while a patient may be answered freely; outside of that
// nothing but approved templates.
func (a *Adapter) Capabilities(kind records.ChannelKind) channel.Capabilities {
	switch kind {
	case records.ChannelSMS:
		return channel.Capabilities{TextLimit: maxText, Segmented: true, Photos: true}
	case records.ChannelWhatsApp:
		return channel.Capabilities{
			TextLimit: maxText, Photos: true, Buttons: 3, ButtonLabel: 20, ListEntries: 10, ListLabel: 24, SessionWindow: 24 * time.Hour,
		}
	case records.ChannelEmail: // not by Twilio
	}
	return channel.Capabilities{}
}

const (
	// maxText is the longest text that Twilio takes, in characters.
	maxText = 1600
	// maxInteractive is the longest text above buttons or a list.
	maxInteractive = 1024
)

// whatsApp stands before both addresses of a WhatsApp message.
const whatsApp = "whatsapp:"

// address writes an address as Twilio wants it on a kind of channel.
func address(kind records.ChannelKind, plain string) string {
	if kind == records.ChannelWhatsApp {
		return whatsApp + plain
	}
	return plain
}
