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
//
// # The order of a turn
//
// A message is looked at in this order, and the first that applies answers it:
//
//  1. what the provider's own filter has settled (recorded, nothing is said);
//  2. words of an emergency;
//  3. a pressed button, of the open question or of an older one;
//  4. the words about messages as such: STOP, START, HELP, a bare CANCEL;
//  5. the answer to an offer or a reminder that nothing has been asked since;
//  6. the answer to the open question;
//  7. what can be said at any point: another language, back, start over;
//  8. what is wanted, in the order in which it was said;
//  9. what the current flow can use beside its question: corrections, more;
//  10. that it was not understood, and the second time in a row, a person.
//
// # State
//
// The state is versioned JSON, bounded in size, which only this package
// decodes: the language, the open question with its number, a stack of flows
// with the slots that they have filled, and how often the patient was not
// understood. Questions are numbered so that the answer to an older one is
// recognised. A question closes after half a day, an interrupted flow after a
// week.
//
// # Flows
//
// What can be done in a conversation is in package flows, one file each; the
// engine knows flows only by the interface Flow. Understanding is in package
// understanding, the words are in package catalog.
package conversations
