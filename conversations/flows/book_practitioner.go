package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/records"

	"github.com/google/uuid"
)

// askPractitioner settles with whom, where there is a choice.
func (data *booking) askPractitioner(turn *conversations.Turn) bool {
	offering := data.offering(turn)
	if data.PractitionerID != (uuid.UUID{}) {
		if containsPractitioner(offering, data.PractitionerID) {
			return false
		}
		turn.Say(catalog.NoOtherPractitioner, catalog.Values{
			Practitioner: practitionerName(turn, data.PractitionerID), Service: serviceName(turn, data.TypeID),
		})
		data.PractitionerID = uuid.UUID{}
		data.askWhom(turn, offering, "")
		return true
	}
	if data.Anybody {
		return false
	}
	switch len(offering) {
	case 0:
		data.Anybody = true
		return false
	case 1:
		data.PractitionerID = offering[0].ID
		return false
	}
	data.askWhom(turn, offering, turn.Book().Say(catalog.AskPractitioner, catalog.Values{}))
	return true
}

func (data *booking) askWhom(turn *conversations.Turn, offering []records.Practitioner, text string) {
	question := conversations.Question{Slot: slotPractitioner}
	for _, practitioner := range offering[:min(len(offering), maxChoices)] {
		question.Choices = append(question.Choices, conversations.Choice{Value: practitioner.ID.String(), Label: practitioner.Name})
	}
	question.Choices = append(question.Choices, turn.Choice(valueAnybody, catalog.ChoiceAnybody))
	turn.AskText(text, catalog.AskPractitioner.Level(), question)
}
