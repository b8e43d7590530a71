package records

import (
	"time"

	"github.com/google/uuid"
)

// Role says what a member of staff may do; bot/admin holds the table.
type Role string

// The roles that the staff API knows so far.
const (
	RoleFrontDesk Role = "front-desk"
	RoleManager   Role = "manager"
	// RoleClinician sees the day and the patients, and sees to results.
	RoleClinician Role = "clinician"
	// RoleBilling sees who patients are and what they owe, and nothing clinical.
	RoleBilling Role = "billing"
)

// Roles lists them all.
func Roles() []Role { return []Role{RoleFrontDesk, RoleClinician, RoleBilling, RoleManager} }

// Staff is a person who works at the clinic, with their own account.
type Staff struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	Name     string
	Role     Role
	Active   bool
}

// AuditAction is FHIR's AuditEvent.action.
type AuditAction string

// What was done to a record.
const (
	AuditCreate  AuditAction = "C"
	AuditRead    AuditAction = "R"
	AuditUpdate  AuditAction = "U"
	AuditDelete  AuditAction = "D"
	AuditExecute AuditAction = "E"
)

// AuditEvent says who did what to which record, when (FHIR AuditEvent). It
// carries ids and codes only.
type AuditEvent struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// AgentKind is "staff", "patient" or "system"; AgentID who of them.
	AgentKind string
	AgentID   uuid.UUID
	Action    AuditAction
	// EntityKind and EntityID name the record ("Appointment"); a list read has
	// no id.
	EntityKind string
	EntityID   uuid.UUID
	// PatientID is whose data it was, where it was one patient's.
	PatientID uuid.UUID
	// RequestID joins the event to the request's log lines.
	RequestID  string
	RecordedAt time.Time
}
