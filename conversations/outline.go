package conversations

import (
	"encoding/json"
	"time"

	"frontdesk/records"
)

// Outline is what a conversation's stored state says, for people who look how
// the bot works: developers and trainers. Nothing is decided from it.
type Outline struct {
	Language records.Language
	// Flows under way, the current one first; those behind it are resumed.
	Flows []OutlinedFlow
	// Question that is open; nil for none.
	Question *Question
	// Misunderstood counts the messages in a row that were not understood.
	Misunderstood int
	LastActivity  time.Time
}

// OutlinedFlow is one flow with what it has learned so far.
type OutlinedFlow struct {
	Flow        string
	Interrupted bool
	// Slots is the flow's own JSON, or nil.
	Slots json.RawMessage
}

// OutlineOf reads a stored state; nil is that of a conversation without one.
func OutlineOf(encoded []byte) (Outline, error) {
	state, err := decodeState(encoded)
	if err != nil {
		return Outline{}, err
	}
	outline := Outline{
		Language: state.Language, Question: state.Question, Misunderstood: state.Misunderstood, LastActivity: state.LastActivity,
	}
	for i := len(state.Frames) - 1; i >= 0; i-- {
		frame := state.Frames[i]
		outline.Flows = append(outline.Flows, OutlinedFlow{Flow: frame.Flow, Interrupted: frame.Interrupted, Slots: frame.Data})
	}
	return outline, nil
}
