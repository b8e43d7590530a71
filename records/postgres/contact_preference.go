package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// ContactCard is a contact with what it prefers.
type ContactCard struct {
	Contact     records.Contact
	Preferences records.ContactPreferences
	// PatientID is one of the patients for whom it acts, or whose receipts it gets;
	// nil where there is none.
	PatientID uuid.UUID
}

// ContactCard reads one; records.CodeNotFound when the clinic has no such one.
func (tx *Tx) ContactCard(ctx context.Context, contactID uuid.UUID) (ContactCard, error) {
	row, err := tx.queries.GetContactCard(ctx, dbsqlc.GetContactCardParams{ClinicID: tx.clinicID, ID: contactID})
	if err != nil {
		return ContactCard{}, coded(err)
	}
	card := ContactCard{PatientID: row.PatientID, Contact: records.Contact{
		ID: row.ID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address,
		State: records.ContactState(row.State), Language: records.Language(row.Language),
	}, Preferences: records.ContactPreferences{TimeZone: row.TimeZone, WarnedAt: instantOf(row.WarnedAt)}}
	card.Preferences.Level = levelOf(row.ContentLevel)
	return card, nil
}

// levelOf gives a preference; nil where there is none.
func levelOf(stored pgtype.Int2) *records.ContentLevel {
	if !stored.Valid {
		return nil
	}
	level := records.ContentLevel(stored.Int16)
	return &level
}

// SetContactPreferences stores what a contact prefers.
func (tx *Tx) SetContactPreferences(ctx context.Context, contactID uuid.UUID, preferences records.ContactPreferences) error {
	rows := dbsqlc.SetContactPreferencesParams{ClinicID: tx.clinicID, ID: contactID, TimeZone: preferences.TimeZone, WarnedAt: orNull(preferences.WarnedAt)}
	if preferences.Level != nil {
		rows.ContentLevel = pgtype.Int2{Int16: int16(*preferences.Level), Valid: true} //nolint:gosec // a CHECK bounds it
	}
	return tx.later.SetContactPreferences(ctx, rows)
}

// SetContactLevel stores how much a contact wants to be told; warnedAt is when
// they were told that others may read it, zero where they were not just now.
func (tx *Tx) SetContactLevel(ctx context.Context, contactID uuid.UUID, level records.ContentLevel, warnedAt time.Time) error {
	return tx.later.SetContactLevel(ctx, dbsqlc.SetContactLevelParams{
		ClinicID: tx.clinicID, ID: contactID, ContentLevel: int16(level), WarnedAt: orNull(warnedAt), //nolint:gosec // a CHECK bounds it
	})
}

func orNull(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// Consents lists a contact's ledger, the newest entries first.
func (tx *Tx) Consents(ctx context.Context, contactID uuid.UUID) ([]records.Consent, error) {
	rows, err := tx.queries.ListConsents(ctx, dbsqlc.ListConsentsParams{ClinicID: tx.clinicID, ContactID: contactID})
	if err != nil {
		return nil, coded(err)
	}
	consents := make([]records.Consent, len(rows))
	for i, row := range rows {
		consents[i] = records.Consent{
			ID: row.ID, ClinicID: tx.clinicID, ContactID: contactID, Purpose: records.Purpose(row.Purpose), Status: records.ConsentStatus(row.Status),
			Source: row.Source, MessageID: row.MessageID.UUID, Evidence: row.Evidence, StaffID: row.StaffID.UUID, RecordedAt: row.RecordedAt.UTC(),
		}
	}
	return consents, nil
}
