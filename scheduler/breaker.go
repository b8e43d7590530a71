package scheduler

import "time"

const (
	// breakerThreshold is after how many calls in a row without an answer that
	// means anything a provider counts as away.
	breakerThreshold = 5
	// breakerPause is how long it is left alone then; each probe that fails
	// doubles it, up to breakerLongest.
	breakerPause   = 30 * time.Second
	breakerLongest = 10 * time.Minute
)

// Breaker keeps a channel whose provider is away from being called for every
// message in its queue.
//
//	closed ──five troubles in a row──▶ open ──its time is over──▶ half-open
//	   ▲                                ▲                            │  one probe
//	   │                                └─────────trouble────────────┤
//	   └────────────────────────any answer───────────────────────────┘
//
// The zero Breaker is closed. It is a value: whoever keeps it stores what the
// methods give.
type Breaker struct {
	// Troubles is how many calls in a row had no answer that means anything.
	Troubles int
	// OpenUntil is when the provider may be probed; zero while closed.
	OpenUntil time.Time
}

// Admission is how much a breaker lets through.
type Admission int

// What a breaker lets through.
const (
	AdmitAll Admission = iota
	AdmitProbe
	AdmitNone
)

// Admits says how much may be sent now.
func (b Breaker) Admits(now time.Time) Admission {
	switch {
	case b.OpenUntil.IsZero():
		return AdmitAll
	case now.Before(b.OpenUntil):
		return AdmitNone
	}
	return AdmitProbe
}

// After gives the breaker after calls that ended at now: answered of them got an
// answer, be it a refusal, and troubled did not.
func (b Breaker) After(answered, troubled int, now time.Time) Breaker {
	switch {
	case answered > 0:
		return Breaker{}
	case troubled == 0:
		return b
	}
	// What was under way when it opened says nothing new.
	if b.Admits(now) == AdmitNone {
		return b
	}
	after := Breaker{Troubles: min(b.Troubles+troubled, breakerThreshold), OpenUntil: b.OpenUntil}
	if !b.OpenUntil.IsZero() { // the probe failed
		after.Troubles = min(b.Troubles+1, 2*breakerThreshold)
	}
	if after.Troubles >= breakerThreshold {
		pause := min(breakerPause<<(after.Troubles-breakerThreshold), breakerLongest)
		after.OpenUntil = now.Add(pause)
	}
	return after
}
