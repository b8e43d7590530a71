package intents

import (
	"embed"
	"slices"
	"sync"

	"frontdesk/conversations/understanding/words"
)

//go:embed joins/*.txt
var joinFiles embed.FS

// joins are, by their first word, the word sequences at which a message may
// fall into two clauses, the longest first. They are of all languages at once:
// a part is only taken for a clause where it wants something by itself.
var joins = sync.OnceValue(func() map[string][][]string {
	read := map[string][][]string{}
	err := eachLine(joinFiles, "joins", func(line string) error {
		sequence := fold(line)
		others := read[sequence[0]]
		at := 0
		for at < len(others) && len(others[at]) >= len(sequence) {
			at++
		}
		read[sequence[0]] = slices.Insert(others, at, sequence)
		return nil
	})
	if err != nil {
		panic(err)
	}
	return read
})

// join gives how many words of a joining sequence stand at the front of a
// message, or zero.
func join(message []words.Token) int {
	for _, sequence := range joins()[message[0].Folded] {
		if stands(sequence, message) {
			return len(sequence)
		}
	}
	return 0
}

// maxClauses bounds how many clauses of a message are looked at.
const maxClauses = 12

// clauses calls found for each part of a message between signs like commas and
// joining words, in order.
func clauses(message []words.Token, found func([]words.Token)) {
	start, count := 0, 0
	cut := func(end, next int) {
		if end > start && count < maxClauses {
			count++
			found(message[start:end])
		}
		start = next
	}
	for i := 0; i < len(message); i++ {
		if message[i].Pause {
			cut(i, i)
		}
		if length := join(message[i:]); length > 0 {
			cut(i, i+length)
			i += length - 1
		}
	}
	cut(len(message), len(message))
}

// certain is how likely a clause's label must be to be believed beside others:
// a few words torn out of a message say things easily.
const certain = 0.95

// All gives what a message wants, in the order in which it was said, each label
// once; nothing of what the model is not sure. A message of one clause is
// classified as a whole. One of several is first taken apart; where fewer than
// two of its clauses want something, the whole decides.
func All(message []words.Token) []Guess {
	whole := Classify(message)
	var said []Guess
	wants := 0
	count := 0
	clauses(message, func(clause []words.Token) {
		count++
		if len(clause) == len(message) {
			return
		}
		guess := Rank(clause)[0]
		if guess.Label == OutOfScope || guess.Confidence < certain || contains(said, guess.Label) {
			return
		}
		said = append(said, guess)
		if !guess.Label.Courtesy() {
			wants++
		}
	})
	switch {
	case wants >= 2, wants == 1 && (whole.Label == OutOfScope || contains(said, whole.Label)):
		return said
	case whole.Label == OutOfScope && count > 1:
		return said
	case whole.Label == OutOfScope:
		return nil
	}
	return []Guess{whole}
}

func contains(guesses []Guess, label Label) bool {
	for _, guess := range guesses {
		if guess.Label == label {
			return true
		}
	}
	return false
}

// Courtesy says whether a label is what people put around what they want, or
// answer with.
func (l Label) Courtesy() bool {
	switch l {
	case Greet, Thanks, Bye, Done, Smalltalk, Yes, No, Name, Choice, Date, Time, DateTime, Unsure:
		return true
	default:
		return false
	}
}
