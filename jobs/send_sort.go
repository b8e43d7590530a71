package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// sorting takes one channel's claimed messages, in order, and finds out of each
// whether and how it goes.
type sorting struct {
	jobs   *Jobs
	tx     *postgres.Tx
	view   *clinicView
	claim  *sendClaim
	now    time.Time
	house  house
	pacing *pacing

	// stopped are those that do not go, neutral the texts that go in the place of
	// others, unasked what this claim lets out of what nobody asked for, by
	// conversation.
	stopped map[uuid.UUID]records.NotSentReason
	neutral map[uuid.UUID]string
	unasked map[uuid.UUID][]time.Time
	// mails are what e-mails have beside their texts.
	mails map[uuid.UUID]postgres.MessageMail
}

func newSorting(j *Jobs, tx *postgres.Tx, view *clinicView, claim *sendClaim, queued []postgres.Queued, now time.Time) *sorting {
	house := j.house(view, claim.through)
	return &sorting{
		jobs: j, tx: tx, view: view, claim: claim, now: now, house: house, pacing: newPacing(house.channel, claim.through.Kind, queued, now),
		stopped: make(map[uuid.UUID]records.NotSentReason), neutral: make(map[uuid.UUID]string), unasked: make(map[uuid.UUID][]time.Time),
	}
}

// take judges one message. What is let out has its place in the pacing.
func (s *sorting) take(ctx context.Context, message postgres.Queued) error {
	message.UnaskedAt = slices.Concat(s.unasked[message.ConversationID], message.UnaskedAt)
	message.Confirms = s.mails[message.ID].ConfirmationID != uuid.Nil
	verdict := judge(message, s.house, s.now)
	if verdict.neutral {
		delete(s.mails, message.ID) // subject and calendar say as much as the text did
		text := s.view.engine.RenderNeutral(message.Language, s.jobs.capabilities(s.claim.through.Provider, s.claim.through.Kind))
		message.Text, message.Choices, s.neutral[message.ID] = text, nil, text
		s.jobs.observe("not-sent", "neutral-instead", 1)
	}
	if verdict.sends() {
		verdict.until = heldBack(message, len(s.pacing.departures), s.now)
	}
	if verdict.sends() {
		verdict.reason, verdict.until = s.letOut(message)
	}
	if err := s.seekElsewhere(ctx, message, verdict); err != nil {
		return err
	}
	switch {
	case verdict.reason != "":
		s.stopped[message.ID] = verdict.reason
		s.jobs.observe("not-sent", string(verdict.reason), 1)
		if message.PartlyStale {
			return s.tx.PlanRemindersAgain(ctx, message.ID, s.now)
		}
	case !verdict.sends():
		if err := s.tx.PutOff(ctx, []uuid.UUID{message.ID}, verdict.until); err != nil {
			return err
		}
		return s.tx.LookAtSendLane(ctx, s.claim.lane, verdict.until)
	}
	return nil
}

// letOut gives a message its form and its place, or says why it has none.
func (s *sorting) letOut(message postgres.Queued) (records.NotSentReason, time.Time) {
	content, allowed := s.jobs.form(s.view, s.claim.through, message, s.now)
	if !allowed {
		return records.NotSentTemplate, time.Time{}
	}
	if message.Proactive && !message.Urgent {
		s.unasked[message.ConversationID] = append(s.unasked[message.ConversationID], s.now)
	}
	return "", s.pacing.admit(message, content)
}

// seekElsewhere leaves to a job what this channel does not carry, or not soon
// enough. How a visit was is worth no other channel and no telephone call.
func (s *sorting) seekElsewhere(ctx context.Context, message postgres.Queued, verdict verdict) error {
	held := verdict.reason == "" && !verdict.until.IsZero() && breakerOf(message).Admits(s.now) != scheduler.AdmitAll
	switch {
	case s.house.kind == records.ChannelEmail && message.Purpose != records.PurposeReminder:
		// A receipt by e-mail is beside what the patient is told anyhow.
	case verdict.reason == records.NotSentTemplate && message.Purpose != records.PurposeSurvey:
		return s.jobs.afterFailure(ctx, s.tx, failure{
			messageID: message.ID, conversationID: message.ConversationID, contactID: message.ContactID, remedy: channel.RemedyTemplate,
			bound: bound(message),
		}, s.now)
	case verdict.reason == records.NotSentRepliesOnly && bound(message), held && pressing(message, s.now):
		return s.jobs.failOverLater(ctx, s.tx, message.ID)
	}
	return nil
}
