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
	// sendTime is how long one drain of a channel goes on before it hands over to
	// a new job, of whichever node: well before River ends it.
	sendTime = 10 * time.Second
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
	looks   *gather[*lastLook]
	results *gather[sendResult]
	// closing ends the pauses of paced drains.
	closing chan struct{}
	once    sync.Once
}

func newSends(ctx context.Context, j *Jobs) *sends {
	const linger = 30 * time.Millisecond
	s := &sends{jobs: j, closing: make(chan struct{})}
	s.claims = newGather(context.WithoutCancel(ctx), 1, 64, linger, s.claim)
	s.looks = newGather(context.WithoutCancel(ctx), 1, 128, linger/10, s.look)
	s.results = newGather(context.WithoutCancel(ctx), 1, 128, linger, s.record)
	return s
}

// rest ends the pauses of paced drains, so that a node which stops needn't wait
// for them.
func (s *sends) rest() { s.once.Do(func() { close(s.closing) }) }

func (s *sends) close() {
	s.rest()
	s.claims.close()
	s.looks.close()
	s.results.close()
}

// drain sends what a channel has queued, until nothing is left or its time is
// over. The last claim comes after the last record: a reply that was written
// while an earlier one of its conversation was under way had to wait for it, and
// its own wake-up found nothing to do.
func (s *sends) drain(ctx context.Context, lane postgres.SendLane) error {
	handOver := s.jobs.config.Now().Add(sendTime)
	var calls sync.WaitGroup
	defer calls.Wait()
	under := make(chan struct{}, 2*sendSet)
	for recorded := true; ; {
		claim := &sendClaim{lane: lane}
		if err := s.claims.do(ctx, claim); err != nil {
			return fmt.Errorf("drain channel %s of clinic %s: %w", lane.ChannelID, lane.ClinicID, err)
		}
		if len(claim.sending) == 0 && !claim.more && claim.resumeAt.IsZero() {
			if recorded {
				return nil
			}
			calls.Wait()
			recorded = true
			continue
		}
		// A slow provider meets a bounded number of calls.
		for _, messages := range byConversation(claim.sending) {
			under <- struct{}{}
			recorded = false
			calls.Go(func() {
				defer func() { <-under }()
				s.deliver(ctx, claim.through, messages)
			})
		}
		if claim.resumeAt.IsZero() {
			calls.Wait() // the next set waits for this one
			recorded = true
		} else if err := s.pause(ctx, claim.resumeAt.Add(-paceLead)); err != nil {
			return nil //nolint:nilerr // the node stops; the sweep of another goes on where this one ends
		}
		if !s.jobs.config.Now().Before(handOver) {
			return s.handOver(ctx, lane)
		}
	}
}

// pause waits until an instant, or until the drain is to end.
func (s *sends) pause(ctx context.Context, until time.Time) error {
	wait := until.Sub(s.jobs.config.Now())
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-s.closing:
		return errStopped
	case <-ctx.Done():
		return ctx.Err()
	}
}

// await waits for a message's time, which is less than a second away. What is
// marked as being sent is sent, also while the node stops.
func (s *sends) await(at time.Time) {
	if wait := at.Sub(s.jobs.config.Now()); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		<-timer.C
	}
}

// handOver leaves the rest of a channel to a new job.
func (s *sends) handOver(ctx context.Context, lane postgres.SendLane) error {
	err := s.jobs.config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		if err := tx.WakeSendLane(ctx, lane, s.jobs.config.Now()); err != nil {
			return err
		}
		return s.jobs.wakeSends(ctx, tx, []postgres.SendLane{lane})
	})
	if err != nil {
		return fmt.Errorf("hand over channel %s of clinic %s: %w", lane.ChannelID, lane.ClinicID, err)
	}
	return nil
}

// byConversation keeps the messages of one conversation together, in order.
func byConversation(messages []departure) map[uuid.UUID][]departure {
	groups := make(map[uuid.UUID][]departure, len(messages))
	for _, message := range messages {
		groups[message.ConversationID] = append(groups[message.ConversationID], message)
	}
	return groups
}

// deliver sends one conversation's messages one after the other, each at its
// time. A message that the provider can't take yet holds back those behind it, and
// so does one that must not go any more: all of them are judged again.
func (s *sends) deliver(ctx context.Context, through records.Channel, messages []departure) {
	for n, message := range messages {
		s.await(message.at)
		if !s.handsOver(ctx, through, message, n > 0) {
			s.takeBack(ctx, through, messages[n:])
			return
		}
		result := s.call(ctx, through, message)
		behind := messages[n+1:]
		if result.outcome == channel.OutcomeNotYet {
			for _, waiting := range behind {
				s.keep(ctx, sendResult{through: through, message: waiting.Queued, outcome: channel.OutcomeNotYet, err: result.err})
			}
			behind = nil
		}
		s.keep(ctx, result)
		if len(behind) == 0 {
			return
		}
	}
}

func (s *sends) call(ctx context.Context, through records.Channel, message departure) sendResult {
	sender := s.jobs.config.Senders[through.Provider]
	// A shutdown lets the call end: an attempt that is cut off is a doubt.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callPatience)
	defer cancel()
	outbound := outboundOf(through, message.Queued)
	outbound.Content, outbound.Mail = message.content, message.mail
	sent, err := sender.Send(ctx, outbound)
	s.jobs.config.Reached(PointSendAnswered)
	if err == nil {
		s.jobs.config.Reached(PointSendAccepted)
	}
	return resultOf(through, message.Queued, sent, err)
}

func outboundOf(through records.Channel, message postgres.Queued) channel.Outbound {
	return channel.Outbound{
		ID: message.ID, Channel: through, From: through.Address, To: message.Address, Text: message.Text, Choices: message.Choices,
		ExpiresAt: message.ExpiresAt,
	}
}
