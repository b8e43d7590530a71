package flows

import (
	"slices"
	"strconv"
	"time"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/scheduler"
)

// search is how the booking looks for times beyond the wish itself.
type search struct {
	// After and Before bound the search, exclusively, by times offered.
	After  time.Time `json:"after,omitzero"`
	Before time.Time `json:"before,omitzero"`
	// Widened counts how far the wish was given up because nothing was free:
	// 1 the time of day, 2 the day, too.
	Widened int `json:"widened,omitempty"`
}

// note says what is said with an offer.
type note string

const (
	noteNone    note = ""
	noteNearest note = "nearest"
	noteTaken   note = "taken"
	// noteNothing is said where nothing is free at another wish either.
	noteNothing note = "nothing"
	// noteWith is said where the practitioner has changed and the next question
	// would read as if nothing had.
	noteWith note = "with"
)

// horizon is how far a search without days reaches.
const horizon = 180 * 24 * time.Hour

// find is the search for the wish, as far as it is still held on to.
func (data *booking) find(turn *conversations.Turn) conversations.FindSlots {
	wish := data.Wish
	switch data.Search.Widened {
	case 1:
		wish = wish.WithoutTimes()
	case 2:
		wish = understanding.Wish{Any: true}
	}
	zone := turn.Book().Zone()
	windows := wish.Windows(turn.Now, zone)
	if data.Search.Widened == 2 && len(data.Wish.Days) > 0 {
		first := data.Wish.Days[0].From
		from := time.Date(first.Year, first.Month, first.Day, 0, 0, 0, 0, zone)
		if from.After(turn.Now) {
			windows = []scheduler.Window{{Start: from, End: from.Add(horizon)}}
		}
	}
	wanted := scheduler.Search{
		AppointmentTypeID: data.TypeID, PractitionerID: data.PractitionerID, PatientID: data.PatientID,
		Windows: data.Search.clip(windows, turn.Now), Limit: offers, Spread: true,
	}
	if point, ok := data.pointWished(turn.Now, zone); ok && (data.Search.Widened > 0 || len(data.Near) > 0) {
		wanted.Near = point
		if data.Search.Widened == 1 && singleDays(data.Wish) {
			// Where the day has too little, the days around it have more.
			wanted.Windows = data.Search.clip([]scheduler.Window{{Start: turn.Now, End: point.Add(horizon)}}, turn.Now)
		}
	}
	wanted.Windows = data.Than.clip(wanted.Windows, turn.Now)
	if data.Replaces != nil {
		// One more, as the time that the patient has is free for them.
		wanted.ReplacingID, wanted.Limit = data.Replaces.AppointmentID, offers+1
	}
	return conversations.FindSlots{Search: wanted}
}

// clip keeps of the windows what lies between After and Before.
func (s search) clip(windows []scheduler.Window, now time.Time) []scheduler.Window {
	if s.After.IsZero() && s.Before.IsZero() {
		return windows
	}
	if len(windows) == 0 {
		windows = []scheduler.Window{{Start: now, End: now.Add(horizon)}}
	}
	var clipped []scheduler.Window
	for _, window := range windows {
		if !s.After.IsZero() && !window.Start.After(s.After) {
			window.Start = s.After.Add(time.Second)
		}
		if !s.Before.IsZero() && window.End.After(s.Before) {
			window.End = s.Before
		}
		if window.Start.Before(window.End) {
			clipped = append(clipped, window)
		}
	}
	if len(clipped) == 0 {
		// Nothing of the wish is left beyond what was offered: go on after it,
		// or back to now.
		if !s.Before.IsZero() {
			return []scheduler.Window{{Start: now, End: s.Before}}
		}
		return []scheduler.Window{{Start: s.After.Add(time.Second), End: s.After.Add(horizon)}}
	}
	return clipped
}

// shift looks for times later or earlier than those offered.
func (data *booking) shift(turn *conversations.Turn, shift understanding.Shift) {
	first, last := data.offeredSpan()
	data.release(turn)
	data.Offers = nil
	if data.Wish.IsZero() {
		data.Wish.Any = true
	}
	if shift == understanding.ShiftEarlier {
		data.Search = search{Before: first}
		return
	}
	data.Search = search{After: last}
}

func (data *booking) offeredSpan() (time.Time, time.Time) {
	var starts []time.Time
	if data.Held != nil {
		starts = append(starts, data.Held.Start)
	}
	for _, slot := range data.Offers {
		starts = append(starts, slot.Start)
	}
	return slices.MinFunc(starts, time.Time.Compare), slices.MaxFunc(starts, time.Time.Compare)
}

func (flow book) Answered(turn *conversations.Turn, event conversations.Event) {
	var data booking
	turn.Load(&data)
	switch event := event.(type) {
	case conversations.SlotsFound:
		data.found(turn, event.Slots)
	case conversations.SlotHeld:
		held := event.Appointment
		data.Held, data.Note = &held, noteNone
		data.next(turn)
	case conversations.SlotLost:
		data.lost(turn, event.Alternatives)
	case conversations.AppointmentBooked:
		data.booked(turn, event.Appointment, catalog.Booked, catalog.BookedWhere)
		return
	case conversations.AppointmentMoved:
		data.booked(turn, event.Appointment, catalog.Moved, catalog.MovedWhere)
		return
	case conversations.ChangeRefused:
		if data.Replaces != nil {
			data.moveRefused(turn, event)
			return
		}
		data.lost(turn, nil)
	}
	turn.SaveFor(nameBook, data)
}

// found offers the times, or gives up a part of the wish and looks again.
func (data *booking) found(turn *conversations.Turn, slots []scheduler.Slot) {
	slots = data.others(slots)
	if data.missed(turn, slots) {
		slots = nil
	}
	if len(slots) > 0 {
		data.Offers = data.inOrder(turn, slots[:min(len(slots), offers)])
		if data.Search.Widened > 0 {
			data.Note = noteNearest
		} else if data.Note != noteTaken {
			data.Note = noteNone
		}
		if index, ok := data.offered(turn, data.Wish); ok && exact(data.Wish) && data.Search == (search{}) && data.Note == noteNone {
			// The very time that was asked for needs no choosing.
			data.hold(turn, strconv.Itoa(index))
			return
		}
		if exact(data.Wish) && !data.Wish.Admits(data.Offers[0].Start, turn.Book().Zone()) && data.Note == noteNone && data.Search == (search{}) {
			data.Note = noteNearest
		}
		data.next(turn)
		return
	}
	switch {
	case data.Search == (search{}) && data.giveUpHalf():
	case data.Search.Widened < 1 && len(data.Wish.Times) > 0 && len(data.Wish.Days) > 0:
		data.Search.Widened = 1
	case data.Search.Widened < 2 && (!data.Wish.Any || !data.Search.After.IsZero() || !data.Search.Before.IsZero()):
		data.Search = search{Widened: 2}
	case data.Than != (search{}):
		// Nothing is later than that, or earlier: what is near is better than none.
		data.Than, data.Search = search{}, search{Widened: 1}
	default:
		data.nothing(turn)
		return
	}
	turn.Request(data.find(turn))
}

// missed says whether none of the times found is the very one that was wished
// for on a day: then the nearest are looked for, which these need not be.
func (data *booking) missed(turn *conversations.Turn, slots []scheduler.Slot) bool {
	if !exact(data.Wish) || len(data.Wish.Days) == 0 || data.Search != (search{}) {
		return false
	}
	return !slices.ContainsFunc(slots, func(slot scheduler.Slot) bool { return data.Wish.Admits(slot.Start, turn.Book().Zone()) })
}

// exact says whether a wish names a point in time.
func exact(wish understanding.Wish) bool {
	return slices.ContainsFunc(wish.Times, func(times understanding.Times) bool { return times.Exact })
}

// nothing is free at all: the patient may wait, or is helped by a person.
func (data *booking) nothing(turn *conversations.Turn) {
	if !data.Unmet.IsZero() {
		data.Note = noteNothing
	}
	if !data.Wish.IsZero() && closedThroughout(turn, data.Wish) {
		turn.SayText(closedText(turn, data.Wish), catalog.HoursClosedOn.Level())
	}
	data.Full, data.Unmet = true, also(data.Unmet, data.Wish)
	data.Wish, data.Search, data.Offers = understanding.Wish{}, search{}, nil
	turn.SaveFor(nameBook, *data)
	data.askFull(turn)
}

// askFull asks what to do where nothing is free. An appointment that the clinic
// itself could not keep doesn't wait for a time: people find one.
func (data *booking) askFull(turn *conversations.Turn) {
	question := conversations.Question{Slot: slotFull, Yes: valuePerson, No: valueRestart}
	key := catalog.OfferNoneAtAll
	if !data.Rebooking {
		key, question.Yes = catalog.OfferNoneWait, nameWaitlist
		if data.Note == noteNothing {
			key = catalog.OfferNoneStill
		}
		question.Choices = append(question.Choices, turn.Choice(nameWaitlist, catalog.ChoiceWaitlist))
	}
	question.Choices = append(question.Choices, turn.Choice(valuePerson, catalog.ChoicePerson), turn.Choice(valueRestart, catalog.ChoiceStartOver))
	turn.Ask(key, catalog.Values{Service: serviceName(turn, data.TypeID)}, question)
}

// goElsewhere leaves the booking for what was chosen in its place.
func (data *booking) goElsewhere(turn *conversations.Turn, value string) {
	switch value {
	case nameWaitlist:
		turn.Replace(nameWaitlist, waitingFor(*data))
	case valuePerson:
		turn.Replace(conversations.FlowPerson, conversations.PersonOffer{})
	default:
		turn.Abandon()
		turn.Start(conversations.FlowMenu, nil)
	}
}

// lost offers what is left after somebody else took the time.
func (data *booking) lost(turn *conversations.Turn, alternatives []scheduler.Slot) {
	data.Held, data.Note = nil, noteTaken
	alternatives = data.others(alternatives)
	data.Offers = alternatives[:min(len(alternatives), offers)]
	if len(data.Offers) == 0 {
		data.Search = search{}
		if data.Wish.IsZero() {
			data.Wish.Any = true
		}
	}
	data.next(turn)
}

// booked tells the patient what is agreed now.
func (data *booking) booked(turn *conversations.Turn, appointment conversations.AppointmentFacts, key, without catalog.Key) {
	values := told(turn, appointment)
	if values.Address == "" {
		key = without
	}
	turn.Say(key, values)
	turn.SpeakOf(appointment.AppointmentTypeID)
	if offered, ok := typeOf(turn, appointment.AppointmentTypeID); ok {
		if text := offered.Preparation.In(turn.Language()); text != "" {
			turn.Say(catalog.Preparation, catalog.Values{Text: text})
		}
	}
	if data.goOn(turn) {
		return
	}
	turn.Finish()
}
