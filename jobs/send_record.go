package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// firstLook is how long after an unanswered call the provider is asked for
	// the first time whether it has the message; a callback may come first.
	firstLook = 30 * time.Second
	// codeNoAnswer marks a message whose provider did not answer.
	codeNoAnswer = "no-answer"
)

// sendResult is what came of one call.
type sendResult struct {
	through    records.Channel
	message    postgres.Queued
	providerID string
	// outcome is empty for an accepted message.
	outcome channel.Outcome
	remedy  channel.Remedy
	code    string
	err     error
}

func resultOf(through records.Channel, message postgres.Queued, sent channel.Sent, err error) sendResult {
	result := sendResult{through: through, message: message, providerID: sent.ProviderID, err: err}
	if err == nil {
		return result
	}
	result.outcome = channel.OutcomeUnknown
	if refused, ok := errors.AsType[*channel.SendError](err); ok {
		result.outcome, result.remedy, result.code = refused.Outcome, refused.Remedy, refused.Code
	}
	return result
}

// keep records a result. It tries until it is recorded or the attempt's time
// is over; then the sweeper asks the provider.
func (s *sends) keep(ctx context.Context, result sendResult) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendPatience)
	defer cancel()
	if result.err != nil {
		s.jobs.config.Logger.Warn("send", "channel", result.through.Name, "message", result.message.ID, "error", result.err)
	}
	if err := s.results.do(ctx, result); err != nil {
		s.jobs.config.Logger.Error("record a send; it will be reconciled", "message", result.message.ID, "error", err)
		return
	}
	s.jobs.config.Reached(PointSendDone)
}

// record stores a set of results in one transaction.
func (s *sends) record(ctx context.Context, results []sendResult) error {
	now := s.jobs.config.Now()
	byClinic := make(map[uuid.UUID][]sendResult)
	for _, result := range results {
		byClinic[result.through.ClinicID] = append(byClinic[result.through.ClinicID], result)
	}
	// A record that a crash of PostgreSQL loses is a doubtful send, and the
	// provider is asked about it.
	err := s.jobs.config.Store.AcrossLoosely(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		for _, clinicID := range sortedKeys(byClinic) {
			if err := tx.Enter(ctx, clinicID); err != nil {
				return err
			}
			if err := s.recordInClinic(ctx, tx, byClinic[clinicID], now); err != nil {
				return err
			}
		}
		s.jobs.config.Reached(PointSendRecorded)
		return nil
	})
	if err == nil {
		s.jobs.observe("outbound", "recorded", len(results))
	}
	return err
}

func (s *sends) recordInClinic(ctx context.Context, tx *postgres.Tx, results []sendResult, now time.Time) error {
	accepted := make(map[uuid.UUID]string)
	for _, result := range results {
		if result.outcome == "" {
			accepted[result.message.ID] = result.providerID
			continue
		}
		if err := s.recordTrouble(ctx, tx, result, now); err != nil {
			return err
		}
	}
	if err := tx.RecordSent(ctx, accepted); err != nil {
		return err
	}
	return s.moveBreakers(ctx, tx, lanesOf(results), now)
}

func (s *sends) recordTrouble(ctx context.Context, tx *postgres.Tx, result sendResult, now time.Time) error {
	lane := postgres.SendLane{ClinicID: result.through.ClinicID, ChannelID: result.through.ID}
	id := result.message.ID
	switch result.outcome {
	case outcomeTakenBack:
		if err := tx.TakeBack(ctx, []postgres.Queued{result.message}); err != nil {
			return err
		}
		return tx.LookAtSendLane(ctx, lane, now)
	case channel.OutcomeRefused:
		if err := tx.RecordRefused(ctx, id, result.code); err != nil {
			return err
		}
		if result.remedy == channel.RemedyTemplate {
			again, err := s.jobs.sendAsTemplate(ctx, tx, id, result.message.ContactID, now)
			if err != nil || again {
				return err
			}
		}
		return s.jobs.afterFailure(ctx, tx, failure{
			messageID: id, conversationID: result.message.ConversationID, contactID: result.message.ContactID, remedy: result.remedy,
			// A receipt by e-mail is beside what the patient is told anyhow.
			bound: bound(result.message) && (result.through.Kind != records.ChannelEmail || result.message.Purpose == records.PurposeReminder),
		}, now)
	case channel.OutcomeNotYet:
		again := now.Add(backoff(result.message.Attempts))
		if err := tx.RecordNotYet(ctx, id, result.code, again); err != nil {
			return err
		}
		return tx.LookAtSendLane(ctx, lane, again)
	case channel.OutcomeUnknown:
		code := result.code
		if code == "" {
			code = codeNoAnswer
		}
		look := now.Add(firstLook)
		if err := tx.RecordUnknown(ctx, id, code, false, look); err != nil {
			return err
		}
		return tx.LookAtSendLane(ctx, lane, look)
	}
	return nil
}

// backoff doubles from one second to two minutes. Attempts don't end: a
// message ends by its own expiry.
func backoff(attempts int) time.Duration {
	return min(time.Second<<min(attempts, 7), 2*time.Minute)
}

// failure is a message that failed for good on its channel.
type failure struct {
	messageID, conversationID, contactID uuid.UUID
	remedy                               channel.Remedy
	// bound is true for what may be sent on another channel.
	bound bool
}

// afterFailure does what a failure asks for beyond its record: another channel,
// where there may be one, and else the remedy. The job that fails over asks staff
// where no other channel reaches the patient.
func (j *Jobs) afterFailure(ctx context.Context, tx *postgres.Tx, failed failure, now time.Time) error {
	if failed.remedy == channel.RemedyBadAddress {
		// Nobody is there any more, and the next one there is somebody else.
		if err := tx.DoubtContact(ctx, failed.contactID, now); err != nil {
			return fmt.Errorf("doubt contact: %w", err)
		}
	}
	if failed.bound && failsOver(failed.remedy) {
		if err := j.failOverLater(ctx, tx, failed.messageID); err != nil {
			return err
		}
		if failed.remedy != channel.RemedyOperator {
			return nil
		}
	}
	return j.remedy(ctx, tx, failed.remedy, failed.conversationID, failed.contactID, now)
}

// remedy does what a refusal asks for beyond its record.
func (j *Jobs) remedy(ctx context.Context, tx *postgres.Tx, remedy channel.Remedy, conversationID, contactID uuid.UUID, now time.Time) error {
	switch remedy {
	case channel.RemedyOptOut:
		err := tx.RecordConsent(ctx, records.Consent{
			ID: j.config.NewID(), ClinicID: tx.ClinicID(), ContactID: contactID, Purpose: records.PurposeCare,
			Status: records.ConsentInactive, Source: "provider", RecordedAt: now,
		})
		if err != nil {
			return err
		}
		return tx.OpenTask(ctx, records.Task{
			ID: j.config.NewID(), Code: records.TaskOptedOut, Priority: records.PriorityRoutine, ConversationID: conversationID, CreatedAt: now,
		})
	case channel.RemedyBadAddress, channel.RemedyTemplate, channel.RemedyBlocked:
		return tx.OpenTask(ctx, records.Task{
			ID: j.config.NewID(), Code: records.TaskUnreachable, Priority: records.PriorityRoutine, ConversationID: conversationID, CreatedAt: now,
		})
	case channel.RemedyOperator:
		j.config.Logger.Error("a provider refuses our account or sender; messages are not going out", "clinic", tx.ClinicID())
		j.observe("outbound", "operator-needed", 1)
	case channel.RemedyNone, channel.RemedyLater:
	}
	return nil
}
