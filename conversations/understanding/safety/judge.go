package safety

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed judgement.json
var judgement []byte

// judge weighs what rules and model say of a message. How much each counts was
// learnt from phrases that neither had seen: how far they are to be trusted
// can't be told from those that they were made of. The zero judge believes the
// rules.
type judge struct{ learnt *Judgement }

// Judgement is what a judge has learnt.
type Judgement struct {
	// Digest of the phrases that it was learnt from, and of the model's, in
	// hexadecimal.
	Digest string `json:"digest"`
	// Emergency and Revocation are what each reason counts for, in the order of
	// EmergencyReasons and RevocationReasons: sums of log-odds.
	Emergency  []float64 `json:"emergency"`
	Revocation []float64 `json:"revocation"`
}

// Beyond these log-odds the judge is sure enough. A missed emergency weighs more
// than a false alarm, and whoever wants no messages may be told so once too
// often, and can't be asked again.
const (
	sureOfEmergency  = -1.25
	sureOfRevocation = -0.5
	// sureOfSign is for a message in which a sign is told: only what is surely
	// ordinary outvotes it.
	sureOfSign = -2
)

// Where no rule holds, the model must speak up by itself. The judge learns from
// as many alarms as ordinary messages, and of a thousand that really come hardly
// one is an alarm.
const (
	// audible are the log-odds that it must give: three to seven.
	audible = -0.85
	// outspoken are those for an answer of few words, most of which it may never
	// have met: nine to one.
	outspoken = 2.2
)

// alarms says whether the message tells of an emergency. Who speaks of dying is
// always believed.
func (j judge) alarms(e *Evidence) bool {
	rules := e.Signs+e.Hints > 0
	if e.Dying || j.learnt == nil || e.Unread {
		return rules
	}
	reasons := e.EmergencyReasons()
	weight := Weight(reasons[:], j.learnt.Emergency)
	if e.Signs > 0 {
		return weight >= sureOfSign
	}
	return (rules || e.heard(e.LoudestEmergency)) && weight >= sureOfEmergency
}

// revokes says whether the message ends the messages.
func (j judge) revokes(e *Evidence) bool {
	rules := e.Revocations > 0
	if j.learnt == nil || e.Unread {
		return rules
	}
	reasons := e.RevocationReasons()
	return (rules || e.heard(e.LoudestRevocation)) && Weight(reasons[:], j.learnt.Revocation) >= sureOfRevocation
}

// heard says whether the model speaks up, by its log-odds.
func (e *Evidence) heard(loudest float64) bool {
	if e.Words <= brief {
		return loudest >= outspoken
	}
	return loudest >= audible
}

// Weight adds up what reasons count for.
func Weight(reasons, weights []float64) float64 {
	var sum float64
	for i, reason := range reasons {
		sum += reason * weights[i]
	}
	return sum
}

// How many reasons there are.
const (
	emergencyReasons  = 13
	revocationReasons = 11
)

// EmergencyReasons are the numbers that speak for an emergency, or against one.
// The first is always 1.
func (e *Evidence) EmergencyReasons() [emergencyReasons]float64 {
	lean := e.Votes.odds(e.Votes.emergency)
	return [emergencyReasons]float64{
		1, lean, e.LoudestEmergency - lean, lean * is(e.Signs > 0),
		is(e.Signs > 0), is(e.Signs > 1), is(e.Signs > 3), is(e.Hints > 0), is(e.Withheld > 0), is(e.Idiom),
		is(e.Words > doubtful), is(e.Words <= brief), lean * is(e.Words <= brief),
	}
}

// RevocationReasons are the numbers that speak for a revocation, or against one.
func (e *Evidence) RevocationReasons() [revocationReasons]float64 {
	lean := e.Votes.odds(e.Votes.revocation)
	return [revocationReasons]float64{
		1, lean, e.LoudestRevocation - lean, lean * is(e.Revocations > 0),
		is(e.Revocations > 0), is(e.Revocations > 1), is(e.Revocations > 3), is(e.Otherwise), is(e.Words > doubtful), is(e.Words <= brief), lean * is(e.Words <= brief),
	}
}

func is(so bool) float64 {
	if so {
		return 1
	}
	return 0
}

// Calibrated is the digest of the phrases that the embedded judgement rests on.
func Calibrated() (string, error) {
	read, err := learnt()
	if err != nil {
		return "", err
	}
	return read.Digest, nil
}

// learnt is the embedded judgement.
var learnt = sync.OnceValues(func() (*Judgement, error) {
	var read Judgement
	if err := json.Unmarshal(judgement, &read); err != nil {
		return nil, fmt.Errorf("decode the judgement of alarms: %w", err)
	}
	if len(read.Emergency) != emergencyReasons || len(read.Revocation) != revocationReasons {
		return nil, fmt.Errorf("the judgement of alarms counts %d and %d reasons; run go generate ./conversations/understanding/safety", len(read.Emergency), len(read.Revocation))
	}
	return &read, nil
})
