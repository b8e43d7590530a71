-- name: InsertStaff :exec
INSERT INTO staff (clinic_id, id, name, role, active) VALUES ($1, $2, $3, $4, true);

-- name: InsertStaffToken :exec
INSERT INTO staff_token (clinic_id, id, staff_id, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: StaffByTokenHash :one
SELECT s.clinic_id, s.id, s.name, s.role, s.active
FROM staff_token t JOIN staff s ON s.clinic_id = t.clinic_id AND s.id = t.staff_id
WHERE t.clinic_id = $1 AND t.hash = $2 AND t.revoked_at IS NULL AND t.expires_at > sqlc.arg(now)::timestamptz AND s.active;

-- name: InsertAuditEvent :exec
INSERT INTO audit_event (clinic_id, id, agent_kind, agent_id, action, entity_kind, entity_id, patient_id, request_id, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: ListAuditEvents :many
SELECT clinic_id, id, agent_kind, agent_id, action, entity_kind, entity_id, patient_id, request_id, recorded_at
FROM audit_event WHERE clinic_id = $1 ORDER BY sequence;
