package simulator

import (
	"fmt"
	"sync"
	"time"

	"frontdesk/records"
)

// Clock is the time of a simulation: it goes as fast as the real one, so much
// ahead of it as it was moved on in all. It never goes back, as what is stored
// by it would then lie in the future. It is safe for concurrent use.
type Clock struct {
	real func() time.Time
	keep func(ahead time.Duration) error

	mutex sync.RWMutex
	ahead time.Duration
}

// NewClock makes a clock that is ahead of the real one. keep is called with how
// far it is ahead before it moves, and keeps it for the next start; a clock
// that can't be kept stays where it is.
func NewClock(realTime func() time.Time, ahead time.Duration, keep func(ahead time.Duration) error) *Clock {
	return &Clock{real: realTime, keep: keep, ahead: ahead}
}

// Now gives the time of the simulation.
func (c *Clock) Now() time.Time {
	c.mutex.RLock()
	defer c.mutex.RUnlock()
	return c.real().Add(c.ahead)
}

// Ahead gives how far the clock was moved on in all.
func (c *Clock) Ahead() time.Duration {
	c.mutex.RLock()
	defer c.mutex.RUnlock()
	return c.ahead
}

// MoveTo moves the clock on to an instant, which must be ahead of it;
// records.CodeInvalid otherwise.
func (c *Clock) MoveTo(at time.Time) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	now := c.real().Add(c.ahead)
	if !at.After(now) {
		return records.Invalid("at", "must be ahead of the clock, which only goes forward")
	}
	ahead := c.ahead + at.Sub(now)
	if err := c.keep(ahead); err != nil {
		return fmt.Errorf("keep the clock: %w", err)
	}
	c.ahead = ahead
	return nil
}
