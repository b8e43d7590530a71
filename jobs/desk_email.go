package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// EmailAddresses lists where a patient's receipts go by e-mail, or are to go
// once the address's holder has confirmed it.
func (d *Desk) EmailAddresses(ctx context.Context, by Principal, patientID uuid.UUID) ([]records.EmailAddress, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.EmailAddress, touched, error) {
		if _, err := w.namedPatient(ctx, patientID); err != nil {
			return nil, touched{}, err
		}
		addresses, err := w.emailAddresses(ctx, patientID)
		return addresses, touched{action: records.AuditRead, kind: "EmailAddress", patientID: patientID}, err
	})
}

// AddEmailAddress has the holder of an address asked whether they want a
// patient's receipts and, where reminders says so, reminders. Nothing else goes
// there until they have said so.
func (d *Desk) AddEmailAddress(ctx context.Context, by Principal, patientID uuid.UUID, address string, reminders bool) (records.EmailAddress, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.EmailAddress, touched, error) {
		patient, err := w.namedPatient(ctx, patientID)
		if err != nil {
			return records.EmailAddress{}, touched{}, err
		}
		confirmation, answer, err := askAddress(ctx, w.tx, w.view, mailRequest{
			patientID: patientID, address: address, reminders: reminders, language: patient.Language, staffID: by.StaffID,
		}, w.newID, w.now)
		if err != nil {
			return records.EmailAddress{}, touched{}, err
		}
		if refusal := refusedEmail(answer); refusal != nil {
			return records.EmailAddress{}, touched{}, refusal
		}
		if err := w.wakeMail(ctx, w.tx); err != nil {
			return records.EmailAddress{}, touched{}, err
		}
		addresses, err := w.emailAddresses(ctx, patientID)
		if err != nil {
			return records.EmailAddress{}, touched{}, err
		}
		for _, added := range addresses {
			if added.ContactID == confirmation.ContactID {
				return added, touched{action: records.AuditCreate, kind: "EmailAddress", id: confirmation.ID, patientID: patientID}, nil
			}
		}
		return records.EmailAddress{}, touched{}, &records.Error{Code: records.CodeInternal, Message: "the address was not stored"}
	})
}

// refusedEmail says why an address is not asked; nil for one that is.
func refusedEmail(answer conversations.EmailAnswer) error {
	switch answer {
	case conversations.EmailAsked:
		return nil
	case conversations.EmailNoAddress:
		return records.Invalid("address", "it is no e-mail address that can be written to; give one like ana@example.com")
	case conversations.EmailStopped:
		return &records.Error{
			Code: records.CodeConflict, Field: "address",
			Message: "whoever reads this address ended our e-mails; record their consent, with what shows it, before you ask again",
		}
	case conversations.EmailTooMany:
		return &records.Error{Code: records.CodeConflict, Field: "address", Message: "this address was asked often enough today; try again tomorrow"}
	case conversations.EmailUnavailable:
	}
	return &records.Error{Code: records.CodeConflict, Message: "the clinic sends no e-mail; add a channel of this kind first"}
}

func (w deskWork) emailAddresses(ctx context.Context, patientID uuid.UUID) ([]records.EmailAddress, error) {
	addresses, err := w.tx.EmailAddresses(ctx, patientID, w.now)
	if err != nil {
		return nil, fmt.Errorf("list e-mail addresses: %w", err)
	}
	for i := range addresses {
		if !addresses[i].ConfirmedAt.IsZero() {
			addresses[i].ConfirmedAt = addresses[i].ConfirmedAt.In(w.view.zone)
		}
	}
	return addresses, nil
}
