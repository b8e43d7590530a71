package flows

import (
	"strconv"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
)

// show tells what the patient waits for.
func (data *waiting) show(turn *conversations.Turn) {
	text := turn.Book().Say(catalog.Waitlist, catalog.Values{})
	for _, entry := range data.Listed {
		text += "\n" + describeEntry(turn, entry)
	}
	turn.AskText(text, catalog.Waitlist.Level(), conversations.Question{Slot: slotWaiting, Choices: []conversations.Choice{
		turn.Choice(valueStay, catalog.ChoiceStay), turn.Choice(valueTakeOff, catalog.ChoiceLeaveWaitlist), turn.Choice(valueMore, catalog.ChoiceWaitMore),
	}, Yes: valueStay, No: valueTakeOff})
}

// askLeave asks which wish is meant.
func (data *waiting) askLeave(turn *conversations.Turn) {
	question := conversations.Question{Slot: slotLeave}
	for i, entry := range data.Listed {
		question.Choices = append(question.Choices, conversations.Choice{Value: strconv.Itoa(i), Label: describeEntry(turn, entry)})
	}
	turn.Ask(catalog.AskLeaveWhich, catalog.Values{}, question)
}

// describeEntry tells in one line what somebody waits for.
func describeEntry(turn *conversations.Turn, entry conversations.WaitlistFacts) string {
	key := catalog.WaitlistEntry
	if entry.PractitionerID != uuid.Nil {
		key = catalog.WaitlistEntryWith
	}
	return sentence(turn.Part(key, wished(turn, entry)))
}

func wished(turn *conversations.Turn, entry conversations.WaitlistFacts) catalog.Values {
	return catalog.Values{
		Service: serviceFor(turn, entry.AppointmentTypeID, entry.PatientID), Practitioner: practitionerName(turn, entry.PractitionerID),
		When: turn.Book().When(entry.CreatedAt),
	}
}

// sayJoined tells what the patient waits for now, and that they lose nothing.
func (data *waiting) sayJoined(turn *conversations.Turn, joined conversations.WaitlistJoined) {
	values, key := wished(turn, joined.Entry), catalog.WaitlistJoined
	wish, closed := openParts(turn, data.Wish)
	for _, text := range closed {
		turn.SayText(text, catalog.HoursClosedOn.Level())
	}
	values.Day, data.Wish = describeWish(turn, wish, data.Weekly), wish
	switch {
	case joined.Replaces != nil:
		key, values.When = catalog.WaitlistJoinedEarlier, turn.Book().When(joined.Replaces.Start)
	case joined.Entry.PractitionerID != uuid.Nil:
		key = catalog.WaitlistJoinedWith
	}
	turn.Say(key, values)
	if data.Instead != "" && data.Instead != values.Day {
		turn.Say(catalog.WaitlistInstead, catalog.Values{Day: data.Instead})
	}
	data.Instead = ""
}
