package conversations

import (
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/records"
)

// stateVersion is the version of the stored state that this program writes.
const stateVersion = 1

// migrations bring a state of the version that indexes them to the next one.
// A field that is merely new needs none: its zero value must do.
var migrations = map[int]func(json.RawMessage) (json.RawMessage, error){}

// Bounds of the stored state.
const (
	maxFrames  = 4
	maxPersons = 20
)

// How long a conversation waits for an answer.
const (
	// questionLife is how long a question stays open: a later "2" is asked
	// about, not acted on.
	questionLife = 12 * time.Hour
	// frameLife is how long an interrupted flow can be resumed.
	frameLife = 7 * 24 * time.Hour
)

// state is where a conversation stands between two messages.
type state struct {
	Version int `json:"version"`
	// Language of the conversation; empty until one was seen or chosen.
	Language records.Language `json:"language,omitempty"`
	// Asked counts the questions of this conversation; it numbers them.
	Asked int `json:"asked"`
	// LastAsked is when the newest question was asked.
	LastAsked time.Time `json:"last_asked,omitzero"`
	// Question is the open one, or nil.
	Question *Question `json:"question,omitempty"`
	// Frames are the flows under way, the current one last.
	Frames []frame `json:"frames,omitempty"`
	// Misunderstood counts the messages in a row that were not understood.
	Misunderstood int       `json:"misunderstood,omitempty"`
	LastActivity  time.Time `json:"last_activity,omitzero"`
	// Alarm is the last emergency; zero for none.
	Alarm alarm `json:"alarm,omitzero"`
	// EmailAsked is when an e-mail address was last asked whether it wants e-mails.
	EmailAsked time.Time `json:"email_asked,omitzero"`
	// Doubted is when "I don't want it" was last taken for no more than that.
	Doubted time.Time `json:"doubted,omitzero"`
	// Spoken is what was said in passing.
	Spoken spoken `json:"spoken,omitzero"`
	// Last is what was said last, for who wants to hear it again; nil before
	// anything was.
	Last *lastSaid `json:"last,omitempty"`
	// Pending is the turn that waits for the answer to a Request.
	Pending *pending `json:"pending,omitempty"`
}

// frame is one flow under way with what it has learned so far.
type frame struct {
	Flow string          `json:"flow"`
	Data json.RawMessage `json:"data,omitempty"`
	// Asked is true once the flow has asked something, so that a return to it
	// after an interruption is worth a word.
	Asked       bool `json:"asked,omitempty"`
	Interrupted bool `json:"interrupted,omitempty"`
}

// pending is what a turn must remember while a Request is answered.
type pending struct {
	Contact ContactFacts         `json:"contact"`
	Said    []string             `json:"said,omitempty"`
	Level   records.ContentLevel `json:"level,omitempty"`
	// OptingOut is true for a turn that ends messages and only looks whether
	// staff should know.
	OptingOut bool `json:"opting_out,omitempty"`
}

// decodeState reads a stored state, migrating older versions.
func decodeState(encoded []byte) (*state, error) {
	if len(encoded) == 0 {
		return &state{Version: stateVersion}, nil
	}
	document := json.RawMessage(encoded)
	var header struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(document, &header); err != nil {
		return nil, fmt.Errorf("decode conversation state: %w", err)
	}
	if header.Version < 1 || header.Version > stateVersion {
		return nil, fmt.Errorf("decode conversation state: version %d is unknown; this program knows 1 to %d", header.Version, stateVersion)
	}
	for version := header.Version; version < stateVersion; version++ {
		migrated, err := migrations[version](document)
		if err != nil {
			return nil, fmt.Errorf("migrate conversation state from version %d: %w", version, err)
		}
		document = migrated
	}
	var decoded state
	if err := json.Unmarshal(document, &decoded); err != nil {
		return nil, fmt.Errorf("decode conversation state: %w", err)
	}
	decoded.Version = stateVersion
	return &decoded, nil
}

func (s *state) encode() ([]byte, error) {
	encoded, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode conversation state: %w", err)
	}
	return encoded, nil
}

// top gives the current flow's frame, or nil.
func (s *state) top() *frame {
	if len(s.Frames) == 0 {
		return nil
	}
	return &s.Frames[len(s.Frames)-1]
}

// age closes what has waited too long; it reports whether a question was open
// that is not any more.
func (s *state) age(now time.Time) bool {
	idle := now.Sub(s.LastActivity)
	if idle > frameLife {
		s.Frames, s.Question, s.Misunderstood, s.Spoken = nil, nil, 0, spoken{}
		return false
	}
	if s.Question != nil && now.Sub(s.Question.AskedAt) > questionLife {
		s.Question, s.Misunderstood = nil, 0
		return true
	}
	return false
}
