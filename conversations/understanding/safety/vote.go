package safety

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/words"
)

//go:generate go run frontdesk/conversations/understanding/intents/train -phrases ../intents/phrases -alarms dev -output weights.bin

//go:embed weights.bin
var weights []byte

// What the model may vote for.
const (
	VoteOrdinary   = "ordinary"
	VoteEmergency  = "emergency"
	VoteRevocation = "revocation"
)

// Votes are what the model may vote for, in the order of its classes.
func Votes() []string { return []string{VoteOrdinary, VoteEmergency, VoteRevocation} }

// How sure the model must be, settled by cross-validation on the phrases that
// it learns from, over all languages: it raises an alarm by itself where about
// one of a hundred ordinary phrases close to an alarm would raise one, and two of
// a thousand of all others; it doubts the weak rules where one of a hundred
// emergencies would be lost, if no stronger rule held.
const (
	sureOfEmergency  = 0.8
	sureOfRevocation = 0.9
	sureOfOrdinary   = 0.99
)

// doubtful is how many words a message has at most of which the model doubts
// the rules: in a longer story, one word about an emergency is drowned.
const doubtful = 24

// longest is how many words a message has at most of which the model is asked:
// in a longer one, what says little adds up to certainty about nothing.
const longest = 80

// ballot is how likely the model holds a message to be each of its classes.
type ballot struct{ ordinary, emergency, revocation float32 }

// vote asks the model. Where there is none, or too much to read, nothing is
// likely.
func (d *Detector) vote(tokens []words.Token, room *storage) ballot {
	if d.model == nil || len(tokens) > longest {
		return ballot{}
	}
	shares := room.shares[:]
	d.model.Probabilities(shares, linear.Features(room.pieces[:0], tokens))
	return ballot{ordinary: shares[0], emergency: shares[1], revocation: shares[2]}
}

// doubts says whether the model holds a message of some words for an ordinary
// one, strongly enough to outvote a weak rule.
func (b ballot) doubts(tokens []words.Token) bool {
	return b.ordinary >= sureOfOrdinary && len(tokens) <= doubtful
}

// trained is the embedded model. It is part of the program, so an error in it
// is a defect that every test of this package finds.
var trained = sync.OnceValues(func() (*linear.File, error) {
	file, err := linear.Decode(weights)
	if err == nil && !slices.Equal(file.Classes, Votes()) {
		err = fmt.Errorf("the weights are of other votes")
	}
	if err != nil {
		return nil, fmt.Errorf("decode the weights of alarms: %w; run go generate ./conversations/understanding/safety", err)
	}
	return file, nil
})

// Trained is the digest of the phrases that the embedded model learnt from.
func Trained() ([sha256.Size]byte, error) {
	file, err := trained()
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	return file.Digest, nil
}
