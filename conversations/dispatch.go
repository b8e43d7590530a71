package conversations

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// dispatch finds who the message is for; false when nobody could use it.
func (t *Turn) dispatch(expired bool) bool {
	if t.answersSent() {
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
	if t.beyond() {
		return true
	}
	if t.addsToSettled() || t.impliesMove() || t.impliesBooking() {
		return true
	}
	if t.state.Question == nil && t.leaveAlone() {
		return true
	}
	return t.courtesies() || t.commentsOnSurvey()
}

// sent is something that the clinic sent by itself and waits for an answer.
type sent struct {
	at time.Time
	// answers takes the message for an answer, if it may be one.
	answers func() bool
}

// answersSent takes an answer to what the clinic sent by itself: a reminder, an
// offer or a survey, the newest one first.
func (t *Turn) answersSent() bool {
	var waiting []sent
	if offer := t.Contact.LastOffer; offer != nil {
		waiting = append(waiting, sent{offer.SentAt, t.answersOffer})
	}
	if reminder := t.Contact.LastReminder; reminder != nil {
		waiting = append(waiting, sent{reminder.SentAt, t.answersReminder})
	}
	if survey := t.Contact.LastSurvey; survey != nil {
		waiting = append(waiting, sent{survey.SentAt, t.answersSurvey})
	}
	slices.SortStableFunc(waiting, func(a, b sent) int { return b.at.Compare(a.at) })
	for _, one := range waiting {
		if one.answers() {
			return true
		}
	}
	return t.answersOldSurvey()
}

// answersQuestion lets the current flow have an answer that the open question
// expects.
func (t *Turn) answersQuestion() bool {
	question, top := t.state.Question, t.state.top()
	if question == nil || top == nil {
		return false
	}
	if question.Photos && t.Photos > 0 {
		return t.proceed() // whatever is written beside it ("here's the back")
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
	case understanding.ExpectText:
		return t.OwnWords() && t.proceed()
	case understanding.ExpectLength:
		return t.Meaning.Late > 0 && t.proceed()
	case understanding.ExpectDate:
		return len(t.Meaning.Dates) > 0 && t.proceed()
	case understanding.ExpectPhone:
		return len(t.Meaning.Phones) > 0 && t.proceed()
	case understanding.ExpectNumber:
		return t.Meaning.Figure != "" && t.proceed()
	case understanding.ExpectNothing, understanding.ExpectChoice, understanding.ExpectWish:
		// What these wait for may as well be said beside another intent, which
		// is looked at first.
	}
	return false
}

// storyLength is from how many words on a message is told rather than wished:
// what it names by the way is part of the story.
const storyLength = 8

// command are the intents that can be said at any point, and no flow serves.
var command = map[understanding.Intent]bool{
	understanding.IntentNeverMind: true, understanding.IntentRestart: true, understanding.IntentRepeat: true,
}

// OwnWords says whether the message is what the open question asks for in the
// patient's own words (understanding.ExpectText), and not another wish, a yes
// or a thank-you instead.
func (t *Turn) OwnWords() bool {
	if t.state.Question == nil || t.state.Question.Expect != understanding.ExpectText || t.state.top() == nil {
		return false
	}
	if t.Meaning.Wordless {
		return t.Photos > 0
	}
	if t.Meaning.Answer != understanding.AnswerNone && t.Meaning.Words <= 3 {
		return false
	}
	for _, intent := range t.Meaning.Intents {
		flow := t.engine.byIntent[intent]
		switch {
		case courtesy[intent], intent == understanding.IntentBack:
			// "Nobody called me back" goes nowhere.
			if t.Meaning.Words <= 3 {
				return false
			}
		case t.Meaning.Words >= storyLength, hears(t.engine.flows[t.state.top().Flow], intent):
		case flow == nil && !command[intent], flow != nil && flow.Name() == t.state.top().Flow:
		default:
			return false
		}
	}
	return t.Meaning.LanguageWanted == ""
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
	case t.Meaning.Has(understanding.IntentRepeat):
		t.sayAgain()
	case t.Meaning.Has(understanding.IntentBack):
		t.goBack()
	case t.Meaning.Has(understanding.IntentNeverMind) && t.state.top() != nil:
		key := t.left()
		t.Abandon()
		t.Say(key, catalog.Values{})
	default:
		return false
	}
	return true
}

func (t *Turn) changeLanguage() {
	t.state.Misunderstood = 0
	if !t.engine.speaks(t.Meaning.LanguageWanted) {
		t.Say(catalog.LanguageMissing, catalog.Values{List: t.languageNames()})
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

// languageNames lists the languages that the clinic answers in.
func (t *Turn) languageNames() string {
	names := make([]string, len(t.engine.languages))
	for i, spoken := range t.engine.languages {
		names[i] = t.Book().LanguageName(spoken)
	}
	return strings.Join(names, ", ")
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
	if t.adjusts() {
		return true
	}
	slices.SortStableFunc(wanted, func(a, b Flow) int { return cmp.Compare(weight(a), weight(b)) })
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

// adjusts lets the current flow have a message that wants nothing but another
// time than the one it has on the table.
func (t *Turn) adjusts() bool {
	top := t.state.top()
	if top == nil || len(t.Meaning.Intents) == 0 {
		return false
	}
	flow, is := t.engine.flows[top.Flow].(Adjusting)
	if !is {
		return false
	}
	for _, intent := range t.Meaning.Intents {
		if !courtesy[intent] && !flow.Adjusts(t, intent) {
			return false
		}
	}
	intents := t.Meaning.Intents
	t.Meaning.Intents = nil
	if t.proceed() {
		return true
	}
	t.Meaning.Intents = intents
	return false
}

// weight orders what one message wants: what is answered at once comes first.
func weight(flow Flow) int {
	if informs(flow) {
		return 0
	}
	return 1
}

// impliesMove begins a move for a message that only says by how much: "15
// minutes later?".
func (t *Turn) impliesMove() bool {
	flow := t.engine.byIntent[understanding.IntentMove]
	if t.Meaning.Delay == 0 && t.Meaning.DaysLater == 0 || flow == nil || t.underWay(flow) {
		return false
	}
	if top := t.state.top(); top != nil && !t.passes(top) {
		return false
	}
	t.Start(flow.Name(), nil)
	return true
}

// impliesBooking begins a booking for a message that names a service, a
// practitioner or a time and nothing else: "x-ray tomorrow?".
func (t *Turn) impliesBooking() bool {
	// A practitioner is named in many a story; alone, or with a time, to see them.
	const fewWords = 5
	named := t.Meaning.Has(understanding.IntentForOther) || len(t.Meaning.Types) > 0 || len(t.Meaning.Practitioners) > 0 && t.Meaning.Words <= fewWords || !t.Meaning.Wish.IsZero()
	flow := t.engine.byIntent[understanding.IntentBook]
	if !named || flow == nil || t.underWay(flow) {
		return false
	}
	if top := t.state.top(); top != nil && !t.passes(top) {
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
	case t.Meaning.Has(understanding.IntentThanks), t.Meaning.Has(understanding.IntentBye):
		t.partingWords()
	case t.Meaning.Has(understanding.IntentNeverMind):
		t.Say(catalog.NeverMind, catalog.Values{})
	case t.Meaning.Has(understanding.IntentGreeting):
		t.promptAgain()
	case t.state.top() == nil && t.Meaning.Answer != understanding.AnswerNone && t.Meaning.Words <= 3 && t.LanguageKnown():
		if t.Meaning.Declines() {
			t.Say(catalog.NeverMind, catalog.Values{})
			break
		}
		t.Say(catalog.AnythingElse, catalog.Values{})
	default:
		return false
	}
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
	if depth < 2 || !t.passes(top) {
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
