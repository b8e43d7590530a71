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
	if len(turn.Contact.Persons) == 0 {
		// What a patient without an appointment reads, too (invariant 13).
		sayNoVisit(turn, catalog.CheckInNone)
		return
	}
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
			var data choosing
			turn.Load(&data)
			turn.Request(conversations.FindAppointments{PatientIDs: data.sought(turn)})
			return
		}
		flow.found(turn, event.Appointments)
		flow.Next(turn)
	case conversations.AppointmentsFound:
		sayTooEarly(turn, event.Appointments)
		turn.Finish()
	case conversations.CheckedIn:
		var data choosing
		turn.Load(&data)
		sayCheckedIn(turn, event, data.Picked)
		turn.Finish()
	case conversations.ChangeRefused:
		sayNoVisit(turn, catalog.CheckInNone)
	}
}

// sayTooEarly tells somebody who is not expected yet when they are, and when they
// can be checked in.
func sayTooEarly(turn *conversations.Turn, coming []conversations.AppointmentFacts) {
	if len(coming) == 0 {
		turn.Say(catalog.CheckInNone, catalog.Values{})
		return
	}
	today := onDay(turn, coming)
	if len(today) == 0 {
		turn.Say(catalog.CheckInOtherDay, told(turn, coming[0]))
		return
	}
	values := told(turn, today[0])
	values.Time = turn.Book().At(clockOf(turn, today[0].Start))
	values.From = turn.Book().From(clockOf(turn, today[0].Start.Add(-conversations.CheckInAhead)))
	turn.Say(catalog.CheckInEarly, values)
}

// sayNoVisit ends a flow about today's visit for who has none.
func sayNoVisit(turn *conversations.Turn, key catalog.Key) {
	turn.Say(key, catalog.Values{})
	turn.Finish()
}

// clockOf gives the time of day of an instant at the clinic.
func clockOf(turn *conversations.Turn, instant time.Time) records.LocalTime {
	local := instant.In(turn.Profile().Zone)
	return records.LocalTime(local.Hour()*60 + local.Minute())
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
