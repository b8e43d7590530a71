package conversations

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// Turn is one message being answered: what the flows see of the conversation
// and how they act on it.
type Turn struct {
	// Now is the instant of the step.
	Now time.Time
	// Meaning of the message; empty when the step is the answer to a Request.
	Meaning understanding.Meaning
	// Contact is who writes.
	Contact ContactFacts
	// Media is how many pictures or other files came with the message.
	Media int
	// Photos is how many of them are pictures or documents, which staff can look
	// at.
	Photos int
	// MessageID is the message's; zero when the step is the answer to a Request.
	MessageID uuid.UUID

	engine       *Engine
	state        *state
	capabilities channel.Capabilities
	chosen       string
	again        bool
	resumed      bool
	effects      []Effect
	request      Request
	said         []string
	level        records.ContentLevel
	asked        *Question
	despite      bool
	optingOut    bool
	shown        records.AccessPurpose
	until        time.Time
	photosTaken  bool
	// cameBack is true for the first message after an emergency.
	cameBack bool
}

// Profile of the clinic.
func (t *Turn) Profile() *Profile { return &t.engine.profile }

// Book is the phrasebook of the conversation's language, which says no more than
// this contact may be told here.
func (t *Turn) Book() *catalog.Phrasebook {
	return t.engine.bookWithin(t.Language(), t.Contact.Level)
}

// Language of the conversation: the one seen or chosen, else the contact's,
// else the clinic's first.
func (t *Turn) Language() records.Language {
	if t.state.Language != "" {
		return t.state.Language
	}
	return t.engine.fallback()
}

// LanguageKnown says whether the patient has shown or chosen a language.
func (t *Turn) LanguageKnown() bool { return t.state.Language != "" }

// UseLanguage puts the conversation, and the contact's record, into a
// language.
func (t *Turn) UseLanguage(language records.Language) {
	t.state.Language = language
	if t.Contact.Language != language {
		t.Contact.Language = language
		t.Do(ChooseLanguage{Language: language})
	}
}

// Answer gives what the message chose of the open question: its slot and the
// choice's value. ok is false where no question of this flow was answered by
// a choice; slot is still the open question's, for free answers.
func (t *Turn) Answer() (slot, value string, ok bool) {
	if t.state.Question == nil {
		return "", "", false
	}
	return t.state.Question.Slot, t.chosen, t.chosen != ""
}

// Again is true when a question is repeated because its answer was not
// understood.
func (t *Turn) Again() bool { return t.again }

// Resumed is true when the flow goes on after another has interrupted it.
func (t *Turn) Resumed() bool { return t.resumed }

// Say adds a text of the catalog to the reply.
func (t *Turn) Say(key catalog.Key, values catalog.Values) {
	t.SayText(t.Book().Say(key, values), key.Within(t.Contact.Level).Level())
}

// SayText adds a text to the reply, with how much it gives away.
func (t *Turn) SayText(text string, level records.ContentLevel) {
	if text == "" {
		return
	}
	t.said = append(t.said, text)
	t.level = max(t.level, level)
}

// Ask ends the reply with a question. It becomes the open one, in place of any
// other.
func (t *Turn) Ask(key catalog.Key, values catalog.Values, question Question) {
	t.AskText(t.Book().Say(key, values), key.Within(t.Contact.Level).Level(), question)
}

// AskText asks in words that are not a single text of the catalog.
func (t *Turn) AskText(text string, level records.ContentLevel, question Question) {
	t.SayText(text, level)
	t.state.Asked++
	question.Number, question.AskedAt = t.state.Asked, t.Now
	if question.Expect == understanding.ExpectNothing && len(question.Choices) > 0 {
		question.Expect = understanding.ExpectChoice
	}
	t.asked, t.state.Question, t.state.LastAsked = &question, &question, t.Now
	if top := t.state.top(); top != nil {
		top.Asked = true
	}
}

// Said gives the message in the patient's own words, at most so many
// characters of it.
func (t *Turn) Said(limit int) string {
	if letters := []rune(t.Meaning.Text); len(letters) > limit {
		return string(letters[:limit])
	}
	return t.Meaning.Text
}

// Choice makes a choice labelled by a text of the catalog.
func (t *Turn) Choice(value string, key catalog.Key) Choice {
	return Choice{Value: value, Label: t.Book().Say(key, catalog.Values{})}
}

// Do adds a command.
func (t *Turn) Do(command Effect) { t.effects = append(t.effects, command) }

// Request asks for facts or for something to be done; the answer comes to the
// flow's Answered. A flow that made a Request does nothing more in this step.
func (t *Turn) Request(request Request) { t.request = request }

// Load reads the current flow's data. Data that can't be read counts as none:
// the flow then asks anew.
func (t *Turn) Load(data any) {
	top := t.state.top()
	if top == nil || len(top.Data) == 0 {
		return
	}
	// The state as a whole was decoded before; only a flow that changed the
	// meaning of its data without a migration can get here with an error.
	_ = json.Unmarshal(top.Data, data)
}

// Save keeps the current flow's data.
func (t *Turn) Save(data any) {
	top := t.state.top()
	if top == nil {
		return
	}
	if encoded, err := json.Marshal(data); err == nil {
		top.Data = encoded
	}
}

// Begin interrupts the current flow by another, with the data it begins with
// (nil for none). The new flow is current; it is not run yet.
func (t *Turn) Begin(name string, data any) {
	if top := t.state.top(); top != nil {
		if t.passes(top) {
			t.drop()
		} else {
			top.Interrupted = top.Asked
		}
	}
	t.state.Question, t.state.Spoken.Settled = nil, settled{}
	t.state.Frames = append(t.state.Frames, frame{Flow: name})
	if len(t.state.Frames) > maxFrames {
		t.state.Frames = append([]frame(nil), t.state.Frames[len(t.state.Frames)-maxFrames:]...)
	}
	if data != nil {
		t.Save(data)
	}
}

// passes says whether a flow under way is let go of when another begins.
func (t *Turn) passes(open *frame) bool {
	flow := t.engine.flows[open.Flow]
	return flow.Passing() || open.Asked && informs(flow)
}

// Start begins a flow and runs it: it takes what the message says and goes on.
func (t *Turn) Start(name string, data any) {
	t.Begin(name, data)
	flow := t.engine.flows[name]
	flow.Receive(t)
	flow.Next(t)
}

// Replace ends the current flow and begins another in its place.
func (t *Turn) Replace(name string, data any) {
	t.drop()
	t.Begin(name, data)
	t.engine.flows[name].Next(t)
}

// Finish ends the current flow; the one that it interrupted goes on.
func (t *Turn) Finish() {
	t.drop()
	t.resume()
}

// Abandon leaves all flows that are under way.
func (t *Turn) Abandon() {
	for t.state.top() != nil {
		t.engine.flows[t.state.top().Flow].Leave(t)
		t.drop()
	}
	t.state.Question, t.state.Spoken = nil, spoken{}
}

// drop takes the current flow off the stack.
func (t *Turn) drop() {
	if n := len(t.state.Frames); n > 0 {
		t.state.Frames = t.state.Frames[:n-1]
	}
	t.state.Question, t.asked = nil, nil
}

// resume runs the current flow again after an interruption.
func (t *Turn) resume() {
	top := t.state.top()
	if top == nil {
		return
	}
	t.resumed = top.Interrupted
	top.Interrupted = false
	t.engine.flows[top.Flow].Next(t)
	t.resumed = false
}

// Close ends the current flow without going on with the one below it: what
// was said is the end of the turn.
func (t *Turn) Close() { t.drop() }

// Idle says whether no flow is under way.
func (t *Turn) Idle() bool { return t.state.top() == nil }

// Depth is how many flows are under way.
func (t *Turn) Depth() int { return len(t.state.Frames) }

// Alone says whether the current flow has interrupted no other.
func (t *Turn) Alone() bool { return len(t.state.Frames) < 2 }

// UnderWay says whether a flow is under way, current or interrupted.
func (t *Turn) UnderWay(name string) bool {
	for _, open := range t.state.Frames {
		if open.Flow == name {
			return true
		}
	}
	return false
}

// HasSpoken says whether this turn has said something already, or this
// conversation has asked something before: a second greeting would be odd.
func (t *Turn) HasSpoken() bool {
	return len(t.said) > 0 || t.state.Asked > 0 && !t.Meaning.Has(understanding.IntentGreeting)
}

// Languages that conversations of this clinic can be in.
func (t *Turn) Languages() []records.Language { return t.engine.languages }

// SaveFor keeps a flow's data when it may have begun another flow since: in
// the topmost frame of that flow, if it is still under way.
func (t *Turn) SaveFor(name string, data any) {
	for i := len(t.state.Frames) - 1; i >= 0; i-- {
		if t.state.Frames[i].Flow == name {
			if encoded, err := json.Marshal(data); err == nil {
				t.state.Frames[i].Data = encoded
			}
			return
		}
	}
}
