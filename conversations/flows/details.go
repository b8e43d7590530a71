package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
	"frontdesk/records/mailbox"
)

// details takes a correction of what the clinic knows of a patient: what it
// is, in their own words, and then who they are.
type details struct{ plain }

const slotCorrection = "correction"

// corrected is from how many words on a message holds the correction itself.
const corrected = 6

// detailing is what the flow has learned.
type detailing struct {
	Told bool `json:"told,omitempty"`
}

func (details) Name() string { return "details" }

func (details) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentDetails}
}

func (details) Receive(turn *conversations.Turn) bool {
	if !turn.OwnWords() && turn.Meaning.Words < corrected {
		return false
	}
	turn.Save(detailing{Told: true})
	return true
}

func (details) Next(turn *conversations.Turn) {
	var data detailing
	turn.Load(&data)
	if address, found := mailbox.Find(turn.Meaning.Text); found && turn.Profile().Email {
		turn.Replace(nameEmail, emailing{Address: address})
		return
	}
	if data.Told {
		turn.Replace(nameDetailsShown, nil)
		return
	}
	turn.Ask(catalog.AskDetails, catalog.Values{}, conversations.Question{Slot: slotCorrection, Expect: understanding.ExpectText})
}

// detailsShown passes the correction on once the writer has shown who they
// are: what it changes is where the clinic's next letter goes.
type detailsShown struct{ identified }

const nameDetailsShown = "details-shown"

func newDetailsShown() detailsShown {
	return detailsShown{identified{purpose: records.AccessRecord, ask: catalog.IdentityConfirm}}
}

func (detailsShown) Name() string { return nameDetailsShown }

func (flow detailsShown) Answered(turn *conversations.Turn, event conversations.Event) {
	shown := flow.answered(turn, event)
	if shown == nil {
		return
	}
	turn.Do(conversations.OpenTask{Code: records.TaskDetails, Priority: records.PriorityRoutine, PatientID: shown.PatientIDs[0]})
	turn.Say(catalog.DetailsPassed, catalog.Values{})
	turn.Finish()
}
