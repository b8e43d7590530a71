package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// complaint takes what somebody is not content with to the person in charge,
// in their own words and without a word of defence.
type complaint struct{ plain }

const slotWhatHappened = "what-happened"

// complained is from how many words on a message tells what happened.
const complained = 8

// complaining is what the flow has learned.
type complaining struct {
	Told bool `json:"told,omitempty"`
}

func (complaint) Name() string { return "complaint" }

func (complaint) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentComplaint}
}

func (complaint) Receive(turn *conversations.Turn) bool {
	if !turn.OwnWords() && turn.Meaning.Words < complained {
		return false
	}
	turn.Save(complaining{Told: true})
	return true
}

// NotYet implements conversations.Unfinished.
func (complaint) NotYet(*conversations.Turn) catalog.Key { return catalog.ComplaintLeft }

// Left implements conversations.Unfinished.
func (complaint) Left(*conversations.Turn) catalog.Key { return catalog.ComplaintLeft }

func (complaint) Next(turn *conversations.Turn) {
	var data complaining
	turn.Load(&data)
	if !data.Told {
		turn.Ask(catalog.AskComplaint, catalog.Values{}, conversations.Question{Slot: slotWhatHappened, Expect: understanding.ExpectText})
		return
	}
	turn.Do(conversations.OpenTask{Code: records.TaskComplaint, Priority: records.PriorityUrgent, PatientID: turn.OnlyPerson()})
	turn.Say(catalog.ComplaintPassed, catalog.Values{})
	turn.Finish()
}
