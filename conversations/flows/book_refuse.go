package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// A booking that the patient does not agree to: a plain no to a time is asked
// about once, a second one ends the booking, and whoever leaves is told that
// nothing was booked.

const slotRefused = "refused"

// refuses takes a plain no to the time that is held, and "I don't want to" to
// anything: true where the message says so. Who refuses before a time was on the
// table is left in peace.
func (data *booking) refuses(turn *conversations.Turn) (refused, over bool) {
	slot, value, chosen := turn.Answer()
	meaning := turn.Meaning
	plain := meaning.Declines() && meaning.Number == 0 && meaning.Wish.IsZero() && meaning.Shift == understanding.ShiftNone
	if !plain || data.Rebooking {
		return false, false
	}
	switch {
	case slot == slotConfirm && chosen && value == valueNo && data.Held != nil:
	case slot == slotOffer && !chosen && meaning.KeywordShy:
	case (slot == slotWhen || slot == slotType || slot == slotPractitioner) && !chosen && meaning.KeywordShy:
		data.leave(turn)
		return true, true
	default:
		return false, false
	}
	data.release(turn)
	data.Refused = true
	return true, false
}

// askRefused asks, without pressing, whether another time is wanted.
func (data *booking) askRefused(turn *conversations.Turn) {
	key, values, no := catalog.AskOtherTime, catalog.Values{}, catalog.ChoiceLeave
	if data.Replaces != nil {
		key, no = catalog.AskOtherTimeMove, catalog.ChoiceKeep
		values.When = turn.Book().When(data.Replaces.Start)
	}
	turn.Ask(key, values, conversations.Question{Slot: slotRefused, Choices: []conversations.Choice{
		turn.Choice(valueYes, catalog.ChoiceOtherTime), turn.Choice(valueNo, no),
	}, Yes: valueYes, No: valueNo})
}

// leave ends the booking with nothing booked.
func (data *booking) leave(turn *conversations.Turn) {
	data.release(turn)
	turn.Say(data.left(), catalog.Values{})
	turn.Finish()
}

// left says what is so when the booking ends before its end.
func (data *booking) left() catalog.Key {
	switch {
	case data.Replaces == nil:
		return catalog.BookingLeft
	case data.Rebooking:
		return catalog.NeverMind // that appointment can't take place in any case
	}
	return catalog.Kept
}

// Left implements conversations.Unfinished.
func (book) Left(turn *conversations.Turn) catalog.Key {
	var data booking
	turn.Load(&data)
	return data.left()
}

// NotYet implements conversations.Unfinished.
func (book) NotYet(turn *conversations.Turn) catalog.Key {
	var data booking
	turn.Load(&data)
	if data.Replaces != nil {
		return catalog.NotMovedYet
	}
	return catalog.NotBookedYet
}

// holdAgain holds the time that was on the table when the conversation was
// broken off; false where there is none any more.
func (data *booking) holdAgain(turn *conversations.Turn) bool {
	if !data.BrokenOff {
		return false
	}
	data.BrokenOff = false
	if !data.Chosen.Start.After(turn.Now) {
		return false
	}
	turn.SaveFor(nameBook, *data)
	turn.Request(data.holding())
	return true
}

// holding is the request to keep the chosen time.
func (data *booking) holding() conversations.HoldSlot {
	request := conversations.HoldSlot{Slot: data.Chosen, PatientID: data.PatientID}
	if data.Replaces != nil {
		request.ReplacingID = data.Replaces.AppointmentID
	}
	return request
}
