package flows

import (
	"slices"
	"strconv"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"

	"github.com/google/uuid"
)

// maxListed is how many appointments are listed at once: what follows is
// months away and would only push the rest off the screen.
const maxListed = 4

// coming is what a flow knows of the coming appointments of a contact's
// patients, and which of them it is about.
type coming struct {
	Listed []conversations.AppointmentFacts `json:"listed,omitempty"`
	Picked *conversations.AppointmentFacts  `json:"picked,omitempty"`
}

// pick takes the value of a choice: the index of an appointment listed.
func (c *coming) pick(value string) {
	index, err := strconv.Atoi(value)
	if err != nil || index < 0 || index >= len(c.Listed) {
		return
	}
	picked := c.Listed[index]
	c.Picked = &picked
}

// narrow picks the appointment that the message describes by day, time,
// practitioner or service, when exactly one is like that.
func (c *coming) narrow(turn *conversations.Turn, meaning understanding.Meaning) bool {
	if meaning.Wish.IsZero() && len(meaning.Practitioners) == 0 && len(meaning.Types) == 0 {
		return false
	}
	var fitting []conversations.AppointmentFacts
	for _, appointment := range c.Listed {
		if !meaning.Wish.Admits(appointment.Start, turn.Book().Zone()) ||
			len(meaning.Practitioners) > 0 && !slices.Contains(meaning.Practitioners, appointment.PractitionerID) ||
			len(meaning.Types) > 0 && !slices.Contains(meaning.Types, appointment.AppointmentTypeID) {
			continue
		}
		fitting = append(fitting, appointment)
	}
	if len(fitting) != 1 {
		return false
	}
	c.Picked = &fitting[0]
	return true
}

// ask asks which appointment is meant.
func (c *coming) ask(turn *conversations.Turn, key catalog.Key) {
	question := conversations.Question{Slot: slotAppointment}
	for i, appointment := range c.Listed {
		question.Choices = append(question.Choices, conversations.Choice{
			Value: strconv.Itoa(i), Label: describe(turn, appointment), Button: turn.Book().WhenShort(appointment.Start),
		})
	}
	turn.AskText(turn.Book().Say(key, catalog.Values{}), records.ContentNames, question)
}

const slotAppointment = "appointment"

// bounded keeps the first appointments of a list.
func bounded(found []conversations.AppointmentFacts) []conversations.AppointmentFacts {
	return found[:min(len(found), maxListed)]
}

// describe tells an appointment in one line.
func describe(turn *conversations.Turn, appointment conversations.AppointmentFacts) string {
	return turn.Book().Say(catalog.Appointment, told(turn, appointment))
}

// told gives what texts about an appointment say of it.
func told(turn *conversations.Turn, appointment conversations.AppointmentFacts) catalog.Values {
	return catalog.Values{
		When:         turn.Book().When(appointment.Start),
		Service:      serviceName(turn, appointment.AppointmentTypeID),
		Practitioner: practitionerName(turn, appointment.PractitionerID),
		Address:      turn.Profile().Clinic.Address,
	}
}

func serviceName(turn *conversations.Turn, id uuid.UUID) string {
	if offered, ok := typeOf(turn, id); ok {
		return offered.Name.In(turn.Language())
	}
	return ""
}

func practitionerName(turn *conversations.Turn, id uuid.UUID) string {
	for _, practitioner := range turn.Profile().Practitioners {
		if practitioner.ID == id {
			return practitioner.Name
		}
	}
	return ""
}

// typeOf finds an appointment type of the clinic.
func typeOf(turn *conversations.Turn, id uuid.UUID) (records.AppointmentType, bool) {
	for _, offered := range turn.Profile().Types {
		if offered.ID == id {
			return offered, true
		}
	}
	return records.AppointmentType{}, false
}

// askWhoYouAre answers a stranger who asks for appointments: nothing is known
// of them here, whatever may be on file elsewhere (invariant 13).
func askWhoYouAre(turn *conversations.Turn) {
	turn.Ask(catalog.AppointmentsUnknown, catalog.Values{}, conversations.Question{Slot: slotWho, Choices: []conversations.Choice{
		turn.Choice(nameRegister, catalog.ChoiceRegister),
		turn.Choice(conversations.FlowPerson, catalog.ChoicePerson),
	}})
}

const slotWho = "who"
