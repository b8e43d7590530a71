package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// facility tells about the house: parking, wheelchairs, and what else the
// clinic wrote down.
type facility struct{ informing }

func (facility) Name() string { return "facility" }

func (facility) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentFacility}
}

func (flow facility) Next(turn *conversations.Turn) {
	switch turn.Meaning.Facility {
	case understanding.FacilityParking:
		flow.tell(turn, clinicText(turn, records.TextParking))
	case understanding.FacilityAccess:
		flow.tell(turn, clinicText(turn, records.TextAccess))
	default:
		flow.tell(turn, clinicText(turn, records.TextFacility))
	}
}
