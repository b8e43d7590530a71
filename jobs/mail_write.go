package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/icalendar"
	"frontdesk/records/postgres"
)

// receiptLife is how long word of a change is of use at the most; that of an
// appointment to come ends with its start.
const receiptLife = 7 * 24 * time.Hour

// writeConfirmations asks the holders of new addresses whether they want what
// somebody wanted sent there.
func (j *Jobs) writeConfirmations(ctx context.Context, tx *postgres.Tx, view *clinicView, now time.Time) ([]plannedMail, error) {
	claimed, err := tx.ClaimEmailConfirmations(ctx, mailSet, now)
	if err != nil {
		return nil, fmt.Errorf("claim confirmations: %w", err)
	}
	planned := make([]plannedMail, len(claimed))
	for i, confirmation := range claimed {
		text := view.engine.RenderMailConfirmation(confirmation.Reminders, confirmation.Language)
		planned[i] = plannedMail{
			message: postgres.NewOutbound{
				ID: j.config.NewID(), ClinicID: view.clinic.ID, ChannelID: confirmation.ChannelID, ConversationID: confirmation.ConversationID,
				Text: text.Text, Level: text.Level, ExpiresAt: confirmation.ExpiresAt,
				Mail: &postgres.MessageMail{Subject: text.Subject, ConfirmationID: confirmation.ID},
			},
			settle: func(ctx context.Context, messageID uuid.UUID) error {
				return tx.SettleEmailConfirmation(ctx, confirmation.ID, messageID)
			},
		}
	}
	j.observe("mail", "confirmation", len(planned))
	return planned, nil
}

// writeReceipts writes what became of appointments, and says how many it looked
// at: what is of no use any more, as the appointment has moved on since, is
// settled without a message.
func (j *Jobs) writeReceipts(ctx context.Context, tx *postgres.Tx, view *clinicView, now time.Time) ([]plannedMail, int, error) {
	claimed, err := tx.ClaimEmailReceipts(ctx, mailSet)
	if err != nil {
		return nil, 0, fmt.Errorf("claim receipts: %w", err)
	}
	var planned []plannedMail
	for _, receipt := range claimed {
		expires := receipt.PlannedAt.Add(receiptLife)
		appointment := receipt.Appointment
		if start := appointment.Start; receipt.Change != records.EmailCancelled && start.Before(expires) {
			expires = start
		}
		if appointment.Version != receipt.Version || !now.Before(expires) {
			if err := tx.SettleEmailReceipt(ctx, receipt, uuid.Nil, now); err != nil {
				return nil, 0, err
			}
			continue
		}
		written, err := j.writeReceipt(view, receipt)
		if err != nil {
			return nil, 0, err
		}
		written.message.ExpiresAt = expires
		written.settle = func(ctx context.Context, messageID uuid.UUID) error {
			return tx.SettleEmailReceipt(ctx, receipt, messageID, now)
		}
		planned = append(planned, written)
	}
	j.observe("mail", "receipt", len(planned))
	return planned, len(claimed), nil
}

// writeReceipt writes one receipt with its calendar. It is unasked, so that an
// opt-out ends it like everything else, and goes at any hour, since the patient
// or the clinic has just done what it tells of. One that tells of a time is bound
// to it; a cancellation is not, as there is nothing left that could move.
func (j *Jobs) writeReceipt(view *clinicView, receipt postgres.EmailReceipt) (plannedMail, error) {
	where := view.placeOf(receipt.Appointment)
	text := view.engine.RenderReceipt(receipt.Change, factsOf(receipt.Appointment), where, receipt.Contact.Language)
	entry := entryOf(receipt.Appointment, receipt.ChangedAt, view.clinic.Name, where)
	entry.Organizer, entry.Attendee = view.mail.Address, receipt.Contact.Address
	method := icalendar.MethodRequest
	if receipt.Change == records.EmailCancelled {
		method = icalendar.MethodCancel
	}
	calendar, err := icalendar.Encode(icalendar.Calendar{Method: method, Entries: []icalendar.Entry{entry}})
	if err != nil {
		return plannedMail{}, err
	}
	written := plannedMail{
		message: postgres.NewOutbound{
			ID: j.config.NewID(), ClinicID: view.clinic.ID, ChannelID: receipt.Contact.ChannelID, ConversationID: receipt.ConversationID,
			Text: text.Text, Level: text.Level, Proactive: true, DespiteQuietHours: true,
			Mail: &postgres.MessageMail{Subject: text.Subject, Calendar: string(calendar)},
		},
	}
	if receipt.Change != records.EmailCancelled {
		written.message.AppointmentID, written.message.AppointmentVersion = receipt.Appointment.ID, receipt.Version
	}
	return written, nil
}

// placeOf is where an appointment takes place: its site's address, or else the
// clinic's own.
func (v *clinicView) placeOf(appointment records.Appointment) string {
	for _, site := range v.schedule.Locations {
		if site.ID == appointment.LocationID && site.Address != "" {
			return site.Address
		}
	}
	return v.clinic.Address
}
