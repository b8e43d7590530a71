package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// wrongNumber lets go of an address whose holder is not who the clinic thought.
// It asks first, as a patient who loses their number by a slip would miss their
// reminders; it names nobody, whoever is on file.
type wrongNumber struct{ plain }

const (
	slotTakeOut = "take-out"

	valueNothing = "nothing"
)

const nameWrongNumber = "wrong-number"

func (wrongNumber) Name() string { return nameWrongNumber }

func (wrongNumber) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentWrongNumber}
}

func (wrongNumber) Receive(turn *conversations.Turn) bool {
	return takeOut(turn, conversations.ReleasedWrongNumber)
}

func (wrongNumber) Next(turn *conversations.Turn) { askTakeOut(turn, catalog.AskWrongNumber) }

// askTakeOut asks whether the number shall go.
func askTakeOut(turn *conversations.Turn, key catalog.Key) {
	turn.Ask(key, catalog.Values{}, conversations.Question{Slot: slotTakeOut, Choices: []conversations.Choice{
		turn.Choice(valueYes, catalog.ChoiceTakeOut), turn.Choice(valueNo, catalog.ChoiceKeepNumber),
	}, Yes: valueYes, No: valueNo})
}

// askRegisterInstead asks somebody who has the number now, and wants to be a
// patient, whether it may go first: the question that was open, in other words.
func askRegisterInstead(turn *conversations.Turn) {
	turn.Ask(catalog.AskRegisterInstead, catalog.Values{}, conversations.Question{Slot: slotTakeOut, Choices: []conversations.Choice{
		turn.Choice(nameRegister, catalog.ChoiceRegisterAfter), turn.Choice(valueNothing, catalog.ChoiceRemoveNothing),
	}, Yes: nameRegister, No: valueNothing})
}

// takeOut takes the answer, and says whether there was one.
func takeOut(turn *conversations.Turn, reason conversations.ReleaseReason) bool {
	slot, value, ok := turn.Answer()
	switch {
	case !ok || slot != slotTakeOut:
		return false
	case value == nameRegister:
		turn.PassOn(reason)
		turn.Start(nameRegister, nil)
	case value == valueYes:
		turn.LetGo(reason, catalog.NumberTakenOut)
	case value == valueNothing:
		turn.Say(catalog.NothingRemoved, catalog.Values{})
		turn.Finish()
	default:
		turn.Say(catalog.NumberKept, catalog.Values{})
		turn.Finish()
	}
	return true
}
