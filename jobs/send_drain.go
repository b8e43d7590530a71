package jobs

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// sendSet is how many messages one claim takes.
	sendSet = 100
	// callPatience is how long a provider may take to accept a message; past it
	// the outcome is unknown.
	callPatience = 5 * time.Second
	// sendPatience is when an attempt without a record is doubtful: a little
	// longer than the call and its record take.
	sendPatience = 7 * time.Second
)

// sends hands replies and reminders to the providers. Channels that are woken
// at about the same time, of whatever clinics, are claimed together, and what
// came of the calls is recorded together.
type sends struct {
	jobs    *Jobs
	claims  *gather[*sendClaim]
	results *gather[sendResult]
}

// sendClaim is one channel's part of a claim.
type sendClaim struct {
	lane    postgres.SendLane
	through records.Channel
	// sending are the messages that are now to be sent, in order; forms says of
	// those that do not go as they stand how they go.
	sending []postgres.Queued
	forms   map[uuid.UUID]*channel.Content
	// more is true when there may be others.
	more bool
}

func newSends(ctx context.Context, j *Jobs) *sends {
	const linger = 30 * time.Millisecond
	s := &sends{jobs: j}
	s.claims = newGather(context.WithoutCancel(ctx), 1, 64, linger, s.claim)
	s.results = newGather(context.WithoutCancel(ctx), 1, 128, linger, s.record)
	return s
}

func (s *sends) close() {
	s.claims.close()
	s.results.close()
}

// drain sends what a channel has queued, until nothing is left. The last claim
// comes after the last record: a reply that was written while an earlier one of
// its conversation was under way had to wait for it, and its own wake-up found
// nothing to do.
func (s *sends) drain(ctx context.Context, lane postgres.SendLane) error {
	for {
		claim := &sendClaim{lane: lane}
		if err := s.claims.do(ctx, claim); err != nil {
			return fmt.Errorf("drain channel %s of clinic %s: %w", lane.ChannelID, lane.ClinicID, err)
		}
		if len(claim.sending) == 0 && !claim.more {
			return nil
		}
		// The next set waits for this one, so that a slow provider meets a
		// bounded number of calls.
		var calls sync.WaitGroup
		for _, messages := range byConversation(claim.sending) {
			calls.Go(func() { s.deliver(ctx, claim, messages) })
		}
		calls.Wait()
	}
}

// claim judges the next messages of some channels and commits what is about to
// happen to them before it happens.
func (s *sends) claim(ctx context.Context, claims []*sendClaim) error {
	config := s.jobs.config
	byLane := make(map[postgres.SendLane]*sendClaim, len(claims))
	var lanes []postgres.SendLane
	for _, claim := range claims {
		claim.sending, claim.more, claim.forms = nil, false, make(map[uuid.UUID]*channel.Content)
		if byLane[claim.lane] == nil {
			byLane[claim.lane] = claim
			lanes = append(lanes, claim.lane)
		}
	}
	slices.SortFunc(lanes, postgres.SendLane.Compare)
	var sending int
	err := config.Store.Across(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		now := config.Now()
		queued, err := tx.ClaimQueued(ctx, lanes, sendSet, now)
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

// sort marks each message of one channel by its verdict and keeps those that go.
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
	_, configured := s.jobs.config.Senders[claim.through.Provider]
	var ids []uuid.UUID
	stopped := make(map[uuid.UUID]records.NotSentReason)
	for _, message := range queued {
		verdict := judge(message, claim.through.Active, configured, view.zone, now)
		if verdict.sends() {
			content, allowed := s.jobs.form(view, claim.through, message, now)
			if claim.forms[message.ID] = content; !allowed {
				verdict.reason = records.NotSentTemplate
				if err := s.jobs.remedy(ctx, tx, channel.RemedyTemplate, message.ConversationID, message.ContactID, now); err != nil {
					return err
				}
			}
		}
		switch {
		case verdict.sends():
			claim.sending, ids = append(claim.sending, message), append(ids, message.ID)
		case verdict.reason != "":
			stopped[message.ID] = verdict.reason
			s.jobs.observe("not-sent", string(verdict.reason), 1)
		default:
			if err := tx.PutOff(ctx, []uuid.UUID{message.ID}, verdict.until); err != nil {
				return err
			}
			if err := tx.LookAtSendLane(ctx, claim.lane, verdict.until); err != nil {
				return err
			}
		}
	}
	if len(stopped) > 0 {
		if err := tx.MarkNotSent(ctx, stopped); err != nil {
			return err
		}
	}
	if len(ids) > 0 {
		if err := tx.MarkSending(ctx, claim.lane, ids, now.Add(sendPatience), now); err != nil {
			return err
		}
	}
	s.jobs.config.Reached(PointSendClaimed)
	return nil
}

// byConversation keeps the messages of one conversation together, in order.
func byConversation(messages []postgres.Queued) map[uuid.UUID][]postgres.Queued {
	groups := make(map[uuid.UUID][]postgres.Queued, len(messages))
	for _, message := range messages {
		groups[message.ConversationID] = append(groups[message.ConversationID], message)
	}
	return groups
}

// deliver sends one conversation's messages one after the other. A message
// that the provider can't take yet holds back those behind it.
func (s *sends) deliver(ctx context.Context, claim *sendClaim, messages []postgres.Queued) {
	through := claim.through
	for n, message := range messages {
		result := s.call(ctx, through, message, claim.forms[message.ID])
		behind := messages[n+1:]
		if result.outcome == channel.OutcomeNotYet {
			for _, waiting := range behind {
				s.keep(ctx, sendResult{through: through, message: waiting, outcome: channel.OutcomeNotYet, err: result.err})
			}
			behind = nil
		}
		s.keep(ctx, result)
		if len(behind) == 0 {
			return
		}
	}
}

func (s *sends) call(ctx context.Context, through records.Channel, message postgres.Queued, content *channel.Content) sendResult {
	sender := s.jobs.config.Senders[through.Provider]
	// A shutdown lets the call end: an attempt that is cut off is a doubt.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callPatience)
	defer cancel()
	outbound := outboundOf(through, message)
	outbound.Content = content
	sent, err := sender.Send(ctx, outbound)
	if err == nil {
		s.jobs.config.Reached(PointSendAccepted)
	}
	return resultOf(through, message, sent, err)
}

func outboundOf(through records.Channel, message postgres.Queued) channel.Outbound {
	return channel.Outbound{
		ID: message.ID, Channel: through, From: through.Address, To: message.Address, Text: message.Text, Choices: message.Choices,
		ExpiresAt: message.ExpiresAt,
	}
}
