package conversations

import (
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// Flow is one thing that patients and the bot do together: a form that is
// filled in any order, by one message or many. A flow itself has no state;
// what it has learned is in its frame, read and written by Turn.Load and
// Turn.Save. Flows may be interrupted at any moment and are resumed by Next.
type Flow interface {
	// Name identifies the flow in stored states; it never changes.
	Name() string
	// Intents that begin the flow, and that continue it when it is under way.
	Intents() []understanding.Intent
	// Passing is true for a flow that is let go of when another begins, such
	// as a menu.
	Passing() bool
	// Receive takes from the turn's message whatever the flow can use, and
	// says whether that was anything. It asks nothing.
	Receive(turn *Turn) bool
	// Next does or asks what comes next, from what the flow has learned. It
	// may be called again without anything having changed, to repeat a
	// question.
	Next(turn *Turn)
	// Answered takes the answer to the Request that the flow made.
	Answered(turn *Turn, event Event)
	// Back forgets what was learned last, and says whether there was anything.
	Back(turn *Turn) bool
	// Leave lets go of what the flow keeps outside of its frame.
	Leave(turn *Turn)
}

// Informing is a flow that answers a question and is over. It comes before what
// else a message wants, and leaves what is under way as it is; what it may ask
// itself is let go of when something else begins.
type Informing interface {
	Flow
	// Informs marks the flow.
	Informs()
}

// Listening is a flow whose question for the patient's own words hears some
// intents as part of the answer, which would else begin a flow of their own.
type Listening interface {
	Flow
	// Hears says whether an intent is one of them.
	Hears(intent understanding.Intent) bool
}

// hears says whether a flow under way takes an intent for part of an answer.
func hears(flow Flow, intent understanding.Intent) bool {
	listening, is := flow.(Listening)
	return is && listening.Hears(intent)
}

// Adjusting is a flow that has a time on the table, of which a message may speak
// as it would of an appointment: "can we make it the day after?".
type Adjusting interface {
	Flow
	// Adjusts says whether the message, which else would begin another flow by
	// this intent, is about that time.
	Adjusts(turn *Turn, intent understanding.Intent) bool
}

// Unfinished is a flow that does what it was begun for only with the patient's
// yes: whoever leaves before that is told so.
type Unfinished interface {
	Flow
	// NotYet says that nothing is done yet, and can be.
	NotYet(turn *Turn) catalog.Key
	// Left says that nothing was done, to who wants nothing more of it.
	Left(turn *Turn) catalog.Key
}

func informs(flow Flow) bool {
	_, is := flow.(Informing)
	return is
}

// The flows that the engine itself begins.
const (
	// FlowMenu greets and says what can be done here.
	FlowMenu = "menu"
	// FlowPerson hands over to a person.
	FlowPerson = "person"
	// FlowReminder takes the answer to a reminder.
	FlowReminder = "reminder"
	// FlowOffer takes the answer to an offer.
	FlowOffer = "offer"
	// FlowSurvey takes what is said of a visit.
	FlowSurvey = "survey"
)

// ReminderReply is the data with which the engine begins FlowReminder.
type ReminderReply struct {
	Appointment AppointmentFacts `json:"appointment"`
	// Choice is 1 confirm, 2 cancel, 3 another time, or 0 to be asked.
	Choice int `json:"choice"`
	// Wish is when the other time should be, where that was said; Delay and
	// DaysLater are how much later than the appointment.
	Wish      understanding.Wish `json:"wish,omitzero"`
	Delay     time.Duration      `json:"delay,omitempty"`
	DaysLater int                `json:"days_later,omitempty"`
}

// OfferReply is the data with which the engine begins FlowOffer.
type OfferReply struct {
	Offer OfferFacts `json:"offer"`
	// Choice is the index of a time, OfferOther, OfferCancel or OfferNo, or empty
	// to be asked.
	Choice string `json:"choice,omitempty"`
	// Wish is when other times should be.
	Wish understanding.Wish `json:"wish,omitzero"`
}

// MenuReply is the data with which the engine begins FlowMenu.
type MenuReply struct {
	// Foreign is true for a message in letters that the clinic does not read.
	Foreign bool `json:"foreign,omitempty"`
}

// PersonOffer is the data with which the engine begins FlowPerson where a
// person is offered rather than asked for.
type PersonOffer struct {
	// Offer is true to ask first.
	Offer bool `json:"offer"`
	// Rude is true when the patient was, and is answered calmly.
	Rude bool `json:"rude,omitempty"`
	// Unavailable is true where what they want can't be shown by the service.
	Unavailable bool `json:"unavailable,omitempty"`
	// Needed is true where they pass over what can't be gone on without.
	Needed bool `json:"needed,omitempty"`
	// Keeps is true where the other choice is to leave an appointment as it is.
	Keeps bool `json:"keeps,omitempty"`
	// Withheld is true where the answer would give away more than may be said here.
	Withheld bool `json:"withheld,omitempty"`
	// Beyond is true where what they want is understood, and no flow serves it.
	Beyond bool `json:"beyond,omitempty"`
}
