package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

const (
	// paceHorizon is how far ahead one claim gives out a paced channel's time:
	// short, since what is claimed is judged already.
	paceHorizon = 500 * time.Millisecond
	// paceLead is how long before that is used up the next claim is made.
	paceLead = 200 * time.Millisecond
)

// departure is a message with the moments at which it was judged and at which it
// leaves, and the form in which it does; without one it goes as it stands.
type departure struct {
	postgres.Queued
	judgedAt time.Time
	at       time.Time
	content  *channel.Content
	// mail is what an e-mail has beside its text; nil on other channels.
	mail *channel.Mail
}

// pacing gives one channel's messages their times, from what is remembered of
// its pace in its lane's row. Whoever claims holds the lane's lock, so several
// nodes share one pace, and what a dead one has not claimed is there for the
// others.
type pacing struct {
	now    time.Time
	sender scheduler.Pace
	pair   scheduler.Pace
	kind   records.ChannelKind

	laneFreeAt time.Time
	pairFreeAt map[uuid.UUID]time.Time
	moved      map[uuid.UUID]time.Time

	departures []departure
	resumeAt   time.Time
}

func newPacing(policy records.ChannelPolicy, kind records.ChannelKind, queued []postgres.Queued, now time.Time) *pacing {
	p := &pacing{now: now, kind: kind, sender: scheduler.PaceOf(policy.SegmentsPerSecond, policy.Burst), moved: make(map[uuid.UUID]time.Time)}
	p.pair = scheduler.Pace{Interval: policy.PairInterval, Burst: policy.PairBurst}
	if len(queued) > 0 {
		p.laneFreeAt = p.sender.Remembered(queued[0].LaneFreeAt, now)
	}
	p.pairFreeAt = make(map[uuid.UUID]time.Time)
	for _, message := range queued {
		p.pairFreeAt[message.ConversationID] = p.pair.Remembered(message.PairFreeAt, now)
	}
	return p
}

// admit lets a message leave within the horizon. Otherwise it stays queued: as
// it is where the sender has no room yet, or put off until the instant given
// where too much went to this one patient.
func (p *pacing) admit(message postgres.Queued, content *channel.Content) (putOff time.Time) {
	horizon := p.now.Add(paceHorizon)
	pairAt, pairFreeAt := p.pair.Next(p.pairFreeAt[message.ConversationID], p.now, 1)
	if pairAt.After(horizon) {
		return pairAt
	}
	if !p.resumeAt.IsZero() {
		return time.Time{} // those behind it must not overtake one that has to wait
	}
	at, freeAt := p.sender.Next(p.laneFreeAt, pairAt, p.units(message))
	if at.After(horizon) {
		p.resumeAt = at
		return time.Time{}
	}
	if p.sender.Bounded() {
		p.laneFreeAt = freeAt
	}
	if p.pair.Bounded() {
		p.pairFreeAt[message.ConversationID], p.moved[message.ConversationID] = pairFreeAt, pairFreeAt
	}
	p.departures = append(p.departures, departure{Queued: message, judgedAt: p.now, at: at, content: content})
	return time.Time{}
}

// units is what a message takes of its sender's pace.
func (p *pacing) units(message postgres.Queued) int {
	if p.kind != records.ChannelSMS {
		return 1
	}
	_, segments := channel.Segments(message.Text)
	return segments
}

// resume is when the channel's next messages can be claimed for the pace; zero
// where it has held nothing back and there are no more.
func (p *pacing) resume(more bool) time.Time {
	if p.resumeAt.IsZero() && more && p.sender.Bounded() {
		p.resumeAt, _ = p.sender.Next(p.laneFreeAt, p.now, 1)
	}
	return p.resumeAt
}

// keep remembers where the paces stand.
func (p *pacing) keep(ctx context.Context, tx *postgres.Tx, lane postgres.SendLane) error {
	if p.sender.Bounded() && !p.laneFreeAt.IsZero() {
		if err := tx.PaceSendLane(ctx, lane, p.laneFreeAt, p.resumeAt); err != nil {
			return err
		}
	}
	return tx.PacePairs(ctx, p.moved)
}
