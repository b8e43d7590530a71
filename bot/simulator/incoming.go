package simulator

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"unicode/utf8"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const (
	// maxBody bounds the body of a request, in bytes: the longest text with
	// every character escaped, and the rest.
	maxBody = 144 << 10
	// maxText bounds the text of a message, in characters. WhatsApp's own limit
	// is 4,096; what is longer is for trying out how the clinic takes it.
	maxText = 10_000
	// maxChoice bounds the id of a button, in bytes, as WhatsApp does.
	maxChoice = 256
)

// messageID is what a caller may use as the id of a message.
var messageID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// postMessage takes a message from the phone in.
func (s *Simulator) postMessage(w http.ResponseWriter, r *http.Request) {
	var body NewMessage
	if err := readJSON(w, r, &body); err != nil {
		s.refuse(w, r, err)
		return
	}
	inbound, err := s.inbound(body)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	through, err := s.channelOf(r.Context(), body.Channel)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if err := s.options.Intake.Receive(r.Context(), through, inbound); err != nil {
		s.refuse(w, r, s.problemOf(r.Context(), "receive message", err))
		return
	}
	writeJSON(w, http.StatusAccepted, Accepted{ID: inbound.ProviderID})
}

// inbound makes the body into a message. The error is a *Problem, or the
// random source's.
func (s *Simulator) inbound(body NewMessage) (channel.Inbound, error) {
	if body.Channel == "" {
		return channel.Inbound{}, invalid("channel", "Say through which channel: \"sms\" or \"whatsapp\".")
	}
	from, err := parseNumber(body.From)
	if err != nil {
		return channel.Inbound{}, err
	}
	if body.Text == nil && body.Choice == "" {
		return channel.Inbound{}, invalid("text", "The text is missing. It may be empty, but it must be there.")
	}
	var text string
	if body.Text != nil {
		text = *body.Text
	}
	if utf8.RuneCountInString(text) > maxText {
		return channel.Inbound{}, invalid("text", fmt.Sprintf("The text is longer than %d characters.", maxText))
	}
	if body.Choice != "" && (capabilities(body.Channel).Buttons == 0 || len(body.Choice) > maxChoice) {
		return channel.Inbound{}, invalid("choice", "Only a message on WhatsApp has buttons, and their ids are short. Write the choice as text.")
	}
	id, err := s.idOf(body)
	if err != nil {
		return channel.Inbound{}, err
	}
	return channel.Inbound{
		ProviderID: id, From: from,
		Text: channel.InboundText(text), ChoiceID: channel.CleanText(body.Choice, maxChoice),
	}, nil
}

// idOf gives the message the caller's id, or one of its own.
func (s *Simulator) idOf(body NewMessage) (string, error) {
	switch {
	case body.ID == "":
		return newID(s.options.Random)
	case !messageID.MatchString(body.ID):
		return "", invalid("id", "An id is 1 to 64 letters, digits, hyphens and underscores. Leave it out to get one.")
	}
	return body.ID, nil
}

// newID makes an id that nothing else has.
func newID(random io.Reader) (string, error) {
	var raw [16]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", fmt.Errorf("read random id: %w", err)
	}
	return "simulated-" + hex.EncodeToString(raw[:]), nil
}

// postReceipts tells the clinic that the phone has shown its messages. Only
// WhatsApp reports that; an SMS is delivered and no more is heard of it.
func (s *Simulator) postReceipts(w http.ResponseWriter, r *http.Request) {
	var body NewReceipt
	if err := readJSON(w, r, &body); err != nil {
		s.refuse(w, r, err)
		return
	}
	from, err := parseNumber(body.From)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if body.Channel != records.ChannelWhatsApp {
		s.refuse(w, r, invalid("channel", "Only WhatsApp tells when a message was read."))
		return
	}
	through, err := s.channelOf(r.Context(), body.Channel)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	// The newest messages up to the one that was shown; sequence numbers are
	// shared with others, so this many of them hold at most as many of ours.
	after := max(0, body.Through-readWindow)
	messages, err := s.options.Transcript.Messages(r.Context(), through, from, after, readWindow)
	if err != nil {
		s.refuse(w, r, s.problemOf(r.Context(), "read transcript", err))
		return
	}
	for _, message := range messages {
		if message.Sequence > body.Through || message.Direction != records.Outbound || message.Status != records.MessageDelivered {
			continue
		}
		err := s.options.Receipts.Record(r.Context(), through, channel.Receipt{
			MessageID: message.ID, ProviderID: message.ProviderID, Status: records.MessageRead,
		})
		if err != nil {
			s.refuse(w, r, s.problemOf(r.Context(), "record receipt", err))
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// readWindow is how many sequence numbers back a receipt looks for messages
// that were not read yet.
const readWindow = 500

// readJSON reads the body of a request into document. The error is a *Problem.
func readJSON(w http.ResponseWriter, r *http.Request, document any) error {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return &Problem{Status: http.StatusUnsupportedMediaType, Detail: "Send JSON, with Content-Type: application/json."}
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(document); err != nil {
		return unreadable(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return unreadable(tooLarge)
		}
		return &Problem{Status: http.StatusBadRequest, Detail: "Something stands after the JSON object. Send one object and no more."}
	}
	return nil
}

// unreadable says what was wrong with a JSON body without repeating it.
func unreadable(err error) *Problem {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &Problem{Status: http.StatusRequestEntityTooLarge, Detail: fmt.Sprintf("The request is larger than %d bytes.", maxBody)}
	}
	if mistyped, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && mistyped.Field != "" {
		return invalid(mistyped.Field, "This should be a "+mistyped.Type.String()+", not a "+mistyped.Value+".")
	}
	return &Problem{
		Status: http.StatusBadRequest,
		Detail: "This is not the JSON object that is expected: {\"channel\": \"sms\", \"from\": \"+15550001111\", \"text\": \"…\"}.",
	}
}
