// Package conversations is the dialogue engine: a pure function from a
// conversation's state and an event to the next state and a list of effects.
//
//	Step(state, event, now) → (state, effects)
//
// It touches no clock, database, network or random source. What it needs to
// know it asks for with a Request effect; the caller answers with an event and
// steps again, at most MaxRequests times a turn. What it wants done it says
// with a Command effect; the caller carries all of them out in the same
// transaction as the new state, or none.
package conversations
