package simulator_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/simulator"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const phone = "+15550001111"

// clinic is the other side of the simulator, in memory: intake, receipts,
// directory and transcript over one list of messages, with a bot that says
// back what it heard.
type clinic struct {
	mutex    sync.Mutex
	channels map[string]records.Channel
	messages []records.Message
	contacts map[uuid.UUID]string
	// silent keeps the bot from taking its turn.
	silent bool
	// broken is what every call returns, if set.
	broken error
	sender channel.Sender
	clock  time.Time
	// training is what its simulators have.
	training *simulator.Training
}

// newClinic has a simulated channel of each kind, and one of Twilio's.
func newClinic() *clinic {
	return &clinic{
		contacts: map[uuid.UUID]string{},
		channels: map[string]records.Channel{
			"demo-sms": {
				ID: uuid.New(), Name: "demo-sms", Kind: records.ChannelSMS,
				Provider: records.ProviderSimulator, Address: "+15550100100", Active: true,
			},
			"demo-whatsapp": {
				ID: uuid.New(), Name: "demo-whatsapp", Kind: records.ChannelWhatsApp,
				Provider: records.ProviderSimulator, Address: "+15550100200", Active: true,
			},
			"real-sms": {
				ID: uuid.New(), Name: "real-sms", Kind: records.ChannelSMS,
				Provider: records.ProviderTwilio, Address: "+15550100300", Active: true,
			},
			"closed-sms": {
				ID: uuid.New(), Name: "closed-sms", Kind: records.ChannelSMS,
				Provider: records.ProviderSimulator, Address: "+15550100400",
			},
		},
		clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
}

func (c *clinic) Receive(_ context.Context, through records.Channel, message channel.Inbound) error {
	c.mutex.Lock()
	if c.broken != nil {
		defer c.mutex.Unlock()
		return c.broken
	}
	known := slices.ContainsFunc(c.messages, func(m records.Message) bool {
		return m.ChannelID == through.ID && m.ProviderID == message.ProviderID
	})
	if known {
		defer c.mutex.Unlock()
		return nil
	}
	c.write(through, message.From, records.Message{
		Direction: records.Inbound, Status: records.MessageReceived,
		ProviderID: message.ProviderID, Text: message.Text, ChoiceID: message.ChoiceID,
	})
	silent := c.silent
	c.mutex.Unlock()
	if !silent {
		c.turn(through, message.From)
	}
	return nil
}

// turn answers every unread message of a contact.
func (c *clinic) turn(through records.Channel, address string) {
	c.mutex.Lock()
	var replies []channel.Outbound
	for index := range c.messages {
		message := &c.messages[index]
		if message.ChannelID != through.ID || c.contacts[message.ID] != address || message.Status != records.MessageReceived {
			continue
		}
		message.Status = records.MessageProcessed
		heard := cmp.Or(message.ChoiceID, message.Text)
		reply := c.write(through, address, records.Message{
			Direction: records.Outbound, Status: records.MessageSending, Text: "You said:\n" + heard,
			Choices: []records.Choice{{ID: "yes", Label: "Yes, please"}, {ID: "no", Label: "No"}},
		})
		replies = append(replies, channel.Outbound{ID: reply.ID, Channel: through, To: address, Text: reply.Text})
	}
	c.mutex.Unlock()
	for _, reply := range replies {
		if c.sender == nil {
			_ = c.Record(context.Background(), through, channel.Receipt{MessageID: reply.ID, Status: records.MessageDelivered})
			continue
		}
		if _, err := c.sender.Send(context.Background(), reply); err != nil {
			panic(err)
		}
	}
}

// write appends a message; the caller holds the mutex.
func (c *clinic) write(through records.Channel, address string, message records.Message) records.Message {
	message.ID, message.ChannelID = uuid.New(), through.ID
	message.Sequence = int64(len(c.messages) + 1)
	c.clock = c.clock.Add(time.Second)
	message.CreatedAt = c.clock
	c.messages = append(c.messages, message)
	c.contacts[message.ID] = address
	return message
}

// tell writes a message to the phone that nobody asked for.
func (c *clinic) tell(through string, message records.Message) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	message.Direction = records.Outbound
	c.write(c.channels[through], phone, message)
}

func (c *clinic) Record(_ context.Context, _ records.Channel, receipt channel.Receipt) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.broken != nil {
		return c.broken
	}
	for index := range c.messages {
		message := &c.messages[index]
		if message.ID == receipt.MessageID && message.Status.Advances(receipt.Status) {
			message.Status = receipt.Status
			message.ProviderID = cmp.Or(receipt.ProviderID, message.ProviderID)
		}
	}
	return nil
}

func (c *clinic) ChannelByName(_ context.Context, name string) (records.Channel, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if found, ok := c.channels[name]; ok {
		return found, nil
	}
	return records.Channel{}, records.NotFound("channel")
}

func (c *clinic) Messages(_ context.Context, through records.Channel, address string, after int64, limit int) ([]records.Message, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.broken != nil {
		return nil, c.broken
	}
	var found []records.Message
	for _, message := range c.messages {
		if message.ChannelID == through.ID && c.contacts[message.ID] == address && message.Sequence > after && len(found) < limit {
			found = append(found, message)
		}
	}
	return found, nil
}

// all gives a copy of every message.
func (c *clinic) all() []records.Message {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return slices.Clone(c.messages)
}

// open makes a simulator of the clinic; logged takes what it logs.
func (c *clinic) open(logged *bytes.Buffer) *simulator.Simulator {
	return simulator.New(simulator.Options{
		Clinic:   "Test Clinic",
		Channels: map[records.ChannelKind]string{records.ChannelSMS: "demo-sms", records.ChannelWhatsApp: "demo-whatsapp"},
		Intake:   c, Receipts: c, Directory: c, Transcript: c,
		Training: c.training,
		Random:   rand.Reader,
		Logger:   slog.New(slog.NewTextHandler(logged, nil)),
	})
}

// serve opens the clinic's simulator on loopback and gives a client of it.
func (c *clinic) serve(t *testing.T) *simulator.Client {
	t.Helper()
	server := httptest.NewServer(c.open(&bytes.Buffer{}))
	t.Cleanup(server.Close)
	return simulator.NewClient(server.URL, server.Client())
}

// newRequest makes a request as it comes from this machine.
func newRequest(method, target, body string) *http.Request {
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	request.RemoteAddr, request.Host = "127.0.0.1:40000", "127.0.0.1:8080"
	return request
}

// serve answers one request.
func serve(handler http.Handler, request *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

// call makes one request from this machine; a body is sent as JSON.
func call(handler http.Handler, method, target, body string) *httptest.ResponseRecorder {
	request := newRequest(method, target, body)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return serve(handler, request)
}
