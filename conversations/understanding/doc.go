// Package understanding turns what a patient typed into a Meaning: intents in
// the order they were said, the answer to the open question, days and times,
// the clinic's own practitioners and services, names, dates of birth, and the
// words that come before all others (emergencies and opt-outs).
//
// It is deterministic and embedded: a Reader is compiled once for a clinic
// from the lexicons under lexicon/ (one file per language, no code) and the
// clinic's vocabulary, and is then safe for concurrent use. Reading a message
// compiles nothing and costs tens of microseconds, however many languages are
// loaded. What is not sure stays open in the Meaning (several candidates, an
// ambiguous date): asking is the conversation's part, guessing is nobody's.
package understanding
