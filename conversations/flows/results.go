package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// results lets patients read what examinations found: on the page, once they
// have shown who they are. No message says a word of it.
type results struct{ identified }

const nameResults = "results"

func newResults() results { return results{identified{purpose: records.AccessResults}} }

func (results) Name() string { return nameResults }

func (results) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentResults}
}

func (flow results) Answered(turn *conversations.Turn, event conversations.Event) {
	if flow.answered(turn, event) == nil {
		return
	}
	turn.Say(catalog.ResultsShown, catalog.Values{})
	turn.Finish()
}
