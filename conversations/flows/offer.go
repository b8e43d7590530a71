package flows

import (
	"strconv"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// offer takes the answer to times that the clinic offered by itself: one of
// them is taken, others are looked for, or the offer is declined. It acts on
// the offer that the answer is to, which holds the appointment's version
// (invariant 12).
type offer struct{ plain }

func (offer) Name() string { return conversations.FlowOffer }

func (offer) Passing() bool { return true }

// valueGoOn leaves the offer and goes on with what was being talked about.
const valueGoOn = "go-on"

func (offer) Receive(turn *conversations.Turn) bool {
	var data conversations.OfferReply
	turn.Load(&data)
	_, value, ok := turn.Answer()
	switch {
	case ok && value == valueGoOn:
		turn.Finish()
		if turn.Idle() {
			turn.Start(conversations.FlowMenu, nil)
		}
		return true
	case ok:
		data.Choice = value
	case data.Choice == "" && !turn.Meaning.Wish.IsZero() && data.Offer.Kind == records.OfferRebook:
		data.Choice, data.Wish = conversations.OfferOther, turn.Meaning.Wish
	default:
		return false
	}
	turn.Save(data)
	return true
}

func (offer) Next(turn *conversations.Turn) {
	var data conversations.OfferReply
	turn.Load(&data)
	offered := data.Offer
	if index, err := strconv.Atoi(data.Choice); err == nil {
		turn.Request(conversations.AcceptOffer{OfferID: offered.OfferID, Index: index})
		return
	}
	switch {
	case data.Choice == conversations.OfferOther:
		lookElsewhere(turn, offered, data.Wish, nil)
	case data.Choice == conversations.OfferCancel:
		turn.Request(conversations.DeclineOffer{OfferID: offered.OfferID, CancelAppointment: true})
	case data.Choice == conversations.OfferNo && offered.Kind == records.OfferWaitlist:
		turn.Request(conversations.DeclineOffer{OfferID: offered.OfferID})
	case data.Choice == conversations.OfferNo:
		turn.Ask(catalog.OfferRebookNone, catalog.Values{}, conversations.Question{Slot: slotWhat, Choices: []conversations.Choice{
			turn.Choice(conversations.OfferOther, catalog.ChoiceReminderMove),
			turn.Choice(conversations.OfferCancel, catalog.ChoiceReminderCancel),
		}, Yes: conversations.OfferOther})
	default:
		key := catalog.OfferRebookAsk
		if offered.Kind == records.OfferWaitlist {
			key = catalog.OfferWaitlistAsk
		}
		askOffered(turn, offered, key, turn.Choice(valueGoOn, catalog.ChoiceGoOn))
	}
}

// askOffered puts an offer as a question of the conversation.
func askOffered(turn *conversations.Turn, offered conversations.OfferFacts, key catalog.Key, more ...conversations.Choice) {
	question := conversations.Question{Slot: slotWhat, Choices: append(conversations.OfferChoices(turn.Book(), offered), more...)}
	if offered.Kind == records.OfferWaitlist || len(more) == 0 {
		question.No = conversations.OfferNo
	} else {
		question.No = more[0].Value
	}
	if len(offered.Slots) == 1 {
		question.Yes = "0"
	}
	turn.Ask(key, catalog.Values{When: turn.Book().When(offered.Appointment.Start)}, question)
}

// lookElsewhere goes on to a booking in place of the appointment, with a wish
// or with times that are free. What patients don't book in conversations is
// left to people.
func lookElsewhere(turn *conversations.Turn, offered conversations.OfferFacts, wish understanding.Wish, free []scheduler.Slot) {
	data := booking{PatientID: offered.PatientID, Wish: wish}
	if offered.Appointment.AppointmentID != uuid.Nil {
		// Whoever's practitioner is away sees anybody who is free sooner.
		data = replacing(turn, offered.Appointment, wish)
		data.PractitionerID, data.Anybody, data.Rebooking = uuid.Nil, true, offered.Kind == records.OfferRebook
	} else if len(offered.Slots) > 0 {
		data.TypeID, data.Anybody = offered.Slots[0].AppointmentTypeID, true
	}
	if kind, known := typeOf(turn, data.TypeID); !known || !kind.BookableByChat {
		turn.Do(conversations.OpenTask{
			Code: records.TaskMoveAppointment, Priority: records.PriorityRoutine, PatientID: offered.PatientID,
		})
		sayPersonTold(turn)
		turn.Close()
		return
	}
	if len(free) > 0 {
		data.Offers, data.Note = free[:min(len(free), offers)], noteTaken
		data.Wish.Any = true
	}
	turn.Replace(nameBook, data)
}

func (flow offer) Answered(turn *conversations.Turn, event conversations.Event) {
	var data conversations.OfferReply
	turn.Load(&data)
	var next *conversations.OfferFacts
	switch event := event.(type) {
	case conversations.OfferAccepted:
		sayAccepted(turn, event)
		next = event.Next
	case conversations.OfferDeclined:
		if event.Cancelled != nil {
			key := named(turn, event.Cancelled.PatientID, catalog.Cancelled, catalog.CancelledOf)
			turn.Say(key, told(turn, *event.Cancelled))
		} else {
			turn.Say(catalog.OfferDeclined, catalog.Values{})
		}
		next = event.Next
	case conversations.SlotLost:
		if data.Offer.Kind == records.OfferWaitlist {
			turn.Say(catalog.WaitlistLost, catalog.Values{})
			turn.Finish()
			return
		}
		if len(event.Alternatives) == 0 {
			turn.Say(catalog.OfferStale, catalog.Values{})
		}
		lookElsewhere(turn, data.Offer, understanding.Wish{}, event.Alternatives)
		return
	case conversations.ChangeRefused:
		sayRefused(turn, event)
	default:
		return
	}
	if next == nil {
		turn.Finish()
		return
	}
	turn.Save(conversations.OfferReply{Offer: *next})
	key := catalog.OfferRebookNext
	if next.Kind == records.OfferWaitlist {
		key = catalog.OfferWaitlistAsk
	}
	askOffered(turn, *next, key)
}

// sayAccepted tells what is agreed now.
func sayAccepted(turn *conversations.Turn, accepted conversations.OfferAccepted) {
	values, key := told(turn, accepted.Appointment), catalog.Rebooked
	switch isNew := accepted.Replaced.IsZero(); {
	case isNew && values.Address != "":
		key = catalog.Booked
	case isNew:
		key = catalog.BookedWhere
	case values.Address == "":
		key = catalog.RebookedWhere
	}
	turn.Say(key, values)
	if offered, ok := typeOf(turn, accepted.Appointment.AppointmentTypeID); ok {
		if text := offered.Preparation.In(turn.Language()); text != "" && accepted.Replaced.IsZero() {
			turn.Say(catalog.Preparation, catalog.Values{Text: text})
		}
	}
}

// sayPersonTold says that the front desk knows, and how to reach it.
func sayPersonTold(turn *conversations.Turn) {
	without, with := catalog.Person, catalog.PersonPhone
	if !mayManage(turn) {
		without, with = catalog.PersonCalls, catalog.PersonCallsPhone
	}
	if phone := turn.Profile().Clinic.Phone; phone != "" {
		turn.Say(with, catalog.Values{Phone: phone})
		return
	}
	turn.Say(without, catalog.Values{})
}
