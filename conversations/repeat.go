package conversations

import (
	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// lastSaid is a reply as it was before a channel showed its choices.
type lastSaid struct {
	Text  string               `json:"text"`
	Level records.ContentLevel `json:"level,omitempty"`
}

// sayAgain says the last message once more, with the question that is open: it
// is the same question, and its older buttons stay good.
func (t *Turn) sayAgain() {
	last := t.state.Last
	if last == nil {
		t.Say(catalog.NothingToRepeat, catalog.Values{})
		t.promptAgain()
		return
	}
	t.SayText(last.Text, last.Level)
	t.asked = t.state.Question
}
