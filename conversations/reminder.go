package conversations

import (
	"slices"
	"strconv"
	"strings"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/records"
)

// RenderReminder writes the text of a reminder for one appointment: content
// level L1 (date, time and place, no names), ending in the numbered answers
// 1 confirm, 2 cancel, 3 another time.
func (e *Engine) RenderReminder(appointment AppointmentFacts, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	book := e.book(language)
	values := catalog.Values{Clinic: e.profile.Clinic.Name, Address: e.profile.Clinic.Address, When: book.When(appointment.Start)}
	key := catalog.Reminder
	if values.Address == "" {
		key = catalog.ReminderWhere
	}
	choices := ReminderChoices(book)
	text := book.Say(key, values)
	question := Question{Choices: choices}
	buttons, fits := question.buttons(capabilities)
	if !fits {
		return Reply{Text: fit(numbered(text, choices), capabilities), Level: key.Level()}
	}
	for i := range buttons {
		buttons[i].ID = reminderID(appointment, i+1)
	}
	return Reply{Text: fit(text, capabilities), Choices: buttons, Level: key.Level()}
}

// RenderReminders writes one reminder of several appointments of a day, a
// family's for instance: content level L1, as RenderReminder. Which of them a
// "1" would mean nobody could tell, so it offers no numbers.
func (e *Engine) RenderReminders(appointments []AppointmentFacts, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	book := e.book(language)
	lines := make([]string, len(appointments))
	for i, appointment := range appointments {
		lines[i] = "- " + book.When(appointment.Start)
	}
	values := catalog.Values{Clinic: e.profile.Clinic.Name, Address: e.profile.Clinic.Address, List: strings.Join(lines, "\n")}
	key := catalog.ReminderSeveral
	if values.Address == "" {
		key = catalog.ReminderSeveralWhere
	}
	return Reply{Text: fit(book.Say(key, values), capabilities), Level: key.Level()}
}

// ReminderChoices are the answers that every reminder offers, in their order.
func ReminderChoices(book *catalog.Phrasebook) []Choice {
	return []Choice{
		{Value: "1", Label: book.Say(catalog.ChoiceConfirm, catalog.Values{})},
		{Value: "2", Label: book.Say(catalog.ChoiceReminderCancel, catalog.Values{})},
		{Value: "3", Label: book.Say(catalog.ChoiceReminderMove, catalog.Values{})},
	}
}

// reminderID is the id of a reminder's button: it names the appointment and
// the version that the reminder spoke of (invariant 12).
func reminderID(appointment AppointmentFacts, choice int) string {
	return "r:" + appointment.AppointmentID.String() + ":" + strconv.FormatInt(appointment.Version, 10) + ":" + strconv.Itoa(choice)
}

// pressedReminder handles a reminder's button: of the reminder that still
// holds it is acted on, of any other it is said to be out of date.
func (t *Turn) pressedReminder(id string) bool {
	if !strings.HasPrefix(id, "r:") {
		return false
	}
	if last := t.Contact.LastReminder; last != nil {
		for choice := 1; choice <= 3; choice++ {
			if id == reminderID(last.Appointment, choice) {
				t.beginReminder(choice)
				return true
			}
		}
	}
	t.Say(catalog.ReminderStale, catalog.Values{})
	if byIntent := t.engine.byIntent[understanding.IntentAppointments]; byIntent != nil {
		t.Start(byIntent.Name(), nil)
	}
	return true
}

// answersReminder takes a bare answer for the newest reminder where nothing
// has been asked since it went out. Where something has, before or after, it
// asks which is meant (invariant 12). A reminder that came into a conversation
// with an open question leaves two questions open.
func (t *Turn) answersReminder() bool {
	last := t.Contact.LastReminder
	if last == nil {
		return false
	}
	askedSince := t.state.LastAsked.After(last.SentAt)
	if t.state.Question == nil && !askedSince && t.movesReminded() {
		return true
	}
	choice := t.reminderChoice()
	if choice < 0 {
		return false
	}
	switch {
	case t.state.Question != nil && askedSince:
		return false
	case askedSince && t.Meaning.Number == 0 && !t.Meaning.Has(understanding.IntentConfirm):
		// A "thanks, ok" after something else has been settled.
		return false
	case t.surveyWaits(last.SentAt):
		t.beginSurvey(SurveyReply{Rating: t.Meaning.Number, Doubtful: true})
		return true
	case t.state.Question != nil, askedSince:
		choice = 0
	}
	t.beginReminder(choice)
	return true
}

// movesReminded takes a wish for another time that follows a reminder for one
// about its appointment: "can we make it 3pm instead?", "Thursday would be
// better". Who names something else, such as another service, means that.
func (t *Turn) movesReminded() bool {
	meaning, appointment := t.Meaning, t.Contact.LastReminder.Appointment
	wishes := (!meaning.Wish.IsZero() && !meaning.Wish.Any) || meaning.Delay != 0 || meaning.DaysLater != 0
	other := slices.ContainsFunc(meaning.Intents, func(intent understanding.Intent) bool {
		return !courtesy[intent] && intent != understanding.IntentMove
	})
	names := len(meaning.Types) > 0 || len(meaning.Practitioners) > 0 || len(meaning.Whom) > 0 || meaning.Has(understanding.IntentForOther)
	if !wishes || other || names || !appointment.Start.After(t.Now) {
		return false
	}
	relative := meaning.Delay != 0 || meaning.DaysLater != 0
	if !relative && meaning.Wish.Admits(appointment.Start, t.Profile().Zone) {
		return false // "see you on Wednesday at 2"
	}
	reply := ReminderReply{Appointment: appointment, Choice: 3, Wish: meaning.Wish, Delay: meaning.Delay, DaysLater: meaning.DaysLater}
	t.state.Misunderstood = 0
	t.Meaning = understanding.Meaning{}
	t.Start(FlowReminder, reply)
	return true
}

// reminderChoice reads what a message says to a reminder: 1 to 3, 0 for an
// answer that is unclear, -1 for something else.
func (t *Turn) reminderChoice() int {
	meaning := t.Meaning
	again := meaning.Has(understanding.IntentConfirm) && meaning.Wish.Admits(t.Contact.LastReminder.Appointment.Start, t.Profile().Zone)
	if !meaning.Wish.IsZero() && !again || len(meaning.Practitioners) > 0 || len(meaning.Types) > 0 {
		return -1
	}
	switch {
	case meaning.Number >= 1 && meaning.Number <= 3:
		return meaning.Number
	case len(meaning.Intents) > 0 && !meaning.Has(understanding.IntentConfirm):
		return -1
	case meaning.Reply == replies.Asks:
		return -1
	case meaning.Has(understanding.IntentConfirm), meaning.Consents() && meaning.Words <= 3:
		return 1
	case meaning.Declines() && meaning.Words <= 2:
		return 0
	}
	return -1
}

func (t *Turn) beginReminder(choice int) {
	t.state.Misunderstood = 0
	appointment := t.Contact.LastReminder.Appointment
	t.Meaning = understanding.Meaning{}
	t.Start(FlowReminder, ReminderReply{Appointment: appointment, Choice: choice})
}
