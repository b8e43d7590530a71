package conversations

import (
	"slices"
	"time"
	"unicode"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// Engine steps the conversations of one clinic. It is immutable and safe for
// concurrent use.
type Engine struct {
	profile   Profile
	reader    *understanding.Reader
	languages []records.Language
	// books are each language's phrasebooks, by how much they may give away.
	books map[records.Language][records.ContentClinical + 1]*catalog.Phrasebook
	// letters are those in which the languages are written.
	letters  []*unicode.RangeTable
	flows    map[string]Flow
	byIntent map[understanding.Intent]Flow
	// byPurpose are the flows that begin when an identity was shown and nobody
	// waits for it; of several for one purpose, the first.
	byPurpose map[records.AccessPurpose]Flow
}

// New makes an engine for a clinic with the flows that it offers; package
// flows has a constructor with all of them. The flows named by the constants
// of this package must be among them.
func New(profile Profile, flows ...Flow) *Engine {
	if profile.Zone == nil {
		profile.Zone = time.UTC
	}
	texts := catalog.Embedded()
	engine := &Engine{
		profile: profile,
		books:   map[records.Language][records.ContentClinical + 1]*catalog.Phrasebook{},
		flows:   map[string]Flow{}, byIntent: map[understanding.Intent]Flow{}, byPurpose: map[records.AccessPurpose]Flow{},
	}
	for _, language := range profile.Clinic.Languages {
		if texts.Speaks(language) && !slices.Contains(engine.languages, language) {
			engine.languages = append(engine.languages, language)
		}
	}
	if len(engine.languages) == 0 {
		engine.languages = []records.Language{records.English}
	}
	engine.letters = lettersOf(engine.languages)
	for _, language := range texts.Languages() {
		book := texts.Phrasebook(language, profile.Clinic.Country, profile.Zone)
		var within [records.ContentClinical + 1]*catalog.Phrasebook
		for level := range within {
			within[level] = book.Within(records.ContentLevel(level))
		}
		engine.books[language] = within
	}
	engine.reader = understanding.NewReader(understanding.Vocabulary{
		Practitioners: profile.Practitioners, Types: profile.Types, Zone: profile.Zone,
		Country: profile.Clinic.Country, Languages: engine.languages,
	})
	for _, flow := range flows {
		engine.flows[flow.Name()] = flow
		for _, intent := range flow.Intents() {
			engine.byIntent[intent] = flow
		}
		if identified, is := flow.(Identified); is && engine.byPurpose[identified.Purpose()] == nil {
			engine.byPurpose[identified.Purpose()] = flow
		}
	}
	return engine
}

// Languages that conversations of this clinic can be in, the clinic's own
// first.
func (e *Engine) Languages() []records.Language { return e.languages }

func (e *Engine) fallback() records.Language { return e.languages[0] }

func (e *Engine) book(language records.Language) *catalog.Phrasebook {
	return e.bookWithin(language, records.ContentClinical)
}

// bookWithin gives a language's phrasebook for where no more than limit may be
// given away.
func (e *Engine) bookWithin(language records.Language, limit records.ContentLevel) *catalog.Phrasebook {
	books, known := e.books[language]
	if !known {
		books = e.books[records.English]
	}
	return books[min(max(limit, records.ContentNeutral), records.ContentClinical)]
}

// Step is the whole of a conversation's behaviour: from where it stands and
// what happened to where it stands next and what shall be done. encoded is the
// state as the last step of this conversation returned it, or empty for a new
// one; a state that an older version of this program wrote is migrated. The
// returned effects hold at most one Request, as the last one; after answering
// it, call Step again with the returned state and the answer. An error means a
// state that can't be decoded, never something that a patient wrote.
func (e *Engine) Step(encoded []byte, event Event, capabilities channel.Capabilities, now time.Time) ([]byte, []Effect, error) {
	current, err := decodeState(encoded)
	if err != nil {
		return nil, nil, err
	}
	current.Frames = slices.DeleteFunc(current.Frames, func(f frame) bool { return e.flows[f.Flow] == nil })
	turn := &Turn{Now: now, engine: e, state: current, capabilities: capabilities}
	if message, ok := event.(MessageReceived); ok {
		turn.receive(message)
		turn.keepPhotos()
	} else {
		turn.answered(event)
	}
	turn.end()
	next, err := current.encode()
	if err != nil {
		return nil, nil, err
	}
	return next, turn.effects, nil
}

// answered continues the turn that made a Request. An answer that nobody waits
// for changes nothing.
func (t *Turn) answered(event Event) {
	waiting := t.state.Pending
	if waiting == nil {
		return
	}
	t.state.Pending = nil
	t.Contact, t.said, t.level = waiting.Contact, waiting.Said, waiting.Level
	if waiting.OptingOut {
		t.reportOptOut(event)
		return
	}
	if top := t.state.top(); top != nil {
		t.engine.flows[top.Flow].Answered(t, event)
	}
}

// end closes the step: with the Request that was made, or with the reply.
func (t *Turn) end() {
	if t.request != nil {
		t.state.Pending = &pending{Contact: t.Contact, Said: t.said, Level: t.level, OptingOut: t.optingOut}
		t.effects = append(t.effects, t.request)
		return
	}
	t.withhold()
	if reply, ok := t.reply(); ok {
		t.effects = append(t.effects, reply)
	}
}
