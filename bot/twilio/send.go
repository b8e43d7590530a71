package twilio

import (
	"context"
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
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	exchange := &exchange{adapter: a, ctx: ctx}
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
	if length := utf8.RuneCountInString(message.Text); length > maxText {
		return nil, refusal(channel.RemedyNone, fmt.Sprintf("the message has %d characters, and %d is the limit", length, maxText))
	}
	parameters := (&openapi.CreateMessageParams{}).
		SetFrom(address(message.Channel.Kind, message.From)).
		SetTo(address(message.Channel.Kind, message.To)).
		SetBody(message.Text).
		SetStatusCallback(a.callbackURL(message.Channel, message.ID))
	if !message.ExpiresAt.IsZero() {
		left := message.ExpiresAt.Sub(a.config.Now())
		if left <= 0 {
			return nil, refusal(channel.RemedyNone, "the message has expired")
		}
		parameters.SetValidityPeriod(int(math.Ceil(min(left, maxValidity).Seconds())))
	}
	return parameters, nil
}

// refusal is the error of a message that was not even tried.
func refusal(remedy channel.Remedy, why string) *channel.SendError {
	return &channel.SendError{Outcome: channel.OutcomeRefused, Remedy: remedy, Err: errors.New("twilio: " + why)}
}
