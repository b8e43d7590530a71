package postgres

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateSecretLink stores what a secret address opens, under the secret's hash.
func (tx *Tx) CreateSecretLink(ctx context.Context, link records.SecretLink, hash [32]byte) error {
	return coded(tx.queries.InsertSecretLink(ctx, dbsqlc.InsertSecretLinkParams{
		ClinicID: tx.clinicID, ID: link.ID, Hash: hash[:], Purpose: string(link.Purpose), PractitionerID: nullable(link.PractitionerID),
		LocationID: nullable(link.LocationID), AppointmentID: nullable(link.AppointmentID),
		AppointmentVersion: pgtype.Int8{Int64: link.AppointmentVersion, Valid: link.AppointmentVersion != 0},
		Initials:           link.Initials, CreatedAt: link.CreatedAt, ExpiresAt: link.ExpiresAt,
	}))
}

// SecretLink finds the live link of a secret by its hash, for one purpose;
// records.CodeNotFound for every other. The look-up goes by the hash of a
// 256-bit secret, and the hash is compared once more in constant time.
func (tx *Tx) SecretLink(ctx context.Context, purpose records.SecretLinkPurpose, hash [32]byte, now time.Time) (records.SecretLink, error) {
	row, err := tx.queries.SecretLinkByHash(ctx, dbsqlc.SecretLinkByHashParams{ClinicID: tx.clinicID, Hash: hash[:], Now: now})
	if err != nil {
		return records.SecretLink{}, coded(err)
	}
	if subtle.ConstantTimeCompare(row.Hash, hash[:]) != 1 || row.Purpose != string(purpose) {
		return records.SecretLink{}, records.NotFound("link")
	}
	return linkOf(dbsqlc.ListSecretLinksRow(row)), nil
}

// SecretLinks lists the live links of the clinic's own screens and calendars,
// the oldest first.
func (tx *Tx) SecretLinks(ctx context.Context, now time.Time) ([]records.SecretLink, error) {
	rows, err := tx.queries.ListSecretLinks(ctx, dbsqlc.ListSecretLinksParams{ClinicID: tx.clinicID, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	links := make([]records.SecretLink, len(rows))
	for i, row := range rows {
		links[i] = linkOf(row)
	}
	return links, nil
}

// RevokeSecretLink makes a link open nothing any more; records.CodeNotFound
// when there is no such one, or it is revoked already.
func (tx *Tx) RevokeSecretLink(ctx context.Context, linkID uuid.UUID, now time.Time) error {
	revoked, err := tx.queries.RevokeSecretLink(ctx, dbsqlc.RevokeSecretLinkParams{ClinicID: tx.clinicID, ID: linkID, Now: now})
	if err != nil {
		return coded(err)
	}
	if revoked == 0 {
		return records.NotFound("link")
	}
	return nil
}

func linkOf(row dbsqlc.ListSecretLinksRow) records.SecretLink {
	return records.SecretLink{
		ID: row.ID, ClinicID: row.ClinicID, Purpose: records.SecretLinkPurpose(row.Purpose), PractitionerID: row.PractitionerID.UUID,
		LocationID: row.LocationID.UUID, AppointmentID: row.AppointmentID.UUID, AppointmentVersion: row.AppointmentVersion.Int64,
		Initials: row.Initials, CreatedAt: row.CreatedAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(),
	}
}

// CalendarAppointment is an appointment in a calendar.
type CalendarAppointment struct {
	Appointment records.Appointment
	PatientName string
	// ChangedAt is when it came to its present version.
	ChangedAt time.Time
}

// CalendarAppointments lists a practitioner's appointments that start in a
// span, in order: those agreed and what became of them, without holds.
func (tx *Tx) CalendarAppointments(ctx context.Context, practitionerID uuid.UUID, start, end time.Time) ([]CalendarAppointment, error) {
	rows, err := tx.queries.CalendarAppointments(ctx, dbsqlc.CalendarAppointmentsParams{
		ClinicID: tx.clinicID, PractitionerID: practitionerID, SpanStart: start, SpanEnd: end,
	})
	if err != nil {
		return nil, coded(err)
	}
	appointments := make([]CalendarAppointment, len(rows))
	for i, row := range rows {
		appointments[i] = CalendarAppointment{
			Appointment: appointmentOf(row.Appointment), PatientName: row.PatientName, ChangedAt: row.ChangedAt.UTC(),
		}
	}
	return appointments, nil
}

// AppointmentChangedAt is when an appointment came to its present version.
func (tx *Tx) AppointmentChangedAt(ctx context.Context, appointmentID uuid.UUID) (time.Time, error) {
	changedAt, err := tx.queries.AppointmentChangedAt(ctx, dbsqlc.AppointmentChangedAtParams{ClinicID: tx.clinicID, ID: appointmentID})
	return changedAt.UTC(), coded(err)
}
