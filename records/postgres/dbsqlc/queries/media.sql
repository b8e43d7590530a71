-- name: InsertMedia :many
-- Of messages that were stored: one that came a second time has no row under
-- the id that it would have got.
INSERT INTO media (clinic_id, id, message_id, place, reference, fetch_after, created_at)
SELECT $1, new.id, new.message_id, new.place, new.reference, sqlc.arg(fetch_after)::timestamptz, sqlc.arg(now)::timestamptz
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(message_ids)::uuid[]) AS message_id,
        unnest(sqlc.arg(places)::smallint[]) AS place, unnest(sqlc.arg(refs)::text[]) AS reference) AS new
WHERE EXISTS (SELECT FROM message m WHERE m.clinic_id = $1 AND m.id = new.message_id)
RETURNING id;

-- name: BeginFetch :one
-- Whoever looks next comes at fetch_after, unless this attempt has settled it.
UPDATE media m SET attempts = m.attempts + 1, fetch_after = sqlc.arg(fetch_after)::timestamptz
FROM message g JOIN channel n ON n.clinic_id = g.clinic_id AND n.id = g.channel_id
WHERE m.clinic_id = $1 AND m.id = $2 AND m.status = 'pending' AND g.clinic_id = m.clinic_id AND g.id = m.message_id
RETURNING m.place, m.reference, m.attempts, g.provider_id, sqlc.embed(n),
    -- How many of the conversation's files are stored since then.
    (SELECT count(*) FROM message c JOIN media s ON s.clinic_id = c.clinic_id AND s.message_id = c.id
        WHERE c.clinic_id = g.clinic_id AND c.conversation_id = g.conversation_id AND c.created_at >= sqlc.arg(since)::timestamptz
            AND c.media_count > 0 AND s.status = 'stored') AS stored;

-- name: StoreMedia :execrows
-- Nothing where somebody else came first, or it was erased meanwhile.
WITH stored AS (
    UPDATE media m SET status = 'stored', fetch_after = NULL, content_type = sqlc.arg(content_type), size = sqlc.arg(size), sha256 = sqlc.arg(sha256)
    WHERE m.clinic_id = $1 AND m.id = $2 AND m.status = 'pending'
    RETURNING m.clinic_id, m.id
)
INSERT INTO media_content (clinic_id, media_id, content) SELECT stored.clinic_id, stored.id, sqlc.arg(content)::bytea FROM stored;

-- name: SettleMedia :execrows
UPDATE media SET status = $3, reason = $4, fetch_after = NULL WHERE clinic_id = $1 AND id = $2 AND status = 'pending';

-- name: PutOffMedia :exec
UPDATE media SET fetch_after = sqlc.arg(fetch_after)::timestamptz WHERE clinic_id = $1 AND id = $2 AND status = 'pending';

-- name: RewakeMedia :many
-- Those whose job is lost.
UPDATE media m SET fetch_after = sqlc.arg(fetch_after)::timestamptz
WHERE m.clinic_id = $1 AND m.status = 'pending' AND m.id IN (
    SELECT w.id FROM media w WHERE w.clinic_id = $1 AND w.status = 'pending' AND w.fetch_after <= sqlc.arg(now)::timestamptz
    ORDER BY w.fetch_after LIMIT 100)
RETURNING m.id;

-- name: MediaCopy :one
-- Of a settled file that the provider still has.
SELECT m.place, m.reference, g.provider_id, sqlc.embed(n)
FROM media m JOIN message g ON g.clinic_id = m.clinic_id AND g.id = m.message_id
JOIN channel n ON n.clinic_id = g.clinic_id AND n.id = g.channel_id
WHERE m.clinic_id = $1 AND m.id = $2 AND m.status <> 'pending' AND m.copy_erased_at IS NULL;

-- name: MediaCopyErased :exec
UPDATE media SET copy_erased_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND id = $2;

-- name: FileMedia :exec
-- Only what came in the conversation, and is nobody's yet.
UPDATE media m SET patient_id = sqlc.arg(patient_id)::uuid, purpose = sqlc.arg(purpose)
FROM message g
WHERE m.clinic_id = $1 AND m.message_id = ANY (sqlc.arg(message_ids)::uuid[]) AND m.patient_id IS NULL
    AND g.clinic_id = m.clinic_id AND g.id = m.message_id AND g.conversation_id = sqlc.arg(conversation_id);

-- name: EraseMediaOfConversation :exec
-- What is filed under a patient is that patient's, and stays.
WITH erased AS (
    UPDATE media m SET status = 'erased', reason = '', content_type = '', size = 0, sha256 = NULL, fetch_after = NULL
    FROM message g
    WHERE m.clinic_id = $1 AND m.patient_id IS NULL AND m.status <> 'erased'
        AND g.clinic_id = m.clinic_id AND g.id = m.message_id AND g.conversation_id = $2 AND g.media_count > 0
    RETURNING m.clinic_id, m.id
)
DELETE FROM media_content c USING erased e WHERE c.clinic_id = e.clinic_id AND c.media_id = e.id;

-- name: MediaOfPatient :many
-- Those filed under the patient, and those of the addresses that act for them
-- that are filed under nobody.
SELECT m.id, m.message_id, m.patient_id, m.purpose, m.status, m.reason, m.content_type, m.size, m.sha256, m.created_at
FROM media m
WHERE m.clinic_id = $1 AND m.status <> 'erased' AND (m.patient_id = sqlc.arg(patient_id)::uuid OR m.patient_id IS NULL AND m.message_id IN (
    SELECT g.id FROM contact_patient l JOIN message g ON g.clinic_id = l.clinic_id AND g.conversation_id = l.contact_id
    WHERE l.clinic_id = $1 AND l.patient_id = sqlc.arg(patient_id)::uuid AND g.media_count > 0))
ORDER BY m.created_at DESC, m.message_id, m.place LIMIT sqlc.arg(max_rows)::integer;

-- name: MediaOfConversation :many
SELECT m.id, m.message_id, m.patient_id, m.purpose, m.status, m.reason, m.content_type, m.size, m.sha256, m.created_at
FROM media m JOIN message g ON g.clinic_id = m.clinic_id AND g.id = m.message_id
WHERE m.clinic_id = $1 AND g.conversation_id = $2 AND g.media_count > 0 AND m.status <> 'erased'
ORDER BY m.created_at DESC, m.message_id, m.place LIMIT sqlc.arg(max_rows)::integer;

-- name: MediaByID :one
SELECT id, message_id, patient_id, purpose, status, reason, content_type, size, sha256, created_at
FROM media WHERE clinic_id = $1 AND id = $2 AND status <> 'erased';

-- name: MediaContent :one
SELECT content FROM media_content WHERE clinic_id = $1 AND media_id = $2;
