package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// calendar gives an appointment for the telephone's own calendar: which one,
// and the address to take it from.
type calendar struct{ chooser }

const nameCalendar = "calendar"

func (calendar) Name() string { return nameCalendar }

func (calendar) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentCalendar}
}

func (flow calendar) Next(turn *conversations.Turn) {
	picked := flow.next(turn, func(ids []uuid.UUID) conversations.Request {
		return conversations.FindAppointments{PatientIDs: ids}
	}, catalog.AskCalendarWhich)
	if picked != nil {
		turn.Request(conversations.MakeCalendarLink{AppointmentID: picked.AppointmentID, Version: picked.Version})
	}
}

func (flow calendar) Answered(turn *conversations.Turn, event conversations.Event) {
	switch event := event.(type) {
	case conversations.AppointmentsFound:
		if len(event.Appointments) == 0 {
			var data choosing
			turn.Load(&data)
			data.sayNone(turn)
			turn.Finish()
			return
		}
		flow.found(turn, event.Appointments)
		flow.Next(turn)
	case conversations.CalendarLinkMade:
		values := told(turn, event.Appointment)
		values.Link = event.URL
		if event.URL == "" {
			turn.Say(catalog.CalendarUnavailable, values)
		} else {
			turn.Say(named(turn, event.Appointment.PatientID, catalog.CalendarLink, catalog.CalendarLinkOf), values)
		}
		turn.Finish()
	case conversations.ChangeRefused:
		sayRefused(turn, event)
		turn.Finish()
	}
}
