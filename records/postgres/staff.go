package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// StaffToken is a bearer token as the store keeps it: by its hash.
type StaffToken struct {
	ID        uuid.UUID
	StaffID   uuid.UUID
	Hash      [32]byte
	CreatedAt time.Time
	ExpiresAt time.Time
}

// CreateStaff stores a member of staff.
func (tx *Tx) CreateStaff(ctx context.Context, staff records.Staff) error {
	return coded(tx.queries.InsertStaff(ctx, dbsqlc.InsertStaffParams{
		ClinicID: tx.clinicID, ID: staff.ID, Name: staff.Name, Role: string(staff.Role),
	}))
}

// CreateStaffToken stores a token's hash.
func (tx *Tx) CreateStaffToken(ctx context.Context, token StaffToken) error {
	return coded(tx.queries.InsertStaffToken(ctx, dbsqlc.InsertStaffTokenParams{
		ClinicID: tx.clinicID, ID: token.ID, StaffID: token.StaffID, Hash: token.Hash[:], CreatedAt: token.CreatedAt,
		ExpiresAt: token.ExpiresAt,
	}))
}

// StaffByTokenHash finds the active member of staff whose live token has this
// hash; records.CodeNotFound when there is none. The look-up goes by the hash
// of a 256-bit secret, so its time tells nothing of use.
func (tx *Tx) StaffByTokenHash(ctx context.Context, hash [32]byte, now time.Time) (records.Staff, error) {
	row, err := tx.queries.StaffByTokenHash(ctx, dbsqlc.StaffByTokenHashParams{ClinicID: tx.clinicID, Hash: hash[:], Now: now})
	if err != nil {
		return records.Staff{}, coded(err)
	}
	return records.Staff{ID: row.ID, ClinicID: row.ClinicID, Name: row.Name, Role: records.Role(row.Role), Active: row.Active}, nil
}

// Audit adds an event to the trail.
func (tx *Tx) Audit(ctx context.Context, event records.AuditEvent) error {
	return tx.later.InsertAuditEvent(ctx, dbsqlc.InsertAuditEventParams{
		ClinicID: tx.clinicID, ID: event.ID, AgentKind: event.AgentKind, AgentID: nullable(event.AgentID), Action: string(event.Action),
		EntityKind: event.EntityKind, EntityID: nullable(event.EntityID), PatientID: nullable(event.PatientID),
		RequestID: event.RequestID, RecordedAt: event.RecordedAt,
	})
}

// AuditEvents lists the trail, the oldest first.
func (tx *Tx) AuditEvents(ctx context.Context) ([]records.AuditEvent, error) {
	rows, err := tx.queries.ListAuditEvents(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	events := make([]records.AuditEvent, len(rows))
	for i, row := range rows {
		events[i] = records.AuditEvent{
			ID: row.ID, ClinicID: row.ClinicID, AgentKind: row.AgentKind, AgentID: row.AgentID.UUID, Action: records.AuditAction(row.Action),
			EntityKind: row.EntityKind, EntityID: row.EntityID.UUID, PatientID: row.PatientID.UUID, RequestID: row.RequestID,
			RecordedAt: row.RecordedAt.UTC(),
		}
	}
	return events, nil
}
