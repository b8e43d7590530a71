package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// TemplateRefreshArgs asks the providers what became of the templates that wait
// for approval, or may have lost it.
type TemplateRefreshArgs struct{}

// Kind implements river.JobArgs.
func (TemplateRefreshArgs) Kind() string { return "template_refresh" }

// templateRefreshWorker refreshes all clinics' templates.
type templateRefreshWorker struct {
	river.WorkerDefaults[TemplateRefreshArgs]
	jobs *Jobs
}

// Work implements river.Worker. A clinic whose provider can't be asked keeps
// none of the others from it.
func (w *templateRefreshWorker) Work(ctx context.Context, _ *river.Job[TemplateRefreshArgs]) error {
	config := w.jobs.config
	return w.jobs.eachClinic(ctx, "refresh templates", func(ctx context.Context, clinicID uuid.UUID) error {
		sync := TemplateSync{Store: config.Store, Now: config.Now, KnownOnly: true, Keeper: func(provider records.Provider) channel.TemplateKeeper {
			keeper, _ := config.Senders[provider].(channel.TemplateKeeper)
			return keeper
		}}
		if _, err := sync.Run(ctx, clinicID); err != nil {
			config.Logger.Warn("refresh templates", "clinic", clinicID, "error", err)
		}
		return nil
	})
}

// Timeout leaves a slow provider the time to page through its list.
func (w *templateRefreshWorker) Timeout(*river.Job[TemplateRefreshArgs]) time.Duration {
	return 2 * time.Minute
}

// TemplateSync brings what the providers keep for a clinic up to what the clinic
// writes.
type TemplateSync struct {
	Store *postgres.Store
	// Keeper gives who keeps templates at a provider; nil where nobody does.
	Keeper func(provider records.Provider) channel.TemplateKeeper
	Now    func() time.Time
	// Submit asks for approval of what was not submitted yet.
	Submit bool
	// KnownOnly asks about the templates that are stored, and makes no new ones.
	KnownOnly bool
}

// Run makes, finds and submits the templates of the clinic's active channels on
// which free text has its time, stores what is known of each, and forgets those
// that the clinic no longer writes. It gives what is stored then. It may be
// repeated, and goes on where it stopped.
func (s TemplateSync) Run(ctx context.Context, clinicID uuid.UUID) ([]records.MessageTemplate, error) {
	var view *clinicView
	err := s.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		view, err = readClinic(ctx, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sync templates: %w", err)
	}
	var stored []records.MessageTemplate
	for _, through := range view.channels {
		keeper := s.Keeper(through.Provider)
		if keeper == nil || !through.Active || through.Kind != records.ChannelWhatsApp {
			continue
		}
		kept, err := s.channel(ctx, view, through, keeper)
		if err != nil {
			return nil, fmt.Errorf("sync templates of channel %s: %w", through.Name, err)
		}
		stored = append(stored, kept...)
	}
	return stored, nil
}

// channel syncs the templates of one channel.
func (s TemplateSync) channel(ctx context.Context, view *clinicView, through records.Channel, keeper channel.TemplateKeeper) ([]records.MessageTemplate, error) {
	known := view.templates[through.ID]
	wanted := view.engine.Templates()
	if s.KnownOnly {
		wanted = slices.DeleteFunc(wanted, func(template channel.NewTemplate) bool {
			return !slices.ContainsFunc(known, sameName(template.MessageTemplate))
		})
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	kept, err := keeper.Templates(ctx, through, wanted)
	if err != nil {
		return nil, err
	}
	var stored []records.MessageTemplate
	for _, template := range wanted {
		current, err := s.one(ctx, through, keeper, template, kept)
		if err != nil {
			return nil, err
		}
		if current.ProviderID == "" {
			continue
		}
		current.ChannelID, current.CheckedAt = through.ID, s.Now()
		if err := s.put(ctx, through, current, known); err != nil {
			return nil, err
		}
		stored = append(stored, current)
	}
	return stored, s.forget(ctx, through, known, stored)
}

// one finds a template among those that are kept, or has it made and submitted.
func (s TemplateSync) one(ctx context.Context, through records.Channel, keeper channel.TemplateKeeper, template channel.NewTemplate,
	kept []records.MessageTemplate,
) (records.MessageTemplate, error) {
	var current records.MessageTemplate
	at := slices.IndexFunc(kept, sameName(template.MessageTemplate))
	switch {
	case at >= 0:
		current = kept[at]
	case s.KnownOnly:
		return current, nil // somebody deleted it there
	default:
		made, err := keeper.CreateTemplate(ctx, through, template)
		if err != nil {
			return current, err
		}
		current = made
	}
	if s.Submit && current.Status == records.TemplateUnsubmitted {
		status, err := keeper.SubmitTemplate(ctx, through, current)
		if err != nil {
			return current, err
		}
		current.Status = status
	}
	return current, nil
}

// put stores a template, unless it is known just so.
func (s TemplateSync) put(ctx context.Context, through records.Channel, current records.MessageTemplate, known []records.MessageTemplate) error {
	same := sameName(current)
	if slices.ContainsFunc(known, func(template records.MessageTemplate) bool {
		return same(template) && template.ProviderID == current.ProviderID && template.Status == current.Status && template.Reason == current.Reason &&
			template.Body == current.Body && template.List == current.List && slices.Equal(template.Choices, current.Choices)
	}) {
		return nil
	}
	return s.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.PutMessageTemplate(ctx, current)
	})
}

// forget deletes what was known and is no longer stored.
func (s TemplateSync) forget(ctx context.Context, through records.Channel, known, stored []records.MessageTemplate) error {
	for _, template := range known {
		if slices.ContainsFunc(stored, sameName(template)) {
			continue
		}
		err := s.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
			return tx.DeleteMessageTemplate(ctx, through.ID, template.Name, template.Language)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sameName says whether a template has another's name and language.
func sameName(template records.MessageTemplate) func(records.MessageTemplate) bool {
	return func(other records.MessageTemplate) bool {
		return other.Name == template.Name && other.Language == template.Language
	}
}
