package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
)

// cancelWord asks what the one word CANCEL means: for carriers it ends the
// messages, for people an appointment. It does neither by itself.
type cancelWord struct{ plain }

// The values of its choices, beside the cancel flow's name.
const (
	valueStop  = "stop"
	valueLeave = "leave"
)

func (cancelWord) Name() string { return conversations.FlowCancelWord }

func (cancelWord) Passing() bool { return true }

func (cancelWord) Receive(turn *conversations.Turn) bool {
	_, value, ok := turn.Answer()
	if !ok {
		return false
	}
	switch value {
	case valueStop:
		turn.StopMessages()
	case valueLeave:
		turn.Abandon()
		turn.Say(catalog.BookingLeft, catalog.Values{})
	default:
		turn.Replace(nameCancel, nil)
	}
	return true
}

func (cancelWord) Next(turn *conversations.Turn) {
	choices := []conversations.Choice{
		turn.Choice(nameCancel, catalog.ChoiceCancelAppointment),
		turn.Choice(valueStop, catalog.ChoiceStopMessages),
	}
	if turn.UnderWay(nameBook) {
		choices = append(choices, turn.Choice(valueLeave, catalog.ChoiceLeaveBooking))
	}
	turn.Ask(catalog.AskCancelWhat, catalog.Values{}, conversations.Question{Slot: slotWhat, Choices: choices})
}
