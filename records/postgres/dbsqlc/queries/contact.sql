-- name: GetContactCard :one
-- A contact with what it prefers, and one of the patients it acts for, or whose
-- receipts it gets.
SELECT c.id, c.channel_id, c.address, c.state, c.language, c.time_zone, c.content_level, c.warned_at,
    coalesce((SELECT l.patient_id FROM contact_patient l WHERE l.clinic_id = c.clinic_id AND l.contact_id = c.id
        ORDER BY l.created_at, l.patient_id LIMIT 1),
        (SELECT r.patient_id FROM email_receiver r WHERE r.clinic_id = c.clinic_id AND r.contact_id = c.id
        ORDER BY r.confirmed_at, r.patient_id LIMIT 1), '00000000-0000-0000-0000-000000000000')::uuid AS patient_id
FROM contact c WHERE c.clinic_id = $1 AND c.id = $2;

-- name: SetContactPreferences :exec
UPDATE contact SET time_zone = $3, content_level = $4, warned_at = $5 WHERE clinic_id = $1 AND id = $2;

-- name: SetContactLevel :exec
-- What the contact itself said of how much it may be told, after a warning where
-- that is more.
UPDATE contact SET content_level = sqlc.arg(content_level)::smallint, warned_at = coalesce(sqlc.narg(warned_at)::timestamptz, warned_at)
WHERE clinic_id = $1 AND id = $2;

-- name: ListConsents :many
-- The whole ledger of a contact, the newest first.
SELECT id, purpose, status, source, message_id, evidence, staff_id, recorded_at
FROM consent WHERE clinic_id = $1 AND contact_id = $2 ORDER BY sequence DESC LIMIT 200;
