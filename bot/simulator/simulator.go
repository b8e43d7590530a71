package simulator

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// Intake takes a message in, for good: once it returns nil, the message is
// kept and will be answered. The same ProviderID again has no second effect.
type Intake interface {
	Receive(ctx context.Context, through records.Channel, message channel.Inbound) error
}

// Receipts records what became of an outbound message. A status that would
// step back is ignored, not an error.
type Receipts interface {
	Record(ctx context.Context, through records.Channel, receipt channel.Receipt) error
}

// Directory finds a channel by its name, which is unique over all clinics. The
// error for a name that there is not has the code records.CodeNotFound.
type Directory interface {
	ChannelByName(ctx context.Context, name string) (records.Channel, error)
}

// Transcript reads one contact's messages on one channel, in both directions
// and in order of Sequence: at most limit of those with a Sequence above
// after. A contact that never wrote has none.
type Transcript interface {
	Messages(ctx context.Context, through records.Channel, address string, after int64, limit int) ([]records.Message, error)
}

// Options says what a Simulator works with. All but Channels' entries and
// Training are required.
type Options struct {
	// Clinic is the name at the top of the phone.
	Clinic string
	// Channels names, per medium, the channel that the phone writes to. A medium
	// without an entry, or whose channel another provider carries, is one that
	// the phone does not have.
	Channels   map[records.ChannelKind]string
	Intake     Intake
	Receipts   Receipts
	Directory  Directory
	Transcript Transcript
	// Training, unless nil, opens the clock and the look behind the messages.
	Training *Training
	// Random gives the ids of messages; crypto/rand.Reader outside of tests. It
	// must be safe for concurrent use.
	Random io.Reader
	// Logger takes defects and outages; no text or number is ever logged.
	Logger *slog.Logger
}

// Simulator serves the phone. It is safe for concurrent use.
type Simulator struct {
	options  Options
	training *Training
	handler  http.Handler
	// moving is held while the clock is moved on.
	moving sync.Mutex
}

// New makes a simulator.
func New(options Options) *Simulator {
	simulator := &Simulator{options: options, training: options.Training}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /simulator/messages", simulator.postMessage)
	mux.HandleFunc("GET /simulator/messages", simulator.getMessages)
	mux.HandleFunc("POST /simulator/receipts", simulator.postReceipts)
	mux.HandleFunc("GET /simulator/channels", simulator.getChannels)
	if options.Training != nil {
		simulator.mountTraining(mux)
	}
	mountPage(mux)
	mux.HandleFunc("/simulator/", func(w http.ResponseWriter, _ *http.Request) {
		Problem{Status: http.StatusNotFound, Detail: "The simulator has no such page."}.write(w)
	})
	simulator.handler = loopbackOnly(mux)
	return simulator
}

// ServeHTTP answers everything under /simulator, and nothing to anybody who is
// not on this machine.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Mount puts the simulator's routes on the server's mux.
func (s *Simulator) Mount(mux *http.ServeMux) {
	mux.Handle("/simulator", s)
	mux.Handle("/simulator/", s)
}

// kinds are the media of a phone, in the order in which they are shown.
var kinds = []records.ChannelKind{records.ChannelSMS, records.ChannelWhatsApp}

// capabilities of a simulated channel, as those of the real one: an SMS has
// its choices numbered in the text, WhatsApp shows up to three buttons or a list
// of up to ten.
func capabilities(kind records.ChannelKind) channel.Capabilities {
	if kind == records.ChannelWhatsApp {
		return channel.Capabilities{Buttons: 3, ButtonLabel: 20, ListEntries: 10, ListLabel: 24, TextLimit: 4096}
	}
	return channel.Capabilities{TextLimit: 1600, Segmented: true}
}

// channelOf finds the channel that the phone writes to on a medium. The error
// is a *Problem.
func (s *Simulator) channelOf(ctx context.Context, kind records.ChannelKind) (records.Channel, error) {
	name := s.options.Channels[kind]
	if name == "" {
		return records.Channel{}, &Problem{
			Status: http.StatusNotFound, Field: "channel",
			Detail: "This phone has no such channel. Use \"sms\" or \"whatsapp\".",
		}
	}
	through, err := s.options.Directory.ChannelByName(ctx, name)
	switch {
	case err != nil && records.CodeOf(err) == records.CodeNotFound:
		return records.Channel{}, &Problem{
			Status: http.StatusNotFound, Field: "channel", Detail: "The clinic has no channel named " + name + ".",
		}
	case err != nil:
		return records.Channel{}, s.problemOf(ctx, "find channel", err)
	case !through.Active:
		return records.Channel{}, &Problem{
			Status: http.StatusConflict, Field: "channel", Detail: "The channel " + name + " is switched off.",
		}
	case through.Provider != records.ProviderSimulator:
		return records.Channel{}, &Problem{
			Status: http.StatusConflict, Field: "channel",
			Detail: "The channel " + name + " is carried by " + string(through.Provider) + ", so write to it from a real phone.",
		}
	}
	return through, nil
}

// openChannels are the channels that the phone can write to now.
func (s *Simulator) openChannels(ctx context.Context) ([]records.Channel, error) {
	var open []records.Channel
	for _, kind := range kinds {
		through, err := s.channelOf(ctx, kind)
		problem, ok := errors.AsType[*Problem](err)
		switch {
		case err == nil:
			open = append(open, through)
		case ok && problem.Status < http.StatusInternalServerError:
			continue // not on this phone
		default:
			return nil, err
		}
	}
	return open, nil
}

// getChannels lists what the phone can write to.
func (s *Simulator) getChannels(w http.ResponseWriter, r *http.Request) {
	open, err := s.openChannels(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	answer := PhoneChannels{Clinic: s.options.Clinic, Channels: []PhoneChannel{}}
	for _, through := range open {
		answer.Channels = append(answer.Channels, PhoneChannel{
			Channel: through.Kind, Name: through.Name, Address: through.Address,
		})
	}
	writeJSON(w, http.StatusOK, answer)
}
