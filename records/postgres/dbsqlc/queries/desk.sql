-- name: GetPatient :one
SELECT clinic_id, id, name, birth_date, language, version, created_at FROM patient WHERE clinic_id = $1 AND id = $2;

-- name: ContactsOfPatient :many
SELECT c.id, c.channel_id, c.address, c.state, c.language, l.relationship
FROM contact_patient l JOIN contact c ON c.clinic_id = l.clinic_id AND c.id = l.contact_id
WHERE l.clinic_id = $1 AND l.patient_id = $2 ORDER BY l.created_at, c.id;

-- name: MessagesOfPatient :many
-- The newest first; before_sequence pages back.
SELECT m.id, m.channel_id, m.conversation_id, m.sequence, m.direction, m.status, coalesce(m.provider_id, '')::text AS provider_id,
    m.text, m.choices, m.choice_id, m.level, m.proactive, m.not_sent_reason, m.error_code, m.created_at
FROM message m
WHERE m.clinic_id = $1 AND m.sequence < sqlc.arg(before_sequence)::bigint AND m.conversation_id IN (
    SELECT v.id FROM contact_patient l JOIN conversation v ON v.clinic_id = l.clinic_id AND v.contact_id = l.contact_id
    WHERE l.clinic_id = $1 AND l.patient_id = $2)
ORDER BY m.sequence DESC LIMIT sqlc.arg(page_size)::integer;

-- name: MessagesOfContact :many
SELECT m.id, m.channel_id, m.conversation_id, m.sequence, m.direction, m.status, coalesce(m.provider_id, '')::text AS provider_id,
    m.text, m.choices, m.choice_id, m.level, m.proactive, m.not_sent_reason, m.error_code, m.created_at
FROM message m JOIN conversation v ON v.clinic_id = m.clinic_id AND v.id = m.conversation_id
JOIN contact c ON c.clinic_id = v.clinic_id AND c.id = v.contact_id
WHERE m.clinic_id = $1 AND c.channel_id = $2 AND c.address = $3 AND m.sequence > sqlc.arg(after_sequence)::bigint
ORDER BY m.sequence LIMIT sqlc.arg(page_size)::integer;

-- name: OpenTasks :many
SELECT clinic_id, id, code, status, priority, conversation_id, patient_id, message_id, appointment_id, appointment_version, absence_id,
    delay_minutes, created_at, completed_at
FROM task WHERE clinic_id = $1 AND status = 'requested' AND (created_at, id) > (sqlc.arg(after_created)::timestamptz, sqlc.arg(after_id)::uuid)
ORDER BY created_at, id LIMIT sqlc.arg(page_size)::integer;

-- name: CompleteTask :one
UPDATE task SET status = 'completed', completed_at = sqlc.arg(now)::timestamptz, completed_by = sqlc.arg(completed_by)::uuid
WHERE clinic_id = $1 AND id = $2 AND status = 'requested'
RETURNING clinic_id, id, code, status, priority, conversation_id, patient_id, message_id, appointment_id, appointment_version, absence_id,
    delay_minutes, created_at, completed_at;

-- name: GetTask :one
SELECT clinic_id, id, code, status, priority, conversation_id, patient_id, message_id, appointment_id, appointment_version, absence_id,
    delay_minutes, created_at, completed_at
FROM task WHERE clinic_id = $1 AND id = $2;

-- name: SearchPatients :many
SELECT clinic_id, id, name, birth_date, language, version, created_at FROM patient
WHERE clinic_id = $1 AND birth_date = $2 ORDER BY name, id LIMIT 50;

-- name: DeleteOldIdempotentRequests :exec
-- Skips what another transaction has locked: it is being deleted there.
DELETE FROM idempotent_request r WHERE r.clinic_id = $1 AND r.staff_id = $2 AND r.key IN (
    SELECT old.key FROM idempotent_request old
    WHERE old.clinic_id = $1 AND old.staff_id = $2 AND old.created_at < sqlc.arg(before)::timestamptz
    FOR UPDATE SKIP LOCKED);

-- name: ClaimIdempotentRequest :execrows
-- Waits for a rival's commit and then does nothing.
INSERT INTO idempotent_request (clinic_id, staff_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- name: GetIdempotentRequest :one
SELECT request_hash, result FROM idempotent_request WHERE clinic_id = $1 AND staff_id = $2 AND key = $3;

-- name: CompleteIdempotentRequest :exec
UPDATE idempotent_request SET result = $4 WHERE clinic_id = $1 AND staff_id = $2 AND key = $3;
