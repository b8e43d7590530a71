package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// move finds another time for an appointment: it asks which one and leads into
// the booking flow, which looks for the time. The old one stands until then.
type move struct{ plain }

const nameMove = "move"

// moving is what the flow has learned.
type moving struct {
	coming
	Wanted wanted `json:"wanted,omitzero"`
	// Missed is true for a visit that is past: there is nothing to move, and a new
	// one to book.
	Missed bool `json:"missed,omitempty"`
	// Past is the visit that was missed, once it is found.
	Past *conversations.AppointmentFacts `json:"past,omitempty"`
	// Mistaken is true for who speaks of a missed visit where none is past.
	Mistaken bool `json:"mistaken,omitempty"`
}

func (move) Name() string { return nameMove }

func (move) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentMove}
}

func (move) Receive(turn *conversations.Turn) bool {
	var data moving
	turn.Load(&data)
	slot, value, chosen := turn.Answer()
	switch {
	case chosen && slot == slotAppointment:
		data.pick(value)
	case chosen && slot == slotMissed:
		data.settleMissed(turn, value)
		return true
	case chosen && slot == slotWho:
		turn.Replace(value, nil)
		return true
	case slot == slotWho && len(turn.Meaning.Intents) == 0:
		return false
	case leavesAll(turn, data.coming):
		return true
	case len(data.Listed) > 0:
		if turn.Meaning.Delay != 0 || turn.Meaning.DaysLater != 0 {
			data.Wanted.Delay, data.Wanted.DaysLater = turn.Meaning.Delay, turn.Meaning.DaysLater
			break
		}
		if !data.narrow(turn, turn.Meaning) {
			return false
		}
	default:
		data.Wanted, data.Missed = wantedOf(turn.Meaning), turn.Meaning.Missed
	}
	turn.Save(data)
	return true
}

func (move) Next(turn *conversations.Turn) {
	var data moving
	turn.Load(&data)
	switch {
	case len(turn.Contact.Persons) == 0:
		askWhoYouAre(turn)
	case data.Picked != nil && termsOf(turn, *data.Picked).MoveLimitReached:
		turn.Close()
		moveLimitReached(turn, *data.Picked)
	case data.Picked != nil:
		turn.Replace(nameBook, data.Wanted.instead(turn, *data.Picked))
	case data.Past != nil && len(data.Listed) > 0:
		data.askMissed(turn)
	case len(data.Listed) > 0:
		data.ask(turn, catalog.AskMoveWhich)
	default:
		ids := data.patients(turn)
		turn.Save(data)
		if data.Missed {
			turn.Request(conversations.FindMissed{PatientIDs: ids})
			return
		}
		turn.Request(conversations.FindAppointments{PatientIDs: ids})
	}
}

func (flow move) Answered(turn *conversations.Turn, event conversations.Event) {
	var data moving
	turn.Load(&data)
	if missed, is := event.(conversations.MissedFound); is {
		data.foundMissed(turn, missed.Appointment)
		return
	}
	found, ok := event.(conversations.AppointmentsFound)
	if !ok {
		return
	}
	if data.Past != nil {
		data.bookInstead(turn, found.Appointments)
		return
	}
	if len(found.Appointments) == 0 {
		data.sayNone(turn)
		turn.Finish()
		return
	}
	data.Listed = bounded(found.Appointments)
	switch {
	case len(data.Listed) == 1:
		data.pick("0")
		if data.Mistaken {
			turn.Say(catalog.NotMissed, catalog.Values{When: turn.Book().When(data.Picked.Start)})
		}
	case data.narrow(turn, data.Wanted.meaning()):
		// The day named was that of the appointment, not the one wished.
		data.Wanted.Wish = understanding.Wish{}
	default:
		described := data.Wanted.meaning()
		described.Wish = understanding.Wish{}
		data.narrow(turn, described) // "my check-up to Wednesday"
	}
	turn.Save(data)
	flow.Next(turn)
}
