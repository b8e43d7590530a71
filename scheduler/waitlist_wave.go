package scheduler

import (
	"math"
	"time"

	"frontdesk/records"
)

// Acceptance is how many offers of freed times were answered by taking them.
// An offer that somebody else was faster to take counts as asked, as it does in
// the published figures.
type Acceptance struct {
	Asked, Accepted int
}

// WavePolicy says how many of those who wait are asked about a freed time, and
// when. Who asks one after the other fills few times; who asks all at once
// disappoints nearly all. It is data, so that a simulation may compare policies.
type WavePolicy struct {
	// PriorAccepted and PriorDeclined are the beta distribution in which the
	// clinic's own acceptance is expected before it has made any offers.
	PriorAccepted, PriorDeclined float64
	// Target is the chance, over all waves together, that somebody takes the
	// time.
	Target float64
	// Waves is in how many waves the target is to be reached, where there is time
	// for so many. More may follow.
	Waves int
	// Disappointed is how many who say yes may be expected to be too late, of one
	// wave.
	Disappointed float64
	// Largest bounds a wave whatever the figures say.
	Largest int
	// Shortest and Longest bound the time between two waves; in between it is
	// one Share-th of the time that is left.
	Shortest, Longest time.Duration
	Share             int
	// OfferLife is how long an offer is good for if its time is still far off.
	OfferLife time.Duration
	Quiet     QuietHours
}

// DefaultWavePolicy gives the policy that every clinic begins with. Its prior
// is the Fast Pass study (JMIR 2020): 14,717 of 177,311 offers of an earlier
// time were accepted, 8.3 %. It weighs as much as sixty offers of the clinic's
// own, so that a few months of these outweigh it.
func DefaultWavePolicy() WavePolicy {
	return WavePolicy{
		PriorAccepted: 5, PriorDeclined: 55,
		Target: 0.9, Waves: 3, Disappointed: 1, Largest: 50,
		Shortest: 5 * time.Minute, Longest: time.Hour, Share: 6,
		OfferLife: 12 * time.Hour,
		Quiet:     DefaultQuietHours(),
	}
}

// Size gives how many to ask in a wave, at least one, when so many waves are
// left with this one: the fewest with which each of them does its part of the
// target, but never so many that more than Disappointed of them may be expected
// to say yes in vain.
//
// That a clinic's acceptance is not known exactly is part of the reckoning: the
// answers are beta-binomial, so a clinic with few offers behind it asks a few
// more than one that knows the same rate for sure.
func (p WavePolicy) Size(seen Acceptance, wavesLeft int) int {
	accepted := p.PriorAccepted + float64(seen.Accepted)
	declined := p.PriorDeclined + float64(max(seen.Asked-seen.Accepted, 0))
	target := 1 - math.Pow(1-p.Target, 1/float64(max(wavesLeft, 1)))
	nobody := 1.0 // the chance that none of those asked takes it
	for asked := 0; asked < p.Largest; asked++ {
		if 1-nobody >= target {
			return max(asked, 1)
		}
		next := nobody * (declined + float64(asked)) / (accepted + declined + float64(asked))
		takers := float64(asked+1) * accepted / (accepted + declined)
		if takers-(1-next) > p.Disappointed {
			return max(asked, 1)
		}
		nobody = next
	}
	return max(p.Largest, 1)
}

// Wave is what is done about a freed time at one moment.
type Wave struct {
	// Size is how many are asked now; 0 for nobody.
	Size int
	// NextAt is when to look again, in UTC: the next wave or, after the last
	// one, AnswerBy.
	NextAt time.Time
}

// Plan gives the wave that is due now for a freed time of the type, in the
// clinic's zone. Nobody is asked in quiet hours, nor later than the type's
// WaitlistNotice before the start; waves follow each other the faster the less
// time is left.
func (p WavePolicy) Plan(seen Acceptance, kind records.AppointmentType, start time.Time, zone *time.Location, now time.Time) Wave {
	last := start.Add(-kind.WaitlistNotice)
	end := AnswerBy(kind, start)
	allowed := NextAllowed(now, zone, p.Quiet)
	if allowed.IsZero() || allowed.After(last) {
		return Wave{NextAt: end}
	}
	if allowed.After(now) {
		return Wave{NextAt: allowed}
	}
	wave := Wave{NextAt: p.following(now, last, zone)}
	left := 1
	for at := wave.NextAt; !at.IsZero() && left < p.Waves; at = p.following(at, last, zone) {
		left++
	}
	wave.Size = p.Size(seen, left)
	if wave.NextAt.IsZero() {
		wave.NextAt = end
	}
	return wave
}

// following gives when the wave after one at an instant is due; zero where that
// one is the last.
func (p WavePolicy) following(at, last time.Time, zone *time.Location) time.Time {
	pause := min(max(last.Sub(at)/time.Duration(max(p.Share, 1)), p.Shortest), p.Longest)
	next := NextAllowed(at.Add(pause), zone, p.Quiet)
	if next.After(last) {
		return time.Time{}
	}
	return next
}

// OfferUntil gives how long an offer that is made now is good for.
func (p WavePolicy) OfferUntil(kind records.AppointmentType, start, now time.Time) time.Time {
	return earlier(AnswerBy(kind, start), now.Add(p.OfferLife)).UTC()
}

// AnswerBy gives the last moment at which a freed time can be taken up by an
// answer: half of the type's WaitlistNotice is for answering, half for coming.
func AnswerBy(kind records.AppointmentType, start time.Time) time.Time {
	return start.Add(-kind.WaitlistNotice / 2).UTC()
}
