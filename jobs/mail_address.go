package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/mailbox"
	"frontdesk/records/postgres"
)

// mailRequest is somebody's word that a patient's receipts should go to an
// address.
type mailRequest struct {
	patientID uuid.UUID
	address   string
	reminders bool
	language  records.Language
	// contactID is the conversation that said it, or staffID who did.
	contactID, staffID uuid.UUID
}

// askAddress plans the one message that an unconfirmed address gets. An address
// whose holder ended the messages isn't asked again, and none more often than a
// few times a day, whoever wants it.
func askAddress(ctx context.Context, tx *postgres.Tx, view *clinicView, request mailRequest, newID func() uuid.UUID, now time.Time,
) (records.EmailConfirmation, conversations.EmailAnswer, error) {
	if view.mail.ID == uuid.Nil {
		return records.EmailConfirmation{}, conversations.EmailUnavailable, nil
	}
	address, err := mailbox.Parse(request.address)
	if err != nil {
		return records.EmailConfirmation{}, conversations.EmailNoAddress, nil
	}
	contact, err := tx.KeepEmailContact(ctx, view.mail.ID, address, newID(), request.language, now)
	if err != nil {
		return records.EmailConfirmation{}, "", fmt.Errorf("keep address: %w", err)
	}
	if contact.Stopped {
		return records.EmailConfirmation{}, conversations.EmailStopped, nil
	}
	toAddress, byContact, err := tx.CountEmailConfirmations(ctx, contact.Contact.ID, request.contactID, now.Add(-24*time.Hour))
	if err != nil {
		return records.EmailConfirmation{}, "", fmt.Errorf("count confirmations: %w", err)
	}
	if max(toAddress, byContact) >= records.EmailConfirmationsPerDay {
		return records.EmailConfirmation{}, conversations.EmailTooMany, nil
	}
	confirmation := records.EmailConfirmation{
		ID: newID(), ClinicID: tx.ClinicID(), ContactID: contact.Contact.ID, PatientID: request.patientID, Reminders: request.reminders,
		AskedByContactID: request.contactID, AskedByStaffID: request.staffID, CreatedAt: now, ExpiresAt: now.Add(records.EmailConfirmationLife),
	}
	return confirmation, conversations.EmailAsked, tx.CreateEmailConfirmation(ctx, confirmation)
}

// askEmail asks the holder of an address that a patient gave. Only somebody who
// has lately shown who they are may say where a patient's messages go.
func (t *turn) askEmail(ctx context.Context, request conversations.AskEmail) (conversations.Event, error) {
	granted, err := t.granted(ctx, records.AccessRecord)
	if err != nil {
		return nil, err
	}
	answer := conversations.EmailUnavailable
	for _, patientID := range granted {
		if patientID != request.PatientID {
			continue
		}
		var confirmation records.EmailConfirmation
		confirmation, answer, err = askAddress(ctx, t.tx, t.view, mailRequest{
			patientID: patientID, address: request.Address, reminders: request.Reminders, language: t.conversation.Contact.Language,
			contactID: t.conversation.Contact.ID,
		}, t.jobs.config.NewID, t.now)
		if err != nil {
			return nil, err
		}
		if answer != conversations.EmailAsked {
			break
		}
		if err := t.jobs.wakeMail(ctx, t.tx); err != nil {
			return nil, err
		}
		if err := t.audit(ctx, records.AuditCreate, "EmailConfirmation", confirmation.ID, patientID); err != nil {
			return nil, err
		}
	}
	return conversations.EmailAnswered{Answer: answer}, nil
}
