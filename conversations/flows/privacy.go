package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// privacy answers what is kept of somebody, and takes a number out of the
// records on its holder's request.
type privacy struct{ plain }

const valueErase = "erase"

// askingErase is the flow's data once it is known what somebody wants.
type askingErase struct {
	Erase bool `json:"erase,omitempty"`
	// Kept is true for who has asked what is kept of them.
	Kept bool `json:"kept,omitempty"`
}

func (privacy) Name() string { return "privacy" }

func (privacy) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentPrivacy}
}

func (privacy) Receive(turn *conversations.Turn) bool {
	if takeOut(turn, conversations.ReleasedOnRequest) {
		return true
	}
	slot, value, chosen := turn.Answer()
	switch {
	case chosen && slot == slotWhat && value == valueErase, turn.Meaning.Erase:
		turn.Save(askingErase{Erase: true})
	case chosen && slot == slotWhat:
		turn.Replace(value, nil)
	case turn.Meaning.AsksKept:
		turn.Save(askingErase{Kept: true})
	default:
		return false
	}
	return true
}

func (privacy) Next(turn *conversations.Turn) {
	var data askingErase
	turn.Load(&data)
	if data.Erase {
		askTakeOut(turn, catalog.AskRemoveNumber)
		return
	}
	if notice := turn.Profile().Clinic.PrivacyURL; notice != "" {
		turn.Say(catalog.PrivacyNotice, catalog.Values{Link: notice})
	}
	if data.Kept {
		turn.Replace(nameWhatIsKept, nil)
		return
	}
	turn.Ask(catalog.AskPrivacy, catalog.Values{}, conversations.Question{Slot: slotWhat, Choices: []conversations.Choice{
		turn.Choice(nameWhatIsKept, catalog.ChoiceWhatIsKept),
		turn.Choice(valueErase, catalog.ChoiceRemoveNumber),
		turn.Choice(conversations.FlowPerson, catalog.ChoicePerson),
	}})
}

func (privacy) Back(turn *conversations.Turn) bool {
	var data askingErase
	turn.Load(&data)
	if !data.Erase {
		return false
	}
	turn.Save(askingErase{})
	return true
}

// whatIsKept tells a patient who has shown who they are what kinds of things
// are kept of them, and how many; what stands in them is for a person to copy.
type whatIsKept struct{ identified }

const nameWhatIsKept = "what-is-kept"

func newWhatIsKept() whatIsKept { return whatIsKept{identified{purpose: records.AccessRecord}} }

func (whatIsKept) Name() string { return nameWhatIsKept }

func (flow whatIsKept) Answered(turn *conversations.Turn, event conversations.Event) {
	if kept, ok := event.(conversations.KeptCounted); ok {
		turn.Say(catalog.WhatIsKept, catalog.Values{
			Name: kept.Name, List: turn.Book().SayCount(catalog.AppointmentsKept, kept.Appointments),
		})
		turn.Finish()
		return
	}
	if shown := flow.answered(turn, event); shown != nil {
		turn.Request(conversations.CountKept{PatientID: shown.PatientIDs[0]})
	}
}
