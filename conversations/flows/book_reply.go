package flows

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/replies"
)

// confirm books, or moves to, what is held.
func (data *booking) confirm(turn *conversations.Turn) {
	if data.Replaces != nil {
		data.move(turn)
		return
	}
	turn.Request(conversations.BookAppointment{AppointmentID: data.Held.AppointmentID, Version: data.Held.Version})
}

// keeps ends the search for another time for whoever would rather keep the one
// they have: "no, keep it".
func (data *booking) keeps(turn *conversations.Turn) bool {
	meaning := turn.Meaning
	if data.Replaces == nil || data.Rebooking || !meaning.Keeps || meaning.Answer == understanding.Yes || !meaning.Wish.IsZero() {
		return false
	}
	data.release(turn)
	turn.Say(catalog.Kept, catalog.Values{})
	turn.Finish()
	return true
}

// repeated reads a yes that names the very time that is held: "yes, Tuesday at
// 10".
func (data *booking) repeated(turn *conversations.Turn) bool {
	meaning := turn.Meaning
	slot, _, _ := turn.Answer()
	if slot != slotConfirm || data.Held == nil || meaning.Answer != understanding.Yes || meaning.Wish.IsZero() || meaning.Wish.Any {
		return false
	}
	changes := len(meaning.Practitioners) > 0 || len(meaning.Types) > 0 || meaning.Shift != understanding.ShiftNone || meaning.Delay != 0
	asks := meaning.Reply != replies.Yes && meaning.Reply != replies.Change || strings.ContainsRune(meaning.Text, '?')
	if changes || asks || !meaning.Wish.Admits(data.Held.Start, turn.Book().Zone()) {
		return false
	}
	data.confirm(turn)
	return true
}

// alter reads a choice with a change: "the second one but with Dr Lee" is that
// time with Dr Lee, "the second one but at 5" that day at 5.
func (data *booking) alter(turn *conversations.Turn) {
	meaning := &turn.Meaning
	index := meaning.Ordinal - 1
	if meaning.Ordinal == understanding.Last {
		index = len(data.Offers) - 1
	}
	if index < 0 || index >= len(data.Offers) || meaning.Reply == replies.Asks || meaning.Wish.Any {
		return
	}
	picked := understanding.WishAt(data.Offers[index].Start, turn.Book().Zone())
	switch wish := meaning.Wish; {
	case wish.IsZero() && len(meaning.Practitioners) > 0:
		meaning.Wish = picked
		if slices.Contains(meaning.Practitioners, data.Offers[index].PractitionerID) {
			// No change at all: it is with them.
			meaning.Practitioners = nil
		}
	case len(wish.Days) == 0 && len(wish.Times) > 0:
		meaning.Wish.Days = picked.Days
	case len(wish.Days) > 0 && len(wish.Times) == 0:
		meaning.Wish.Times = picked.Times
	}
}

// dissatisfied takes a plain "no" or "another one?" to the times offered for a
// wish for others; "anyone else?" for one to see anybody.
func (data *booking) dissatisfied(turn *conversations.Turn) bool {
	meaning := turn.Meaning
	slot, _, chosen := turn.Answer()
	if slot != slotOffer || chosen || len(data.Offers) == 0 || len(meaning.Intents) > 0 {
		return false
	}
	switch {
	case meaning.Somebody && data.PractitionerID != uuid.Nil:
		data.PractitionerID, data.Anybody = uuid.Nil, true
		data.Offers, data.Search = nil, search{}
	case meaning.Reply == replies.Another, meaning.Declines():
		data.shift(turn, understanding.ShiftMore)
	default:
		return false
	}
	return true
}

// sayBack says that the booking goes on, and of what, where that is settled.
func (data *booking) sayBack(turn *conversations.Turn) {
	service := serviceFor(turn, data.TypeID, data.PatientID)
	if service == "" {
		turn.Say(catalog.BackToBooking, catalog.Values{})
		return
	}
	turn.Say(catalog.BackToBookingOf, catalog.Values{Service: service})
}

// sayWith says with whom it is by now, for whoever has just changed that.
func (data *booking) sayWith(turn *conversations.Turn) {
	if data.Note != noteWith {
		return
	}
	data.Note = noteNone
	if data.PractitionerID != uuid.Nil {
		turn.Say(catalog.BookingWith, catalog.Values{
			Service: serviceFor(turn, data.TypeID, data.PatientID), Practitioner: practitionerName(turn, data.PractitionerID),
		})
	}
}
