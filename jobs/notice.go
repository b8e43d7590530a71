package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// noticeTime is how long the word that there is something new is of use.
const noticeTime = 7 * 24 * time.Hour

// notify writes to a patient that there is something new for them, in a message
// of this id; the text says nothing of what. Whom nothing reaches, or who has
// opted out, staff are asked to call.
func (j *Jobs) notify(ctx context.Context, tx *postgres.Tx, messageID, patientID uuid.UUID, purpose records.Purpose, key catalog.Key) error {
	now := j.config.Now()
	view, err := j.clinics.of(ctx, tx, now)
	if err != nil {
		return err
	}
	addressees, err := tx.Addressees(ctx, []uuid.UUID{patientID})
	if err != nil {
		return err
	}
	reach, reached := addressees[patientID]
	if !reached {
		return tx.OpenTask(ctx, records.Task{
			ID: j.config.NewID(), Code: records.TaskUnreachable, Priority: records.PriorityRoutine, PatientID: patientID, CreatedAt: now,
		})
	}
	through, err := view.channel(reach.Contact.ChannelID)
	if err != nil {
		return err
	}
	text := view.engine.RenderNotice(key, reach.Language, j.capabilities(through.Provider, through.Kind))
	lanes, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{{
		ID: messageID, ClinicID: tx.ClinicID(), ChannelID: reach.Contact.ChannelID, ConversationID: reach.ConversationID,
		Text: text.Text, Level: text.Level, Proactive: true, Purpose: purpose, ExpiresAt: now.Add(noticeTime),
	}}, now)
	if err != nil {
		return err
	}
	return j.wakeSends(ctx, tx, lanes)
}
