package conversations

import (
	"slices"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
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
	t.Contact = message.Contact
	if len(t.Contact.Persons) > maxPersons {
		t.Contact.Persons = t.Contact.Persons[:maxPersons]
	}
	t.state.Pending = nil
	if t.settledByProvider(message.OptOut) {
		return
	}
	expired := t.state.age(t.Now)
	t.state.LastActivity = t.Now
	expected := understanding.ExpectNothing
	if t.state.Question != nil {
		expected = t.state.Question.Expect
	}
	t.Meaning = t.engine.reader.Understand(message.Text, expected, t.Language(), t.Now)
	t.recogniseLanguage(expected)
	switch {
	case t.Meaning.Emergency:
		t.emergency()
		return
	case message.ChoiceID != "" && t.pressed(message.ChoiceID):
		return
	case t.keyword():
		return
	}
	if t.dispatch(expired) {
		t.state.Misunderstood = 0
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
	case seen != t.state.Language && t.Meaning.LanguageSure:
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
	if t.pressedReminder(id) {
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

// proceed lets the current flow take the message and go on. A flow that merely
// passes leaves what it can't use to the one below it.
func (t *Turn) proceed() bool {
	top := t.state.top()
	if top == nil {
		return false
	}
	flow := t.engine.flows[top.Flow]
	depth := len(t.state.Frames)
	if flow.Receive(t) {
		if t.request == nil && t.asked == nil && len(t.state.Frames) == depth && t.state.top().Flow == flow.Name() {
			flow.Next(t)
		}
		return true
	}
	if !flow.Passing() || depth < 2 {
		return false
	}
	frames, question := slices.Clone(t.state.Frames), t.state.Question
	t.drop()
	if t.proceed() {
		return true
	}
	t.state.Frames, t.state.Question = frames, question
	return false
}

// promptAgain repeats the current question, or says what can be done here.
func (t *Turn) promptAgain() {
	if t.state.top() == nil {
		t.Start(FlowMenu, nil)
		return
	}
	t.resume()
}

// dispatch finds who the message is for; false when nobody could use it.
func (t *Turn) dispatch(expired bool) bool {
	if t.answersReminder() {
		return true
	}
	if t.answersQuestion() {
		return true
	}
	if t.commands() {
		return true
	}
	if t.wantsFlow() {
		return true
	}
	if t.state.Question == nil && (expired || t.state.top() != nil) && t.picksUp(expired) {
		return true
	}
	if t.proceed() {
		return true
	}
	if t.impliesBooking() {
		return true
	}
	return t.courtesies()
}

// answersQuestion lets the current flow have an answer that the open question
// expects.
func (t *Turn) answersQuestion() bool {
	question, top := t.state.Question, t.state.top()
	if question == nil || top == nil {
		return false
	}
	if value, ok := question.chosen(t.Meaning, t.engine.flows[top.Flow].Intents()); ok {
		t.chosen = value
		return t.proceed()
	}
	switch question.Expect {
	case understanding.ExpectName:
		return t.Meaning.Name != "" && t.proceed()
	case understanding.ExpectBirthDate:
		return len(t.Meaning.BirthDates) > 0 && t.proceed()
	case understanding.ExpectNothing, understanding.ExpectChoice, understanding.ExpectWish:
		// What these wait for may as well be said beside another intent, which
		// is looked at first.
	}
	return false
}

// commands are what can be said at any point.
func (t *Turn) commands() bool {
	switch {
	case t.Meaning.LanguageWanted != "":
		t.changeLanguage()
	case t.Meaning.Has(understanding.IntentRestart):
		t.Abandon()
		t.Say(catalog.Restarted, catalog.Values{})
		t.Start(FlowMenu, nil)
	case t.Meaning.Has(understanding.IntentBack):
		t.goBack()
	case t.Meaning.Has(understanding.IntentNeverMind) && t.state.top() != nil:
		t.Abandon()
		t.Say(catalog.NeverMind, catalog.Values{})
	default:
		return false
	}
	return true
}

func (t *Turn) changeLanguage() {
	t.state.Misunderstood = 0
	if !t.engine.speaks(t.Meaning.LanguageWanted) {
		t.Say(catalog.LanguageMissing, catalog.Values{})
		t.promptAgain()
		return
	}
	t.UseLanguage(t.Meaning.LanguageWanted)
	t.Say(catalog.LanguageChanged, catalog.Values{})
	if t.wantsFlow() {
		return
	}
	t.promptAgain()
}

func (t *Turn) goBack() {
	top := t.state.top()
	if top == nil {
		t.Start(FlowMenu, nil)
		return
	}
	flow := t.engine.flows[top.Flow]
	if !flow.Back(t) {
		flow.Leave(t)
		t.drop()
		if t.state.top() == nil {
			t.Start(FlowMenu, nil)
			return
		}
		flow = t.engine.flows[t.state.top().Flow]
	}
	flow.Next(t)
}

// wantsFlow begins the flows that were asked for, the first one on top. A flow
// that is under way goes on instead of beginning twice.
func (t *Turn) wantsFlow() bool {
	var wanted []Flow
	for _, intent := range t.Meaning.Intents {
		if flow := t.engine.byIntent[intent]; flow != nil && !courtesy[intent] || intent == understanding.IntentConfirm {
			wanted = append(wanted, t.engine.byIntent[intent])
		}
	}
	if len(wanted) == 0 {
		return false
	}
	if top := t.state.top(); top != nil && top.Flow == wanted[0].Name() {
		if !t.proceed() {
			wanted[0].Next(t)
		}
		return true
	}
	if len(wanted) > 1 && wanted[1] != wanted[0] && !wanted[1].Passing() && !t.underWay(wanted[1]) {
		// What the message names may belong to either; days, of which there
		// are often two, are asked for again.
		first := t.Meaning.Wish
		t.Meaning.Wish = understanding.Wish{}
		t.Begin(wanted[1].Name(), nil)
		wanted[1].Receive(t)
		t.Meaning.Wish = first
	}
	t.unwindTo(wanted[0])
	if top := t.state.top(); top != nil && top.Flow == wanted[0].Name() {
		wanted[0].Receive(t)
		wanted[0].Next(t)
		return true
	}
	t.Start(wanted[0].Name(), nil)
	return true
}

// impliesBooking begins a booking for a message that names a service, a
// practitioner or a time and nothing else: "x-ray tomorrow?".
func (t *Turn) impliesBooking() bool {
	named := len(t.Meaning.Types) > 0 || len(t.Meaning.Practitioners) > 0 || !t.Meaning.Wish.IsZero()
	flow := t.engine.byIntent[understanding.IntentBook]
	if !named || flow == nil || t.underWay(flow) {
		return false
	}
	if top := t.state.top(); top != nil && !t.engine.flows[top.Flow].Passing() {
		return false
	}
	t.Start(flow.Name(), nil)
	return true
}

func (t *Turn) underWay(flow Flow) bool {
	for _, open := range t.state.Frames {
		if open.Flow == flow.Name() {
			return true
		}
	}
	return false
}

// unwindTo leaves the flows above one that is under way, so that it is current
// again.
func (t *Turn) unwindTo(flow Flow) {
	if !t.underWay(flow) {
		return
	}
	for t.state.top().Flow != flow.Name() {
		t.engine.flows[t.state.top().Flow].Leave(t)
		t.drop()
	}
}

// picksUp goes on with a flow whose question has been closed, by time or by
// something in between, when the message is no more than an answer or a
// greeting. The answer itself is not taken: it may be to anything.
func (t *Turn) picksUp(expired bool) bool {
	if t.state.top() == nil {
		return false
	}
	bare := t.Meaning.Number > 0 || t.Meaning.Ordinal != 0 || t.Meaning.Answer != understanding.AnswerNone || t.Meaning.Has(understanding.IntentGreeting)
	if !bare || !t.Meaning.Wish.IsZero() {
		return false
	}
	t.Meaning = understanding.Meaning{}
	if expired {
		t.Say(catalog.AWhileAgo, catalog.Values{})
		t.state.top().Interrupted = false
	}
	t.promptAgain()
	return true
}

// courtesies answers greetings, thanks and good-byes.
func (t *Turn) courtesies() bool {
	switch {
	case t.Meaning.Has(understanding.IntentThanks):
		t.Say(catalog.Thanks, catalog.Values{})
	case t.Meaning.Has(understanding.IntentBye):
		t.Say(catalog.Bye, catalog.Values{})
	case t.Meaning.Has(understanding.IntentNeverMind):
		t.Say(catalog.NeverMind, catalog.Values{})
	case t.Meaning.Has(understanding.IntentGreeting):
		t.promptAgain()
	case t.state.top() == nil && t.Meaning.Answer != understanding.AnswerNone && t.Meaning.Words <= 3 && t.LanguageKnown():
		t.Say(catalog.AnythingElse, catalog.Values{})
	default:
		return false
	}
	return true
}

// notUnderstood says so kindly, and offers a person the second time in a row.
func (t *Turn) notUnderstood(message MessageReceived) {
	t.state.Misunderstood++
	if t.state.Misunderstood >= 2 {
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
	case t.Meaning.Wordless:
		t.Say(catalog.Wordless, catalog.Values{})
	case len([]rune(t.Meaning.Text)) > longText:
		t.Say(catalog.TooLong, catalog.Values{})
	case t.state.Question != nil && (t.state.Question.Expect == understanding.ExpectName || t.state.Question.Expect == understanding.ExpectBirthDate):
		// These questions have words of their own for a second try.
	case t.state.top() == nil && !t.LanguageKnown() && len(t.engine.languages) > 1:
		// A stranger of whom not even the language is known is greeted.
	default:
		t.Say(catalog.NotUnderstood, catalog.Values{})
	}
	t.Meaning = understanding.Meaning{}
	t.again = true
	t.promptAgain()
}
