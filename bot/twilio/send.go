package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"
	"unicode/utf8"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"frontdesk/conversations/channel"
)

// maxValidity is how long Twilio keeps a message in its queue at most.
const maxValidity = 36000 * time.Second

// Send hands a message to Twilio in one request; see channel.Sender. The
// message's Channel must be set.
func (a *Adapter) Send(ctx context.Context, message channel.Outbound) (channel.Sent, error) {
	parameters, err := a.parameters(message)
	if err != nil {
		return channel.Sent{}, err
	}
	account, err := a.account(message.Channel)
	if err != nil {
		return channel.Sent{}, refusal(channel.RemedyOperator, err.Error())
	}
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	exchange := &exchange{adapter: a, account: account, ctx: ctx}
	created, err := exchange.service().CreateMessage(parameters)
	if err != nil {
		return channel.Sent{}, exchange.sendError(err)
	}
	if created.Sid == nil || *created.Sid == "" {
		return channel.Sent{}, &channel.SendError{
			Outcome: channel.OutcomeUnknown,
			Err:     fmt.Errorf("twilio: answer with HTTP status %d names no message", exchange.status),
		}
	}
	return channel.Sent{ProviderID: *created.Sid}, nil
}

// parameters writes a message as Twilio wants it, or refuses one that Twilio
// would refuse.
func (a *Adapter) parameters(message channel.Outbound) (*openapi.CreateMessageParams, error) {
	if message.Channel.Name == "" {
		return nil, refusal(channel.RemedyOperator, "the message names no channel")
	}
	if message.Text == "" {
		return nil, refusal(channel.RemedyNone, "the message has no text")
	}
	parameters := (&openapi.CreateMessageParams{}).
		SetTo(address(message.Channel.Kind, message.To)).
		SetStatusCallback(a.callbackURL(message.Channel, message.ID))
	if message.Channel.ServiceID != "" {
		parameters.SetMessagingServiceSid(message.Channel.ServiceID)
	} else {
		parameters.SetFrom(address(message.Channel.Kind, message.From))
	}
	if err := setWords(parameters, message); err != nil {
		return nil, err
	}
	if !message.ExpiresAt.IsZero() {
		left := message.ExpiresAt.Sub(a.config.Now())
		if left <= 0 {
			return nil, refusal(channel.RemedyNone, "the message has expired")
		}
		parameters.SetValidityPeriod(int(math.Ceil(min(left, maxValidity).Seconds())))
	}
	return parameters, nil
}

// setWords writes what the patient is to read: by a content that Twilio keeps,
// or as text, with the choices numbered in it.
func setWords(parameters *openapi.CreateMessageParams, message channel.Outbound) error {
	if content := message.Content; content != nil && utf8.RuneCountInString(message.Text) <= maxInteractive {
		variables, err := json.Marshal(content.Variables)
		if err != nil {
			return refusal(channel.RemedyNone, "the variables can't be written")
		}
		parameters.SetContentSid(content.ProviderID)
		if len(content.Variables) > 0 {
			parameters.SetContentVariables(string(variables))
		}
		return nil
	}
	text := numbered(message)
	if length := utf8.RuneCountInString(text); length > maxText {
		return refusal(channel.RemedyNone, fmt.Sprintf("the message has %d characters, and %d is the limit", length, maxText))
	}
	parameters.SetBody(text)
	return nil
}

// numbered is a message's text for whoever can't press its choices.
func numbered(message channel.Outbound) string {
	labels := make([]string, len(message.Choices))
	for i, choice := range message.Choices {
		labels[i] = choice.Label
	}
	return channel.Numbered(message.Text, labels)
}

// refusal is the error of a message that was not even tried.
func refusal(remedy channel.Remedy, why string) *channel.SendError {
	return &channel.SendError{Outcome: channel.OutcomeRefused, Remedy: remedy, Err: errors.New("twilio: " + why)}
}
