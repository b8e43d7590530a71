package safety

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"frontdesk/conversations/understanding/intents/linear"
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

// doubtful is how many words a message has at most of which the model is
// believed as far as it says: in a longer story, one word about an emergency is
// drowned.
const doubtful = 24

// longest is how many words a message has at most of which the model is asked:
// in a longer one, what says little adds up to certainty about nothing.
const longest = 80

// ballot is how likely the model holds a message to be each of its classes.
type ballot struct{ ordinary, emergency, revocation float32 }

// vote asks the model. Where there is none, or too much to read, nothing is
// likely.
func (d *Detector) vote(s *scan, room *storage) ballot {
	if d.model == nil || len(s.tokens) > longest {
		return ballot{}
	}
	shares := room.shares[:]
	d.model.Probabilities(shares, s.ideas(linear.Features(room.pieces[:0], s.tokens)))
	return ballot{ordinary: shares[0], emergency: shares[1], revocation: shares[2]}
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
