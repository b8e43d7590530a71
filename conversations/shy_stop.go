package conversations

import (
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// justNow is for how long after something was asked "I don't want it" is said of
// that, even where the question has been answered since.
const justNow = time.Hour

// awaitsAnswer says whether the message may answer something: a question, a
// reminder, an offer or a survey. "I don't want it" is then a no, and ends no
// messages.
func (t *Turn) awaitsAnswer() bool {
	return t.state.Question != nil || t.Contact.LastReminder != nil || t.Contact.LastOffer != nil || t.Contact.LastSurvey.open(t.Now)
}

// leavesIt says whether "I don't want it" may be said of what was talked about
// just now. Said a second time, it is said of the messages.
func (t *Turn) leavesIt() bool {
	return t.Now.Sub(t.state.LastAsked) < justNow && t.Now.Sub(t.state.Doubted) > questionLife && !t.Contact.OptedOut
}

// shyStop takes such a message for a no where something waits for one; else it
// tells how messages end, so that whoever meant them is not left with them.
func (t *Turn) shyStop() bool {
	if t.awaitsAnswer() {
		return false
	}
	t.state.Doubted, t.state.Misunderstood = t.Now, 0
	t.Abandon()
	t.Say(catalog.LeftAlone, catalog.Values{})
	return true
}

// keepsChoice says whether a time is being chosen, which is worth keeping.
func (t *Turn) keepsChoice() bool {
	books := t.engine.byIntent[understanding.IntentBook]
	return t.state.Question != nil && books != nil && t.underWay(books)
}

// setAside closes what is under way, with what was learned: a later message, or
// START, takes it up again.
func (t *Turn) setAside() {
	var kept []frame
	for t.state.top() != nil {
		flow := t.engine.flows[t.state.top().Flow]
		flow.Leave(t)
		if aside := *t.state.top(); !flow.Passing() {
			aside.Interrupted = aside.Asked
			kept = append([]frame{aside}, kept...)
		}
		t.drop()
	}
	t.state.Frames, t.state.Question = kept, nil
}
