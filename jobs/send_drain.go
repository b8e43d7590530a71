package jobs

import (
	"context"
	"fmt"
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

// sends hands replies and reminders to the providers.
type sends struct {
	jobs    *Jobs
	results *gather[sendResult]
}

func newSends(ctx context.Context, j *Jobs) *sends {
	const workers, limit, queue = 2, 128, 1024
	s := &sends{jobs: j}
	s.results = newGather(context.WithoutCancel(ctx), workers, limit, queue, s.record)
	return s
}

func (s *sends) close() { s.results.close() }

// drain sends what a channel has queued, until nothing is left. The last claim
// comes after the last record: a reply that was written while an earlier one of
// its conversation was under way had to wait for it, and its own wake-up found
// nothing to do.
func (s *sends) drain(ctx context.Context, lane postgres.SendLane) error {
	for {
		through, claimed, more, err := s.claim(ctx, lane)
		if err != nil {
			return fmt.Errorf("drain channel %s of clinic %s: %w", lane.ChannelID, lane.ClinicID, err)
		}
		if len(claimed) == 0 && !more {
			return nil
		}
		// The next set waits for this one, so that a slow provider meets a
		// bounded number of calls.
		var calls sync.WaitGroup
		for _, messages := range byConversation(claimed) {
			calls.Go(func() { s.deliver(ctx, through, messages) })
		}
		calls.Wait()
	}
}

// claim judges the next messages and commits what is about to happen to them
// before it happens. more is true when there may be others.
func (s *sends) claim(ctx context.Context, lane postgres.SendLane) (records.Channel, []postgres.Queued, bool, error) {
	config := s.jobs.config
	var through records.Channel
	var sending []postgres.Queued
	var more bool
	err := config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := config.Now()
		view, err := s.jobs.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		queued, err := tx.ClaimQueued(ctx, lane, sendSet, now)
		if err != nil {
			return err
		}
		more = len(queued) == sendSet
		if len(queued) == 0 {
			return nil
		}
		if through, err = view.channel(lane.ChannelID); err != nil {
			return err
		}
		sending, err = s.sort(ctx, tx, lane, view, through, queued, now)
		return err
	})
	if err != nil {
		return through, nil, false, err
	}
	if len(sending) > 0 {
		config.Reached(PointSendMarked)
	}
	return through, sending, more, nil
}

// sort marks each message by its verdict and gives those that go.
func (s *sends) sort(ctx context.Context, tx *postgres.Tx, lane postgres.SendLane, view *clinicView, through records.Channel,
	queued []postgres.Queued, now time.Time,
) ([]postgres.Queued, error) {
	_, configured := s.jobs.config.Senders[through.Provider]
	var sending []postgres.Queued
	var ids []uuid.UUID
	stopped := make(map[uuid.UUID]records.NotSentReason)
	for _, message := range queued {
		verdict := judge(message, through.Active && configured, view.zone, now)
		switch {
		case verdict.sends():
			sending, ids = append(sending, message), append(ids, message.ID)
		case verdict.reason != "":
			stopped[message.ID] = verdict.reason
			s.jobs.observe("not-sent", string(verdict.reason), 1)
		default:
			if err := tx.PutOff(ctx, []uuid.UUID{message.ID}, verdict.until); err != nil {
				return nil, err
			}
			if err := tx.LookAtSendLane(ctx, lane, verdict.until); err != nil {
				return nil, err
			}
		}
	}
	if len(stopped) > 0 {
		if err := tx.MarkNotSent(ctx, stopped); err != nil {
			return nil, err
		}
	}
	if len(ids) > 0 {
		if err := tx.MarkSending(ctx, lane, ids, now.Add(sendPatience), now); err != nil {
			return nil, err
		}
	}
	s.jobs.config.Reached(PointSendClaimed)
	return sending, nil
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
func (s *sends) deliver(ctx context.Context, through records.Channel, messages []postgres.Queued) {
	for n, message := range messages {
		result := s.call(ctx, through, message)
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

func (s *sends) call(ctx context.Context, through records.Channel, message postgres.Queued) sendResult {
	sender := s.jobs.config.Senders[through.Provider]
	// A shutdown lets the call end: an attempt that is cut off is a doubt.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callPatience)
	defer cancel()
	sent, err := sender.Send(ctx, outboundOf(through, message))
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
