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
	sorting := newSorting(s.jobs, tx, view, claim, queued, now)
	if sorting.mails, err = mailsOf(ctx, tx, claim.through, queued); err != nil {
		return err
	}
	for _, message := range queued {
		if err := sorting.take(ctx, message); err != nil {
			return err
		}
	}
	if err := tx.Neutralise(ctx, sorting.neutral); err != nil {
		return err
	}
	if err := sorting.address(ctx); err != nil {
		return err
	}
	if len(sorting.stopped) > 0 {
		if err := tx.MarkNotSent(ctx, sorting.stopped); err != nil {
			return err
		}
	}
	claim.sending, claim.resumeAt = sorting.pacing.departures, sorting.pacing.resume(claim.more)
	if err := s.mark(ctx, tx, claim, sorting.house.channel, now); err != nil {
		return err
	}
	if err := sorting.pacing.keep(ctx, tx, claim.lane); err != nil {
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

// house is what the clinic and one of its channels allow at this moment.
func (j *Jobs) house(view *clinicView, through records.Channel) house {
	sender, configured := j.config.Senders[through.Provider]
	placed, somewhere := sender.(channel.Placed)
	if through.Kind == records.ChannelEmail && (j.config.PublicURL == "" || j.config.Random == nil) {
		configured = false // nothing leaves without the link that ends it
	}
	return house{
		active: through.Active, configured: configured, elsewhere: somewhere && !placed.Carries(through.ID),
		repliesOnly: view.repliesOnly[through.ID], zone: view.zone, country: view.clinic.Country, kind: through.Kind,
		channel: view.policies[through.ID], unasked: view.unasked,
	}
}
