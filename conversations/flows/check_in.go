package flows

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// checkIn tells the clinic that a patient is here, and the patient their
// number: for which appointment, where there is more than one, and done.
type checkIn struct{ chooser }

const nameCheckIn = "check-in"

func (checkIn) Name() string { return nameCheckIn }

func (checkIn) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentCheckIn}
}

func (flow checkIn) Next(turn *conversations.Turn) {
	picked := flow.next(turn, func(ids []uuid.UUID) conversations.Request {
		return conversations.FindVisits{PatientIDs: ids}
	}, catalog.AskCheckInWhich)
	if picked != nil {
		turn.Request(conversations.CheckIn{AppointmentID: picked.AppointmentID})
	}
}

func (flow checkIn) Answered(turn *conversations.Turn, event conversations.Event) {
	switch event := event.(type) {
	case conversations.VisitsFound:
		if len(event.Appointments) == 0 {
			turn.Say(catalog.CheckInNone, catalog.Values{})
			turn.Finish()
			return
		}
		flow.found(turn, event.Appointments)
		flow.Next(turn)
	case conversations.CheckedIn:
		var data choosing
		turn.Load(&data)
		sayCheckedIn(turn, event, data.Picked)
		turn.Finish()
	case conversations.ChangeRefused:
		turn.Say(catalog.CheckInNone, catalog.Values{})
		turn.Finish()
	}
}

// sayCheckedIn tells the number and the wait, or that it is their turn.
func sayCheckedIn(turn *conversations.Turn, here conversations.CheckedIn, visit *conversations.AppointmentFacts) {
	var patientID uuid.UUID
	if visit != nil {
		patientID = visit.PatientID
	}
	notice := conversations.QueueNotice{Number: here.Number, Called: here.Status != records.QueueWaiting, Room: here.Room}
	values := catalog.Values{
		Clinic: turn.Profile().Clinic.Name, Number: strconv.Itoa(here.Number), Room: here.Room,
		Minutes: strconv.Itoa(int(here.Wait / time.Minute)), Name: turn.NameOf(patientID),
	}
	switch {
	case notice.Called:
		turn.Say(conversations.NoticeKey(notice), values)
	case here.Wait == 0:
		turn.Say(named(turn, patientID, catalog.CheckedInNext, catalog.CheckedInNextOf), values)
	default:
		turn.Say(named(turn, patientID, catalog.CheckedIn, catalog.CheckedInOf), values)
	}
}
