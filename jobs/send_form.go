package jobs

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// form decides in which form a message leaves: as it stands, or as a content
// that the provider keeps. It is false where only an approved template would do
// and the channel has none with these words.
func (j *Jobs) form(view *clinicView, through records.Channel, message postgres.Queued, now time.Time) (*channel.Content, bool) {
	open := j.capabilities(through.Provider, through.Kind).SessionOpen(message.LastInboundAt, now)
	return channel.Choose(view.templates[through.ID], message.Text, message.Choices, open)
}

// templatesByChannel sorts a clinic's templates by their channels.
func templatesByChannel(templates []records.MessageTemplate) map[uuid.UUID][]records.MessageTemplate {
	sorted := make(map[uuid.UUID][]records.MessageTemplate)
	for _, template := range templates {
		sorted[template.ChannelID] = append(sorted[template.ChannelID], template)
	}
	return sorted
}
