package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// sendAsTemplate writes a message again whose free text the provider would not
// send any more, so that it leaves as an approved template with the same words;
// false where there is none. A message is written again once: the failed row
// stays as it is.
func (j *Jobs) sendAsTemplate(ctx context.Context, tx *postgres.Tx, messageID, contactID uuid.UUID, now time.Time) (bool, error) {
	if err := tx.CloseSession(ctx, contactID, now); err != nil {
		return false, err
	}
	message, err := tx.MessageToReplace(ctx, messageID)
	if records.CodeOf(err) == records.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	view, err := j.clinics.of(ctx, tx, now)
	if err != nil {
		return false, err
	}
	content, _ := channel.Choose(view.templates[message.ChannelID], message.Text, message.Choices, false)
	if content == nil {
		return false, nil
	}
	message.ID = j.config.NewID()
	if err := tx.MarkReplaced(ctx, messageID, message.ID); err != nil {
		return false, err
	}
	lanes, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{message}, now)
	if err != nil {
		return false, err
	}
	j.observe("outbound", "again-as-template", 1)
	return true, j.wakeSends(ctx, tx, lanes)
}
