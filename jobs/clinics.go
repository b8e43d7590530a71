package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/flows"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// settingsAge is how long a clinic's settings are used before the store is
// asked whether they changed: a change takes effect within this time, on every
// node, without a restart.
const settingsAge = 2 * time.Second

// clinicView is a clinic as one version of its settings describes it. It is
// never modified, so any number of transactions may share it.
type clinicView struct {
	clinic   records.Clinic
	zone     *time.Location
	schedule postgres.Schedule
	// rules is the schedule as searches want it: a calendar with nothing taken.
	rules    scheduler.Calendar
	types    map[uuid.UUID]records.AppointmentType
	channels map[uuid.UUID]records.Channel
	// repliesOnly are the channels that carry nothing unasked.
	repliesOnly map[uuid.UUID]bool
	// templates are what the providers keep for each channel.
	templates map[uuid.UUID][]records.MessageTemplate
	// policies say how the channels are used; every channel has one.
	policies map[uuid.UUID]records.ChannelPolicy
	// mail is the active channel of e-mail; zero where there is none.
	mail records.Channel
	// unasked says how the clinic writes to who did not ask.
	unasked records.MessagePolicy
	engine  *conversations.Engine
}

// channel gives one of the clinic's channels.
func (v *clinicView) channel(channelID uuid.UUID) (records.Channel, error) {
	channel, known := v.channels[channelID]
	if !known {
		return records.Channel{}, records.NotFound("channel")
	}
	return channel, nil
}

// clinicViews remembers the view of each clinic.
type clinicViews struct {
	mutex sync.Mutex
	views map[uuid.UUID]rememberedView
}

type rememberedView struct {
	view      *clinicView
	checkedAt time.Time
}

func newClinicViews() *clinicViews { return &clinicViews{views: make(map[uuid.UUID]rememberedView)} }

// of gives the view of the transaction's clinic.
func (v *clinicViews) of(ctx context.Context, tx *postgres.Tx, now time.Time) (*clinicView, error) {
	v.mutex.Lock()
	remembered := v.views[tx.ClinicID()]
	v.mutex.Unlock()
	if remembered.view != nil && now.Sub(remembered.checkedAt) < settingsAge {
		return remembered.view, nil
	}
	version, err := tx.ClinicVersion(ctx)
	if err != nil {
		return nil, fmt.Errorf("read clinic: %w", err)
	}
	view := remembered.view
	if view == nil || view.clinic.Version != version {
		if view, err = readClinic(ctx, tx); err != nil {
			return nil, fmt.Errorf("read clinic: %w", err)
		}
	}
	v.mutex.Lock()
	v.views[tx.ClinicID()] = rememberedView{view: view, checkedAt: now}
	v.mutex.Unlock()
	return view, nil
}

// forget has the clinic's settings read again at the next look, for who has just
// changed them; others follow within settingsAge.
func (v *clinicViews) forget(clinicID uuid.UUID) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	delete(v.views, clinicID)
}

func readClinic(ctx context.Context, tx *postgres.Tx) (*clinicView, error) {
	clinic, err := tx.Clinic(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := clinic.Location()
	if err != nil {
		return nil, fmt.Errorf("time zone of the clinic: %w", err)
	}
	schedule, err := tx.Schedule(ctx)
	if err != nil {
		return nil, err
	}
	channels, err := tx.Channels(ctx)
	if err != nil {
		return nil, err
	}
	policies, err := tx.ChannelPolicies(ctx)
	if err != nil {
		return nil, err
	}
	unasked, err := tx.MessagePolicy(ctx)
	if err != nil {
		return nil, err
	}
	questions, err := tx.RegistrationQuestions(ctx)
	if err != nil {
		return nil, err
	}
	texts, err := tx.ClinicTexts(ctx)
	if err != nil {
		return nil, err
	}
	repliesOnly, err := tx.RepliesOnly(ctx)
	if err != nil {
		return nil, err
	}
	templates, err := tx.MessageTemplates(ctx)
	if err != nil {
		return nil, err
	}
	view := &clinicView{
		templates: templatesByChannel(templates),
		clinic:    clinic, zone: zone, schedule: schedule, types: make(map[uuid.UUID]records.AppointmentType, len(schedule.Types)),
		channels: make(map[uuid.UUID]records.Channel, len(channels)), rules: rulesOf(zone, schedule),
		policies: policies, unasked: unasked, repliesOnly: make(map[uuid.UUID]bool, len(repliesOnly)),
	}
	for _, channelID := range repliesOnly {
		view.repliesOnly[channelID] = true
	}
	for _, channel := range channels {
		view.channels[channel.ID] = channel
		if channel.Kind == records.ChannelEmail && channel.Active {
			view.mail = channel
		}
		if _, stated := policies[channel.ID]; !stated {
			policies[channel.ID] = records.DefaultChannelPolicy(channel)
		}
	}
	for _, kind := range schedule.Types {
		view.types[kind.ID] = kind
	}
	view.engine = flows.NewEngine(conversations.Profile{
		Clinic: clinic, Zone: zone, Types: schedule.Types, Practitioners: schedule.Practitioners,
		Sites: schedule.Locations, Questions: questions, Texts: texts, Email: view.mail.ID != uuid.Nil, Rules: view.rules,
	})
	return view, nil
}
