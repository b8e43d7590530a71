-- name: LockUnreadConversations :many
-- Invariant 4: whoever holds the row has the conversation to themselves. Rows
-- are locked in the order of their ids, so that two drains can't deadlock. NO
-- KEY, as a message may be put beside those that are being answered.
SELECT v.id, v.contact_id, coalesce(v.state, 'null'::json)::json AS state, v.version, v.updated_at, v.slot_offer_id, v.survey_id
FROM conversation v
WHERE v.clinic_id = $1 AND v.id IN (
    SELECT w.conversation_id FROM (
        SELECT m.conversation_id, min(m.sequence) AS first FROM message m
        WHERE m.clinic_id = $1 AND m.lane = $2 AND m.status = 'received'
        GROUP BY m.conversation_id ORDER BY first LIMIT sqlc.arg(conversations)::integer) AS w)
ORDER BY v.id
FOR NO KEY UPDATE;

-- name: LockConversation :one
SELECT v.id, v.contact_id, coalesce(v.state, 'null'::json)::json AS state, v.version, v.updated_at, v.slot_offer_id, v.survey_id
FROM conversation v WHERE v.clinic_id = $1 AND v.id = $2 FOR NO KEY UPDATE;

-- name: UnreadMessages :many
SELECT m.id, m.conversation_id, m.sequence, m.channel_id, m.text, m.choice_id, m.media_count, m.photo_count, m.opt_out, m.created_at
FROM message m
WHERE m.clinic_id = $1 AND m.conversation_id = ANY (sqlc.arg(conversation_ids)::uuid[]) AND m.status = 'received'
ORDER BY m.conversation_id, m.sequence;

-- name: ContactsOfConversations :many
SELECT c.id, c.channel_id, c.address, c.state, c.doubted_at, c.language, c.content_level, n.kind, n.provider,
    coalesce((SELECT s.status FROM consent s WHERE s.clinic_id = c.clinic_id AND s.contact_id = c.id AND s.purpose = 'care'
        ORDER BY s.sequence DESC LIMIT 1), '')::text AS consent
FROM contact c JOIN channel n ON n.clinic_id = c.clinic_id AND n.id = c.channel_id
WHERE c.clinic_id = $1 AND c.id = ANY (sqlc.arg(contact_ids)::uuid[]);

-- name: PersonsOfContacts :many
SELECT l.contact_id, l.relationship, p.id, p.name, p.birth_date
FROM contact_patient l JOIN patient p ON p.clinic_id = l.clinic_id AND p.id = l.patient_id
WHERE l.clinic_id = $1 AND l.contact_id = ANY (sqlc.arg(contact_ids)::uuid[])
ORDER BY l.contact_id, l.created_at, p.id;

-- name: NewestReminders :many
-- The newest reminder in each conversation, if it still speaks of a live
-- appointment (invariant 12), on whichever channel it went out in the end. One
-- of several appointments names none: a bare answer to it is nobody's.
SELECT m.conversation_id, m.created_at AS sent_at, a.id, a.version, a.patient_id, a.practitioner_id, a.appointment_type_id,
    a.status, a.participant_status, a.start_at, a.end_at
FROM (SELECT unnest(sqlc.arg(conversation_ids)::uuid[]) AS id) AS wanted
CROSS JOIN LATERAL (
    SELECT r.conversation_id, r.created_at, r.appointment_id, r.appointment_version FROM message r
    WHERE r.clinic_id = $1 AND r.conversation_id = wanted.id AND r.direction = 'outbound' AND r.purpose = 'reminder' AND r.status NOT IN ('queued', 'not-sent', 'failed') AND r.withheld_level IS NULL
    ORDER BY r.sequence DESC LIMIT 1) AS m
JOIN appointment a ON a.clinic_id = $1 AND a.id = m.appointment_id AND a.version = m.appointment_version
WHERE a.status = 'booked' AND a.start_at > sqlc.arg(now)::timestamptz;

-- name: FinishTurns :one
-- Gives how many conversations and messages were as they had been read.
WITH saved AS (
    UPDATE conversation v SET state = new.state, version = v.version + 1, updated_at = sqlc.arg(now)::timestamptz
    FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(versions)::bigint[]) AS version,
            unnest(sqlc.arg(states)::json[]) AS state) AS new
    WHERE v.clinic_id = $1 AND v.id = new.id AND v.version = new.version
    RETURNING v.id
), processed AS (
    UPDATE message SET status = 'processed'
    WHERE clinic_id = $1 AND id = ANY (sqlc.arg(message_ids)::uuid[]) AND status = 'received'
    RETURNING id
)
SELECT (SELECT count(*) FROM saved) AS saved, (SELECT count(*) FROM processed) AS processed;

-- name: MarkQuarantined :execrows
UPDATE message SET status = 'quarantined'
WHERE clinic_id = $1 AND id = ANY (sqlc.arg(ids)::uuid[]) AND status = 'received';

-- name: InsertOutboundMessages :exec
-- The nil UUID, version 0, the epoch and a JSON null stand for no value:
-- arrays of nullable values would need a wrapper each.
INSERT INTO message (clinic_id, id, channel_id, conversation_id, lane, direction, status, text, choices, level, proactive,
    despite_opt_out, despite_quiet_hours, appointment_id, appointment_version, expires_at, purpose, urgent, created_at)
SELECT $1, new.id, new.channel_id, new.conversation_id, 0, 'outbound', 'queued', new.text, nullif(new.choices, 'null'), new.level,
    new.proactive, new.despite_opt_out, new.despite_quiet_hours, nullif(new.appointment_id, '00000000-0000-0000-0000-000000000000'),
    nullif(new.appointment_version, 0), nullif(new.expires_at, 'epoch'), new.purpose, new.urgent, sqlc.arg(now)::timestamptz
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(channel_ids)::uuid[]) AS channel_id,
        unnest(sqlc.arg(conversation_ids)::uuid[]) AS conversation_id, unnest(sqlc.arg(texts)::text[]) AS text,
        unnest(sqlc.arg(choices)::jsonb[]) AS choices, unnest(sqlc.arg(levels)::smallint[]) AS level,
        unnest(sqlc.arg(proactive)::boolean[]) AS proactive,
        unnest(sqlc.arg(despite_opt_out)::boolean[]) AS despite_opt_out,
        unnest(sqlc.arg(despite_quiet_hours)::boolean[]) AS despite_quiet_hours,
        unnest(sqlc.arg(appointment_ids)::uuid[]) AS appointment_id,
        unnest(sqlc.arg(appointment_versions)::bigint[]) AS appointment_version,
        unnest(sqlc.arg(expires_at)::timestamptz[]) AS expires_at,
        unnest(sqlc.arg(purposes)::text[]) AS purpose, unnest(sqlc.arg(urgent)::boolean[]) AS urgent,
        unnest(sqlc.arg(ordinals)::integer[]) AS ordinal) AS new
ORDER BY new.ordinal;

-- name: InsertConsent :exec
INSERT INTO consent (clinic_id, id, contact_id, purpose, status, source, message_id, recorded_at, evidence, staff_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: SetContactLanguage :exec
UPDATE contact SET language = $3 WHERE clinic_id = $1 AND id = $2;

-- name: ClaimContact :exec
-- unknown or stale → claimed: who registers from a number speaks for it. What is
-- verified is not lowered.
UPDATE contact SET state = 'claimed' WHERE clinic_id = $1 AND id = $2 AND state IN ('unknown', 'stale');

-- name: InsertPatient :exec
INSERT INTO patient (clinic_id, id, name, birth_date, language, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: InsertContactPatient :exec
INSERT INTO contact_patient (clinic_id, contact_id, patient_id, relationship, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: OpenTask :exec
INSERT INTO task (clinic_id, id, code, priority, conversation_id, patient_id, message_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (clinic_id, conversation_id, code) WHERE status = 'requested' DO NOTHING;

-- name: ConversationOfAddress :one
SELECT v.id FROM contact c JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
WHERE c.clinic_id = $1 AND c.channel_id = $2 AND c.canonical = $3;
