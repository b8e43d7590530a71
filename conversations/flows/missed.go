package flows

import (
	"slices"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// The question which of two times is meant by who missed a visit.
const (
	slotMissed   = "missed"
	valueNext    = "next"
	valueOneMore = "one-more"
)

// foundMissed asks what is coming beside the visit that was missed. Where none is
// past, only that is left to be meant.
func (data *moving) foundMissed(turn *conversations.Turn, missed *conversations.AppointmentFacts) {
	data.Missed, data.Past, data.Mistaken = false, missed, missed == nil
	turn.Save(data)
	turn.Request(conversations.FindAppointments{PatientIDs: data.sought(turn)})
}

// bookInstead leads from a visit that the patient missed to a new one of the
// same service. Where there is a next one already, they may mean that. A visit
// that the clinic believes took place has been marked wrongly, of which staff
// hear.
func (data *moving) bookInstead(turn *conversations.Turn, coming []conversations.AppointmentFacts) {
	if data.Past.Status == records.AppointmentFulfilled {
		turn.Do(conversations.OpenTask{Code: records.TaskTalkToPerson, Priority: records.PriorityRoutine, PatientID: data.Past.PatientID})
	}
	next := slices.IndexFunc(coming, func(appointment conversations.AppointmentFacts) bool {
		return appointment.PatientID == data.Past.PatientID && appointment.AppointmentTypeID == data.Past.AppointmentTypeID
	})
	if next < 0 {
		data.bookAnew(turn)
		return
	}
	data.Listed = coming[next : next+1]
	turn.Save(data)
	data.askMissed(turn)
}

// askMissed asks whether the next visit shall be moved, or one more be booked.
func (data *moving) askMissed(turn *conversations.Turn) {
	turn.Ask(catalog.AskMissedAgain, catalog.Values{When: turn.Book().When(data.Listed[0].Start)}, conversations.Question{
		Slot: slotMissed, Yes: valueNext, No: valueNo, Choices: []conversations.Choice{
			turn.Choice(valueNext, catalog.ChoiceMoveNext), turn.Choice(valueOneMore, catalog.ChoiceOneMore),
		},
	})
}

// settleMissed takes the answer to that.
func (data *moving) settleMissed(turn *conversations.Turn, value string) {
	switch value {
	case valueNext:
		data.Past = nil
		data.pick("0")
		turn.Save(data)
	case valueOneMore:
		data.Listed = nil
		data.bookAnew(turn)
	default:
		turn.Say(catalog.NothingChanges, catalog.Values{})
		turn.Finish()
	}
}

// bookAnew looks for a new time for the service of the visit that was missed.
func (data *moving) bookAnew(turn *conversations.Turn) {
	missed := *data.Past
	kind, known := typeOf(turn, missed.AppointmentTypeID)
	if !known || len(onlyTypes(bookableTypes(turn), []uuid.UUID{kind.ID})) == 0 {
		turn.Replace(conversations.FlowPerson, nil)
		return
	}
	turn.Say(catalog.VisitMissed, told(turn, missed))
	anew := booking{PatientID: missed.PatientID, TypeID: missed.AppointmentTypeID, PractitionerID: missed.PractitionerID}
	if wish := data.Wanted.Wish; !wish.Admits(missed.Start, turn.Book().Zone()) {
		anew.Wish = wish // of the new one: a day that is past names the old
	}
	if !containsPractitioner(anew.offering(turn), anew.PractitionerID) {
		anew.PractitionerID = uuid.Nil
	}
	turn.Replace(nameBook, anew)
}
