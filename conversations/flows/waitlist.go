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
	// Coming are the appointments between which such a patient chooses.
	Coming coming `json:"coming,omitzero"`
	// Weekly is true where the days of the wish are those of every week.
	Weekly bool `json:"weekly,omitempty"`
	// Joined is true for a wish that is on the list, of which more is said.
	Joined bool `json:"joined,omitempty"`
	// Instead tells the wish that the one being joined replaces.
	Instead string `json:"instead,omitempty"`
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
	case chosen && slot == slotAppointment:
		data.Coming.pick(value)
		data.earlierThan(data.Coming.Picked)
		return true, false
	case chosen:
		return data.choose(turn), false
	}
	leaves := turn.Meaning.Has(understanding.IntentLeaveWaitlist)
	earlier := turn.Meaning.Has(understanding.IntentWaitlist) && turn.Meaning.Shift == understanding.ShiftEarlier
	data.Leaving, data.Earlier = data.Leaving || leaves, data.Earlier || earlier
	return data.fillWish(turn) || leaves || earlier, false
}

// fillWish takes the wish like a booking's. Once it is on the list, "and on
// Thursday?" is one day more.
func (data *waiting) fillWish(turn *conversations.Turn) bool {
	before, kind, weekly := data.Wish, data.TypeID, data.Weekly
	if len(data.Coming.Listed) > 0 && data.TypeID == uuid.Nil && data.Coming.narrow(turn, turn.Meaning) {
		data.earlierThan(data.Coming.Picked)
		return true
	}
	if !data.fill(turn) {
		return false
	}
	adds := data.Joined && turn.Meaning.Adds
	if adds {
		data.Wish = also(before, data.Wish)
	}
	if len(turn.Meaning.Wish.Days) > 0 {
		data.Weekly = (turn.Meaning.Weekly || adds && data.Weekly) && singleDays(data.Wish)
	}
	if data.Weekly {
		data.Wish.Days = eachWeekday(data.Wish.Days)
	}
	if data.Joined && !adds && data.TypeID == kind {
		data.Instead = describeWish(turn, before, weekly)
	}
	return true
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
	case data.compare(turn), data.askPerson(turn), data.askType(turn), data.askPractitioner(turn):
	case data.Wish.IsZero():
		data.askWhen(turn, catalog.AskWaitWhen)
	case closedThroughout(turn, data.Wish):
		turn.SayText(openInstead(turn, data.Wish), catalog.HoursClosedOn.Level())
		data.Wish, data.Weekly = understanding.Wish{}, false
		data.askWhen(turn, catalog.AskWaitOpen)
	default:
		turn.Request(conversations.JoinWaitlist{Entry: data.entry(turn)})
	}
}

func (data *waiting) askWhen(turn *conversations.Turn, key catalog.Key) {
	turn.Ask(key, catalog.Values{}, conversations.Question{
		Slot: slotWhen, Expect: understanding.ExpectWish, Choices: []conversations.Choice{turn.Choice(valueAnyTime, catalog.ChoiceAnyTime)},
	})
}

func (waitlist) Answered(turn *conversations.Turn, event conversations.Event) {
	var data waiting
	turn.Load(&data)
	switch event := event.(type) {
	case conversations.WaitlistFound:
		data.found(turn, event.Entries)
	case conversations.AppointmentsFound:
		data.compared(turn, event.Appointments)
	case conversations.WaitlistJoined:
		data.sayJoined(turn, event)
		turn.Finish()
		data.Joined, data.Listed, data.Joining = true, nil, true
		turn.Settled(nameWaitlist, data)
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
