package conversations

import (
	"slices"
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
	// Waits is true while the open question waits to be put again: what comes
	// next shows that the patient goes on, and is no answer to it.
	Waits bool `json:"waits,omitempty"`
}

// AfterEmergency says whether the patient has written of an emergency so lately
// that nothing cheerful is said of how a visit was.
func (t *Turn) AfterEmergency() bool {
	return !t.state.Alarm.At.IsZero() && t.Now.Sub(t.state.Alarm.At) < records.SurveyQuiet
}

// comesBack answers the first message after an emergency: before anything goes
// on, it says once that no help comes from here. True where that is all there
// is to say: a bare "yes" may as well be the answer to the advice, and an
// address be meant for an ambulance, so neither is taken for an answer to what
// was open (invariant 12). That is put again with the next message.
func (t *Turn) comesBack(pressed bool) bool {
	last := &t.state.Alarm
	if last.At.IsZero() || last.Told && !last.Waits || t.Now.Sub(last.At) > questionLife {
		return false
	}
	switch t.Meaning.Keyword {
	case understanding.KeywordStop, understanding.KeywordBareCancel, understanding.KeywordStart:
		return false // one message about messages is enough
	case understanding.KeywordNone, understanding.KeywordHelp:
	}
	another := pressed || t.Photos > 0 || t.Meaning.Keyword == understanding.KeywordHelp || t.wantsElse()
	if last.Waits {
		last.Waits = false
		if another || t.state.Question == nil {
			return false
		}
		t.goOnQuietly()
		return true
	}
	last.Told, t.cameBack = true, true
	if t.Meaning.Relieved && !another && last.Kind != safety.SelfHarm {
		last.Waits = t.state.Question != nil
		t.sayWithNumber(catalog.AfterEmergencyGood, catalog.AfterEmergencyGoodNoNumber)
		return true
	}
	if !another && t.state.Question != nil {
		last.Waits = true
		if last.Kind == safety.SelfHarm {
			t.sayNoHelpComes()
			t.Say(catalog.WhenReady, catalog.Values{})
			return true
		}
		t.sayWithNumber(catalog.AfterEmergencyWaits, catalog.AfterEmergencyWaitsNoNumber)
		return true
	}
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

// wantsElse says whether the message asks for something by itself.
func (t *Turn) wantsElse() bool {
	return slices.ContainsFunc(t.Meaning.Intents, func(intent understanding.Intent) bool { return !courtesy[intent] })
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
	if number, line := t.emergencyNumbers(); t.state.Alarm.Kind == safety.SelfHarm && number != "" && line != "" {
		t.Say(catalog.AfterSelfHarm, catalog.Values{Number: number, Phone: line})
		return
	}
	t.sayWithNumber(catalog.AfterEmergency, catalog.AfterEmergencyNoNumber)
}

// sayWithNumber says a text with the number to call, or the one without where
// none is known.
func (t *Turn) sayWithNumber(with, without catalog.Key) {
	if number := t.EmergencyNumber(); number != "" {
		t.Say(with, catalog.Values{Number: number})
		return
	}
	t.Say(without, catalog.Values{})
}
