package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// bookInstead leads from a visit that the patient missed to a new one of the
// same service; where nothing is known of any, to what is coming. A visit that
// the clinic believes took place has been marked wrongly, of which staff hear.
func (data *moving) bookInstead(turn *conversations.Turn, missed *conversations.AppointmentFacts) {
	if missed == nil {
		data.Missed = false
		turn.Save(data)
		turn.Request(conversations.FindAppointments{PatientIDs: data.sought(turn)})
		return
	}
	if missed.Status == records.AppointmentFulfilled {
		turn.Do(conversations.OpenTask{Code: records.TaskTalkToPerson, Priority: records.PriorityRoutine, PatientID: missed.PatientID})
	}
	kind, known := typeOf(turn, missed.AppointmentTypeID)
	if !known || len(onlyTypes(bookableTypes(turn), []uuid.UUID{kind.ID})) == 0 {
		turn.Replace(conversations.FlowPerson, nil)
		return
	}
	turn.Say(catalog.VisitMissed, told(turn, *missed))
	anew := booking{PatientID: missed.PatientID, TypeID: missed.AppointmentTypeID, PractitionerID: missed.PractitionerID}
	if wish := data.Wanted.Wish; !wish.Admits(missed.Start, turn.Book().Zone()) {
		anew.Wish = wish // of the new one: a day that is past names the old
	}
	if !containsPractitioner(anew.offering(turn), anew.PractitionerID) {
		anew.PractitionerID = uuid.Nil
	}
	turn.Replace(nameBook, anew)
}
