package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
	"frontdesk/scheduler"

	"github.com/google/uuid"
)

// book makes an appointment: for whom, what, with whom, when; three offers;
// the chosen one is held while the patient confirms.
type book struct{ plain }

const nameBook = "book"

// The book flow's slots.
const (
	slotPerson       = "person"
	slotType         = "type"
	slotPractitioner = "practitioner"
	slotWhen         = "when"
	slotOffer        = "offer"
	slotConfirm      = "confirm"
	slotFull         = "full"
)

// valueAnybody chooses no practitioner in particular.
const valueAnybody = "anybody"

// offers is how many times are offered at once.
const offers = 3

// booking is what the flow has learned.
type booking struct {
	PatientID uuid.UUID `json:"patient_id,omitzero"`
	TypeID    uuid.UUID `json:"type_id,omitzero"`
	// Types and Practitioners are those between which the words left a choice.
	Types          []uuid.UUID        `json:"types,omitempty"`
	PractitionerID uuid.UUID          `json:"practitioner_id,omitzero"`
	Practitioners  []uuid.UUID        `json:"practitioners,omitempty"`
	Anybody        bool               `json:"anybody,omitempty"`
	Wish           understanding.Wish `json:"wish,omitzero"`
	// Half is the half of the wish that nobody has said. Near are times of day
	// that would be best, and need not be.
	Half half                  `json:"half,omitempty"`
	Near []understanding.Times `json:"near,omitempty"`
	// After and Before narrow the search to times later, or earlier, than
	// those that were offered.
	Search search `json:"search,omitzero"`
	// Than are the bounds of "an hour later": nothing at or before the time that
	// it is later than is offered, as long as there is anything else.
	Than search `json:"than,omitzero"`
	// Offers are the times last offered; Note says what to say with them.
	Offers []scheduler.Slot `json:"offers,omitempty"`
	Note   note             `json:"note,omitempty"`
	// Full is true while nothing at all is free for what was wished: Unmet.
	Full  bool               `json:"full,omitempty"`
	Unmet understanding.Wish `json:"unmet,omitzero"`
	// Held is the appointment that waits for the patient's yes.
	Held *conversations.AppointmentFacts `json:"held,omitempty"`
	// Replaces is the appointment that the new one takes the place of.
	Replaces *conversations.AppointmentFacts `json:"replaces,omitempty"`
	// Chosen is the slot of Held. AgreedFee is what the patient was told that
	// moving there costs.
	Chosen    scheduler.Slot `json:"chosen,omitzero"`
	AgreedFee int64          `json:"agreed_fee,omitempty"`
	// Rebooking is true where the earlier appointment can't take place anyway.
	Rebooking bool `json:"rebooking,omitempty"`
	// Refused is true between a no to a time and what is to be done instead;
	// BrokenOff where a time was held when the conversation was broken off.
	Refused   bool `json:"refused,omitempty"`
	BrokenOff bool `json:"broken_off,omitempty"`
	// Other is set where the appointment is for somebody else than the writer.
	Other forOther `json:"other,omitzero"`
	// After is for whom another appointment is wished when this one is booked;
	// Unsure is true for such a one until the patient has agreed to it.
	After  *forOther `json:"after,omitempty"`
	Unsure bool      `json:"unsure,omitempty"`
}

// replacing gives the data of a booking that gives an appointment another time.
// Where the clinic can't keep the old one, whoever's practitioner is away sees
// anybody who is free sooner.
func replacing(turn *conversations.Turn, appointment conversations.AppointmentFacts, wish understanding.Wish) booking {
	data := booking{
		PatientID: appointment.PatientID, TypeID: appointment.AppointmentTypeID,
		PractitionerID: appointment.PractitionerID, Replaces: &appointment,
	}
	data.wishesAnew(wish, turn.Profile().Zone)
	if cannotTakePlace(turn, appointment) {
		data.PractitionerID, data.Anybody, data.Rebooking = uuid.Nil, true, true
	}
	return data
}

func (book) Name() string { return nameBook }

func (book) Intents() []understanding.Intent { return []understanding.Intent{understanding.IntentBook} }

func (book) Next(turn *conversations.Turn) {
	var data booking
	turn.Load(&data)
	if turn.Resumed() {
		data.sayBack(turn)
	}
	data.next(turn)
	turn.SaveFor(nameBook, data)
}

// next asks for what is missing, or does what can be done.
func (data *booking) next(turn *conversations.Turn) {
	if !turn.May(records.ContentLogistics) {
		// Times can't be offered, so nothing need be asked.
		turn.Withhold()
		return
	}
	if data.Unsure {
		askAfter(turn, data.PatientID)
		return
	}
	if len(turn.Contact.Persons) == 0 {
		turn.SaveFor(nameBook, *data)
		turn.Start(nameRegister, registration{ForBooking: true, Relationship: data.Other.Relationship})
		return
	}
	switch {
	case data.askPerson(turn), data.askType(turn), data.askPractitioner(turn):
	case data.Refused:
		data.askRefused(turn)
	case data.Held != nil:
		data.askBook(turn)
	case data.holdAgain(turn):
	case len(data.Offers) > 0 && data.Offers[0].Start.After(turn.Now):
		data.askOffer(turn)
	case data.Full:
		data.askFull(turn)
	case data.Wish.IsZero():
		key := catalog.AskWhen
		if data.Replaces != nil && !data.Rebooking && !turn.Again() {
			turn.Say(catalog.AskMoveWhen, catalog.Values{})
		}
		data.sayWith(turn)
		turn.Ask(key, catalog.Values{}, conversations.Question{Slot: slotWhen, Expect: understanding.ExpectWish})
	default:
		data.Offers = nil
		turn.Request(data.find(turn))
	}
}

// askPerson settles for whom: the only one, or the one whose name is typed.
// The names on file are never listed (invariant 13).
func (data *booking) askPerson(turn *conversations.Turn) bool {
	if data.PatientID != (uuid.UUID{}) {
		return false
	}
	if data.Other.Relationship != "" {
		return data.askOther(turn) || data.PatientID == uuid.Nil
	}
	if only := turn.OnlyPerson(); only != (uuid.UUID{}) {
		data.PatientID = only
		return false
	}
	data.askWho(turn)
	return true
}

// askType settles the service.
func (data *booking) askType(turn *conversations.Turn) bool {
	if data.TypeID != (uuid.UUID{}) {
		return false
	}
	bookable := bookableTypes(turn)
	switch len(bookable) {
	case 0:
		// Nothing is booked in conversations here: people do it.
		turn.Replace(conversations.FlowPerson, nil)
		return true
	case 1:
		data.TypeID = bookable[0].ID
		return false
	}
	key := catalog.AskService
	if len(data.Types) > 1 {
		key = catalog.AskServiceWhich
		bookable = onlyTypes(bookable, data.Types)
	}
	question := conversations.Question{Slot: slotType}
	for _, offered := range bookable[:min(len(bookable), maxChoices)] {
		question.Choices = append(question.Choices, conversations.Choice{Value: offered.ID.String(), Label: sentence(offered.Name.In(turn.Language()))})
	}
	turn.Ask(key, catalog.Values{}, question)
	return true
}

// maxChoices is how many services or practitioners are listed at once.
const maxChoices = 8

// bookableTypes are the services that patients may book in a conversation.
func bookableTypes(turn *conversations.Turn) []records.AppointmentType {
	var bookable []records.AppointmentType
	for _, offered := range turn.Profile().Types {
		if offered.Active && offered.BookableByChat && len(offered.PractitionerIDs) > 0 {
			bookable = append(bookable, offered)
		}
	}
	return bookable
}

// askBook asks for the patient's yes to the time that is held.
func (data *booking) askBook(turn *conversations.Turn) {
	if data.Replaces != nil {
		data.askMove(turn)
		return
	}
	turn.Ask(catalog.AskBook, told(turn, *data.Held), conversations.Question{Slot: slotConfirm, Choices: []conversations.Choice{
		turn.Choice(valueYes, catalog.ChoiceBookYes), turn.Choice(valueNo, catalog.ChoiceOtherTime),
	}, Yes: valueYes, No: valueNo})
}

func (book) Back(turn *conversations.Turn) bool {
	var data booking
	turn.Load(&data)
	switch {
	case data.Held != nil, data.Refused:
		data.letGo(turn)
	case len(data.Offers) > 0 || !data.Wish.IsZero():
		data.Offers, data.Wish, data.Search = nil, understanding.Wish{}, search{}
	case data.Replaces != nil:
		return false
	case data.choseWhom(turn):
		data.Anybody, data.PractitionerID, data.Practitioners = false, uuid.UUID{}, nil
	case data.TypeID != (uuid.UUID{}) && len(bookableTypes(turn)) > 1:
		data.TypeID, data.Anybody, data.PractitionerID = uuid.UUID{}, false, uuid.UUID{}
	default:
		return false
	}
	turn.Save(data)
	return true
}

// choseWhom says whether somebody to see was chosen where there was a choice:
// only then is there a question to go back to.
func (data *booking) choseWhom(turn *conversations.Turn) bool {
	chose := data.Anybody || data.PractitionerID != (uuid.UUID{})
	anyone := booking{TypeID: data.TypeID}
	return chose && len(anyone.offering(turn)) > 1
}

func (book) Leave(turn *conversations.Turn) {
	var data booking
	turn.Load(&data)
	held := data.Held != nil
	data.release(turn)
	data.BrokenOff = held
	turn.Save(data)
}

// letGo releases the time that is held, and goes back to those among which it
// was chosen; where it was the only one, to when it should be.
func (data *booking) letGo(turn *conversations.Turn) {
	data.release(turn)
	data.Refused = false
	if len(data.Offers) < 2 {
		data.Offers, data.Wish, data.Search = nil, understanding.Wish{}, search{}
	}
}

// release lets go of the time that is held.
func (data *booking) release(turn *conversations.Turn) {
	data.BrokenOff = false
	if data.Held != nil {
		turn.Do(conversations.ReleaseHold{AppointmentID: data.Held.AppointmentID})
		data.Held = nil
	}
}
