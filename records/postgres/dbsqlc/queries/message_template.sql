-- name: ListMessageTemplates :many
SELECT * FROM message_template WHERE clinic_id = $1 ORDER BY channel_id, name, language;

-- name: PutMessageTemplate :exec
INSERT INTO message_template (clinic_id, channel_id, name, language, provider_id, body, choices, list, status, reason, checked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (clinic_id, channel_id, name, language) DO UPDATE SET provider_id = excluded.provider_id, body = excluded.body,
    choices = excluded.choices, list = excluded.list, status = excluded.status, reason = excluded.reason, checked_at = excluded.checked_at;

-- name: DeleteMessageTemplate :exec
DELETE FROM message_template WHERE clinic_id = $1 AND channel_id = $2 AND name = $3 AND language = $4;

-- name: CloseSession :exec
UPDATE contact SET session_closed_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND id = $2;
