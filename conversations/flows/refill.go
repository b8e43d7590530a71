package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// refill hands a wish for a prescription to the clinicians. Which medicine it
// is stands in the patient's message, to which the task leads; the flow only
// knows whether it was said.
type refill struct{ plain }

const nameRefill = "refill"

const slotMedicine = "medicine"

// refilling is what the flow has learned.
type refilling struct {
	Whose whose `json:"whose,omitzero"`
	// Said is true once a medicine was named or shown.
	Said bool `json:"said,omitempty"`
}

func (refill) Name() string { return nameRefill }

func (refill) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentRefill}
}

func (refill) Receive(turn *conversations.Turn) bool {
	var data refilling
	turn.Load(&data)
	used := data.Whose.take(turn)
	if turn.Photos > 0 {
		turn.TakePhotos()
	}
	if turn.OwnWords() || turn.Meaning.Unheard || turn.Photos > 0 {
		data.Said, used = true, true
	}
	if used {
		turn.Save(data)
	}
	return used
}

func (refill) Next(turn *conversations.Turn) {
	var data refilling
	turn.Load(&data)
	asks := data.Whose.ask(turn)
	turn.Save(data)
	switch {
	case asks:
	case !data.Said:
		turn.Ask(shownOr(turn, catalog.AskMedicine, catalog.AskMedicineWritten), catalog.Values{}, conversations.Question{Slot: slotMedicine, Expect: understanding.ExpectText, Photos: true})
	default:
		turn.Do(conversations.OpenTask{Code: records.TaskRefill, Priority: records.PriorityRoutine, PatientID: data.Whose.PatientID})
		turn.Say(catalog.RefillPassed, catalog.Values{})
		turn.Finish()
	}
}

func (refill) Back(turn *conversations.Turn) bool {
	var data refilling
	turn.Load(&data)
	if !data.Said && len(turn.Contact.Persons) < 2 {
		return false
	}
	turn.Save(refilling{})
	return true
}
