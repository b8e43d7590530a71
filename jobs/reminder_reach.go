package jobs

import (
	"context"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// reminderReach says where a patient is reminded: on their telephone, unless they
// want reminders by e-mail, or nothing else reaches them and an address of theirs
// is confirmed. records.CodeNotFound when nothing does.
func reminderReach(ctx context.Context, tx *postgres.Tx, view *clinicView, patientID uuid.UUID) (postgres.Reach, error) {
	if view.mail.ID == uuid.Nil {
		return tx.ContactOfPatient(ctx, patientID)
	}
	mail, preferred, err := tx.EmailReach(ctx, patientID)
	switch {
	case records.CodeOf(err) == records.CodeNotFound:
		return tx.ContactOfPatient(ctx, patientID)
	case err != nil || preferred:
		return mail, err
	}
	telephones, err := tx.Addressees(ctx, []uuid.UUID{patientID})
	if err != nil {
		return postgres.Reach{}, err
	}
	if _, reached := telephones[patientID]; !reached {
		return mail, nil
	}
	return tx.ContactOfPatient(ctx, patientID)
}
