-- name: InsertSecretLink :exec
INSERT INTO secret_link (clinic_id, id, hash, purpose, practitioner_id, location_id, appointment_id, appointment_version, initials,
    created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: SecretLinkByHash :one
SELECT clinic_id, id, hash, purpose, practitioner_id, location_id, appointment_id, appointment_version, initials, created_at, expires_at
FROM secret_link
WHERE clinic_id = $1 AND hash = $2 AND revoked_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz;

-- name: ListSecretLinks :many
-- Those of the clinic's own screens and calendars; patients' are many.
SELECT clinic_id, id, hash, purpose, practitioner_id, location_id, appointment_id, appointment_version, initials, created_at, expires_at
FROM secret_link
WHERE clinic_id = $1 AND purpose <> 'appointment-calendar' AND revoked_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz
ORDER BY created_at, id;

-- name: RevokeSecretLink :execrows
UPDATE secret_link SET revoked_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND id = $2 AND revoked_at IS NULL;

-- name: CalendarAppointments :many
-- A practitioner's agreed appointments in a span, with when each was last
-- changed.
SELECT sqlc.embed(a), p.name AS patient_name,
    coalesce(e.recorded_at, a.created_at)::timestamptz AS changed_at
FROM appointment a
JOIN patient p ON p.clinic_id = a.clinic_id AND p.id = a.patient_id
LEFT JOIN appointment_event e ON e.clinic_id = a.clinic_id AND e.appointment_id = a.id AND e.appointment_version = a.version
WHERE a.clinic_id = $1 AND a.practitioner_id = $2
    AND a.start_at >= sqlc.arg(span_start)::timestamptz AND a.start_at < sqlc.arg(span_end)::timestamptz
    AND a.status NOT IN ('proposed', 'waitlist', 'pending', 'entered-in-error')
ORDER BY a.start_at, a.id;

-- name: AppointmentChangedAt :one
SELECT coalesce(e.recorded_at, a.created_at)::timestamptz AS changed_at
FROM appointment a
LEFT JOIN appointment_event e ON e.clinic_id = a.clinic_id AND e.appointment_id = a.id AND e.appointment_version = a.version
WHERE a.clinic_id = $1 AND a.id = $2;
