// Package replies reads what a message is to the question before it: a yes, a
// no, a change of what was proposed, a wish for another proposal, a question of
// its own, or that they don't know. It also gives the dialogue acts of a message
// (what somebody does by writing it) and what it asks about.
//
// The decision knows no language. What words say is in one file per language
// under cues/: a language is added by adding a file. A Reader is compiled once,
// is immutable and safe for concurrent use; reading compiles nothing, and costs
// the same however many languages are loaded.
//
// One rule stands above all others: a message that asks something, and does
// not say yes, is never a yes.
package replies
