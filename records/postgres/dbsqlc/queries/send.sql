-- name: ClaimQueued :many
-- The next messages of a channel with all that the exit gate judges. Only the
-- holder of the lane's exclusive lock claims, and a conversation whose earlier
-- message is still under way (or put off) waits: order within a conversation
-- holds. So it does behind one whose sender died, until it is known whether it
-- went, and, where the channel waits for receipts, behind one that was sent a
-- moment ago. An answer doesn't wait for what is put off and was not asked for:
-- that may be until the morning, or next week. Nor does what itself can't wait.
SELECT m.id, m.conversation_id, m.sequence, m.text, m.choices, m.level, m.proactive, m.despite_opt_out, m.despite_quiet_hours,
    m.appointment_id, m.appointment_version, m.expires_at, m.attempts, m.created_at, c.id AS contact_id, c.address, c.state AS contact_state, c.doubted_at, c.language,
    coalesce(s.status, '')::text AS consent, coalesce(s.recorded_at, 'epoch') AS consent_recorded_at,
    coalesce(a.version, 0)::bigint AS current_version, coalesce(a.status, '')::text AS appointment_status,
    a.start_at AS appointment_start, m.purpose, m.urgent, c.time_zone, c.content_level AS preferred_level,
    coalesce((SELECT n.status FROM consent n
        WHERE m.purpose <> 'care' AND n.clinic_id = m.clinic_id AND n.contact_id = c.id AND n.purpose = m.purpose
        ORDER BY n.sequence DESC LIMIT 1), '')::text AS purpose_consent,
    -- A reminder of several appointments holds if all of them do.
    (m.purpose = 'reminder' AND m.appointment_id IS NULL AND EXISTS (
        SELECT FROM reminder_step r JOIN appointment b ON b.clinic_id = r.clinic_id AND b.id = r.appointment_id
        WHERE r.clinic_id = m.clinic_id AND r.message_id = m.id
            AND (b.version <> r.appointment_version OR b.status <> 'booked' OR b.start_at <= sqlc.arg(now)::timestamptz)))::boolean AS partly_stale,
    -- When the contact got something within a week without having asked.
    array(SELECT u.handed_over_at FROM message u
        WHERE m.proactive AND NOT m.urgent AND u.clinic_id = m.clinic_id AND u.conversation_id = m.conversation_id
            AND u.direction = 'outbound' AND u.proactive AND NOT u.urgent AND u.status NOT IN ('queued', 'not-sent', 'failed')
            AND u.handed_over_at > sqlc.arg(now)::timestamptz - interval '7 days'
        ORDER BY u.handed_over_at DESC)::timestamptz[] AS unasked_at,
    l.free_at AS lane_free_at, l.troubles AS lane_troubles, l.open_until AS lane_open_until, pair.free_at AS pair_free_at,
    -- When the patient wrote last, where that decides what may be sent: one step
    -- back in the index, as a rule.
    coalesce((SELECT i.created_at FROM message i
        WHERE n.kind = 'whatsapp' AND i.clinic_id = m.clinic_id AND i.conversation_id = m.conversation_id AND i.direction = 'inbound'
            AND (c.session_closed_at IS NULL OR i.created_at > c.session_closed_at)
        ORDER BY i.sequence DESC LIMIT 1), 'epoch')::timestamptz AS last_inbound_at
FROM message m
JOIN channel n ON n.clinic_id = m.clinic_id AND n.id = m.channel_id
JOIN send_lane l ON l.clinic_id = m.clinic_id AND l.channel_id = m.channel_id
JOIN conversation v ON v.clinic_id = m.clinic_id AND v.id = m.conversation_id
JOIN contact c ON c.clinic_id = v.clinic_id AND c.id = v.contact_id
LEFT JOIN send_pair pair ON pair.clinic_id = m.clinic_id AND pair.conversation_id = m.conversation_id
LEFT JOIN appointment a ON a.clinic_id = m.clinic_id AND a.id = m.appointment_id
LEFT JOIN LATERAL (
    SELECT n.status, n.recorded_at FROM consent n
    WHERE n.clinic_id = c.clinic_id AND n.contact_id = c.id AND n.purpose = 'care' ORDER BY n.sequence DESC LIMIT 1) AS s ON true
WHERE m.clinic_id = $1 AND m.channel_id = $2 AND m.status = 'queued' AND (sqlc.arg(unasked)::boolean OR NOT m.proactive)
    AND (m.send_after IS NULL OR m.send_after <= sqlc.arg(now)::timestamptz)
    AND NOT EXISTS (
        SELECT FROM message earlier
        WHERE earlier.clinic_id = m.clinic_id AND earlier.channel_id = m.channel_id
            AND earlier.conversation_id = m.conversation_id AND earlier.sequence < m.sequence
            AND (earlier.status = 'sending'
                OR (earlier.status = 'unknown' AND earlier.error_code = 'abandoned' AND earlier.sending_until IS NOT NULL
                    AND earlier.handed_over_at > sqlc.arg(now)::timestamptz - interval '1 minute')
                OR (sqlc.arg(one_each)::boolean AND earlier.status = 'sent' AND earlier.handed_over_at > sqlc.arg(sent_since)::timestamptz)
                OR (earlier.status = 'queued' AND (m.proactive OR NOT earlier.proactive)
                    AND NOT (earlier.proactive AND NOT earlier.urgent AND earlier.send_after > sqlc.arg(now)::timestamptz
                        AND (m.urgent OR m.despite_quiet_hours))
                    AND (sqlc.arg(one_each)::boolean OR earlier.send_after > sqlc.arg(now)::timestamptz))))
ORDER BY m.sequence
LIMIT sqlc.arg(messages)::integer;

-- name: MarkSending :exec
-- Both in one statement, since every message passes here. The lane keeps its
-- earliest deadline: a busy channel must not hide one that passed.
WITH looked AS (
    UPDATE send_lane SET busy_until = least(busy_until, sqlc.arg(sending_until)::timestamptz)
    WHERE send_lane.clinic_id = $1 AND send_lane.channel_id = $2)
UPDATE message SET status = 'sending', attempts = attempts + 1, handed_over_at = sqlc.arg(now)::timestamptz,
    sending_until = sqlc.arg(sending_until)::timestamptz
WHERE message.clinic_id = $1 AND message.id = ANY (sqlc.arg(ids)::uuid[]) AND message.status = 'queued';

-- name: LookAgain :many
-- The last look at messages that had to wait after they were marked. Those that
-- are still this attempt's get time anew, so that nobody takes them for a dead
-- process's, and come with what they are judged by as it is now.
UPDATE message m SET sending_until = sqlc.arg(sending_until)::timestamptz, handed_over_at = sqlc.arg(now)::timestamptz
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(attempts)::integer[]) AS attempts) AS looked
WHERE m.clinic_id = $1 AND m.id = looked.id AND m.status = 'sending' AND m.attempts = looked.attempts
RETURNING m.id,
    coalesce((SELECT CASE WHEN k.status = 'inactive' THEN k.recorded_at END
        FROM conversation v JOIN consent k ON k.clinic_id = v.clinic_id AND k.contact_id = v.contact_id
        WHERE v.clinic_id = m.clinic_id AND v.id = m.conversation_id AND k.purpose = 'care'
        ORDER BY k.sequence DESC LIMIT 1), 'epoch')::timestamptz AS opted_out_at,
    coalesce((SELECT k.status FROM conversation v JOIN consent k ON k.clinic_id = v.clinic_id AND k.contact_id = v.contact_id
        WHERE m.purpose <> 'care' AND v.clinic_id = m.clinic_id AND v.id = m.conversation_id AND k.purpose = m.purpose
        ORDER BY k.sequence DESC LIMIT 1), '')::text AS purpose_consent,
    coalesce((SELECT a.version FROM appointment a WHERE a.clinic_id = m.clinic_id AND a.id = m.appointment_id), 0)::bigint AS current_version,
    coalesce((SELECT a.status FROM appointment a WHERE a.clinic_id = m.clinic_id AND a.id = m.appointment_id), '')::text AS appointment_status;

-- name: TakeBack :exec
-- What was marked and never handed over is queued again, and the attempt was
-- none. Another process's attempt at it stays as it is.
UPDATE message m SET status = 'queued', error_code = '', sending_until = NULL, looks = 0, attempts = m.attempts - 1
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(attempts)::integer[]) AS attempts) AS taken
WHERE m.clinic_id = $1 AND m.id = taken.id AND m.status IN ('sending', 'unknown') AND m.attempts = taken.attempts;

-- name: MarkNotSent :exec
UPDATE message m SET status = 'not-sent', not_sent_reason = new.reason
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(reasons)::text[]) AS reason) AS new
WHERE m.clinic_id = $1 AND m.id = new.id AND m.status = 'queued';

-- name: Neutralise :exec
-- A neutral text goes in a message's place: nothing of what stood there leaves,
-- and what is on record is what was sent.
UPDATE message m SET text = new.text, choices = NULL, level = 0, withheld_level = m.level
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(texts)::text[]) AS text) AS new
WHERE m.clinic_id = $1 AND m.id = new.id AND m.status = 'queued';

-- name: RecordSent :exec
-- A receipt may have come first: then the status stays and the id is added. One
-- that came before anybody knew the provider's id takes effect here.
WITH new AS (
    SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(provider_ids)::text[]) AS provider_id
), adopted AS (
    UPDATE message_receipt r SET message_id = new.id
    FROM new JOIN message own ON own.clinic_id = $1 AND own.id = new.id
    WHERE r.clinic_id = $1 AND r.channel_id = own.channel_id AND r.provider_id = new.provider_id AND r.message_id IS NULL
    RETURNING r.message_id, r.status
)
UPDATE message m SET provider_id = coalesce(m.provider_id, new.provider_id), sending_until = NULL,
    status = (sqlc.arg(lattice)::text[])[greatest(array_position(sqlc.arg(lattice)::text[], m.status),
        array_position(sqlc.arg(lattice)::text[], 'sent'),
        (SELECT max(array_position(sqlc.arg(lattice)::text[], adopted.status)) FROM adopted WHERE adopted.message_id = new.id))],
    not_sent_reason = ''
FROM new
WHERE m.clinic_id = $1 AND m.id = new.id AND m.direction = 'outbound';

-- name: RecordRefused :exec
UPDATE message SET status = 'failed', error_code = $3, sending_until = NULL
WHERE clinic_id = $1 AND id = $2 AND status IN ('sending', 'unknown');

-- name: RecordNotYet :exec
UPDATE message SET status = 'queued', error_code = $3, sending_until = NULL, looks = 0,
    send_after = sqlc.arg(send_after)::timestamptz
WHERE clinic_id = $1 AND id = $2 AND status IN ('sending', 'unknown');

-- name: PutOff :exec
UPDATE message SET send_after = sqlc.arg(send_after)::timestamptz
WHERE clinic_id = $1 AND id = ANY (sqlc.arg(ids)::uuid[]) AND status = 'queued';

-- name: RecordUnknown :exec
UPDATE message SET status = 'unknown', error_code = $3, sending_until = sqlc.arg(look_at)::timestamptz,
    looks = looks + sqlc.arg(looks)::smallint
WHERE clinic_id = $1 AND id = $2 AND status IN ('sending', 'unknown');

-- name: ReserveLooks :exec
UPDATE message SET sending_until = sqlc.arg(until)::timestamptz
WHERE clinic_id = $1 AND id = ANY (sqlc.arg(ids)::uuid[]) AND status IN ('sending', 'unknown');

-- name: StopReconciling :exec
UPDATE message SET sending_until = NULL WHERE clinic_id = $1 AND id = $2 AND status = 'unknown';

-- name: ListToReconcile :many
SELECT m.id, m.conversation_id, m.sequence, m.text, m.choices, m.status, m.attempts, m.looks, m.error_code, m.handed_over_at, m.expires_at,
    c.address
FROM message m
JOIN conversation v ON v.clinic_id = m.clinic_id AND v.id = m.conversation_id
JOIN contact c ON c.clinic_id = v.clinic_id AND c.id = v.contact_id
WHERE m.clinic_id = $1 AND m.channel_id = $2 AND m.status IN ('sending', 'unknown') AND m.sending_until < sqlc.arg(now)::timestamptz
ORDER BY m.sequence LIMIT 100;

-- name: ProviderIDsSince :many
SELECT provider_id FROM message
WHERE clinic_id = $1 AND conversation_id = $2 AND direction = 'outbound' AND provider_id IS NOT NULL
    AND created_at >= sqlc.arg(since)::timestamptz;

-- name: Advance :one
-- Invariant 6: the receipt is written down, and the message's status becomes the
-- join of what it was and what is reported; the lattice is records' own. The row
-- as it was is read and locked first, to tell whether anything changed.
WITH was AS (
    SELECT m.id, m.status FROM message m
    WHERE m.clinic_id = $1 AND m.channel_id = $2 AND m.id = $3 AND m.direction = 'outbound' FOR NO KEY UPDATE
), logged AS (
    INSERT INTO message_receipt (clinic_id, channel_id, provider_id, status, provider_status, error_code, message_id, received_at)
    SELECT $1, $2, sqlc.arg(provider_id)::text, sqlc.arg(status)::text, sqlc.arg(provider_status)::text, sqlc.arg(error_code)::text,
        (SELECT was.id FROM was), sqlc.arg(now)::timestamptz
    WHERE sqlc.arg(provider_id)::text <> ''
    ON CONFLICT (clinic_id, channel_id, provider_id, status, provider_status, error_code) DO NOTHING
)
UPDATE message m SET
    provider_id = coalesce(m.provider_id, nullif(sqlc.arg(provider_id)::text, '')), sending_until = NULL, not_sent_reason = '',
    status = (sqlc.arg(lattice)::text[])[greatest(array_position(sqlc.arg(lattice)::text[], m.status),
        array_position(sqlc.arg(lattice)::text[], sqlc.arg(status)::text))],
    error_code = CASE WHEN sqlc.arg(status)::text = 'failed' AND array_position(sqlc.arg(lattice)::text[], m.status)
            < array_position(sqlc.arg(lattice)::text[], 'failed') THEN sqlc.arg(error_code)::text ELSE m.error_code END
FROM was
WHERE m.clinic_id = $1 AND m.id = was.id
RETURNING m.id, m.conversation_id, m.status, was.status AS was, (m.proactive AND m.appointment_id IS NOT NULL)::boolean AS bound, EXISTS (
    SELECT FROM message next WHERE next.clinic_id = m.clinic_id AND next.conversation_id = m.conversation_id
        AND next.sequence > m.sequence AND next.status = 'queued') AS awaited;

-- name: MessageIDByProviderID :one
SELECT id FROM message WHERE clinic_id = $1 AND channel_id = $2 AND provider_id = sqlc.arg(provider_id)::text AND direction = 'outbound';
