package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// cancel cancels an appointment: which one, are you sure, done.
type cancel struct{ plain }

const nameCancel = "cancel"

// cancellation is what the flow has learned. Wanted keeps what the first
// message said of the appointment until the list is known.
type cancellation struct {
	coming
	Wanted wanted `json:"wanted,omitzero"`
	// AgreedFee is what the patient was told that cancelling costs.
	AgreedFee int64 `json:"agreed_fee,omitempty"`
}

func (cancel) Name() string { return nameCancel }

func (cancel) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentCancel}
}

func (cancel) Receive(turn *conversations.Turn) bool {
	var data cancellation
	turn.Load(&data)
	slot, value, chosen := turn.Answer()
	switch {
	case chosen && slot == slotAppointment:
		data.pick(value)
	case chosen && slot == slotConfirm && value == valueYes && data.Picked != nil:
		turn.Request(conversations.CancelAppointment{
			AppointmentID: data.Picked.AppointmentID, Version: data.Picked.Version, AgreedFee: data.AgreedFee,
		})
	case chosen && slot == slotConfirm && value == nameMove && data.Picked != nil:
		turn.Replace(nameBook, replacing(turn, *data.Picked, understanding.Wish{}))
		return true
	case chosen && slot == slotConfirm:
		turn.Say(catalog.Kept, catalog.Values{})
		turn.Finish()
		return true
	case chosen && slot == slotWho:
		turn.Replace(value, nil)
		return true
	case slot == slotWho && len(turn.Meaning.Intents) == 0:
		return false
	case leavesAll(turn, data.coming):
		return true
	case data.Picked == nil && len(data.Listed) > 0:
		if !data.narrow(turn, unwantedOf(turn.Meaning).meaning()) {
			return false
		}
	case len(data.Listed) == 0:
		data.Wanted = unwantedOf(turn.Meaning)
	default:
		return false
	}
	turn.Save(data)
	return true
}

func (cancel) Next(turn *conversations.Turn) {
	var data cancellation
	turn.Load(&data)
	switch {
	case len(turn.Contact.Persons) == 0:
		askWhoYouAre(turn)
	case data.Picked != nil:
		data.confirm(turn)
	case len(data.Listed) > 0:
		data.ask(turn, catalog.AskCancelWhich)
	default:
		ids := data.patients(turn)
		turn.Save(data)
		turn.Request(conversations.FindAppointments{PatientIDs: ids})
	}
}

// confirm asks for the patient's yes, with what it costs to come so late.
func (data *cancellation) confirm(turn *conversations.Turn) {
	key, values := catalog.AskCancel, told(turn, *data.Picked)
	switch {
	case values.Name != "":
		key, values.Service = catalog.AskCancelOf, serviceName(turn, data.Picked.AppointmentTypeID)
	case data.alikeHere(turn):
		key = catalog.AskCancelMeant
	}
	terms := termsOf(turn, *data.Picked)
	data.AgreedFee = terms.Fee
	if terms.Fee > 0 {
		key = catalog.AskCancelLate
		values = withFee(turn, told(turn, *data.Picked), *data.Picked, terms.Fee)
	}
	no := turn.Choice(valueNo, catalog.ChoiceKeep)
	if cannotTakePlace(turn, *data.Picked) {
		no = turn.Choice(nameMove, catalog.ChoiceOtherTime) // it can't be kept
	}
	turn.Ask(key, values, conversations.Question{Slot: slotConfirm, Choices: []conversations.Choice{
		turn.Choice(valueYes, catalog.ChoiceCancelYes), no,
	}, Yes: valueYes, No: no.Value})
	turn.Save(data)
}

// NotYet implements conversations.Unfinished.
func (cancel) NotYet(*conversations.Turn) catalog.Key { return catalog.NotCancelledYet }

// Left implements conversations.Unfinished.
func (cancel) Left(turn *conversations.Turn) catalog.Key {
	var data cancellation
	turn.Load(&data)
	if data.Picked == nil && len(data.Listed) == 0 || data.Picked != nil && cannotTakePlace(turn, *data.Picked) {
		return catalog.NeverMind // whether there are any was not said yet, or it can't be kept
	}
	return catalog.Kept
}

func (flow cancel) Answered(turn *conversations.Turn, event conversations.Event) {
	var data cancellation
	turn.Load(&data)
	switch event := event.(type) {
	case conversations.AppointmentsFound:
		if len(event.Appointments) == 0 {
			data.sayNone(turn)
			turn.Finish()
			return
		}
		data.Listed = bounded(event.Appointments)
		if len(data.Listed) == 1 {
			data.pick("0")
		} else {
			data.narrow(turn, data.Wanted.meaning())
		}
		turn.Save(data)
		flow.Next(turn)
	case conversations.AppointmentCancelled:
		patientID := event.Appointment.PatientID
		key := named(turn, patientID, catalog.Cancelled, catalog.CancelledOf)
		if !turn.Alone() {
			// The next question is of another one.
			key = named(turn, patientID, catalog.CancelledOnly, catalog.CancelledOnlyOf)
		}
		turn.Say(key, told(turn, event.Appointment))
		turn.Finish()
		offerAnew(turn, event.Appointment)
	case conversations.ChangeRefused:
		if event.Reason == conversations.RefusedFee {
			// It became late while the question stood.
			flow.Next(turn)
			return
		}
		sayRefused(turn, event)
		turn.Finish()
	}
}

func (cancel) Back(turn *conversations.Turn) bool {
	var data cancellation
	turn.Load(&data)
	if data.Picked == nil || len(data.Listed) < 2 {
		return false
	}
	data.Picked = nil
	turn.Save(data)
	return true
}

// offerAnew lets a yes to "if you'd like a new one" look for the same visit.
func offerAnew(turn *conversations.Turn, cancelled conversations.AppointmentFacts) {
	anew := booking{PatientID: cancelled.PatientID, TypeID: cancelled.AppointmentTypeID, PractitionerID: cancelled.PractitionerID}
	if turn.Idle() && len(onlyTypes(bookableTypes(turn), []uuid.UUID{anew.TypeID})) > 0 && containsPractitioner(anew.offering(turn), anew.PractitionerID) {
		turn.OfferAnew(nameBook, anew)
	}
}
