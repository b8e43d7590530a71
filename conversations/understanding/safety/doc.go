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
// Beside the rules votes a small linear model (see intents/linear), trained on
// the phrases under dev/ and, as what is neither, on those of the intents. It
// hears what the rules did not foresee. The rules weigh more, and safety most:
//
//   - What the model is sure of raises the alarm, of an unspecified kind where no
//     rule gives one, unless a guard or an idiom kept an alarm apart: the rules
//     then know what the message is about, and that it is none.
//   - What a rule found stands. Only one that a single word has met, or that
//     finds mentions, gives way to a model that is sure of an ordinary message,
//     and neither in a long message nor when somebody speaks of dying.
//   - Keywords and sentences that end the messages are never outvoted.
//
// Whoever changes a phrase runs go generate and commits weights.bin.
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
