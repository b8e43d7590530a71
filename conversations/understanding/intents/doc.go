// Package intents says what a message wants, by a small linear model that was
// trained on the phrases under phrases/ and is embedded in the program. It
// knows no conversation: what a message means in the light of an open question
// is its caller's part.
//
// # The phrases
//
// phrases/<language>/<label>.txt holds one phrase a line in UTF-8, as people
// type them: with their spelling, with or without accents, signs and capitals.
// Lines that begin with # are comments; there are no blank lines. Two things
// save writing, and need not be used:
//
//	[can|could] you cancel it[| please]   alternatives, of which one may be empty
//	cancel my {visit} on {day}            a slot, filled from slots.txt
//
// phrases/<language>/slots.txt names what fills a slot, one slot a line:
//
//	day = monday | tomorrow | next week
//
// The slot {word} needs no list: a made-up word fills it, as names of people
// and places do that no list holds. Two slots no phrase names: before and after
// are what people put around what they want ("hi there," "thanks!"). A phrase
// stands under one label. Files of the label oos hold what is none of the
// others: whatever else people say to a machine.
//
// # The rules above the model
//
// A sum of words goes wrong where a "not" turns a sentence around.
// anchors/<language>.txt holds the words that rule a label out, and the few
// that say one by themselves; joins/<language>.txt the words at which a message
// may fall into two wishes.
//
// # Training
//
// To teach a language or an intent, add a folder or a file and run
//
//	go generate ./conversations/understanding/intents
package intents
