-- name: ReportLate :exec
-- One open task an appointment and conversation: a later report replaces what
-- the earlier one said.
INSERT INTO task (clinic_id, id, code, priority, conversation_id, patient_id, message_id, appointment_id, appointment_version,
    delay_minutes, created_at)
VALUES ($1, $2, 'running-late', 'urgent', $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (clinic_id, conversation_id, code) WHERE status = 'requested'
DO UPDATE SET patient_id = excluded.patient_id, message_id = excluded.message_id, appointment_id = excluded.appointment_id,
    appointment_version = excluded.appointment_version, delay_minutes = excluded.delay_minutes;

-- name: UnlinkContact :many
DELETE FROM contact_patient WHERE clinic_id = $1 AND contact_id = $2 RETURNING patient_id;

-- name: DoubtContact :exec
-- An address that nobody has spoken for gives nothing to doubt. That names may
-- be written there was the word of whoever held it.
UPDATE contact SET state = 'stale', doubted_at = sqlc.arg(now)::timestamptz,
    content_level = CASE WHEN content_level > 1 THEN NULL ELSE content_level END
WHERE clinic_id = $1 AND id = $2 AND state IN ('claimed', 'verified');

-- name: EndGrantsOfContact :exec
UPDATE identity_grant SET expires_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND contact_id = $2 AND expires_at > sqlc.arg(now)::timestamptz;

-- name: EndChecksOfContact :exec
UPDATE identity_check SET ended_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND contact_id = $2 AND ended_at IS NULL;

-- name: InsertCoverage :exec
INSERT INTO coverage (clinic_id, id, patient_id, payer, member_number, group_number, status, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: CoveragesOfPatient :many
SELECT id, patient_id, payer, member_number, group_number, status, created_at FROM coverage
WHERE clinic_id = $1 AND patient_id = $2 ORDER BY created_at DESC, id;

-- name: SetCoverageStatus :one
UPDATE coverage SET status = $3 WHERE clinic_id = $1 AND id = $2
RETURNING id, patient_id, payer, member_number, group_number, status, created_at;

-- name: CountKept :one
SELECT p.name, (SELECT count(*) FROM appointment a WHERE a.clinic_id = p.clinic_id AND a.patient_id = p.id AND a.status <> 'pending') AS appointments
FROM patient p WHERE p.clinic_id = $1 AND p.id = $2;
