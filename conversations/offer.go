package conversations

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/records"
)

// What a patient may answer to an offer, beside the index of one of its times
// ("0" for the first).
const (
	// OfferOther looks for other times in place of those of a rebooking.
	OfferOther = "other"
	// OfferCancel cancels the appointment that a rebooking is about.
	OfferCancel = "cancel"
	// OfferNo declines a time that became free; to a rebooking, it says that
	// none of the times suits.
	OfferNo = "no"
)

// RenderOffer writes the message in which the clinic offers times by itself:
// content level L1 (dates, times and place, no names), in a language, ending in
// its answers, numbered or as buttons. Since when somebody waits tells which of
// their wishes it is about. There is at least one time.
func (e *Engine) RenderOffer(offer OfferFacts, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	book := e.book(language)
	values := catalog.Values{Clinic: e.profile.Clinic.Name, Address: e.profile.Clinic.Address}
	if !offer.WaitingSince.IsZero() {
		values.Day = book.Date(offer.WaitingSince)
	}
	var text string
	switch {
	case offer.Kind == records.OfferRebook:
		values.When = book.When(offer.Appointment.Start)
		text = book.Say(catalog.OfferRebook, values)
		if slices.ContainsFunc(offer.Slots, func(slot records.OfferedSlot) bool {
			return slot.PractitionerID != offer.Appointment.PractitionerID
		}) {
			// Nobody is named, so the very time that can't be kept may be offered.
			text += " " + book.Say(catalog.OfferColleague, catalog.Values{})
		}
	case len(offer.Slots) == 1:
		values.When = book.When(offer.Slots[0].Start)
		text = book.Say(catalog.OfferWaitlist, values)
	default:
		text = book.Say(catalog.OfferWaitlistTimes, values)
	}
	if offer.Kind == records.OfferWaitlist && offer.Appointment.AppointmentID != uuid.Nil {
		text += " " + book.Say(catalog.OfferInstead, catalog.Values{When: book.When(offer.Appointment.Start)})
	}
	choices := OfferChoices(book, offer)
	if offer.Kind == records.OfferWaitlist && len(offer.Slots) == 1 {
		choices[0] = Choice{Value: choices[0].Value, Label: book.Say(catalog.ChoiceOfferTake, catalog.Values{})}
	}
	question := Question{Choices: choices}
	buttons, fits := question.buttons(capabilities)
	if !fits {
		return Reply{Text: fit(numbered(text, choices), capabilities), Level: records.ContentLogistics}
	}
	for i := range buttons {
		buttons[i].ID = offerID(offer.OfferID, i+1)
	}
	return Reply{Text: fit(text, capabilities), Choices: buttons, Level: records.ContentLogistics}
}

// OfferChoices are the answers that an offer has, in their order: its times,
// then what can be said instead.
func OfferChoices(book *catalog.Phrasebook, offer OfferFacts) []Choice {
	choices := make([]Choice, 0, len(offer.Slots)+2)
	for i, slot := range offer.Slots {
		choices = append(choices, Choice{Value: strconv.Itoa(i), Label: book.WhenShort(slot.Start)})
	}
	if offer.Kind == records.OfferRebook {
		return append(choices,
			Choice{Value: OfferOther, Label: book.Say(catalog.ChoiceReminderMove, catalog.Values{})},
			Choice{Value: OfferCancel, Label: book.Say(catalog.ChoiceReminderCancel, catalog.Values{})})
	}
	return append(choices, Choice{Value: OfferNo, Label: book.Say(catalog.ChoiceOfferNo, catalog.Values{})})
}

// offerID is the id of an offer's button: it names the offer, which holds the
// version of the appointment that it spoke of (invariant 12).
func offerID(offer uuid.UUID, choice int) string {
	return "o:" + offer.String() + ":" + strconv.Itoa(choice)
}

// pressedOffer handles an offer's button: of the offer that waits for an answer
// it is acted on, of any other it is said to be over.
func (t *Turn) pressedOffer(id string) bool {
	if !strings.HasPrefix(id, "o:") {
		return false
	}
	if last := t.Contact.LastOffer; last != nil {
		for i, choice := range OfferChoices(t.Book(), *last) {
			if id == offerID(last.OfferID, i+1) {
				t.beginOffer(choice.Value, understanding.Wish{})
				return true
			}
		}
	}
	t.Say(catalog.OfferStale, catalog.Values{})
	t.Meaning = understanding.Meaning{}
	t.promptAgain()
	return true
}

// answersOffer takes a bare answer for the newest offer where nothing has been
// asked since it went out. Where something has, before or after, or where
// another offer is open beside it, it asks which is meant (invariant 12).
func (t *Turn) answersOffer() bool {
	last := t.Contact.LastOffer
	if last == nil {
		return false
	}
	value, reads := t.offerAnswer(*last)
	if !reads {
		return false
	}
	askedSince := t.state.LastAsked.After(last.SentAt)
	wish := t.Meaning.Wish
	switch {
	case t.state.Question != nil && askedSince:
		return false
	case askedSince && t.Meaning.Number == 0:
		// A "yes" or a day after something else has been settled is no answer to
		// what lies before that.
		return false
	case t.state.Question != nil && t.Meaning.Number == 0 && !t.Meaning.Wish.IsZero():
		// A day may as well answer what was asked before.
		return false
	case t.surveyWaits(last.SentAt):
		t.beginSurvey(SurveyReply{Rating: t.Meaning.Number, Doubtful: true})
		return true
	case t.state.Question != nil, askedSince, last.Others > 0:
		value, wish = "", understanding.Wish{}
	}
	t.beginOffer(value, wish)
	return true
}

// offerAnswer reads what a message says to an offer: the value of one of its
// choices, OfferNo, or empty for an answer that is unclear. False is something
// else.
func (t *Turn) offerAnswer(offer OfferFacts) (string, bool) {
	meaning := t.Meaning
	if len(meaning.Practitioners) > 0 || len(meaning.Types) > 0 {
		return "", false
	}
	if !meaning.Wish.IsZero() {
		return t.wishedOf(offer)
	}
	question := Question{Choices: OfferChoices(t.Book(), offer)}
	if value, chosen := question.chosen(meaning, nil); chosen {
		return value, true
	}
	for _, intent := range meaning.Intents {
		if !courtesy[intent] && intent != understanding.IntentNeverMind {
			return "", false
		}
	}
	switch {
	case meaning.Shift != understanding.ShiftNone && offer.Kind == records.OfferRebook:
		return OfferOther, true
	case meaning.Consents() && meaning.Words <= 4, meaning.Has(understanding.IntentConfirm) && meaning.Reply != replies.Asks:
		if len(offer.Slots) == 1 {
			return "0", true
		}
		return "", true
	case meaning.Declines() && meaning.Words <= 4:
		return OfferNo, true
	}
	return "", false
}

// wishedOf reads days and times: those of exactly one offered time choose it,
// any others are looked for in its place.
func (t *Turn) wishedOf(offer OfferFacts) (string, bool) {
	for _, intent := range t.Meaning.Intents {
		if !courtesy[intent] && intent != understanding.IntentMove {
			return "", false
		}
	}
	found, count := "", 0
	for i, slot := range offer.Slots {
		if !t.Meaning.Wish.Any && t.Meaning.Wish.Admits(slot.Start, t.Book().Zone()) {
			found, count = strconv.Itoa(i), count+1
		}
	}
	switch {
	case count == 1:
		return found, true
	case offer.Kind == records.OfferRebook:
		return OfferOther, true
	}
	return "", false
}

func (t *Turn) beginOffer(choice string, wish understanding.Wish) {
	t.state.Misunderstood = 0
	offer := *t.Contact.LastOffer
	t.Meaning = understanding.Meaning{}
	t.Start(FlowOffer, OfferReply{Offer: offer, Choice: choice, Wish: wish})
}

// RenderStandsAfterAll writes that an appointment, of which the patient was told
// that it can't take place, does: content level L1.
func (e *Engine) RenderStandsAfterAll(appointment AppointmentFacts, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	book := e.book(language)
	text := book.Say(catalog.StandsAfterAll, catalog.Values{Clinic: e.profile.Clinic.Name, When: book.When(appointment.Start)})
	return Reply{Text: fit(text, capabilities), Level: catalog.StandsAfterAll.Level()}
}
