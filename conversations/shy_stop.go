package conversations

import (
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// justNow is for how long after something was asked "I don't want it" is said of
// that, even where the question has been answered since.
const justNow = time.Hour

// mayAnswer says whether the message may answer something: a question, what the
// clinic sent, or what was talked about just now. "I don't want it" is then a no,
// and ends no messages; said again to nothing new, it does.
func (t *Turn) mayAnswer() bool {
	doubted := t.state.Doubted
	if t.Now.Sub(doubted) > questionLife {
		doubted = time.Time{}
	}
	switch contact := &t.Contact; {
	case t.state.Question != nil,
		contact.LastReminder != nil && contact.LastReminder.SentAt.After(doubted),
		contact.LastOffer != nil && contact.LastOffer.SentAt.After(doubted),
		contact.LastSurvey.open(t.Now) && contact.LastSurvey.SentAt.After(doubted):
		return true
	}
	return doubted.IsZero() && t.Now.Sub(t.state.LastAsked) < justNow
}

// leaveAlone answers such a message that nothing took for its answer. Whoever
// was asked something leaves that; else it says how messages end, so that whoever
// meant them is not left with them.
func (t *Turn) leaveAlone() bool {
	if !t.Meaning.KeywordShy {
		return false
	}
	key := catalog.LeftAlone
	if _, unfinished := t.notYet(); unfinished {
		key = t.left()
	} else {
		if t.remindedOnly() {
			key = catalog.LeftAloneStands
		}
		t.state.Doubted = t.Now
	}
	t.Abandon()
	t.state.Misunderstood = 0
	t.Say(key, catalog.Values{})
	return true
}

// standing says whether a reminder speaks of an appointment that is still to come.
func (t *Turn) standing() bool {
	last := t.Contact.LastReminder
	return last != nil && last.Appointment.Start.After(t.Now)
}

// remindedOnly says whether a bare number would be the answer to such a reminder
// and to nothing else.
func (t *Turn) remindedOnly() bool {
	last := t.Contact.LastReminder
	return t.standing() && !t.state.LastAsked.After(last.SentAt) && !t.surveyWaits(last.SentAt) &&
		(t.Contact.LastOffer == nil || t.Contact.LastOffer.SentAt.Before(last.SentAt))
}

// keepsChoice says whether a time is being chosen, which is worth keeping.
func (t *Turn) keepsChoice() bool {
	books := t.engine.byIntent[understanding.IntentBook]
	return t.state.Question != nil && books != nil && t.underWay(books)
}

// cancelling says whether an appointment is just being cancelled.
func (t *Turn) cancelling() bool {
	cancels := t.engine.byIntent[understanding.IntentCancel]
	return t.state.Question != nil && cancels != nil && t.underWay(cancels)
}

// takeUp goes on with what was set aside.
func (t *Turn) takeUp() {
	if top := t.state.top(); top != nil && top.Interrupted {
		t.promptAgain()
	}
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
