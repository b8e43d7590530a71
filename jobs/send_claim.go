package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// sendClaim is one channel's part of a claim.
type sendClaim struct {
	lane    postgres.SendLane
	through records.Channel
	// sending are the messages that are now to be sent, in order.
	sending []departure
	// more is true when there may be others.
	more bool
	// resumeAt is when the channel's pace has room for the next; zero where it
	// holds nothing back.
	resumeAt time.Time
}

// claim judges the next messages of some channels and commits what is about to
// happen to them before it happens.
func (s *sends) claim(ctx context.Context, claims []*sendClaim) error {
	config := s.jobs.config
	byLane := make(map[postgres.SendLane]*sendClaim, len(claims))
	var lanes []postgres.SendLane
	for _, claim := range claims {
		claim.sending, claim.more, claim.resumeAt = nil, false, time.Time{}
		if byLane[claim.lane] == nil {
			byLane[claim.lane] = claim
			lanes = append(lanes, claim.lane)
		}
	}
	slices.SortFunc(lanes, postgres.SendLane.Compare)
	var sending int
	err := config.Store.Across(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		now := config.Now()
		sending = 0
		wanted, err := s.wanted(ctx, tx, lanes, now)
		if err != nil {
			return err
		}
		queued, err := tx.ClaimQueued(ctx, wanted, sendSet, now)
		if err != nil {
			return err
		}
		for len(queued) > 0 {
			claim, count := byLane[queued[0].Lane], 0
			for count < len(queued) && queued[count].Lane == claim.lane {
				count++
			}
			claim.more = count == sendSet
			if err := s.sort(ctx, tx, claim, queued[:count], now); err != nil {
				return err
			}
			sending += len(claim.sending)
			queued = queued[count:]
		}
		return nil
	})
	if err == nil && sending > 0 {
		config.Reached(PointSendMarked)
	}
	return err
}

// wanted says how each lane is claimed, by its clinic's settings.
func (s *sends) wanted(ctx context.Context, tx *postgres.Tx, lanes []postgres.SendLane, now time.Time) ([]postgres.SendClaim, error) {
	wanted := make([]postgres.SendClaim, len(lanes))
	for i, lane := range lanes {
		if err := tx.Enter(ctx, lane.ClinicID); err != nil {
			return nil, err
		}
		view, err := s.jobs.clinics.of(ctx, tx, now)
		if err != nil {
			return nil, err
		}
		policy := view.policies[lane.ChannelID]
		wanted[i] = postgres.SendClaim{Lane: lane, AnswersFirst: policy.SegmentsPerSecond > 0, OrderWait: policy.OrderWait}
	}
	return wanted, nil
}

// sort marks each message of one channel by its verdict, and gives those that go
// their times; what the channel's pace has no room for yet stays queued.
func (s *sends) sort(ctx context.Context, tx *postgres.Tx, claim *sendClaim, queued []postgres.Queued, now time.Time) error {
	if err := tx.Enter(ctx, claim.lane.ClinicID); err != nil {
		return err
	}
	view, err := s.jobs.clinics.of(ctx, tx, now)
	if err != nil {
		return err
	}
	if claim.through, err = view.channel(claim.lane.ChannelID); err != nil {
		return err
	}
	house := s.jobs.house(view, claim.through)
	policy := house.channel
	pacing := newPacing(policy, claim.through.Kind, queued, now)
	stopped := make(map[uuid.UUID]records.NotSentReason)
	neutral := make(map[uuid.UUID]string)
	unasked := make(map[uuid.UUID]int) // what this claim lets out, by conversation
	for _, message := range queued {
		message.UnaskedLately += unasked[message.ConversationID]
		verdict := judge(message, house, now)
		if verdict.neutral {
			text := view.engine.RenderNeutral(message.Language, s.jobs.capabilities(claim.through.Provider, claim.through.Kind))
			message.Text, message.Choices, neutral[message.ID] = text, nil, text
			s.jobs.observe("not-sent", "neutral-instead", 1)
		}
		if verdict.sends() {
			content, allowed := s.jobs.form(view, claim.through, message, now)
			if allowed {
				verdict.until = pacing.admit(message, content)
				if message.Proactive && !message.Urgent {
					unasked[message.ConversationID]++
				}
			} else {
				verdict.reason = records.NotSentTemplate
			}
			if !allowed && message.Purpose != records.PurposeSurvey {
				// How a visit was is not worth a telephone call.
				if err := s.jobs.remedy(ctx, tx, channel.RemedyTemplate, message.ConversationID, message.ContactID, now); err != nil {
					return err
				}
			}
		}
		switch {
		case verdict.reason != "":
			stopped[message.ID] = verdict.reason
			s.jobs.observe("not-sent", string(verdict.reason), 1)
		case !verdict.sends():
			if err := putOff(ctx, tx, claim.lane, message, verdict.until); err != nil {
				return err
			}
		}
	}
	if err := tx.Neutralise(ctx, neutral); err != nil {
		return err
	}
	claim.sending, claim.resumeAt = pacing.departures, pacing.resume(claim.more)
	if len(stopped) > 0 {
		if err := tx.MarkNotSent(ctx, stopped); err != nil {
			return err
		}
	}
	if err := s.mark(ctx, tx, claim, policy, now); err != nil {
		return err
	}
	if err := pacing.keep(ctx, tx, claim.lane); err != nil {
		return err
	}
	s.jobs.config.Reached(PointSendClaimed)
	return nil
}

// mark commits what is about to be sent.
func (s *sends) mark(ctx context.Context, tx *postgres.Tx, claim *sendClaim, policy records.ChannelPolicy, now time.Time) error {
	if len(claim.sending) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(claim.sending))
	last := now
	for i, message := range claim.sending {
		ids[i] = message.ID
		if message.at.After(last) {
			last = message.at
		}
	}
	if err := tx.MarkSending(ctx, claim.lane, ids, last.Add(sendPatience), now); err != nil {
		return err
	}
	if policy.OrderWait == 0 {
		return nil
	}
	// What waits for word of these need not wait longer than that.
	return tx.LookAtSendLane(ctx, claim.lane, last.Add(policy.OrderWait))
}

func putOff(ctx context.Context, tx *postgres.Tx, lane postgres.SendLane, message postgres.Queued, until time.Time) error {
	if err := tx.PutOff(ctx, []uuid.UUID{message.ID}, until); err != nil {
		return err
	}
	return tx.LookAtSendLane(ctx, lane, until)
}

// house is what the clinic and one of its channels allow at this moment.
func (j *Jobs) house(view *clinicView, through records.Channel) house {
	sender, configured := j.config.Senders[through.Provider]
	placed, somewhere := sender.(channel.Placed)
	return house{
		active: through.Active, configured: configured, elsewhere: somewhere && !placed.Carries(through.ID),
		repliesOnly: view.repliesOnly[through.ID], zone: view.zone, country: view.clinic.Country,
		channel: view.policies[through.ID], unasked: view.unasked,
	}
}
