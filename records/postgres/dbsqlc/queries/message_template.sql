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

-- name: MessageToReplace :one
-- A message that failed, was not replaced, and replaces none itself.
SELECT m.channel_id, m.conversation_id, m.text, m.choices, m.level, m.proactive, m.despite_opt_out, m.despite_quiet_hours,
    m.appointment_id, m.appointment_version, m.expires_at, m.purpose, m.urgent
FROM message m
WHERE m.clinic_id = $1 AND m.id = $2 AND m.direction = 'outbound' AND m.status = 'failed' AND m.replaced_by IS NULL
    AND NOT EXISTS (SELECT FROM message o WHERE o.clinic_id = m.clinic_id AND o.conversation_id = m.conversation_id AND o.replaced_by = m.id)
FOR UPDATE;

-- name: MarkReplaced :exec
UPDATE message SET replaced_by = sqlc.arg(replaced_by)::uuid WHERE clinic_id = $1 AND id = $2;
