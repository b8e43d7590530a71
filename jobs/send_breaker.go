package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// probePause is how long the messages behind a probe wait for what comes of it.
const probePause = callPatience

// breakerOf gives the breaker of the channel whose messages were claimed.
func breakerOf(message postgres.Queued) scheduler.Breaker {
	return scheduler.Breaker{Troubles: message.LaneTroubles, OpenUntil: message.LaneOpenUntil}
}

// heldBack says until when a message waits for its channel's provider to be
// back; zero where it goes. Admitted is how many went before it in this claim.
func heldBack(message postgres.Queued, admitted int, now time.Time) time.Time {
	switch breaker := breakerOf(message); breaker.Admits(now) {
	case scheduler.AdmitNone:
		return breaker.OpenUntil
	case scheduler.AdmitProbe:
		if admitted > 0 {
			return now.Add(probePause)
		}
	case scheduler.AdmitAll:
	}
	return time.Time{}
}

// pressing says whether a message can't wait for its channel to come back: what
// the clinic itself cancels or moves, and what is about tomorrow.
func pressing(message postgres.Queued, now time.Time) bool {
	const soon = 24 * time.Hour
	return message.Proactive && message.AppointmentID != uuid.Nil && (message.Urgent || message.AppointmentStart.Before(now.Add(soon)))
}

// laneTally counts what came of the calls of one channel.
type laneTally struct {
	answered, troubled int
	// watched is true where the channel had troubles when its messages were claimed.
	watched bool
}

// tally counts a result. A refusal is an answer, unless it is of all that we
// send.
func (t *laneTally) tally(result sendResult) {
	t.watched = t.watched || result.message.LaneTroubles > 0
	switch {
	case result.outcome == outcomeTakenBack: // no call was made
	case result.outcome == channel.OutcomeNotYet, result.outcome == channel.OutcomeUnknown, result.remedy == channel.RemedyOperator:
		t.troubled++
	default:
		t.answered++
	}
}

// moveBreakers moves the breakers of a clinic's channels on by what came of
// calls. As long as all is well there is nothing to write.
func (s *sends) moveBreakers(ctx context.Context, tx *postgres.Tx, tallies map[uuid.UUID]*laneTally, now time.Time) error {
	for _, channelID := range sortedKeys(tallies) {
		tally := tallies[channelID]
		if tally.troubled == 0 && !tally.watched {
			continue
		}
		troubles, openUntil, err := tx.LockBreaker(ctx, channelID)
		if err != nil {
			return err
		}
		before := scheduler.Breaker{Troubles: troubles, OpenUntil: openUntil}
		after := before.After(tally.answered, tally.troubled, now)
		if after == before {
			continue
		}
		if err := tx.SetBreaker(ctx, channelID, after.Troubles, after.OpenUntil, now); err != nil {
			return err
		}
		s.reportBreaker(channelID, before, after)
	}
	return nil
}

func (s *sends) reportBreaker(channelID uuid.UUID, before, after scheduler.Breaker) {
	switch {
	case before.OpenUntil.IsZero() && !after.OpenUntil.IsZero():
		s.jobs.observe("channels", "open", 1)
		s.jobs.config.Logger.Error("a provider is away; its channel is left alone for a while", "channel", channelID, "until", after.OpenUntil)
	case !before.OpenUntil.IsZero() && after.OpenUntil.IsZero():
		s.jobs.observe("channels", "closed", 1)
		s.jobs.config.Logger.Info("a provider is back", "channel", channelID)
	}
}

// lanesOf prepares the tallies of the channels whose calls came back.
func lanesOf(results []sendResult) map[uuid.UUID]*laneTally {
	tallies := make(map[uuid.UUID]*laneTally)
	for _, result := range results {
		tally := tallies[result.through.ID]
		if tally == nil {
			tally = &laneTally{}
			tallies[result.through.ID] = tally
		}
		tally.tally(result)
	}
	return tallies
}

// bound says whether a message may be sent on another channel: it is about an
// appointment, and nobody waits for an answer on this one.
func bound(message postgres.Queued) bool {
	return message.Proactive && message.AppointmentID != uuid.Nil
}
