package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// insurance answers which plans are taken; who tells of their own plan is led
// on to have it taken down.
type insurance struct{ informing }

func (insurance) Name() string { return "insurance" }

func (insurance) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentInsurance}
}

func (flow insurance) Next(turn *conversations.Turn) {
	if turn.Meaning.OwnInsurance || turn.Photos > 0 {
		var data covering
		data.takePhotos(turn)
		turn.Replace(nameCoverage, data)
		return
	}
	flow.tell(turn, clinicText(turn, records.TextInsurance))
}
