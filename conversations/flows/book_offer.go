package flows

import (
	"strconv"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
)

// askOffer shows the times found.
func (data *booking) askOffer(turn *conversations.Turn) {
	key, values := catalog.Offer, catalog.Values{Service: serviceName(turn, data.TypeID), Practitioner: practitionerName(turn, data.PractitionerID)}
	if values.Practitioner != "" {
		key = catalog.OfferWith
	}
	closed := data.Note == noteNearest && closedThroughout(turn, data.Wish)
	switch data.Note {
	case noteNearest:
		key = data.nearestKey(closed)
		if closed {
			turn.SayText(closedText(turn, data.Wish), catalog.HoursClosedOn.Level())
		}
	case noteTaken:
		key = catalog.OfferTaken
	case noteNone, noteNothing, noteWith:
		values.Service = serviceFor(turn, data.TypeID, data.PatientID)
	}
	question := conversations.Question{Slot: slotOffer}
	for i, slot := range data.Offers {
		label := catalog.Slot
		values := catalog.Values{When: turn.Book().When(slot.Start), Practitioner: practitionerName(turn, slot.PractitionerID)}
		if data.PractitionerID != slot.PractitionerID {
			label = catalog.SlotWith
		}
		question.Choices = append(question.Choices, conversations.Choice{
			Value: strconv.Itoa(i), Label: turn.Part(label, values), Button: turn.Book().WhenShort(slot.Start),
		})
	}
	if data.Note == noteNearest && !data.Rebooking && !closed {
		wait := turn.Choice(nameWaitlist, catalog.ChoiceWaitlist)
		wait.Aside = true
		question.Choices = append(question.Choices, wait)
	}
	turn.Ask(key, values, question)
}

// nearestKey gives the text with times that are not those wished: nothing is free
// then, or the clinic is closed.
func (data *booking) nearestKey(closed bool) catalog.Key {
	switch with := data.PractitionerID != uuid.Nil; {
	case closed && with:
		return catalog.OfferClosestWith
	case closed:
		return catalog.OfferClosest
	case with:
		return catalog.OfferNearestWith
	}
	return catalog.OfferNearest
}
