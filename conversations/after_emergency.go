package conversations

import (
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/safety"
	"frontdesk/records"
)

// alarm is the last emergency of a conversation.
type alarm struct {
	Kind safety.Kind `json:"kind,omitempty"`
	At   time.Time   `json:"at,omitzero"`
	// Told is true once the patient has written again and was told that no help
	// comes from here.
	Told bool `json:"told,omitempty"`
}

// AfterEmergency says whether the patient has written of an emergency so lately
// that nothing cheerful is said of how a visit was.
func (t *Turn) AfterEmergency() bool {
	return !t.state.Alarm.At.IsZero() && t.Now.Sub(t.state.Alarm.At) < records.SurveyQuiet
}

// comesBack answers the first message after an emergency: before anything goes
// on, it says once that no help comes from here. True where that is all there
// is to say, with the open question after it: a bare "yes" may as well be the
// answer to "is it an emergency?", and is not acted on (invariant 12).
func (t *Turn) comesBack(pressed bool) bool {
	last := &t.state.Alarm
	if last.At.IsZero() || last.Told || t.Now.Sub(last.At) > questionLife {
		return false
	}
	switch t.Meaning.Keyword {
	case understanding.KeywordStop, understanding.KeywordBareCancel, understanding.KeywordStart:
		return false // one message about messages is enough
	case understanding.KeywordNone, understanding.KeywordHelp:
	}
	last.Told, t.cameBack, t.preface = true, true, 1
	t.sayNoHelpComes()
	if !t.Meaning.Has(understanding.IntentPerson) && t.Meaning.Keyword != understanding.KeywordHelp {
		t.Say(catalog.WhenReady, catalog.Values{})
	}
	if pressed || !t.bareAnswer() {
		return false
	}
	t.goOnQuietly()
	return true
}

// bareAnswer says whether a message is a yes, a no or a thank-you and no more.
func (t *Turn) bareAnswer() bool {
	const fewWords = 4
	meaning := t.Meaning
	for _, intent := range meaning.Intents {
		if !courtesy[intent] && intent != understanding.IntentNeverMind || intent == understanding.IntentGreeting {
			return false
		}
	}
	said := meaning.Answer != understanding.AnswerNone || len(meaning.Intents) > 0
	return said && meaning.Words <= fewWords && meaning.Number == 0 && meaning.Wish.IsZero() && meaning.Name == ""
}

// goOnQuietly puts the open question again, and says nothing else.
func (t *Turn) goOnQuietly() {
	t.Meaning = understanding.Meaning{}
	if t.state.top() != nil {
		t.promptAgain()
	}
}

func (t *Turn) sayNoHelpComes() {
	number, line := t.emergencyNumbers()
	switch {
	case t.state.Alarm.Kind == safety.SelfHarm && number != "" && line != "":
		t.Say(catalog.AfterSelfHarm, catalog.Values{Number: number, Phone: line})
	case number != "":
		t.Say(catalog.AfterEmergency, catalog.Values{Number: number})
	default:
		t.Say(catalog.AfterEmergencyNoNumber, catalog.Values{})
	}
}
