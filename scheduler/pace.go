package scheduler

import "time"

// Pace bounds how fast units leave a sender: SMS segments from a number,
// messages to one patient. It is the generic cell rate algorithm (ITU-T I.371,
// annex A): all that must be remembered between two messages is one instant, so
// that any number of processes can share a pace by sharing it.
//
// The zero Pace bounds nothing.
type Pace struct {
	// Interval is the time that one unit takes up.
	Interval time.Duration
	// Burst is how many units may leave at once after a pause, beyond the first,
	// and so how much a sender that was held up may make good.
	Burst int
}

// PaceOf gives the pace of so many units a second; zero bounds nothing.
func PaceOf(perSecond float64, burst int) Pace {
	if perSecond <= 0 {
		return Pace{}
	}
	return Pace{Interval: time.Duration(float64(time.Second) / perSecond), Burst: max(burst, 0)}
}

// Bounded says whether there is any bound.
func (p Pace) Bounded() bool { return p.Interval > 0 }

// Remembered gives what is to be made of a remembered instant: itself, or zero
// where it lies so far ahead that only a clock which ran ahead can have written
// it. That must not silence a sender for hours.
func (p Pace) Remembered(free, now time.Time) time.Time {
	const limit = 10 * time.Minute
	if free.After(now.Add(limit + time.Duration(p.Burst)*p.Interval)) {
		return time.Time{}
	}
	return free
}

// Next gives when a message of some units may leave at the soonest, which is
// never before now, and the instant to remember for the next one. Free is what
// was remembered of the message before; zero where there was none. In any span
// of time no more than its length divided by Interval, Burst, and the first
// message's own units leave.
func (p Pace) Next(free, now time.Time, units int) (at, freeAfter time.Time) {
	if !p.Bounded() {
		return now, free
	}
	grace := time.Duration(p.Burst) * p.Interval
	at = later(now, free.Add(-grace))
	return at, later(free, at).Add(time.Duration(units) * p.Interval)
}
