package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// reminder takes the answer to a reminder: 1 confirms, 2 cancels, 3 looks for
// another time. It acts on the appointment at the version that the reminder
// spoke of (invariant 12).
type reminder struct{ plain }

func (reminder) Name() string { return conversations.FlowReminder }

func (reminder) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentConfirm}
}

func (reminder) Passing() bool { return true }

func (reminder) Receive(turn *conversations.Turn) bool {
	_, value, ok := turn.Answer()
	if !ok {
		return false
	}
	if value == valueNo {
		turn.Finish()
		if turn.Idle() {
			turn.Start(conversations.FlowMenu, nil)
		}
		return true
	}
	var data conversations.ReminderReply
	turn.Load(&data)
	data.Choice = int(value[0] - '0')
	turn.Save(data)
	return true
}

func (reminder) Next(turn *conversations.Turn) {
	var data conversations.ReminderReply
	turn.Load(&data)
	appointment := data.Appointment
	if appointment.Version == 0 {
		// "I'll be there" without a reminder: show what is booked.
		turn.Replace(nameAppointments, nil)
		return
	}
	switch data.Choice {
	case 1:
		turn.Request(conversations.ConfirmAppointment{AppointmentID: appointment.AppointmentID, Version: appointment.Version})
	case 2:
		if termsOf(turn, appointment).Fee > 0 {
			turn.Replace(nameCancel, cancellation{coming: coming{Picked: &appointment}})
			return
		}
		turn.Request(conversations.CancelAppointment{AppointmentID: appointment.AppointmentID, Version: appointment.Version})
	case 3:
		if termsOf(turn, appointment).MoveLimitReached {
			turn.Close()
			moveLimitReached(turn, appointment)
			return
		}
		wished := wanted{Wish: data.Wish, Delay: data.Delay, DaysLater: data.DaysLater}
		turn.Replace(nameBook, wished.instead(turn, appointment))
	default:
		choices := append(conversations.ReminderChoices(turn.Book()), turn.Choice(valueNo, catalog.ChoiceGoOn))
		turn.Ask(catalog.ReminderAsk, told(turn, appointment), conversations.Question{
			Slot: slotWhat, Choices: choices, No: valueNo,
		})
	}
}

func (reminder) Answered(turn *conversations.Turn, event conversations.Event) {
	switch event := event.(type) {
	case conversations.AppointmentConfirmed:
		key := named(turn, event.Appointment.PatientID, catalog.Confirmed, catalog.ConfirmedOf)
		turn.Say(key, told(turn, event.Appointment))
	case conversations.AppointmentCancelled:
		key := named(turn, event.Appointment.PatientID, catalog.Cancelled, catalog.CancelledOf)
		turn.Say(key, told(turn, event.Appointment))
		turn.Finish()
		offerAnew(turn, event.Appointment)
		return
	case conversations.ChangeRefused:
		if event.Reason == conversations.RefusedFee {
			var data conversations.ReminderReply
			turn.Load(&data)
			turn.Replace(nameCancel, cancellation{coming: coming{Picked: &data.Appointment}})
			return
		}
		sayRefused(turn, event)
	}
	turn.Finish()
}
