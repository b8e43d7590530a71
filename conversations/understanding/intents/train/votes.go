package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/safety"
)

// lightly is what the phrases of a label count for in the model that votes on
// emergencies and opt-outs, where that is not one. Symptoms may be emergencies,
// and who breaks something off, wants their data gone or has nothing to do with
// the clinic may well mean the messages, too: nothing is learnt from those.
var lightly = map[intents.Label]float32{
	intents.Symptom: 0.3, intents.MedicalQuestion: 0.3, intents.Abort: 0, intents.Privacy: 0, intents.WrongNumber: 0,
}

// What the phrases that are written for the voting model count for. Those which
// are close to an alarm and are none say most; of opt-outs there are few.
var heavily = map[string]struct {
	class  string
	weight float32
}{
	"ordinary": {safety.VoteOrdinary, 3}, "near": {safety.VoteOrdinary, 3},
	"emergency": {safety.VoteEmergency, 1.5}, "revocation": {safety.VoteRevocation, 1.5},
}

// otherHands are the last letters of the names of the files that others wrote
// than those who wrote the rules, without knowing them. Such phrases count
// farFromRules times as much: they are like what patients write, the others like
// what the rules know.
const (
	otherHands   = "456"
	farFromRules = 2.5
)

// ballot is what the voting model learns from: the phrases of some languages,
// and what each counts for.
type ballot struct {
	corpus
	weights []float32
	// hard says which phrases were written for this model.
	hard []bool
}

// readBallot gathers the phrases about emergencies and opt-outs, and the
// phrases of intents as what is neither.
func readBallot(read *corpus, alarms fs.FS) (*ballot, error) {
	votes := &ballot{corpus: corpus{slots: read.slots, features: safety.Pieces}}
	digest := sha256.New()
	digest.Write(read.digest[:])
	lexicons, err := safety.Lexicons()
	if err != nil {
		return nil, err
	}
	digest.Write(lexicons[:])
	files, err := fs.ReadDir(alarms, ".")
	if err != nil {
		return nil, fmt.Errorf("read phrases of alarms: %w", err)
	}
	languages := map[string]bool{}
	for _, file := range files {
		content, err := fs.ReadFile(alarms, file.Name())
		if err != nil {
			return nil, fmt.Errorf("read phrases of alarms: %w", err)
		}
		_, _ = fmt.Fprintf(digest, "%s %d\n%s", file.Name(), len(content), content)
		language, kind, _ := strings.Cut(strings.TrimSuffix(file.Name(), path.Ext(file.Name())), ".")
		as, ok := heavily[strings.TrimRight(kind, "0123456789")]
		if !ok {
			return nil, fmt.Errorf("%s: phrases of what nobody votes on", file.Name())
		}
		languages[language] = true
		for line := range strings.Lines(string(content)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				weight := as.weight
				if strings.ContainsAny(kind, otherHands) {
					weight *= farFromRules
				}
				votes.put(phrase{language: language, text: line, class: slices.Index(safety.Votes(), as.class)}, weight, true)
			}
		}
	}
	for _, one := range read.phrases {
		weight, known := lightly[intents.Labels[one.class]]
		if !known {
			weight = 1
		}
		if languages[one.language] && weight > 0 {
			votes.put(phrase{language: one.language, text: one.text, class: slices.Index(safety.Votes(), safety.VoteOrdinary)}, weight, false)
		}
	}
	digest.Sum(votes.digest[:0])
	return votes, nil
}

func (b *ballot) put(one phrase, weight float32, hard bool) {
	b.phrases = append(b.phrases, one)
	b.weights = append(b.weights, weight)
	b.hard = append(b.hard, hard)
}

// mostVotes is how many weights the voting model keeps. Half as many find half a
// per cent less.
const mostVotes = 250_000

// learn trains on some of the phrases.
func (b *ballot) learn(chosen []int) *linear.File {
	var examples []example
	var of []int
	for _, i := range chosen {
		for _, one := range b.examples(b.phrases[i], true) {
			one.weight *= b.weights[i]
			examples = append(examples, one)
			of = append(of, i)
		}
	}
	learnt := learn(examples, of, len(safety.Votes()), mostVotes)
	learnt.forget()
	return learnt.file(safety.Votes(), 1, 0, b.digest)
}
