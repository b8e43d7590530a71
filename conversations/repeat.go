package conversations

import (
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// lastSaid is a reply as it was before a channel showed its choices.
type lastSaid struct {
	Text  string               `json:"text"`
	Level records.ContentLevel `json:"level,omitempty"`
	// Until is when it may no longer be said; zero for what may be said again at
	// any time.
	Until time.Time `json:"until,omitzero"`
}

// GoodUntil says until when what this turn says may be said again: for what only
// somebody may hear who has lately shown who they are.
func (t *Turn) GoodUntil(until time.Time) { t.until = until }

// sayAgain says the last message once more, with the question that is open: it
// is the same question, and its older buttons stay good.
func (t *Turn) sayAgain() {
	last := t.state.Last
	if last == nil || !last.Until.IsZero() && !t.Now.Before(last.Until) || !t.May(last.Level) {
		t.Say(catalog.NothingToRepeat, catalog.Values{})
		t.promptAgain()
		return
	}
	t.SayText(last.Text, last.Level)
	t.GoodUntil(last.Until)
	t.asked = t.state.Question
}
