package flows

import (
	"strings"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// appointments tells what is booked, and leads on to changing it.
type appointments struct{ plain }

const nameAppointments = "appointments"

func (appointments) Name() string { return nameAppointments }

func (appointments) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentAppointments}
}

func (appointments) Passing() bool { return true }

func (appointments) Receive(turn *conversations.Turn) bool {
	_, value, ok := turn.Answer()
	if !ok {
		return false
	}
	if value == nameNaming {
		turn.Replace(value, allowing{Listing: true})
		return true
	}
	turn.Replace(value, nil)
	return true
}

func (appointments) Next(turn *conversations.Turn) {
	if len(turn.Contact.Persons) == 0 {
		askWhoYouAre(turn)
		return
	}
	var data coming
	ids := data.patients(turn)
	turn.Save(data)
	turn.Request(conversations.FindAppointments{PatientIDs: ids})
}

func (appointments) Answered(turn *conversations.Turn, event conversations.Event) {
	found, ok := event.(conversations.AppointmentsFound)
	if !ok {
		return
	}
	var data coming
	turn.Load(&data)
	if len(found.Appointments) == 0 {
		data.sayNone(turn)
		turn.Finish()
		return
	}
	listed := bounded(found.Appointments)
	lines := []string{turn.Book().SayCount(catalog.Appointments, len(listed))}
	if name := turn.NameOf(data.Of); name != "" {
		lines[0] = turn.Part(catalog.AppointmentsOf, catalog.Values{Name: name})
	}
	for _, appointment := range listed {
		line := "- " + describe(turn, appointment)
		if cannotTakePlace(turn, appointment) {
			line += ". " + turn.Book().Say(catalog.NotAsAgreed, catalog.Values{})
		}
		lines = append(lines, line)
	}
	move, cancel := catalog.ChoiceMove, catalog.ChoiceCancel
	if len(listed) == 1 {
		move, cancel = catalog.ChoiceMoveIt, catalog.ChoiceReminderCancel
	}
	question := conversations.Question{Slot: slotWhat, Choices: []conversations.Choice{
		turn.Choice(nameMove, move), turn.Choice(nameCancel, cancel),
	}}
	if turn.Contact.MayAllowNames && !turn.May(catalog.Appointment.Level()) {
		question.Choices = append(question.Choices, turn.Choice(nameNaming, catalog.ChoiceNames))
	}
	turn.AskText(strings.Join(lines, "\n"), catalog.Appointments.Level(), question)
}
