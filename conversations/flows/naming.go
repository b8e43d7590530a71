package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// naming lets a patient have answers name people and services where by
// themselves they would not, after a warning; or has them name nobody.
type naming struct{ plain }

const nameNaming = "naming"

// allowing is what the flow has learned.
type allowing struct {
	Allowed bool `json:"allowed,omitempty"`
	Refused bool `json:"refused,omitempty"`
	// Listing is true for who wants to see their appointments with names.
	Listing bool `json:"listing,omitempty"`
}

func (naming) Name() string { return nameNaming }

func (naming) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentNames, understanding.IntentNoNames}
}

func (naming) Receive(turn *conversations.Turn) bool {
	var data allowing
	turn.Load(&data)
	_, value, chosen := turn.Answer()
	switch {
	case chosen && value == valueYes:
		data.Allowed = true
	case chosen, turn.Meaning.Has(understanding.IntentNoNames):
		data.Refused = true
	default:
		return turn.Meaning.Has(understanding.IntentNames)
	}
	turn.Save(data)
	return true
}

func (naming) Next(turn *conversations.Turn) {
	var data allowing
	turn.Load(&data)
	switch {
	case data.Refused:
		turn.AllowNames(false)
		turn.Say(catalog.NamesOff, catalog.Values{})
	case data.Allowed:
		turn.AllowNames(true)
		fallthrough
	case turn.May(records.ContentNames):
		turn.Say(catalog.NamesOn, catalog.Values{})
	case !turn.Contact.MayAllowNames:
		turn.Say(catalog.NamesBarred, catalog.Values{})
	default:
		turn.Ask(catalog.NamesWarning, catalog.Values{}, conversations.Question{Slot: slotConfirm, Choices: []conversations.Choice{
			turn.Choice(valueYes, catalog.ChoiceNamesYes), turn.Choice(valueNo, catalog.ChoiceNamesNo),
		}, Yes: valueYes, No: valueNo})
		return
	}
	if data.Allowed && data.Listing {
		turn.Replace(nameAppointments, nil)
		return
	}
	turn.Finish()
}
