package jobs

import (
	"slices"
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
	language := message.Language
	if language == "" {
		language = view.clinic.Language()
	}
	return channel.Choose(preferred(view.templates[through.ID], language), message.Text, message.Choices, open)
}

// preferred puts the templates of a language first: a form for choices takes
// words of any.
func preferred(templates []records.MessageTemplate, language records.Language) []records.MessageTemplate {
	ordered := slices.Clone(templates)
	slices.SortStableFunc(ordered, func(a, b records.MessageTemplate) int {
		switch {
		case a.Language == b.Language:
			return 0
		case a.Language == language:
			return -1
		case b.Language == language:
			return 1
		}
		return 0
	})
	return ordered
}

// templatesByChannel sorts a clinic's templates by their channels.
func templatesByChannel(templates []records.MessageTemplate) map[uuid.UUID][]records.MessageTemplate {
	sorted := make(map[uuid.UUID][]records.MessageTemplate)
	for _, template := range templates {
		sorted[template.ChannelID] = append(sorted[template.ChannelID], template)
	}
	return sorted
}
