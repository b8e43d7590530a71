package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// preparation tells what to do before a visit: of the type that is named, which
// is told to everybody, or of the patient's next one where it may be said what
// that is.
type preparation struct{ informing }

const namePreparation = "preparation"

// preparing is what the flow has learned.
type preparing struct {
	TypeID uuid.UUID `json:"type_id,omitzero"`
	// Unplanned is true once it is known that there is no visit to tell of.
	Unplanned bool   `json:"unplanned,omitempty"`
	Wanted    wanted `json:"wanted,omitzero"`
}

func (preparation) Name() string { return namePreparation }

func (preparation) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentPreparation}
}

func (preparation) Receive(turn *conversations.Turn) bool {
	var data preparing
	turn.Load(&data)
	slot, value, chosen := turn.Answer()
	switch {
	case chosen && slot == slotType:
		data.TypeID = parseID(value)
	case len(turn.Meaning.Types) == 1:
		data.TypeID = turn.Meaning.Types[0]
	case turn.Meaning.Has(understanding.IntentPreparation):
		data.Wanted = wantedOf(turn.Meaning)
	default:
		return false
	}
	turn.Save(data)
	return true
}

func (flow preparation) Next(turn *conversations.Turn) {
	var data preparing
	turn.Load(&data)
	switch {
	case data.TypeID != uuid.Nil:
		flow.tellType(turn, data.TypeID)
	case len(turn.Contact.Persons) > 0 && !data.Unplanned && turn.May(catalog.PreparationOfVisit.Level()):
		turn.Request(conversations.FindAppointments{PatientIDs: turn.PatientIDs()})
	default:
		flow.askType(turn)
	}
}

// tellType tells what the clinic says of a type to everybody.
func (flow preparation) tellType(turn *conversations.Turn, typeID uuid.UUID) {
	offered, _ := typeOf(turn, typeID)
	text := offered.Preparation.In(turn.Language())
	if text == "" {
		turn.Say(catalog.PreparationNone, catalog.Values{})
		turn.Finish()
		return
	}
	flow.tell(turn, sentence(offered.Name.In(turn.Language()))+": "+text)
}

// askType asks which type is meant, of those for which there is something to
// say.
func (flow preparation) askType(turn *conversations.Turn) {
	question := conversations.Question{Slot: slotType}
	for _, offered := range turn.Profile().Types {
		if offered.Active && offered.Preparation.In(turn.Language()) != "" && len(question.Choices) < maxChoices {
			question.Choices = append(question.Choices, conversations.Choice{
				Value: offered.ID.String(), Label: sentence(offered.Name.In(turn.Language())),
			})
		}
	}
	switch len(question.Choices) {
	case 0:
		flow.tell(turn)
		return
	case 1:
		flow.tellType(turn, parseID(question.Choices[0].Value))
		return
	}
	turn.Ask(catalog.PreparationAskType, catalog.Values{}, question)
}

func (flow preparation) Answered(turn *conversations.Turn, event conversations.Event) {
	found, ok := event.(conversations.AppointmentsFound)
	if !ok {
		return
	}
	var data preparing
	turn.Load(&data)
	if len(found.Appointments) == 0 {
		data.Unplanned = true
		turn.Save(data)
		flow.Next(turn)
		return
	}
	// The next one, unless the message describes another.
	listed := coming{Listed: bounded(found.Appointments)}
	listed.pick("0")
	listed.narrow(turn, data.Wanted.meaning())
	tellPreparation(turn, *listed.Picked)
	turn.Finish()
}

// tellPreparation tells what to do before an appointment.
func tellPreparation(turn *conversations.Turn, appointment conversations.AppointmentFacts) {
	values := told(turn, appointment)
	if offered, ok := typeOf(turn, appointment.AppointmentTypeID); ok {
		values.Text = offered.Preparation.In(turn.Language())
	}
	if values.Text == "" {
		turn.Say(catalog.PreparationNoneOfVisit, values)
		return
	}
	turn.Say(catalog.PreparationOfVisit, values)
}
