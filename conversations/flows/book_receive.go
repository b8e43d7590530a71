package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"

	"github.com/google/uuid"
)

func (book) Receive(turn *conversations.Turn) bool {
	var data booking
	turn.Load(&data)
	if data.keeps(turn) {
		return true
	}
	refused, over := data.refuses(turn)
	if over {
		return true
	}
	used := refused || data.choose(turn) || data.repeated(turn)
	if !used && data.fill(turn) {
		used, data.Full, data.Refused = true, false, false
	}
	used = used || data.dissatisfied(turn)
	if used {
		turn.SaveFor(nameBook, data)
	}
	return used
}

// choose takes the answer to a question with choices.
func (data *booking) choose(turn *conversations.Turn) bool {
	slot, value, ok := turn.Answer()
	if !ok {
		return false
	}
	switch slot {
	case slotAfter:
		if data.Unsure = value != valueYes; data.Unsure {
			turn.Say(catalog.NeverMind, catalog.Values{})
			turn.Close()
		}
	case slotPerson:
		if value == nameRegister {
			data.registerOther(turn)
		} else {
			turn.Replace(value, nil)
		}
	case slotType:
		data.TypeID, data.Types = parseID(value), nil
	case slotPractitioner:
		data.Anybody = value == valueAnybody
		data.PractitionerID, data.Practitioners = parseID(value), nil
	case slotOffer:
		if value == nameWaitlist {
			data.goElsewhere(turn, value)
			return true
		}
		data.hold(turn, value)
	case slotRefused:
		if value == valueNo {
			data.leave(turn)
			return true
		}
		data.letGo(turn)
	case slotFull:
		data.goElsewhere(turn, value)
	case slotConfirm:
		if value == valueYes && data.Held != nil {
			data.confirm(turn)
			return true
		}
		data.letGo(turn)
	}
	return true
}

// hold asks to keep one of the offered times.
func (data *booking) hold(turn *conversations.Turn, value string) {
	index, err := strconv.Atoi(value)
	if err != nil || index < 0 || index >= len(data.Offers) {
		return
	}
	data.Chosen = data.Offers[index]
	turn.Request(data.holding())
}

func parseID(value string) uuid.UUID {
	id, err := uuid.Parse(value)
	if err != nil {
		return uuid.UUID{}
	}
	return id
}

// fill takes what a message says anywhere: several slots at once, and
// corrections of what was said before.
func (data *booking) fill(turn *conversations.Turn) bool {
	data.alter(turn)
	meaning := turn.Meaning
	noted := data.noteAfter(turn)
	used := !noted && data.fillPerson(turn)
	if !noted && data.fillType(turn) {
		used = true
	}
	chosen := data.Anybody || data.PractitionerID != uuid.Nil
	if data.fillPractitioner(meaning) {
		used = true
		if chosen {
			data.Note = noteWith
		}
	}
	if used {
		// Another service, or somebody else, has other times.
		data.release(turn)
		data.Offers, data.Search = nil, search{}
	}
	if data.fillWhen(turn) {
		used = true
	}
	return used || noted
}

// fillPerson matches the name that was typed, or "for me".
func (data *booking) fillPerson(turn *conversations.Turn) bool {
	if data.fillOther(turn) {
		return true
	}
	if data.PatientID != (uuid.UUID{}) || len(turn.Contact.Persons) < 2 {
		return false
	}
	patientID, ok := personMeant(turn)
	if ok {
		data.PatientID = patientID
	}
	return ok
}

// namesMatch says whether every word that was typed is a word of the name.
func namesMatch(typed, name string) bool {
	words := strings.Fields(understanding.Fold(typed))
	own := strings.Fields(understanding.Fold(name))
	for _, word := range words {
		if !slices.Contains(own, word) {
			return false
		}
	}
	return len(words) > 0
}

func (data *booking) fillType(turn *conversations.Turn) bool {
	var named []uuid.UUID
	for _, offered := range onlyTypes(bookableTypes(turn), turn.Meaning.Types) {
		named = append(named, offered.ID)
	}
	if spoken := turn.SpokenOf(); len(named) == 0 && data.TypeID == uuid.Nil && spoken != uuid.Nil {
		named = append(named, spoken)
	}
	switch {
	case len(named) == 1 && named[0] != data.TypeID:
		data.TypeID, data.Types = named[0], nil
	case len(named) > 1 && !slices.Contains(named, data.TypeID):
		data.TypeID, data.Types = uuid.UUID{}, named
	default:
		return false
	}
	return true
}

func (data *booking) fillPractitioner(meaning understanding.Meaning) bool {
	switch {
	case len(meaning.Practitioners) == 1 && meaning.Practitioners[0] != data.PractitionerID:
		data.PractitionerID, data.Practitioners, data.Anybody = meaning.Practitioners[0], nil, false
	case len(meaning.Practitioners) > 1:
		data.PractitionerID, data.Practitioners, data.Anybody = uuid.UUID{}, meaning.Practitioners, false
	case meaning.AnyPractitioner && !data.Anybody:
		data.PractitionerID, data.Practitioners, data.Anybody = uuid.UUID{}, nil, true
	default:
		return false
	}
	return true
}

// fillWhen takes days and times: a time that fits exactly one of the offers
// chooses it, any other is searched for.
func (data *booking) fillWhen(turn *conversations.Turn) bool {
	meaning := turn.Meaning
	start, ok := data.spokenOf()
	relative := ok && (meaning.Delay != 0 || meaning.DaysLater != 0)
	switch {
	case ok && meaning.Delay != 0:
		meaning.Wish = understanding.WishAt(start.Add(meaning.Delay), turn.Book().Zone())
	case ok && meaning.DaysLater != 0:
		meaning.Wish = daysFrom(start, meaning.DaysLater, meaning.Wish, turn.Book().Zone())
	}
	if !meaning.Wish.IsZero() {
		if data.Held == nil {
			if index, ok := data.offered(turn, meaning.Wish); ok {
				data.hold(turn, strconv.Itoa(index))
				return true
			}
		}
		data.wishesAnew(meaning.Wish, turn.Book().Zone())
		data.Than = search{}
		if relative {
			data.Than = thanStart(start, meaning.Delay, meaning.DaysLater)
		}
		data.release(turn)
		data.Offers, data.Search = nil, search{}
		return true
	}
	if meaning.Shift == understanding.ShiftNone || len(data.Offers) == 0 && data.Held == nil {
		return false
	}
	data.shift(turn, meaning.Shift)
	return true
}

// spokenOf gives the start that "later" would be later than: the one held, that of
// the appointment to be moved, or the first one offered.
func (data *booking) spokenOf() (time.Time, bool) {
	switch {
	case data.Held != nil:
		return data.Held.Start, true
	case data.Replaces != nil:
		return data.Replaces.Start, true
	case len(data.Offers) > 0:
		return data.Offers[0].Start, true
	}
	return time.Time{}, false
}

// offered finds the one offer that a wish describes.
func (data *booking) offered(turn *conversations.Turn, wish understanding.Wish) (int, bool) {
	found, count := 0, 0
	for i, slot := range data.Offers {
		if !wish.Any && wish.Admits(slot.Start, turn.Book().Zone()) {
			found, count = i, count+1
		}
	}
	return found, count == 1
}

func onlyTypes(types []records.AppointmentType, ids []uuid.UUID) []records.AppointmentType {
	var only []records.AppointmentType
	for _, offered := range types {
		if slices.Contains(ids, offered.ID) {
			only = append(only, offered)
		}
	}
	return only
}

// offering are the practitioners who offer the service, narrowed to those
// whom the patient's words fit.
func (data *booking) offering(turn *conversations.Turn) []records.Practitioner {
	offered, _ := typeOf(turn, data.TypeID)
	var offering, named []records.Practitioner
	for _, practitioner := range turn.Profile().Practitioners {
		if practitioner.Active && slices.Contains(offered.PractitionerIDs, practitioner.ID) {
			offering = append(offering, practitioner)
			if slices.Contains(data.Practitioners, practitioner.ID) {
				named = append(named, practitioner)
			}
		}
	}
	if len(named) > 0 {
		return named
	}
	return offering
}

func containsPractitioner(practitioners []records.Practitioner, id uuid.UUID) bool {
	return slices.ContainsFunc(practitioners, func(practitioner records.Practitioner) bool { return practitioner.ID == id })
}

// sentence gives a name its capital letter at the beginning of a line.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
