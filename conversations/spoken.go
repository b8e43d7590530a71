package conversations

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// spoken is what a conversation remembers beside the flows under way, so that
// nobody is asked for what they have said: who is writing, and which service was
// spoken of last.
type spoken struct {
	Name   string    `json:"name,omitempty"`
	TypeID uuid.UUID `json:"type_id,omitzero"`
	At     time.Time `json:"at,omitzero"`
	// Settled is what was brought to its end last.
	Settled settled `json:"settled,omitzero"`
}

// settled is a flow that has ended, with the data with which it begins again
// where one more word is said of what it was about.
type settled struct {
	Flow string          `json:"flow,omitempty"`
	Data json.RawMessage `json:"data,omitempty"`
	At   time.Time       `json:"at,omitzero"`
	// Offered is true where the flow was offered, so that a bare yes begins it.
	Offered bool `json:"offered,omitempty"`
}

// OfferAnew notes a flow that was offered with what was just brought to its end,
// "if you'd like a new one": a yes, a day or a time that is said next begins it
// with this data.
func (t *Turn) OfferAnew(name string, data any) {
	t.Settled(name, data)
	t.state.Spoken.Settled.Offered = t.state.Spoken.Settled.Flow == name
}

// Settled notes what a flow has just brought to its end: a day or a time that is
// said next, by itself, is one more word about it, and begins the flow with this
// data. Whatever else is begun in between ends that.
func (t *Turn) Settled(name string, data any) {
	if encoded, err := json.Marshal(data); err == nil && t.state.top() == nil {
		t.state.Spoken.Settled = settled{Flow: name, Data: encoded, At: t.Now}
	}
}

// addsToSettled takes a bare day or time for a word about what was settled last.
func (t *Turn) addsToSettled() bool {
	last, meaning := t.state.Spoken.Settled, t.Meaning
	flow := t.engine.flows[last.Flow]
	switch {
	case flow == nil, t.state.top() != nil, t.Now.Sub(last.At) > questionLife:
		return false
	case meaning.Wish.IsZero() && (!last.Offered || !t.agreesBarely()), len(meaning.Types) > 0, len(meaning.Practitioners) > 0:
		return false
	}
	for _, intent := range meaning.Intents {
		if !courtesy[intent] {
			return false
		}
	}
	t.Start(flow.Name(), last.Data)
	return true
}

// agreesBarely says whether the message is a yes and no more.
func (t *Turn) agreesBarely() bool {
	const fewWords = 3
	return t.Meaning.Consents() && t.Meaning.Words <= fewWords && t.Meaning.Number == 0 && t.state.Question == nil
}

// remember keeps what the message says in passing.
func (t *Turn) remember() {
	if t.Meaning.OwnName && len(t.Contact.Persons) == 0 {
		t.state.Spoken.Name = t.Meaning.Name
	}
	if len(t.Meaning.Types) == 1 {
		t.SpeakOf(t.Meaning.Types[0])
	}
}

// SpeakOf notes a service that "one for my son, too" would be one of.
func (t *Turn) SpeakOf(appointmentType uuid.UUID) {
	t.state.Spoken.TypeID, t.state.Spoken.At = appointmentType, t.Now
}

// SpokenOf gives the service that was spoken of last, where the message has a
// word that stands for it; else the zero UUID.
func (t *Turn) SpokenOf() uuid.UUID {
	if !t.Meaning.One || t.Now.Sub(t.state.Spoken.At) > questionLife {
		return uuid.Nil
	}
	return t.state.Spoken.TypeID
}

// WriterName is the name with which an unknown contact has said who they are;
// it is nobody's until they confirm it.
func (t *Turn) WriterName() string { return t.state.Spoken.Name }
