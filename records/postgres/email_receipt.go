package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// PlanEmailReceipts plans a receipt of what happened to an appointment for each
// address that gets its patient's, and says whether there is any.
func (tx *Tx) PlanEmailReceipts(ctx context.Context, appointment records.Appointment, change records.EmailChange, now time.Time) (bool, error) {
	planned, err := tx.queries.PlanEmailReceipts(ctx, dbsqlc.PlanEmailReceiptsParams{
		ClinicID: tx.clinicID, PatientID: appointment.PatientID, AppointmentID: appointment.ID, AppointmentVersion: appointment.Version,
		Change: string(change), Now: now,
	})
	return planned > 0, coded(err)
}

// EmailReceipt is a receipt that is to be written.
type EmailReceipt struct {
	// Appointment is as it is now; Version is the one that the receipt tells of.
	Appointment records.Appointment
	Version     int64
	Change      records.EmailChange
	PlannedAt   time.Time
	// ChangedAt is when the appointment came to its present version.
	ChangedAt time.Time
	Reach
}

// ClaimEmailReceipts gives the next receipts to be written, in the order in
// which things happened, which nobody else has claimed.
func (tx *Tx) ClaimEmailReceipts(ctx context.Context, limit int) ([]EmailReceipt, error) {
	rows, err := tx.queries.ClaimEmailReceipts(ctx, dbsqlc.ClaimEmailReceiptsParams{
		ClinicID: tx.clinicID, Receipts: int32(min(limit, 1000)), //nolint:gosec // bounded on this line
	})
	if err != nil {
		return nil, coded(err)
	}
	claimed := make([]EmailReceipt, len(rows))
	for i, row := range rows {
		claimed[i] = EmailReceipt{
			Appointment: appointmentOf(row.Appointment), Version: row.PlannedVersion, Change: records.EmailChange(row.Change),
			PlannedAt: row.PlannedAt.UTC(), ChangedAt: row.ChangedAt.UTC(),
			Reach: Reach{ConversationID: row.ConversationID, Contact: records.Contact{
				ID: row.ContactID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address, Language: records.Language(row.Language),
			}},
		}
	}
	return claimed, nil
}

// SettleEmailReceipt ends a receipt with its message, or with none where it is
// of no use any more.
func (tx *Tx) SettleEmailReceipt(ctx context.Context, receipt EmailReceipt, messageID uuid.UUID, now time.Time) error {
	return tx.later.SettleEmailReceipt(ctx, dbsqlc.SettleEmailReceiptParams{
		ClinicID: tx.clinicID, ContactID: receipt.Contact.ID, AppointmentID: receipt.Appointment.ID, AppointmentVersion: receipt.Version,
		Now: now, MessageID: nullable(messageID),
	})
}

// MessageMail is what an e-mail has beside the text of its message.
type MessageMail struct {
	// Subject is empty for the clinic's name alone.
	Subject string
	// Calendar is an iCalendar object; empty for none.
	Calendar string
	// ConfirmationID is what the message asks its reader to confirm; nil for all
	// but the first message to an address.
	ConfirmationID uuid.UUID
}

// attachMails stores what new messages have beside their texts.
func (tx *Tx) attachMails(ctx context.Context, messages []NewOutbound) error {
	for _, message := range messages {
		if message.Mail == nil {
			continue
		}
		err := tx.later.InsertMessageMail(ctx, dbsqlc.InsertMessageMailParams{
			ClinicID: tx.clinicID, MessageID: message.ID, Subject: message.Mail.Subject, Calendar: message.Mail.Calendar,
			ConfirmationID: nullable(message.Mail.ConfirmationID),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// MessageMails gives what those of some messages have that have anything.
func (tx *Tx) MessageMails(ctx context.Context, messageIDs []uuid.UUID) (map[uuid.UUID]MessageMail, error) {
	rows, err := tx.queries.ListMessageMail(ctx, dbsqlc.ListMessageMailParams{ClinicID: tx.clinicID, MessageIDs: messageIDs})
	if err != nil {
		return nil, coded(err)
	}
	mails := make(map[uuid.UUID]MessageMail, len(rows))
	for _, row := range rows {
		mails[row.MessageID] = MessageMail{Subject: row.Subject, Calendar: row.Calendar, ConfirmationID: row.ConfirmationID.UUID}
	}
	return mails, nil
}
