package conversations

import (
	"strconv"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/safety"
	"frontdesk/records"
)

// longText is how many characters a message may have before it is asked to be
// said again in a sentence, when nothing in it was understood.
const longText = 600

// receive answers a message. The order is the whole of its sense: what the
// provider has settled, emergencies, the words about messages as such, the
// answer to the open question, the answer to a reminder, what is wanted anew,
// and at last that it was not understood.
func (t *Turn) receive(message MessageReceived) {
	t.Contact, t.Media, t.Photos, t.MessageID = message.Contact, message.MediaCount, message.PhotoCount, message.MessageID
	if len(t.Contact.Persons) > maxPersons {
		t.Contact.Persons = t.Contact.Persons[:maxPersons]
	}
	t.state.Pending = nil
	expired := t.state.age(t.Now)
	t.state.LastActivity = t.Now
	if t.settledByProvider(message.OptOut, message.Text) {
		t.photosTaken = true
		return
	}
	expected := understanding.ExpectNothing
	if t.state.Question != nil {
		expected = t.state.Question.Expect
	}
	t.Meaning = t.engine.reader.Understand(message.Text, expected, t.Language(), t.Now)
	t.recogniseLanguage(expected)
	t.remember()
	t.asksOfPerson()
	switch {
	case t.Meaning.Emergency != safety.NoEmergency:
		t.photosTaken = true
		t.emergency()
		return
	case t.comesBack(message.ChoiceID != ""):
		return
	case message.ChoiceID != "" && t.pressed(message.ChoiceID):
		return
	case t.keyword(), t.purposeWish():
		return
	case t.inForeignLetters():
		return
	case t.Meaning.Elsewhere:
		t.Say(catalog.OnlyTheClinic, catalog.Values{Clinic: t.engine.profile.Clinic.Name})
		t.promptAgain()
		return
	}
	if t.dispatch(expired) {
		t.state.Misunderstood = 0
		return
	}
	if t.Photos > 0 && t.Meaning.Wordless {
		t.promptAgain() // there was nothing to understand
		return
	}
	if t.cameBack && !t.Meaning.Wordless && !t.Meaning.Rude {
		t.goOnQuietly() // "he's better now" needs no more than was said
		return
	}
	t.notUnderstood(message)
}

// recogniseLanguage lets the conversation follow the language that is written.
// Names are left out: they show where a family came from, not what it speaks.
func (t *Turn) recogniseLanguage(expected understanding.Expectation) {
	seen := t.Meaning.Language
	known := t.state.Language != ""
	if !known && t.Contact.Language != "" && t.engine.speaks(t.Contact.Language) {
		t.state.Language, known = t.Contact.Language, true
	}
	if seen == "" || !t.engine.speaks(seen) || expected == understanding.ExpectName && t.Meaning.Name != "" {
		return
	}
	switch {
	case !known:
		t.UseLanguage(seen)
	case seen != t.state.Language && (t.Meaning.LanguageSure || t.Meaning.Keyword == understanding.KeywordHelp):
		t.state.Language = seen
	}
}

func (e *Engine) speaks(language records.Language) bool {
	for _, spoken := range e.languages {
		if spoken == language {
			return true
		}
	}
	return false
}

// pressed handles a button. A button of an older question is said to be one,
// and what is open now is asked again.
func (t *Turn) pressed(id string) bool {
	if t.pressedReminder(id) || t.pressedOffer(id) || t.pressedSurvey(id) || t.pressedIdentity(id) || t.pressedPayment(id) {
		return true
	}
	number, choice, ok := parseChoiceID(id)
	if !ok {
		return false
	}
	question := t.state.Question
	if question == nil || question.Number != number || choice < 1 || choice > len(question.Choices) {
		t.Say(catalog.StaleChoice, catalog.Values{})
		t.Meaning = understanding.Meaning{}
		t.promptAgain()
		return true
	}
	t.state.Misunderstood = 0
	// What the button says is chosen by pressing it; its words mean no more.
	t.Meaning = understanding.Meaning{}
	t.chosen = question.Choices[choice-1].Value
	t.proceed()
	return true
}

// notUnderstood says so kindly, and offers a person the second time in a row.
func (t *Turn) notUnderstood(message MessageReceived) {
	if t.leaveAlone() {
		return
	}
	t.state.Misunderstood++
	patience := 2
	if t.agreesToMany() {
		patience++ // they are content, and only haven't said with what
	}
	if t.state.Misunderstood >= patience {
		t.state.Misunderstood = 0
		t.Start(FlowPerson, PersonOffer{Offer: true})
		return
	}
	switch {
	case t.Meaning.Rude:
		t.Start(FlowPerson, PersonOffer{Offer: true, Rude: true})
		return
	case t.state.top() != nil && t.state.top().Flow == FlowPerson:
		// The offer of a person begins with words of its own.
	case message.MediaCount > 0 && t.Meaning.Wordless:
		t.Say(catalog.Media, catalog.Values{})
	case t.state.top() == nil && !t.LanguageKnown() && len(t.engine.languages) > 1:
		// A stranger of whom not even the language is known is greeted.
	case t.Meaning.Wordless:
		t.Say(catalog.Wordless, catalog.Values{})
	case len([]rune(t.Meaning.Text)) > longText:
		t.Say(catalog.TooLong, catalog.Values{})
	case t.agreesToMany():
		t.Say(catalog.WhichOne, catalog.Values{})
	case t.state.Question != nil && asksAgain[t.state.Question.Expect]:
		// These questions have words of their own for a second try.
	case t.Meaning.Number > 0 && t.state.Question == nil && t.state.top() == nil && t.LanguageKnown():
		t.Say(catalog.NumberOfNothing, catalog.Values{Number: strconv.Itoa(t.Meaning.Number)})
	default:
		t.Say(catalog.NotUnderstood, catalog.Values{})
	}
	t.Meaning = understanding.Meaning{}
	t.again = true
	t.promptAgain()
}

// asksAgain are the expectations whose questions say themselves what is wrong
// when they are put a second time.
var asksAgain = map[understanding.Expectation]bool{
	understanding.ExpectName: true, understanding.ExpectBirthDate: true, understanding.ExpectDate: true,
	understanding.ExpectPhone: true, understanding.ExpectNumber: true,
}

// agreesToMany says whether a message says no more than yes to a question that
// yes doesn't answer: which of several times.
func (t *Turn) agreesToMany() bool {
	const fewWords = 5
	question := t.state.Question
	bare := t.Meaning.Words <= fewWords && len(t.Meaning.Intents) == 0 && t.Meaning.Wish.IsZero()
	return bare && t.Meaning.Consents() && question != nil && question.Yes == "" && len(question.Choices) > 1
}
