package flows

import (
	"strconv"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// waitlist lets a patient hear of times that become free: for whom, what, with
// whom, when; or shows what they wait for and takes them off the list.
type waitlist struct{ plain }

const nameWaitlist = "waitlist"

// The wait-list's slots and choices.
const (
	slotWaiting = "waiting"
	slotLeave   = "leave"

	valueAnyTime = "any-time"
	valueStay    = "stay"
	valueTakeOff = "take-off"
	valueMore    = "more"
)

// waiting is what the flow has learned: the wish, filled like a booking's, and
// what the patient waits for already.
type waiting struct {
	booking
	// Leaving is true for a patient who wants off the list, Joining for one who
	// wants on it for something more.
	Leaving bool                          `json:"leaving,omitempty"`
	Joining bool                          `json:"joining,omitempty"`
	Listed  []conversations.WaitlistFacts `json:"listed,omitempty"`
	// Earlier is true for a patient who wants something earlier than what they
	// have; Compared once it is known what that is.
	Earlier  bool `json:"earlier,omitempty"`
	Compared bool `json:"compared,omitempty"`
}

// waitingFor gives the data with which the flow begins where a booking found
// no time that suits.
func waitingFor(wanted booking) waiting {
	wish := wanted.Wish
	if wanted.Full {
		wish = wanted.Unmet
	}
	return waiting{Joining: true, booking: booking{
		PatientID: wanted.PatientID, TypeID: wanted.TypeID, PractitionerID: wanted.PractitionerID, Anybody: wanted.Anybody, Wish: wish,
	}}
}

func (waitlist) Name() string { return nameWaitlist }

func (waitlist) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentWaitlist, understanding.IntentLeaveWaitlist}
}

func (waitlist) Receive(turn *conversations.Turn) bool {
	var data waiting
	turn.Load(&data)
	used, ended := data.take(turn)
	if used && !ended {
		turn.SaveFor(nameWaitlist, data)
	}
	return used
}

// take takes what the message says; ended where that was the end of it.
func (data *waiting) take(turn *conversations.Turn) (used, ended bool) {
	slot, value, chosen := turn.Answer()
	switch {
	case chosen && slot == slotWaiting && value == valueStay:
		turn.Say(catalog.WaitlistStays, catalog.Values{})
		turn.Finish()
		return true, true
	case chosen && slot == slotWaiting && value == valueTakeOff:
		data.Leaving = true
		data.leaveOnly(turn)
		return true, false
	case chosen && slot == slotWaiting:
		data.Joining = true
		return true, false
	case chosen && slot == slotLeave:
		data.leave(turn, value)
		return true, false
	case chosen && slot == slotWhen:
		data.Wish = understanding.Wish{Any: true}
		return true, false
	case chosen:
		return data.choose(turn), false
	}
	leaves := turn.Meaning.Has(understanding.IntentLeaveWaitlist)
	earlier := turn.Meaning.Has(understanding.IntentWaitlist) && turn.Meaning.Shift == understanding.ShiftEarlier
	data.Leaving, data.Earlier = data.Leaving || leaves, data.Earlier || earlier
	return data.fill(turn) || leaves || earlier, false
}

// leaveOnly takes the patient off the one list that they are on.
func (data *waiting) leaveOnly(turn *conversations.Turn) {
	if len(data.Listed) == 1 {
		data.leave(turn, "0")
	}
}

// leave takes the value of a choice: the index of a wish listed.
func (data *waiting) leave(turn *conversations.Turn, value string) {
	index, err := strconv.Atoi(value)
	if err != nil || index < 0 || index >= len(data.Listed) {
		return
	}
	turn.Request(conversations.LeaveWaitlist{EntryID: data.Listed[index].EntryID})
}

func (waitlist) Next(turn *conversations.Turn) {
	var data waiting
	turn.Load(&data)
	data.next(turn)
	turn.SaveFor(nameWaitlist, data)
}

// next asks for what is missing, or does what can be done.
func (data *waiting) next(turn *conversations.Turn) {
	switch named := data.TypeID != uuid.Nil || len(data.Types) > 0; {
	case len(turn.Contact.Persons) == 0:
		turn.SaveFor(nameWaitlist, *data)
		turn.Start(nameRegister, registration{ForBooking: true, Relationship: data.Other.Relationship})
	case data.Leaving && len(data.Listed) > 0:
		data.askLeave(turn)
	case data.Leaving, len(data.Listed) == 0 && !named && !data.Joining:
		turn.Request(conversations.ListWaitlist{PatientIDs: turn.PatientIDs()})
	case len(data.Listed) > 0 && !named && !data.Joining:
		data.show(turn)
	default:
		data.join(turn)
	}
}

// join asks for the rest of the wish. Whoever names nobody waits for anybody.
func (data *waiting) join(turn *conversations.Turn) {
	if data.PractitionerID == uuid.Nil && len(data.Practitioners) < 2 {
		data.Anybody = true
	}
	switch {
	case data.askPerson(turn), data.compare(turn), data.askType(turn), data.askPractitioner(turn):
	case data.Wish.IsZero():
		turn.Ask(catalog.AskWaitWhen, catalog.Values{}, conversations.Question{
			Slot: slotWhen, Expect: understanding.ExpectWish, Choices: []conversations.Choice{turn.Choice(valueAnyTime, catalog.ChoiceAnyTime)},
		})
	default:
		turn.Request(conversations.JoinWaitlist{Entry: data.entry(turn)})
	}
}

// compare looks up what the patient has already, where they want something
// earlier and have not said of what service.
func (data *waiting) compare(turn *conversations.Turn) bool {
	if !data.Earlier || data.Compared || data.TypeID != uuid.Nil || len(data.Types) > 0 {
		return false
	}
	data.Compared = true
	turn.Request(conversations.FindAppointments{PatientIDs: []uuid.UUID{data.PatientID}})
	return true
}

// earlierThan takes the service of the only appointment that there is.
func (data *waiting) earlierThan(turn *conversations.Turn, appointments []conversations.AppointmentFacts) {
	if len(appointments) == 1 {
		data.TypeID = appointments[0].AppointmentTypeID
	}
	data.next(turn)
	turn.SaveFor(nameWaitlist, *data)
}

// show tells what the patient waits for.
func (data *waiting) show(turn *conversations.Turn) {
	text := turn.Book().Say(catalog.Waitlist, catalog.Values{})
	for _, entry := range data.Listed {
		text += "\n" + describeWish(turn, entry)
	}
	turn.AskText(text, catalog.WaitlistEntry.Level(), conversations.Question{Slot: slotWaiting, Choices: []conversations.Choice{
		turn.Choice(valueStay, catalog.ChoiceStay), turn.Choice(valueTakeOff, catalog.ChoiceLeaveWaitlist), turn.Choice(valueMore, catalog.ChoiceWaitMore),
	}, Yes: valueStay, No: valueTakeOff})
}

// askLeave asks which wish is meant.
func (data *waiting) askLeave(turn *conversations.Turn) {
	question := conversations.Question{Slot: slotLeave}
	for i, entry := range data.Listed {
		question.Choices = append(question.Choices, conversations.Choice{Value: strconv.Itoa(i), Label: describeWish(turn, entry)})
	}
	turn.AskText(turn.Book().Say(catalog.AskLeaveWhich, catalog.Values{}), catalog.WaitlistEntry.Level(), question)
}

// describeWish tells a wish in one line.
func describeWish(turn *conversations.Turn, entry conversations.WaitlistFacts) string {
	key := catalog.WaitlistEntry
	if entry.PractitionerID != uuid.Nil {
		key = catalog.WaitlistEntryWith
	}
	return sentence(turn.Book().Say(key, wished(turn, entry)))
}

func wished(turn *conversations.Turn, entry conversations.WaitlistFacts) catalog.Values {
	return catalog.Values{
		Service: serviceFor(turn, entry.AppointmentTypeID, entry.PatientID), Practitioner: practitionerName(turn, entry.PractitionerID),
	}
}

func (waitlist) Answered(turn *conversations.Turn, event conversations.Event) {
	var data waiting
	turn.Load(&data)
	switch event := event.(type) {
	case conversations.WaitlistFound:
		data.found(turn, event.Entries)
	case conversations.AppointmentsFound:
		data.earlierThan(turn, event.Appointments)
	case conversations.WaitlistJoined:
		sayJoined(turn, event)
		turn.Finish()
	case conversations.WaitlistLeft:
		turn.Say(catalog.WaitlistLeft, wished(turn, event.Entry))
		turn.Finish()
	case conversations.ChangeRefused:
		key := catalog.WaitlistRefused
		if data.Leaving {
			// The wish has ended by itself in the meantime.
			key = catalog.WaitlistNone
		}
		turn.Say(key, catalog.Values{})
		turn.Finish()
	}
}

// found goes on with what the patient waits for.
func (data *waiting) found(turn *conversations.Turn, entries []conversations.WaitlistFacts) {
	data.Listed = entries[:min(len(entries), maxListed)]
	switch {
	case len(data.Listed) == 0 && data.Leaving:
		turn.Say(catalog.WaitlistNone, catalog.Values{})
		turn.Finish()
		return
	case len(data.Listed) == 0:
		data.Joining = true
		data.next(turn)
	case data.Leaving && len(data.Listed) == 1:
		data.leaveOnly(turn)
	default:
		data.next(turn)
	}
	turn.SaveFor(nameWaitlist, *data)
}

// sayJoined tells what the patient waits for now, and that they lose nothing.
func sayJoined(turn *conversations.Turn, joined conversations.WaitlistJoined) {
	values, key := wished(turn, joined.Entry), catalog.WaitlistJoined
	switch {
	case joined.Replaces != nil:
		key, values.When = catalog.WaitlistJoinedEarlier, turn.Book().When(joined.Replaces.Start)
	case joined.Entry.PractitionerID != uuid.Nil:
		key = catalog.WaitlistJoinedWith
	}
	turn.Say(key, values)
}

func (waitlist) Back(turn *conversations.Turn) bool {
	var data waiting
	turn.Load(&data)
	switch {
	case data.Leaving && len(data.Listed) > 1:
		data.Leaving = false
	case !data.Wish.IsZero():
		data.Wish = understanding.Wish{}
	case data.PractitionerID != uuid.Nil:
		data.PractitionerID = uuid.Nil
	case data.TypeID != uuid.Nil:
		data.TypeID = uuid.Nil
	default:
		return false
	}
	turn.Save(data)
	return true
}
