package flows

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/scheduler"
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

// inOrder puts times in their order; of those that should be so much later than
// another, the ones that are not too early come first.
func (data *booking) inOrder(turn *conversations.Turn, slots []scheduler.Slot) []scheduler.Slot {
	point, exactly := data.pointWished(turn.Now, turn.Book().Zone())
	early := func(slot scheduler.Slot) int {
		if exactly && !data.Than.After.IsZero() && slot.Start.Before(point) {
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(slots), func(a, b scheduler.Slot) int {
		return cmp.Or(cmp.Compare(early(a), early(b)), a.Start.Compare(b.Start))
	})
}
