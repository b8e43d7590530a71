package jobs

import (
	"context"
	"fmt"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// codeAbandoned marks a message whose sender died between the commit of the
	// attempt and the record of its outcome.
	codeAbandoned = "abandoned"
	// secondLook is how long after the first look in vain an abandoned message
	// is looked for again: the provider's list may lag a moment behind.
	secondLook = 2 * time.Second
	// looksInVain is after how many looks a message counts as not there.
	looksInVain = 2
)

// reconcile settles the doubtful messages of a channel (invariant 5). A
// callback may have settled some already; the provider is asked about the
// others:
//
//   - It has the message: its status is taken over.
//   - Our process died, and it has not, twice: the message is queued again,
//     once; the second time staff decide.
//   - The provider did not answer the call in time, and has not, twice: it may
//     still come, so it is not sent again; staff decide.
func (s *sends) reconcile(ctx context.Context, lane postgres.SendLane) error {
	var through records.Channel
	var doubtful []postgres.Doubtful
	err := s.jobs.config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := s.jobs.config.Now()
		found, err := tx.Doubtful(ctx, lane, now.Add(sendPatience), now)
		if err != nil {
			return err
		}
		if doubtful = found; len(doubtful) == 0 {
			return nil
		}
		through, err = tx.Channel(ctx, lane.ChannelID)
		return err
	})
	if err != nil {
		return fmt.Errorf("reconcile channel %s: %w", lane.ChannelID, err)
	}
	for _, message := range doubtful {
		if err := s.settle(ctx, lane, through, message); err != nil {
			return fmt.Errorf("reconcile message %s: %w", message.ID, err)
		}
	}
	err = s.jobs.config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.NoteNextLook(ctx, lane)
	})
	if err != nil {
		return fmt.Errorf("reconcile channel %s: %w", lane.ChannelID, err)
	}
	return nil
}

func (s *sends) settle(ctx context.Context, lane postgres.SendLane, through records.Channel, message postgres.Doubtful) error {
	receipt, found, err := s.find(ctx, through, message)
	if err != nil {
		s.jobs.config.Logger.Warn("look for a message", "channel", through.Name, "message", message.ID, "error", err)
	}
	s.jobs.observe("reconciled", reconciliation(found, err), 1)
	return s.jobs.config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := s.jobs.config.Now()
		abandoned := message.Status == records.MessageSending || message.ErrorCode == codeAbandoned
		code := codeNoAnswer
		if abandoned {
			code = codeAbandoned
		}
		switch {
		case found:
			receipt.MessageID = message.ID
			_, err := s.jobs.advance(ctx, tx, through, receipt)
			return err
		case err != nil:
			return tx.RecordUnknown(ctx, message.ID, code, false, now.Add(firstLook))
		case message.Looks+1 < looksInVain:
			return tx.RecordUnknown(ctx, message.ID, code, true, now.Add(nextLook(abandoned)))
		case abandoned && message.Attempts < 2:
			// The one way in which a patient may read a message twice.
			s.jobs.observe("outbound", "sent-again", 1)
			return tx.RecordNotYet(ctx, message.ID, code, now)
		default:
			return s.leaveToStaff(ctx, tx, message, now)
		}
	})
}

func nextLook(abandoned bool) time.Duration {
	if abandoned {
		return secondLook
	}
	return 2 * firstLook
}

func reconciliation(found bool, err error) string {
	switch {
	case err != nil:
		return "unanswered"
	case found:
		return "found"
	default:
		return "not-found"
	}
}

// find asks the provider, if it can be asked. One that can't is answered for
// by staff.
func (s *sends) find(ctx context.Context, through records.Channel, message postgres.Doubtful) (channel.Receipt, bool, error) {
	finder, able := s.jobs.config.Senders[through.Provider].(channel.Finder)
	if !able {
		return channel.Receipt{}, false, nil
	}
	// The provider's clock may be behind ours.
	const skew = time.Minute
	since := message.HandedOverAt.Add(-skew)
	var others []string
	err := s.jobs.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		others, err = tx.ProviderIDsSince(ctx, message.ConversationID, since.Add(-replyLife))
		return err
	})
	if err != nil {
		return channel.Receipt{}, false, err
	}
	ctx, cancel := context.WithTimeout(ctx, callPatience)
	defer cancel()
	return finder.Find(ctx, channel.Outbound{
		ID: message.ID, Channel: through, From: through.Address, To: message.Address, Text: message.Text, Choices: message.Choices,
	}, since, others)
}

func (s *sends) leaveToStaff(ctx context.Context, tx *postgres.Tx, message postgres.Doubtful, now time.Time) error {
	if err := tx.StopReconciling(ctx, message.ID); err != nil {
		return err
	}
	return tx.OpenTask(ctx, records.Task{
		ID: s.jobs.config.NewID(), Code: records.TaskUnknownSend, Priority: records.PriorityUrgent, ConversationID: message.ConversationID,
		MessageID: message.ID, CreatedAt: now,
	})
}
