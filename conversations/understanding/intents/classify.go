package intents

import (
	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/words"
)

// Guess is a label and how likely it is, from 0 to 1.
type Guess struct {
	Label      Label
	Confidence float32
}

// Sure says whether the guess is worth acting on: whether the likelihood
// reaches the model's threshold, and the label says anything.
func (g Guess) Sure() bool {
	return g.Label != OutOfScope && g.Confidence >= loaded().threshold
}

// Guesses is how many guesses Rank gives.
const Guesses = 3

// Classify says what a message as a whole wants. expected are the labels that
// the open question waits for, which are then believed more readily. A message
// of which the model is not sure is OutOfScope. Classify never fails, allocates
// nothing, and is safe for concurrent use.
func Classify(message []words.Token, expected ...Label) Guess {
	ranked := Rank(message, expected...)
	return ranked[0].orOutOfScope()
}

func (g Guess) orOutOfScope() Guess {
	if g.Label == OutOfScope || g.Sure() {
		return g
	}
	return Guess{Label: OutOfScope, Confidence: 1 - g.Confidence}
}

// leaning is how many times likelier a label is that a question waits for.
const leaning = 6

// Rank gives the likeliest labels of a message, the likeliest first, OutOfScope
// among them, whether the model is sure or not.
func Rank(message []words.Token, expected ...Label) [Guesses]Guess {
	var pieces [1024]uint32
	var probabilities [maxLabels]float32
	all := probabilities[:len(Labels)]
	loaded().model.Probabilities(all, linear.Features(pieces[:0], message))
	if hold(all, message) || len(expected) > 0 {
		lean(all, expected)
	}
	var ranked [Guesses]Guess
	for class, probability := range all {
		for place := range ranked {
			if probability > ranked[place].Confidence {
				copy(ranked[place+1:], ranked[place:])
				ranked[place] = Guess{Label: Labels[class], Confidence: probability}
				break
			}
		}
	}
	return ranked
}

// maxLabels bounds the labels, so that ranking them allocates nothing.
const maxLabels = 64

// lean makes the expected labels likelier, and the likelihoods add up to one.
func lean(probabilities []float32, expected []Label) {
	var whole float32
	for class := range probabilities {
		for _, label := range expected {
			if Labels[class] == label {
				probabilities[class] *= leaning
				break
			}
		}
		whole += probabilities[class]
	}
	for class := range probabilities {
		probabilities[class] /= max(whole, 1e-9)
	}
}
