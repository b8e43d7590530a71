package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// informing is what flows have in common that answer a question from the
// clinic's settings and are over.
type informing struct{ plain }

func (informing) Informs() {}

// Receive takes the answer to the question whether somebody shall write, or to
// any other with which an answer leads on to a flow.
func (informing) Receive(turn *conversations.Turn) bool {
	_, value, ok := turn.Answer()
	if !ok {
		return false
	}
	if value == valueNo {
		turn.Say(catalog.NeverMind, catalog.Values{})
		turn.Close()
		return true
	}
	turn.Replace(value, nil)
	return true
}

// tell ends the flow with texts that the clinic tells everybody, or where it
// has none with the offer of a person.
func (informing) tell(turn *conversations.Turn, texts ...string) {
	told := false
	for _, text := range texts {
		turn.SayText(text, records.ContentNeutral)
		told = told || text != ""
	}
	if told {
		turn.Finish()
		return
	}
	turn.Say(catalog.NotKnownHere, catalog.Values{})
	if !turn.Alone() {
		turn.Finish()
		return
	}
	turn.Ask(catalog.AskFrontDesk, catalog.Values{}, conversations.Question{Slot: slotWhat, Choices: []conversations.Choice{
		turn.Choice(conversations.FlowPerson, catalog.ChoicePerson), turn.Choice(valueNo, catalog.ChoiceNoThanks),
	}, Yes: conversations.FlowPerson, No: valueNo})
}

// clinicText gives one of the clinic's texts in the conversation's language.
func clinicText(turn *conversations.Turn, key records.ClinicTextKey) string {
	return turn.Profile().Texts.In(key, turn.Language())
}
