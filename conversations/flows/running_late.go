package flows

import (
	"strconv"
	"time"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// runningLate tells the desk that a patient comes later to today's
// appointment, and offers another time where it is too late for this one.
type runningLate struct{ plain }

const nameRunningLate = "running-late"

// The flow's slots and choices.
const (
	slotHowLate = "how-late"
	slotTooLate = "too-late"

	valueCome = "come"
)

// lateness is what the flow has learned.
type lateness struct {
	coming
	Wanted wanted        `json:"wanted,omitzero"`
	By     time.Duration `json:"by,omitempty"`
	// Reported is true once the desk knows.
	Reported bool `json:"reported,omitempty"`
}

func (runningLate) Name() string { return nameRunningLate }

func (runningLate) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentRunningLate}
}

func (runningLate) Receive(turn *conversations.Turn) bool {
	var data lateness
	turn.Load(&data)
	slot, value, chosen := turn.Answer()
	switch {
	case chosen && slot == slotAppointment:
		data.pick(value)
	case chosen && slot == slotTooLate && value == nameMove && data.Picked != nil:
		turn.Replace(nameMove, moving{coming: coming{Picked: data.Picked}})
		return true
	case chosen && slot == slotTooLate:
		turn.Say(catalog.LateComing, catalog.Values{})
		turn.Finish()
		return true
	case turn.Meaning.Late > 0:
		// Who says another length reports anew.
		data.By, data.Reported = turn.Meaning.Late, false
	case len(data.Listed) == 0:
		data.Wanted = wanted{Practitioners: turn.Meaning.Practitioners, Types: turn.Meaning.Types}
	case data.Picked != nil || !data.narrow(turn, turn.Meaning):
		return false
	}
	turn.Save(data)
	return true
}

func (runningLate) Next(turn *conversations.Turn) {
	var data lateness
	turn.Load(&data)
	switch {
	case len(turn.Contact.Persons) == 0:
		sayNoVisit(turn, catalog.LateNone)
	case len(data.Listed) == 0:
		ids := data.patients(turn)
		turn.Save(data)
		turn.Request(conversations.FindVisits{PatientIDs: ids})
	case data.Picked == nil:
		data.ask(turn, catalog.AskLateWhich)
	case data.By == 0:
		turn.Ask(catalog.AskHowLate, catalog.Values{}, conversations.Question{Slot: slotHowLate, Expect: understanding.ExpectLength})
	case !data.Reported:
		turn.Request(conversations.ReportLate{AppointmentID: data.Picked.AppointmentID, Version: data.Picked.Version, By: data.By})
	default:
		askTooLate(turn)
	}
}

// askTooLate offers another time; the desk has been told in any case.
func askTooLate(turn *conversations.Turn) {
	minutes := strconv.Itoa(int(turn.Profile().Clinic.LateTolerance / time.Minute))
	turn.Ask(catalog.LateTooLate, catalog.Values{Minutes: minutes}, conversations.Question{Slot: slotTooLate, Expect: understanding.ExpectLength, Choices: []conversations.Choice{
		turn.Choice(nameMove, catalog.ChoiceLateMove), turn.Choice(valueCome, catalog.ChoiceLateCome),
	}, Yes: nameMove, No: valueCome})
}

func (flow runningLate) Answered(turn *conversations.Turn, event conversations.Event) {
	var data lateness
	turn.Load(&data)
	switch event := event.(type) {
	case conversations.VisitsFound:
		if len(event.Appointments) == 0 {
			// It may be hours until then.
			turn.Request(conversations.FindAppointments{PatientIDs: data.sought(turn)})
			return
		}
		flow.found(turn, data, event.Appointments)
	case conversations.AppointmentsFound:
		flow.found(turn, data, onDay(turn, event.Appointments))
	case conversations.LateReported:
		data.Reported = true
		turn.Save(data)
		if data.By > turn.Profile().Clinic.LateTolerance {
			askTooLate(turn)
			return
		}
		values := told(turn, event.Appointment)
		values.Time = turn.Book().At(clockOf(turn, event.Appointment.Start.Add(data.By)))
		turn.Say(named(turn, event.Appointment.PatientID, catalog.LateNoted, catalog.LateNotedOf), values)
		turn.Finish()
	case conversations.ChangeRefused:
		sayNoVisit(turn, catalog.LateNone)
	}
}

// found goes on with today's appointments.
func (flow runningLate) found(turn *conversations.Turn, data lateness, today []conversations.AppointmentFacts) {
	if len(today) == 0 {
		sayNoVisit(turn, catalog.LateNone)
		return
	}
	data.Listed = bounded(today)
	if len(data.Listed) == 1 {
		data.pick("0")
	} else {
		data.narrow(turn, data.Wanted.meaning())
	}
	turn.Save(data)
	flow.Next(turn)
}

// onDay gives the appointments of today, in the clinic's zone.
func onDay(turn *conversations.Turn, appointments []conversations.AppointmentFacts) []conversations.AppointmentFacts {
	zone := turn.Profile().Zone
	today := records.LocalDateOf(turn.Now, zone)
	var listed []conversations.AppointmentFacts
	for _, appointment := range appointments {
		if records.LocalDateOf(appointment.Start, zone) == today {
			listed = append(listed, appointment)
		}
	}
	return listed
}

func (runningLate) Back(turn *conversations.Turn) bool {
	var data lateness
	turn.Load(&data)
	switch {
	case data.By > 0:
		data.By, data.Reported = 0, false
	case data.Picked != nil && len(data.Listed) > 1:
		data.Picked = nil
	default:
		return false
	}
	turn.Save(data)
	return true
}
