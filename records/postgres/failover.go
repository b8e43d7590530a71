package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// FailedOver is a message about an appointment that does not go out on its
// channel, with the appointment as it is now.
type FailedOver struct {
	Message NewOutbound
	Status  records.MessageStatus
	// Copied is true for one that was written in place of another channel's.
	Copied      bool
	Appointment records.Appointment
}

// MessageToFailOver gives one; records.CodeNotFound where it was written again
// already, or does not hold any more. One that is silent was sent, and nothing was
// heard of it. Its row stays locked until the commit.
func (tx *Tx) MessageToFailOver(ctx context.Context, messageID uuid.UUID, silent bool, now time.Time) (FailedOver, error) {
	row, err := tx.queries.MessageToFailOver(ctx, dbsqlc.MessageToFailOverParams{ClinicID: tx.clinicID, ID: messageID, Silent: silent, Now: now})
	if err != nil {
		return FailedOver{}, coded(err)
	}
	choices, err := choicesOf(row.Choices)
	if err != nil {
		return FailedOver{}, err
	}
	return FailedOver{
		Status: records.MessageStatus(row.Status), Copied: row.Copied,
		Message: NewOutbound{
			ClinicID: tx.clinicID, ChannelID: row.ChannelID, ConversationID: row.ConversationID, Text: row.Text, Choices: choices,
			Level: records.ContentLevel(row.Level), Proactive: true, Purpose: records.Purpose(row.Purpose), Urgent: row.Urgent,
			DespiteQuietHours: row.DespiteQuietHours, AppointmentID: row.AppointmentID, AppointmentVersion: row.Version, ExpiresAt: instantOf(row.ExpiresAt),
		},
		Appointment: records.Appointment{
			ID: row.AppointmentID, ClinicID: tx.clinicID, Version: row.Version, Status: records.AppointmentBooked, PatientID: row.PatientID,
			PractitionerID: row.PractitionerID, AppointmentTypeID: row.AppointmentTypeID, Start: row.StartAt.UTC(), End: row.EndAt.UTC(),
		},
	}, nil
}

// SilentReminders lists reminders by WhatsApp that should have arrived by now and
// of which nothing was heard, at most a hundred.
func (tx *Tx) SilentReminders(ctx context.Context, now time.Time) ([]uuid.UUID, error) {
	ids, err := tx.queries.ListSilent(ctx, dbsqlc.ListSilentParams{ClinicID: tx.clinicID, Now: now})
	return ids, coded(err)
}

// OtherContacts lists where else a patient may be written to for a purpose, the
// best first: on channels other than the one that failed.
func (tx *Tx) OtherContacts(ctx context.Context, patientID, failedChannelID uuid.UUID, purpose records.Purpose, now time.Time) ([]Reach, error) {
	rows, err := tx.queries.OtherContacts(ctx, dbsqlc.OtherContactsParams{
		ClinicID: tx.clinicID, PatientID: patientID, FailedChannelID: failedChannelID, Purpose: string(purpose), Now: now,
	})
	if err != nil {
		return nil, coded(err)
	}
	reaches := make([]Reach, len(rows))
	for i, row := range rows {
		reaches[i] = Reach{ConversationID: row.ConversationID, Contact: records.Contact{
			ID: row.ID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address,
			State: records.ContactState(row.State), Language: records.Language(row.Language),
		}}
	}
	return reaches, nil
}

// LockBreaker reads the breaker of a channel, as how many troubles in a row and
// until when it is open, and holds it until the commit.
func (tx *Tx) LockBreaker(ctx context.Context, channelID uuid.UUID) (troubles int, openUntil time.Time, err error) {
	row, err := tx.queries.LockBreaker(ctx, dbsqlc.LockBreakerParams{ClinicID: tx.clinicID, ChannelID: channelID})
	if err != nil {
		return 0, time.Time{}, coded(err)
	}
	return int(row.Troubles), instantOf(row.OpenUntil), nil
}

// SetBreaker stores the breaker of a channel, and since when there is trouble.
func (tx *Tx) SetBreaker(ctx context.Context, channelID uuid.UUID, troubles int, openUntil, now time.Time) error {
	return tx.later.SetBreaker(ctx, dbsqlc.SetBreakerParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Troubles: int16(troubles), OpenUntil: orNull(openUntil), Now: now, //nolint:gosec // few
	})
}
