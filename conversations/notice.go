package conversations

import (
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// RenderNotice writes, unasked, that there is something new: the clinic's name
// and what to write, and nothing of what it is.
func (e *Engine) RenderNotice(key catalog.Key, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	text := e.book(language).Say(key, catalog.Values{Clinic: e.profile.Clinic.Name})
	return Reply{Text: fit(text, capabilities, accentBudget), Level: key.Level()}
}
