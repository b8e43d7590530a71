package twiliotest

import (
	"strconv"
	"time"
)

// The values of Message.Direction.
const (
	directionOutbound = "outbound-api"
	directionInbound  = "inbound"
)

// Message is a message as Twilio keeps it.
type Message struct {
	SID, From, To, Body string
	// StatusCallback is where its statuses are to be posted, as it was asked for.
	StatusCallback string
	// ValidityPeriod is how long it may wait for being sent, in seconds; 0 if
	// nothing was said.
	ValidityPeriod int
	NumMedia       int
	// ServiceSID is the pool that it left through or came to, ContentSID the
	// content that it was written by, and ContentVariables its values as JSON.
	ServiceSID, ContentSID, ContentVariables string
	// Choices are the buttons or entries that the content shows: ids and titles.
	Choices   string
	Direction string
	Status    string
	ErrorCode int
	// CreatedAt is when the request was accepted; SentAt when it left, zero
	// while it is queued.
	CreatedAt, SentAt time.Time
}

// resource is a message as the API writes it.
type resource struct {
	SID          string  `json:"sid"`
	AccountSID   string  `json:"account_sid"`
	APIVersion   string  `json:"api_version"`
	Body         string  `json:"body"`
	From         string  `json:"from"`
	To           string  `json:"to"`
	Direction    string  `json:"direction"`
	Status       string  `json:"status"`
	NumMedia     string  `json:"num_media"`
	NumSegments  string  `json:"num_segments"`
	DateCreated  string  `json:"date_created"`
	DateUpdated  string  `json:"date_updated"`
	DateSent     *string `json:"date_sent"`
	ErrorCode    *int    `json:"error_code"`
	ErrorMessage *string `json:"error_message"`
	Price        *string `json:"price"`
	ServiceSID   *string `json:"messaging_service_sid"`
	PriceUnit    string  `json:"price_unit"`
	URI          string  `json:"uri"`
}

// resource writes the message for the API. Dates are RFC 2822, in UTC and
// whole seconds.
func (m *Message) resource(accountSID string) resource {
	created := m.CreatedAt.UTC().Format(time.RFC1123Z)
	written := resource{
		SID: m.SID, AccountSID: accountSID, APIVersion: "2010-04-01", Body: m.Body, From: m.From, To: m.To,
		Direction: m.Direction, Status: m.Status, NumMedia: strconv.Itoa(m.NumMedia), NumSegments: "1",
		DateCreated: created, DateUpdated: created, PriceUnit: "USD",
		URI: "/2010-04-01/Accounts/" + accountSID + "/Messages/" + m.SID + ".json",
	}
	if !m.SentAt.IsZero() {
		sent := m.SentAt.UTC().Format(time.RFC1123Z)
		written.DateSent = &sent
	}
	if m.ServiceSID != "" {
		written.ServiceSID = &m.ServiceSID
	}
	if m.ErrorCode != 0 {
		written.ErrorCode = &m.ErrorCode
	}
	return written
}
