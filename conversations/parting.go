package conversations

import (
	"slices"
	"strconv"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// partingWords answers thanks and good-byes. Who says them to "Shall I book
// it?" believes that it is booked: they are told that it isn't, and asked again;
// who leaves with that is told by which number to go on. Who leaves earlier is told so, too, and that it can be taken up again.
func (t *Turn) partingWords() {
	leaves := t.Meaning.Has(understanding.IntentBye)
	waits := t.waitsForYes()
	if key, unfinished := t.notYet(); unfinished && (waits || leaves) {
		t.Say(key, catalog.Values{})
		switch {
		case waits && leaves:
			// Who leaves needs no more than how to go on.
			t.Say(catalog.GoOnByNumber, catalog.Values{Number: t.state.Question.yesNumber()})
			return
		case !waits:
			t.sayKindly(catalog.Bye)
		}
	} else if leaves && !t.Meaning.Has(understanding.IntentThanks) {
		t.sayKindly(catalog.Bye)
	} else {
		t.sayKindly(catalog.Thanks)
	}
	if waits {
		t.promptAgain()
	}
}

// sayKindly answers a courtesy, but for the first one after an emergency: what
// was said to that is enough.
func (t *Turn) sayKindly(key catalog.Key) {
	if !t.cameBack {
		t.Say(key, catalog.Values{})
	}
}

// waitsForYes says whether the open question waits for a yes before anything is
// done.
func (t *Turn) waitsForYes() bool {
	question, top := t.state.Question, t.state.top()
	return question != nil && question.Yes != "" && top != nil && !t.passes(top) && top.Flow != FlowPerson
}

// yesNumber is the number by which the question is answered with a yes.
func (q *Question) yesNumber() string {
	return strconv.Itoa(1 + slices.IndexFunc(q.Choices, func(choice Choice) bool { return choice.Value == q.Yes }))
}

// notYet is what the current flow has not done yet; false for a flow that does
// nothing which waits for a yes, or has asked nothing.
func (t *Turn) notYet() (catalog.Key, bool) {
	top := t.state.top()
	if top == nil || t.state.Question == nil {
		return catalog.Key{}, false
	}
	flow, is := t.engine.flows[top.Flow].(Unfinished)
	if !is {
		return catalog.Key{}, false
	}
	return flow.NotYet(t), true
}

// left is what is said to who wants nothing more of what is under way.
func (t *Turn) left() catalog.Key {
	if top := t.state.top(); top != nil {
		if flow, is := t.engine.flows[top.Flow].(Unfinished); is {
			return flow.Left(t)
		}
	}
	return catalog.NeverMind
}
