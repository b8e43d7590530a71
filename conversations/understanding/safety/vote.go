package safety

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"sync"

	"frontdesk/conversations/understanding/intents/linear"
)

//go:generate go run frontdesk/conversations/understanding/intents/train -phrases ../intents/phrases -alarms dev -output weights.bin
//go:generate go run frontdesk/conversations/understanding/safety/calibrate -phrases calibration -output judgement.json

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

// brief is how many words an answer has: the model has little to go by.
const brief = 4

// longest is how many words a message has at most of which the model is asked:
// in a longer one, what says little adds up to certainty about nothing.
const longest = 80

// ballot is how likely the model holds a message to be each of its classes.
type ballot struct{ ordinary, emergency, revocation float32 }

// odds are the log-odds of one class against the others, and 0 where nobody has
// voted.
func (b ballot) odds(of float32) float64 {
	const furthest, least = 8, 1e-6
	all := b.ordinary + b.emergency + b.revocation
	if all == 0 {
		return 0
	}
	return max(-furthest, min(furthest, math.Log(float64(of)+least)-math.Log(float64(all-of)+least)))
}

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

// loudest asks the model about every sentence of a message by itself, and gives
// the log-odds of the one that says most for an emergency, and of the one that
// says most for a revocation: what comes before or after must not drown it.
func (d *Detector) loudest(s *scan, whole ballot) (emergency, revocation float64) {
	emergency, revocation = whole.odds(whole.emergency), whole.odds(whole.revocation)
	for from := 0; d.model != nil && from < len(s.tokens); {
		_, to := s.sentence(from, from+1)
		if to-from < len(s.tokens) && to-from > 1 {
			room, _ := d.rooms.Get().(*storage)
			said := d.vote(d.scan(s.tokens[from:to], room), room)
			d.rooms.Put(room)
			emergency, revocation = max(emergency, said.odds(said.emergency)), max(revocation, said.odds(said.revocation))
		}
		from = to
	}
	return emergency, revocation
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
