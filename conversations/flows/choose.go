package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
)

// choosing is the data of a flow that does one thing with one of several
// appointments. Wanted keeps what the first message said of it until the list
// is known.
type choosing struct {
	coming
	Wanted wanted `json:"wanted,omitzero"`
}

// chooser gives such a flow what it does until the appointment is known.
type chooser struct{ plain }

func (chooser) Receive(turn *conversations.Turn) bool {
	var data choosing
	turn.Load(&data)
	slot, value, chosen := turn.Answer()
	switch {
	case chosen && slot == slotAppointment:
		data.pick(value)
	case chosen && slot == slotWho:
		turn.Replace(value, nil)
		return true
	case slot == slotWho && len(turn.Meaning.Intents) == 0:
		return false
	case data.Picked == nil && len(data.Listed) > 0:
		if !data.narrow(turn, wantedOf(turn.Meaning).meaning()) {
			return false
		}
	case len(data.Listed) == 0:
		data.Wanted = wantedOf(turn.Meaning)
	default:
		return false
	}
	turn.Save(data)
	return true
}

// next asks for the list, or which of it is meant; it gives the appointment
// once that is known.
func (chooser) next(turn *conversations.Turn, find func([]uuid.UUID) conversations.Request, which catalog.Key) *conversations.AppointmentFacts {
	var data choosing
	turn.Load(&data)
	switch {
	case len(turn.Contact.Persons) == 0:
		askWhoYouAre(turn)
	case data.Picked != nil:
		return data.Picked
	case len(data.Listed) > 0:
		data.ask(turn, which)
	default:
		ids := data.patients(turn)
		turn.Save(data)
		turn.Request(find(ids))
	}
	return nil
}

// found keeps the list. The one appointment of a list, or the one that was
// described, is picked.
func (chooser) found(turn *conversations.Turn, appointments []conversations.AppointmentFacts) {
	var data choosing
	turn.Load(&data)
	data.Listed = bounded(appointments)
	if len(data.Listed) == 1 {
		data.pick("0")
	} else {
		data.narrow(turn, data.Wanted.meaning())
	}
	turn.Save(data)
}

func (chooser) Back(turn *conversations.Turn) bool {
	var data choosing
	turn.Load(&data)
	if data.Picked == nil || len(data.Listed) < 2 {
		return false
	}
	data.Picked = nil
	turn.Save(data)
	return true
}
