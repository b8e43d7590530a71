package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// whatICanDo tells what can be done here; in the midst of something else, it
// goes back to that.
type whatICanDo struct{ informing }

func (whatICanDo) Name() string { return "what-i-can-do" }

func (whatICanDo) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentHelp}
}

func (whatICanDo) Next(turn *conversations.Turn) {
	turn.Say(catalog.WhatICanDo, catalog.Values{})
	if !turn.Alone() {
		turn.Finish()
		return
	}
	turn.Ask(catalog.HowCanIHelp, catalog.Values{}, conversations.Question{Slot: slotWhat, Choices: mainChoices(turn)})
}

// mayManage says whether appointments may be spoken of here at all, by their
// time at least.
func mayManage(turn *conversations.Turn) bool { return turn.May(records.ContentLogistics) }

// mainChoices are the ways on that most people look for.
func mainChoices(turn *conversations.Turn) []conversations.Choice {
	if !mayManage(turn) {
		return []conversations.Choice{turn.Choice(conversations.FlowPerson, catalog.ChoicePerson)}
	}
	return []conversations.Choice{
		turn.Choice(nameBook, catalog.ChoiceBook),
		turn.Choice(nameAppointments, catalog.ChoiceAppointments),
		turn.Choice(conversations.FlowPerson, catalog.ChoicePerson),
	}
}
