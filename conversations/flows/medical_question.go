package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// medicalQuestion answers symptoms and questions for a clinician: no advice,
// but kind words, where to call if it is urgent, and the way to somebody who
// can help.
type medicalQuestion struct{ informing }

func (medicalQuestion) Name() string { return "medical-question" }

func (medicalQuestion) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentMedical}
}

func (medicalQuestion) Next(turn *conversations.Turn) {
	key := catalog.MedicalQuestion
	number := turn.EmergencyNumber()
	if number == "" {
		key = catalog.MedicalQuestionNoNumber
	}
	turn.Say(key, catalog.Values{Number: number})
	if !turn.Alone() {
		turn.Finish()
		return
	}
	turn.Ask(catalog.AskMedical, catalog.Values{}, conversations.Question{Slot: slotWhat, Choices: []conversations.Choice{
		turn.Choice(nameBook, catalog.ChoiceBook), turn.Choice(conversations.FlowPerson, catalog.ChoicePerson),
	}})
}
