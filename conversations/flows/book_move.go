package flows

import (
	"slices"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// A booking that replaces an appointment is the search for another time for it:
// what is agreed at the end is a move, and the old time stands until then.

// askMove asks for the patient's yes to the time that is held, with what it
// costs to come so late with it.
func (data *booking) askMove(turn *conversations.Turn) {
	key, values := catalog.AskMove, told(turn, *data.Held)
	values.From = turn.Book().When(data.Replaces.Start)
	if turn.Book().Date(data.Held.Start) == turn.Book().Date(data.Replaces.Start) {
		key, values.Day, values.Time = catalog.AskMoveSameDay, turn.Book().Date(data.Held.Start), turn.Book().At(clockIn(turn, data.Held.Start))
	}
	terms := termsOf(turn, *data.Replaces)
	data.AgreedFee = terms.Fee
	if terms.Fee > 0 {
		key = catalog.AskMoveLate
		values = withFee(turn, values, *data.Replaces, terms.Fee)
	}
	turn.Ask(key, values, conversations.Question{Slot: slotConfirm, Choices: []conversations.Choice{
		turn.Choice(valueYes, catalog.ChoiceMoveYes), turn.Choice(valueNo, catalog.ChoiceOtherTime),
	}, Yes: valueYes, No: valueNo})
}

// move asks for the move that the patient has agreed to.
func (data *booking) move(turn *conversations.Turn) {
	turn.Request(conversations.MoveAppointment{
		AppointmentID: data.Replaces.AppointmentID, Version: data.Replaces.Version, Slot: data.Chosen, AgreedFee: data.AgreedFee,
	})
}

// moveRefused tells why the appointment stays where it is; where only the fee
// has come since the question, it is asked again with the fee.
func (data *booking) moveRefused(turn *conversations.Turn, refused conversations.ChangeRefused) {
	switch refused.Reason {
	case conversations.RefusedFee:
		// The time was let go with the refusal; it is held again for the answer.
		data.Held = nil
		turn.SaveFor(nameBook, *data)
		turn.Request(data.holding())
	case conversations.RefusedMoveLimit:
		turn.Close()
		moveLimitReached(turn, *data.Replaces)
	case conversations.RefusedChanged, conversations.RefusedCancelled:
		sayRefused(turn, refused)
		turn.Finish()
	}
}

// moveLimitReached tells a patient who has moved an appointment as often as
// they may, and offers a person, who is not held to that.
func moveLimitReached(turn *conversations.Turn, appointment conversations.AppointmentFacts) {
	turn.Begin(conversations.FlowPerson, conversations.PersonOffer{Offer: true, Keeps: true})
	turn.Ask(catalog.MoveLimit, told(turn, appointment), conversations.Question{Slot: slotWhat, Choices: []conversations.Choice{
		turn.Choice(valuePerson, catalog.ChoicePerson), turn.Choice(valueNo, catalog.ChoiceKeep),
	}, Yes: valuePerson, No: valueNo})
}

// others leaves out the time that the patient has already.
func (data *booking) others(slots []scheduler.Slot) []scheduler.Slot {
	if data.Replaces == nil {
		return slots
	}
	return slices.DeleteFunc(slices.Clone(slots), func(slot scheduler.Slot) bool {
		return slot.Start.Equal(data.Replaces.Start) && slot.PractitionerID == data.Replaces.PractitionerID &&
			slot.AppointmentTypeID == data.Replaces.AppointmentTypeID
	})
}

// termsOf gives the terms on which the patient may change an appointment now.
// The store decides; this is what is told before.
func termsOf(turn *conversations.Turn, appointment conversations.AppointmentFacts) scheduler.ChangeTerms {
	if cannotTakePlace(turn, appointment) {
		return scheduler.ChangeTerms{} // the clinic itself has asked for another time
	}
	offered, known := typeOf(turn, appointment.AppointmentTypeID)
	if !known {
		offered = records.AppointmentType{}
	}
	return scheduler.TermsOfChange(offered, appointment.Start, appointment.Moves, turn.Now)
}

// cannotTakePlace says whether the clinic has told the patient that it can't keep
// an appointment.
func cannotTakePlace(turn *conversations.Turn, appointment conversations.AppointmentFacts) bool {
	last := turn.Contact.LastOffer
	if last == nil || last.Kind != records.OfferRebook || last.Status == records.OfferAccepted || last.Status == records.OfferDeclined {
		return false
	}
	return last.Appointment.AppointmentID == appointment.AppointmentID
}

// sayRefused tells why a change was not made: nothing is left to change of an
// appointment that is cancelled.
func sayRefused(turn *conversations.Turn, refused conversations.ChangeRefused) {
	key := catalog.ChangeRefused
	if refused.Reason == conversations.RefusedCancelled {
		key = catalog.CancelledAlready
	}
	turn.Say(key, catalog.Values{})
}

// withFee adds what a late change costs, and why.
func withFee(turn *conversations.Turn, values catalog.Values, appointment conversations.AppointmentFacts, fee int64) catalog.Values {
	offered, _ := typeOf(turn, appointment.AppointmentTypeID)
	values.Fee = turn.Book().Money(fee, turn.Profile().Clinic.Currency)
	values.Notice = turn.Book().Notice(offered.CancelNotice)
	return values
}
