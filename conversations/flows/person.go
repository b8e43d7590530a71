package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// person hands the conversation to the front desk: at once when asked for,
// after asking when it is the bot that is lost (invariant 19).
type person struct{ plain }

// The values of the offer's choices.
const (
	valuePerson  = "person"
	valueRestart = "restart"
)

func (person) Name() string { return conversations.FlowPerson }

func (person) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentPerson}
}

func (person) Passing() bool { return true }

func (person) Receive(turn *conversations.Turn) bool {
	_, value, ok := turn.Answer()
	if !ok && !turn.Meaning.Has(understanding.IntentPerson) {
		return false
	}
	switch value {
	case valueRestart:
		turn.Abandon()
		turn.Start(conversations.FlowMenu, nil)
	case valueNo:
		var data conversations.PersonOffer
		turn.Load(&data)
		if data.Keeps {
			turn.Say(catalog.Kept, catalog.Values{})
		}
		turn.Finish()
		if turn.Idle() && !data.Keeps {
			turn.Start(conversations.FlowMenu, nil)
		}
	default:
		turn.Save(conversations.PersonOffer{})
	}
	return true
}

func (person) Next(turn *conversations.Turn) {
	var data conversations.PersonOffer
	turn.Load(&data)
	if data.Offer {
		key, other := catalog.OfferPerson, turn.Choice(valueNo, catalog.ChoiceGoOn)
		if turn.Alone() && !data.Rude && !data.Beyond && !data.Withheld {
			other = turn.Choice(valueRestart, catalog.ChoiceStartOver)
		}
		switch {
		case data.Rude:
			key = catalog.Rude
		case data.Unavailable:
			key = catalog.IdentityUnavailable
		case data.Needed:
			key = catalog.OfferPersonNeeded
		case data.Beyond:
			key = catalog.OfferPersonBeyond
		case data.Withheld && turn.Profile().Clinic.Phone == "":
			key = catalog.NotHerePhoneless
		case data.Withheld:
			key = catalog.NotHere
		}
		turn.Ask(key, catalog.Values{Phone: turn.Profile().Clinic.Phone}, conversations.Question{Slot: slotWhat, Choices: []conversations.Choice{
			turn.Choice(valuePerson, catalog.ChoicePerson), other,
		}, Yes: valuePerson, No: other.Value})
		return
	}
	turn.Do(conversations.OpenTask{Code: records.TaskTalkToPerson, Priority: records.PriorityRoutine, PatientID: turn.OnlyPerson()})
	sayPersonTold(turn)
	turn.Close()
}
