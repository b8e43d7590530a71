package channel

import (
	"context"

	"frontdesk/records"
)

// NewTemplate is a template that a provider is asked to keep.
type NewTemplate struct {
	records.MessageTemplate
	// Samples are what the variables may stand for, by their numbers.
	Samples map[string]string
	// Button is what opens a list.
	Button string
}

// TemplateKeeper is implemented by adapters whose provider keeps templates.
type TemplateKeeper interface {
	// Templates lists what the provider keeps for these templates of a channel:
	// those of the same name, language and words, with their ids and statuses.
	Templates(ctx context.Context, through records.Channel, wanted []NewTemplate) ([]records.MessageTemplate, error)
	// CreateTemplate has the provider keep a template, and gives it with its id.
	CreateTemplate(ctx context.Context, through records.Channel, template NewTemplate) (records.MessageTemplate, error)
	// SubmitTemplate asks for approval of a template that the provider keeps, and
	// gives its status after that.
	SubmitTemplate(ctx context.Context, through records.Channel, template records.MessageTemplate) (records.TemplateStatus, error)
}
