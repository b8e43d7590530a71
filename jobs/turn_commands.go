package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// replyLife is how long an answer is of use to whoever asked. What could not be
// sent by then is dropped with a reason, never delivered stale.
const replyLife = 4 * time.Hour

// carryOut does what the engine wants done, inside the turn's transaction.
func (t *turn) carryOut(ctx context.Context, effect conversations.Effect) error {
	switch effect := effect.(type) {
	case conversations.Reply:
		t.reply(effect)
		return nil
	case conversations.ReleaseHold:
		return t.booking(uuid.Nil).releaseHold(ctx, effect.AppointmentID)
	case conversations.OptOut:
		status := records.ConsentInactive
		if effect.Active {
			status = records.ConsentActive
		}
		if effect.Purpose != "" {
			return t.recordPurpose(ctx, effect.Purpose, status, effect.Source)
		}
		return t.recordConsent(ctx, status, effect.Source)
	case conversations.ChooseLanguage:
		t.conversation.Contact.Language = effect.Language
		return t.tx.SetContactLanguage(ctx, t.conversation.Contact.ID, effect.Language)
	case conversations.OpenTask:
		return t.tx.OpenTask(ctx, records.Task{
			ID: t.jobs.config.NewID(), Code: effect.Code, Priority: effect.Priority, ConversationID: t.conversation.ID,
			PatientID: effect.PatientID, MessageID: t.messageID, CreatedAt: t.now,
		})
	case conversations.AllowNames:
		return t.allowNames(ctx, effect)
	case conversations.ReleaseContact:
		return t.releaseContact(ctx, effect)
	case conversations.FileMedia:
		return t.fileMedia(ctx, effect)
	case conversations.EndWishes:
		return t.endWishes(ctx, effect)
	case conversations.KeepCoverage:
		return t.keepCoverage(ctx, effect)
	default:
		return &records.Error{Code: records.CodeInternal, Message: fmt.Sprintf("unknown effect %T", effect)}
	}
}

func (t *turn) reply(reply conversations.Reply) {
	t.replies = append(t.replies, postgres.NewOutbound{
		ID: t.jobs.config.NewID(), ClinicID: t.conversation.ClinicID, ChannelID: t.conversation.Contact.ChannelID, ConversationID: t.conversation.ID, Text: reply.Text,
		Choices: reply.Choices, Level: reply.Level, DespiteOptOut: reply.DespiteOptOut, ExpiresAt: t.now.Add(replyLife),
	})
}

// allowNames keeps what a contact said of names in what they are told, with the
// message that said it as the evidence.
func (t *turn) allowNames(ctx context.Context, said conversations.AllowNames) error {
	level, status, warnedAt := records.ContentLogistics, records.ConsentInactive, time.Time{}
	if said.Allowed {
		level, status, warnedAt = records.ContentNames, records.ConsentActive, t.now
	}
	t.conversation.PreferredLevel = &level
	contactID := t.conversation.Contact.ID
	if err := t.tx.SetContactLevel(ctx, contactID, level, warnedAt); err != nil {
		return fmt.Errorf("allow names: %w", err)
	}
	return t.tx.RecordConsent(ctx, records.Consent{
		ID: t.jobs.config.NewID(), ClinicID: t.tx.ClinicID(), ContactID: contactID, Purpose: records.PurposeNames,
		Status: status, Source: "message", MessageID: t.messageID, RecordedAt: t.now,
	})
}

func (t *turn) recordConsent(ctx context.Context, status records.ConsentStatus, source string) error {
	t.conversation.OptedOut = status == records.ConsentInactive
	return t.recordPurpose(ctx, records.PurposeCare, status, source)
}

// recordPurpose keeps what the contact says about one purpose.
func (t *turn) recordPurpose(ctx context.Context, purpose records.Purpose, status records.ConsentStatus, source string) error {
	return t.tx.RecordConsent(ctx, records.Consent{
		ID: t.jobs.config.NewID(), ClinicID: t.tx.ClinicID(), ContactID: t.conversation.Contact.ID, Purpose: purpose,
		Status: status, Source: source, MessageID: t.messageID, RecordedAt: t.now,
	})
}
