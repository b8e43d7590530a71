package flows

import (
	"slices"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
)

// compare looks up what the patient has already, where they want something
// earlier and have not said of what service, and asks which of several it is.
func (data *waiting) compare(turn *conversations.Turn) bool {
	switch {
	case !data.Earlier || data.TypeID != uuid.Nil || len(data.Types) > 0:
		return false
	case data.Compared && len(data.Coming.Listed) > 0:
		data.Coming.ask(turn, catalog.AskEarlierWhich)
		return true
	case data.Compared:
		return false
	}
	data.Compared = true
	ids := turn.PatientIDs()
	if data.PatientID != uuid.Nil {
		ids = []uuid.UUID{data.PatientID}
	}
	turn.Request(conversations.FindAppointments{PatientIDs: ids})
	return true
}

// compared goes on with what the patient has: the only appointment of which there
// can be an earlier one is meant, and between several they choose.
func (data *waiting) compared(turn *conversations.Turn, appointments []conversations.AppointmentFacts) {
	bookable := bookableTypes(turn)
	appointments = slices.DeleteFunc(slices.Clone(appointments), func(appointment conversations.AppointmentFacts) bool {
		return len(onlyTypes(bookable, []uuid.UUID{appointment.AppointmentTypeID})) == 0
	})
	if len(appointments) == 1 {
		data.earlierThan(&appointments[0])
	} else {
		data.Coming.Listed = bounded(appointments)
	}
	data.next(turn)
	turn.SaveFor(nameWaitlist, *data)
}

// earlierThan takes the service of an appointment, and whose it is.
func (data *waiting) earlierThan(appointment *conversations.AppointmentFacts) {
	if appointment != nil {
		data.TypeID, data.PatientID = appointment.AppointmentTypeID, appointment.PatientID
	}
}
