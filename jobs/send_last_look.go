package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// judgementHolds is how long a judgement of the exit gate is good for.
	judgementHolds = 100 * time.Millisecond
	// outcomeTakenBack marks a message that was marked as being sent and never
	// handed over: it is queued again, and judged again.
	outcomeTakenBack channel.Outcome = "taken-back"
)

// lastLook is a marked message of a channel that is about to be handed over.
type lastLook struct {
	through records.Channel
	message postgres.Queued
	// holds is what came of it: it still is this process's to send, and nothing
	// that it was judged by has turned against it.
	holds bool
}

// handsOver says whether a marked message may be handed to the provider at this
// moment. What waited, for its time or behind another, is looked at again, and so
// is all that nobody asked for: between the mark and the call a patient may have
// opted out or cancelled, or another process may have taken this one for dead.
// What a patient waits for, and that goes at once, was judged a moment ago.
func (s *sends) handsOver(ctx context.Context, through records.Channel, message departure, behind bool) bool {
	if !message.Proactive && !behind && s.jobs.config.Now().Sub(message.judgedAt) < judgementHolds {
		return true
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callPatience)
	defer cancel()
	look := &lastLook{through: through, message: message.Queued}
	if err := s.looks.do(ctx, look); err != nil {
		s.jobs.config.Logger.Warn("look at a message before it is sent; it waits", "message", message.ID, "error", err)
		return false
	}
	return look.holds
}

// look takes the last look at a set of messages, in one transaction. What it
// loses in a crash of PostgreSQL is time that an attempt was given.
func (s *sends) look(ctx context.Context, looks []*lastLook) error {
	byClinic := make(map[uuid.UUID][]*lastLook)
	for _, look := range looks {
		look.holds = false
		byClinic[look.through.ClinicID] = append(byClinic[look.through.ClinicID], look)
	}
	return s.jobs.config.Store.AcrossLoosely(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		now := s.jobs.config.Now()
		for _, clinicID := range sortedKeys(byClinic) {
			if err := tx.Enter(ctx, clinicID); err != nil {
				return err
			}
			if err := lookInClinic(ctx, tx, byClinic[clinicID], now); err != nil {
				return err
			}
		}
		return nil
	})
}

func lookInClinic(ctx context.Context, tx *postgres.Tx, looks []*lastLook, now time.Time) error {
	byID, claimed := make(map[uuid.UUID]*lastLook, len(looks)), make([]postgres.Queued, len(looks))
	for i, look := range looks {
		byID[look.message.ID], claimed[i] = look, look.message
	}
	ours, err := tx.LookAgain(ctx, claimed, now.Add(sendPatience), now)
	for _, message := range ours {
		byID[message.ID].holds = !overtaken(message, now)
	}
	return err
}

// overtaken says whether a message that the exit gate let out must not go any
// more. It is taken back, and the gate says why.
func overtaken(message postgres.Queued, now time.Time) bool {
	switch {
	case silenced(message), message.Refused && message.Proactive, obsolete(message, now):
		return true
	}
	return !message.ExpiresAt.IsZero() && !now.Before(message.ExpiresAt)
}

// takeBack queues messages again that were marked and not handed over.
func (s *sends) takeBack(ctx context.Context, through records.Channel, messages []departure) {
	for _, message := range messages {
		s.keep(ctx, sendResult{through: through, message: message.Queued, outcome: outcomeTakenBack})
	}
}
