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
	return Reply{Text: fit(text, capabilities), Level: key.Level()}
}

// RenderNeutral writes what goes in the place of a text that gives away more
// than whoever may read the telephone should learn: that there is a message, and
// how to reach the clinic.
func (e *Engine) RenderNeutral(language records.Language, capabilities channel.Capabilities) string {
	if !e.speaks(language) {
		language = e.fallback()
	}
	clinic := e.profile.Clinic
	key := catalog.NeutralNotice
	if clinic.Phone == "" {
		key = catalog.NeutralNoticePhoneless
	}
	return fit(e.book(language).Say(key, catalog.Values{Clinic: clinic.Name, Phone: clinic.Phone}), capabilities)
}
