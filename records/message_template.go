package records

import (
	"time"

	"github.com/google/uuid"
)

// TemplateStatus says whether a provider lets a template be sent, in WhatsApp's
// words.
type TemplateStatus string

const (
	// TemplateSession needs nobody's approval: it is sent only while a patient may
	// be answered freely.
	TemplateSession TemplateStatus = "session"
	// TemplateUnsubmitted exists at the provider, and nobody has asked for approval.
	TemplateUnsubmitted TemplateStatus = "unsubmitted"
	// TemplatePending waits for WhatsApp's decision.
	TemplatePending TemplateStatus = "pending"
	// TemplateApproved may be sent at any time.
	TemplateApproved TemplateStatus = "approved"
	// TemplateRejected was refused by WhatsApp.
	TemplateRejected TemplateStatus = "rejected"
	// TemplatePaused was reported by too many patients, and rests.
	TemplatePaused TemplateStatus = "paused"
	// TemplateDisabled is switched off for good.
	TemplateDisabled TemplateStatus = "disabled"
)

// MessageTemplate is a text that a provider keeps for a channel. Its body, and
// the labels and ids of its choices, have numbered variables: {{1}}.
type MessageTemplate struct {
	ChannelID uuid.UUID
	// Name is ours, and the provider's: lower-case letters, digits and _.
	Name     string
	Language Language
	// ProviderID is the provider's own id (Twilio's ContentSid).
	ProviderID string
	Body       string
	Choices    []Choice
	// List is true where the choices are shown as a list rather than as buttons.
	List   bool
	Status TemplateStatus
	// Reason is why the provider refuses it, in its own words.
	Reason    string
	CheckedAt time.Time
}
