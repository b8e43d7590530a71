package conversations

import (
	"slices"

	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// ratesBeside takes a rating that comes with another wish ("5, and can I book
// again?"): it is kept first, with the words, and then the wish goes on. A word
// of praise counts only where it is said of what is past, and a number only where
// it can't be a time.
func (t *Turn) ratesBeside() bool {
	rating, wish := t.Meaning.Rating, t.Meaning.Wish
	last := t.Contact.LastSurvey
	switch {
	case t.state.Question != nil, t.state.LastAsked.After(last.SentAt), t.numberWaited():
		return false // it may be to something else
	case rating.Value == 0, rating.Worded && !rating.Past, !rating.Worded && len(wish.Times) > 0:
		return false
	}
	flow := t.wantedBeside()
	if flow == nil {
		return false
	}
	t.Begin(flow.Name(), nil)
	flow.Receive(t)
	if t.request != nil || t.state.top() == nil || t.state.top().Flow != flow.Name() {
		return true
	}
	// What passes when something else begins is put back beneath the rating.
	waiting := *t.state.top()
	t.drop()
	t.beginSurvey(SurveyReply{Rating: rating.Value, Guessed: rating.Worded, Comment: t.Said(records.MaxSurveyComment)})
	if n := len(t.state.Frames); n > 0 {
		t.state.Frames = slices.Insert(t.state.Frames, n-1, waiting)
	}
	return true
}

// wantedBeside gives the only flow that the message wants beside what it says of
// a visit.
func (t *Turn) wantedBeside() Flow {
	var wanted Flow
	for _, intent := range t.Meaning.Intents {
		flow := t.engine.byIntent[intent]
		switch {
		case courtesy[intent], intent == understanding.IntentComplaint, intent == understanding.IntentMedical:
		case flow == nil, wanted != nil && wanted.Name() != flow.Name():
			return nil
		default:
			wanted = flow
		}
	}
	return wanted
}
