package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// MessageTemplates lists the clinic's templates of all channels, by name and
// language.
func (tx *Tx) MessageTemplates(ctx context.Context) ([]records.MessageTemplate, error) {
	rows, err := tx.queries.ListMessageTemplates(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	templates := make([]records.MessageTemplate, len(rows))
	for i, row := range rows {
		choices, err := choicesOf(row.Choices)
		if err != nil {
			return nil, err
		}
		templates[i] = records.MessageTemplate{
			ChannelID: row.ChannelID, Name: row.Name, Language: records.Language(row.Language), ProviderID: row.ProviderID, Body: row.Body,
			Choices: choices, List: row.List, Status: records.TemplateStatus(row.Status), Reason: row.Reason, CheckedAt: row.CheckedAt.UTC(),
		}
	}
	return templates, nil
}

// PutMessageTemplate stores what is known of a template, in place of what was
// known before. Running nodes follow.
func (tx *Tx) PutMessageTemplate(ctx context.Context, template records.MessageTemplate) error {
	var choices []byte
	if len(template.Choices) > 0 {
		encoded, err := json.Marshal(template.Choices)
		if err != nil {
			return fmt.Errorf("encode choices: %w", err)
		}
		choices = encoded
	}
	err := tx.queries.PutMessageTemplate(ctx, dbsqlc.PutMessageTemplateParams{
		ClinicID: tx.clinicID, ChannelID: template.ChannelID, Name: template.Name, Language: string(template.Language),
		ProviderID: template.ProviderID, Body: template.Body, Choices: choices, List: template.List, Status: string(template.Status),
		Reason: template.Reason, CheckedAt: template.CheckedAt,
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// DeleteMessageTemplate forgets a template; one that is not there is no error.
func (tx *Tx) DeleteMessageTemplate(ctx context.Context, channelID uuid.UUID, name string, language records.Language) error {
	err := tx.queries.DeleteMessageTemplate(ctx, dbsqlc.DeleteMessageTemplateParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Name: name, Language: string(language),
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// CloseSession notes that the provider lets nobody write to the contact freely:
// what they wrote until now no longer counts.
func (tx *Tx) CloseSession(ctx context.Context, contactID uuid.UUID, now time.Time) error {
	return tx.later.CloseSession(ctx, dbsqlc.CloseSessionParams{ClinicID: tx.clinicID, ID: contactID, Now: now})
}

// MessageToReplace gives a failed message as it would be written again;
// records.CodeNotFound where it did not fail, or was written again before. The
// row stays locked until the commit.
func (tx *Tx) MessageToReplace(ctx context.Context, messageID uuid.UUID) (NewOutbound, error) {
	row, err := tx.queries.MessageToReplace(ctx, dbsqlc.MessageToReplaceParams{ClinicID: tx.clinicID, ID: messageID})
	if err != nil {
		return NewOutbound{}, coded(err)
	}
	choices, err := choicesOf(row.Choices)
	if err != nil {
		return NewOutbound{}, err
	}
	return NewOutbound{
		ClinicID: tx.clinicID, ChannelID: row.ChannelID, ConversationID: row.ConversationID, Text: row.Text, Choices: choices,
		Level: records.ContentLevel(row.Level), Proactive: row.Proactive, DespiteOptOut: row.DespiteOptOut, DespiteQuietHours: row.DespiteQuietHours,
		AppointmentID: row.AppointmentID.UUID, AppointmentVersion: row.AppointmentVersion.Int64, ExpiresAt: instantOf(row.ExpiresAt),
		Purpose: records.Purpose(row.Purpose), Urgent: row.Urgent,
	}, nil
}

// MarkReplaced notes which message was written in place of a failed one.
func (tx *Tx) MarkReplaced(ctx context.Context, messageID, replacement uuid.UUID) error {
	return tx.later.MarkReplaced(ctx, dbsqlc.MarkReplacedParams{ClinicID: tx.clinicID, ID: messageID, ReplacedBy: replacement})
}
