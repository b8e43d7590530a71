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
	// Of is the only patient whose appointments were looked for; zero for all.
	Of uuid.UUID `json:"of,omitzero"`
}

// patients are those whose appointments are to be looked for: of whom the
// message names, else of all.
func (c *coming) patients(turn *conversations.Turn) []uuid.UUID {
	ids := patientsMeant(turn)
	c.Of = uuid.Nil
	if len(ids) == 1 {
		c.Of = ids[0]
	}
	return ids
}

// sought are those whose appointments were looked for.
func (c *coming) sought(turn *conversations.Turn) []uuid.UUID {
	if c.Of != uuid.Nil {
		return []uuid.UUID{c.Of}
	}
	return turn.PatientIDs()
}

// sayNone tells that there are no appointments, and of whom.
func (c *coming) sayNone(turn *conversations.Turn) {
	key := named(turn, c.Of, catalog.AppointmentsNone, catalog.AppointmentsNoneOf)
	if c.Of != uuid.Nil && len(turn.Contact.Persons) > 1 {
		// Of one of several it is said without a name, too, that it is of them.
		key = catalog.AppointmentsNoneOf
	}
	turn.Say(key, catalog.Values{Name: turn.NameOf(c.Of)})
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

// leavesAll ends a flow that asks which appointment to change for whoever says
// that none of them is to be: "no, keep it".
func leavesAll(turn *conversations.Turn, listed coming) bool {
	const fewWords = 3
	meaning := turn.Meaning
	if len(listed.Listed) == 0 || listed.Picked != nil || !meaning.Wish.IsZero() || meaning.Number > 0 {
		return false
	}
	if !meaning.Keeps && (!meaning.Declines() || meaning.Words > fewWords) {
		return false
	}
	turn.Say(catalog.NothingChanges, catalog.Values{})
	turn.Finish()
	return true
}

// narrow picks the appointment that the message describes by day, time,
// practitioner, service or whose it is, when exactly one is like that.
func (c *coming) narrow(turn *conversations.Turn, meaning understanding.Meaning) bool {
	of := patientsMeant(turn)
	whose := len(of) < len(turn.Contact.Persons)
	if meaning.Wish.IsZero() && len(meaning.Practitioners) == 0 && len(meaning.Types) == 0 && !whose {
		return false
	}
	var fitting []conversations.AppointmentFacts
	for _, appointment := range c.Listed {
		if !meaning.Wish.Admits(appointment.Start, turn.Book().Zone()) ||
			len(meaning.Practitioners) > 0 && !slices.Contains(meaning.Practitioners, appointment.PractitionerID) ||
			len(meaning.Types) > 0 && !slices.Contains(meaning.Types, appointment.AppointmentTypeID) ||
			whose && !slices.Contains(of, appointment.PatientID) {
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
	if c.alikeHere(turn) {
		// Two lines that read the same are no choice: one visit would be called off
		// for the other.
		turn.Ask(catalog.AskWhichAlike, catalog.Values{}, conversations.Question{Slot: slotAppointment})
		return
	}
	question := conversations.Question{Slot: slotAppointment}
	for i, appointment := range c.Listed {
		question.Choices = append(question.Choices, conversations.Choice{
			Value: strconv.Itoa(i), Label: describe(turn, appointment), Button: turn.Book().WhenShort(appointment.Start),
		})
	}
	turn.Ask(key, catalog.Values{}, question)
}

// alikeHere says whether two of the list read the same, where no answer may name
// anybody.
func (c *coming) alikeHere(turn *conversations.Turn) bool {
	return !turn.May(catalog.Appointment.Level()) && c.alike()
}

// alike says whether two of the list are at the same time.
func (c *coming) alike() bool {
	for i := 1; i < len(c.Listed); i++ {
		if c.Listed[i].Start.Equal(c.Listed[i-1].Start) {
			return true
		}
	}
	return false
}

const slotAppointment = "appointment"

// bounded keeps the first appointments of a list.
func bounded(found []conversations.AppointmentFacts) []conversations.AppointmentFacts {
	return found[:min(len(found), maxListed)]
}

// describe tells an appointment in one line.
func describe(turn *conversations.Turn, appointment conversations.AppointmentFacts) string {
	return turn.Part(catalog.Appointment, told(turn, appointment))
}

// told gives what texts about an appointment say of it: for whom it is, too,
// where that may be somebody else than the writer.
func told(turn *conversations.Turn, appointment conversations.AppointmentFacts) catalog.Values {
	return catalog.Values{
		When:         turn.Book().When(appointment.Start),
		Service:      serviceFor(turn, appointment.AppointmentTypeID, appointment.PatientID),
		Name:         turn.NameOf(appointment.PatientID),
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
