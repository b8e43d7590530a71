// Package safety finds, before anything else is read in a message, what a
// clinic's front desk must never miss: a red flag of an emergency, and the wish
// not to be written to any more.
//
// A flat list of phrases misses what it did not foresee, so each language is a
// small grammar (lexicon/xx.json, no code): groups of words that mean the same
// ("can't", "unable to", "struggling to"), and rules that say which groups,
// within a few words of one another, raise an alarm. Guards keep the idioms,
// the history, the negations and the questions about services apart. Emergency
// rules prefer a false alarm to a missed one: an alarm costs the patient a
// needless line of advice and staff a look.
//
// The wish not to be written to has a lexicon of its own beside each
// (lexicon/xx.optout.json): whoever adds a language may write one file or two.
//
// Beside the rules votes a linear model (see intents/linear), trained on the
// phrases under dev/ and, as what is neither, on those of the intents. It sees
// the words of a message and its ideas: the groups of the lexicons, by names that
// languages share.
//
// Neither is believed as such. A rule that was written for one phrase holds for
// others too, and a model is sure of what it has learnt; how far either is to be
// trusted shows only in messages that neither has met. Such phrases stand under
// calibration/, and from them a judge has learnt what each reason is worth: what
// the model gives for the message and for its loudest sentence, how many rules
// hold, whether a negation or an idiom kept one apart. Three things are not left
// to the judge:
//
//   - Who speaks of dying is believed, and keywords are never outvoted.
//   - Where a sign is told, only what is surely ordinary outvotes it.
//   - Where no rule holds, the model must speak up by itself, the more so in an
//     answer of few words.
//
// Whoever changes a phrase or a lexicon runs go generate and commits weights.bin
// and judgement.json.
//
// A Detector is immutable and safe for concurrent use. Reading costs
// microseconds and time proportional to the message, and never fails. It gives
// kinds, never the words that were matched.
//
// # Notation
//
// A group is a list of phrases of one or more words. A word that ends in "*"
// stands for all that begin so, one that ends in "~" also for itself with one
// letter missing, doubled, wrong or swapped; "#10-99" is a number from 10 to
// 99. A rule is a row of terms, each the name of a group ("@chest") or a phrase:
//
//	@chest & @pain           both, in either order, at most 4 words between them
//	@cannot > breathe        the second after the first
//	@infant & @fever /8      at most 8 words between them
//	@head & @pain - @cold    unless the third stands beside them
//	@remove ^ @stitches      unless the last stands among them or next behind
//	@stroke ! @service       unless the last stands anywhere in the message
//
// A term after "&" is looked for around the first term, one after ">" behind
// the term before it. A language inherits nothing from another: its rules use
// its own groups.
package safety
