package intents

import (
	_ "embed"
	"sync"

	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/words"
)

//go:generate go run frontdesk/conversations/understanding/intents/train -phrases phrases -output weights.bin

//go:embed weights.bin
var weights []byte

// loaded is the embedded model. It is part of the program, so an error in it
// is a defect that every test of this package finds.
var loaded = sync.OnceValue(func() *classifier {
	file, err := linear.Decode(weights)
	if err != nil {
		panic("intents: " + err.Error() + "; run go generate ./conversations/understanding/intents")
	}
	if len(file.Classes) != len(Labels) {
		panic("intents: the weights are of other labels; run go generate ./conversations/understanding/intents")
	}
	return &classifier{model: file.Model(), threshold: file.Threshold}
})

type classifier struct {
	model     *linear.Model
	threshold float32
}

// Guess is a label and how likely it is, from 0 to 1.
type Guess struct {
	Label      Label
	Confidence float32
}

// Classify says what a message as a whole wants. A message of which the model
// is not sure is OutOfScope, with the confidence of that.
func Classify(message []words.Token) Guess {
	ranked := Rank(message)
	best := ranked[0]
	if best.Label != OutOfScope && best.Confidence < loaded().threshold {
		return Guess{Label: OutOfScope, Confidence: 1 - best.Confidence}
	}
	return best
}

// best is how many guesses Rank gives.
const best = 3

// Rank gives the likeliest labels of a message, the likeliest first, OutOfScope
// among them, whether the model is sure or not.
func Rank(message []words.Token) [best]Guess {
	var pieces [1024]uint32
	var probabilities [64]float32
	all := probabilities[:len(Labels)]
	loaded().model.Probabilities(all, linear.Features(pieces[:0], message))
	var ranked [best]Guess
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
