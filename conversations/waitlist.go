package conversations

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// EndWishes takes patients off every wait-list for which they would be asked in
// this conversation.
type EndWishes struct{ PatientIDs []uuid.UUID }

func (EndWishes) effect() {}

// RenderGone writes to somebody who was asked about a freed time, and has not
// answered, that it is taken: content level L1 (date and time, no names).
func (e *Engine) RenderGone(start time.Time, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	book := e.book(language)
	text := book.Say(catalog.WaitlistGone, catalog.Values{Clinic: e.profile.Clinic.Name, When: book.When(start)})
	return Reply{Text: fit(text, capabilities), Level: catalog.WaitlistGone.Level()}
}
