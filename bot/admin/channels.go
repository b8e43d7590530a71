package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagChannels = "Channels"

// ChannelDesk says how the clinic's channels stand.
type ChannelDesk interface {
	Channels(ctx context.Context, by jobs.Principal) ([]records.ChannelHealth, error)
}

// Channel is a number of the clinic's, with how it stands (FHIR Endpoint). It
// says nothing of any patient.
type Channel struct {
	ID       uuid.UUID            `json:"id" format:"uuid"`
	Name     string               `json:"name"`
	Kind     records.ChannelKind  `json:"kind" enum:"sms,whatsapp,email"`
	Provider records.Provider     `json:"provider" enum:"twilio,smtp,simulator,whatsapp"`
	Address  string               `json:"address" doc:"The clinic's own."`
	State    records.ChannelState `json:"state" enum:"connected,away,switched-off,unlinked,banned,outdated,replaced" doc:"Away: the provider does not answer, or no process holds the linked device."`
	Since    *time.Time           `json:"since,omitempty" doc:"Since when, where that is known."`
	Code     string               `json:"code,omitempty" doc:"The provider's own, of what is the matter."`
	// Breaker is left out where the provider answers.
	Breaker *Breaker `json:"breaker,omitempty" doc:"Left out where the provider answers."`
	Queue   Queued   `json:"queue"`
}

// Breaker is what a channel does about a provider that gives trouble.
type Breaker struct {
	State    string     `json:"state" enum:"closed,open,half-open" doc:"Closed: messages go. Open: they wait. Half-open: one goes, to see."`
	Troubles int        `json:"troubles" doc:"How many calls in a row had no answer that means anything."`
	Since    *time.Time `json:"since,omitempty"`
	RetryAt  *time.Time `json:"retryAt,omitempty" doc:"When the next message goes to see."`
}

// Queued is what waits in a channel.
type Queued struct {
	Due       int        `json:"due" doc:"Messages that should be on their way."`
	OldestDue *time.Time `json:"oldestDue,omitempty" doc:"Since when the oldest of them waits."`
	PutOff    int        `json:"putOff" doc:"Messages that wait for a time to come: the end of quiet hours, room under the weekly cap, a provider that is back."`
	Unknown   int        `json:"unknown" doc:"Messages that may have gone; the provider is asked."`
}

type channelList struct {
	Body struct {
		Channels []Channel `json:"channels"`
	}
}

func channelOf(health records.ChannelHealth, now time.Time) Channel {
	state, since := health.State()
	channel := Channel{
		ID: health.Channel.ID, Name: health.Channel.Name, Kind: health.Channel.Kind, Provider: health.Channel.Provider, Address: health.Channel.Address,
		State: state, Since: instantOrNil(since),
		Queue: Queued{Due: health.Due, OldestDue: instantOrNil(health.OldestDue), PutOff: health.PutOff, Unknown: health.Unknown},
	}
	if health.Device != nil {
		channel.Code = health.Device.Code
	}
	if health.Troubles > 0 {
		channel.Breaker = &Breaker{State: "closed", Troubles: health.Troubles, Since: instantOrNil(health.TroubledSince), RetryAt: instantOrNil(health.OpenUntil)}
		switch {
		case health.OpenUntil.IsZero():
		case health.OpenUntil.After(now):
			channel.Breaker.State = "open"
		default:
			channel.Breaker.State = "half-open"
		}
	}
	return channel
}

func instantOrNil(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

func (a *API) registerChannels() {
	register(a, operation{
		id: "listChannels", method: http.MethodGet, path: "/channels", tag: tagChannels,
		summary: "List the clinic's channels, and how they stand", description: "What does not carry messages, since when and why, and what waits in it.",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*channelList, error) {
		healths, err := a.config.Desk.Channels(ctx, by)
		if err != nil {
			return nil, err
		}
		output := &channelList{}
		output.Body.Channels = make([]Channel, len(healths))
		for i, health := range healths {
			output.Body.Channels[i] = channelOf(health, a.config.Now())
		}
		return output, nil
	})
}
