-- name: ShareLanes :exec
-- Every writer to a lane holds its lock shared until its commit; whoever clears
-- a lane's flag holds it exclusively, and so sees all that was written before.
SELECT pg_advisory_xact_lock_shared(key) FROM unnest(sqlc.arg(keys)::bigint[]) AS key ORDER BY key;

-- name: TakeLanes :exec
SELECT pg_advisory_xact_lock(key) FROM unnest(sqlc.arg(keys)::bigint[]) AS key ORDER BY key;

-- name: InsertContacts :exec
INSERT INTO contact (clinic_id, id, channel_id, address, created_at)
SELECT $1, new.id, new.channel_id, new.address, sqlc.arg(now)::timestamptz
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(channel_ids)::uuid[]) AS channel_id,
        unnest(sqlc.arg(addresses)::text[]) AS address, unnest(sqlc.arg(canonicals)::text[]) AS canonical) AS new
WHERE NOT EXISTS (SELECT FROM contact c WHERE c.clinic_id = $1 AND c.channel_id = new.channel_id AND c.canonical = new.canonical)
ORDER BY new.channel_id, new.canonical
ON CONFLICT DO NOTHING;

-- name: InsertConversations :exec
INSERT INTO conversation (clinic_id, id, contact_id, lane, updated_at)
SELECT $1, c.id, c.id, new.lane, sqlc.arg(now)::timestamptz
FROM (SELECT unnest(sqlc.arg(channel_ids)::uuid[]) AS channel_id, unnest(sqlc.arg(canonicals)::text[]) AS canonical,
        unnest(sqlc.arg(lanes)::smallint[]) AS lane) AS new
JOIN contact c ON c.clinic_id = $1 AND c.channel_id = new.channel_id AND c.canonical = new.canonical
WHERE NOT EXISTS (SELECT FROM conversation v WHERE v.clinic_id = $1 AND v.contact_id = c.id)
ORDER BY c.id
ON CONFLICT (clinic_id, contact_id) DO NOTHING;

-- name: InsertInboundMessages :one
-- The ordinals are an array like the others, and not generate_subscripts: that
-- is planned as a thousand rows, which makes the planner read whole tables.
-- Gives how many came from contacts that are known (the others are not stored),
-- and the lanes that now have something to read.
WITH known AS (
    SELECT new.*, v.id AS conversation_id, v.lane
    FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(channel_ids)::uuid[]) AS channel_id,
            unnest(sqlc.arg(canonicals)::text[]) AS canonical, unnest(sqlc.arg(provider_ids)::text[]) AS provider_id,
            unnest(sqlc.arg(texts)::text[]) AS text, unnest(sqlc.arg(choice_ids)::text[]) AS choice_id,
            unnest(sqlc.arg(media_counts)::smallint[]) AS media_count, unnest(sqlc.arg(photo_counts)::smallint[]) AS photo_count,
            unnest(sqlc.arg(opt_outs)::text[]) AS opt_out,
            unnest(sqlc.arg(ordinals)::integer[]) AS ordinal) AS new
    JOIN contact c ON c.clinic_id = $1 AND c.channel_id = new.channel_id AND c.canonical = new.canonical
    JOIN conversation v ON v.clinic_id = $1 AND v.contact_id = c.id
), stored AS (
    INSERT INTO message (clinic_id, id, channel_id, conversation_id, lane, direction, status, provider_id, text, choice_id,
        media_count, photo_count, opt_out, created_at)
    SELECT $1, known.id, known.channel_id, known.conversation_id, known.lane, 'inbound', 'received', known.provider_id, known.text,
        known.choice_id, known.media_count, known.photo_count, known.opt_out, sqlc.arg(now)::timestamptz
    FROM known
    ORDER BY known.ordinal
    ON CONFLICT (clinic_id, channel_id, provider_id) WHERE provider_id IS NOT NULL DO NOTHING
    RETURNING lane
)
SELECT (SELECT count(*) FROM known) AS from_known, array(SELECT DISTINCT lane FROM stored ORDER BY lane)::smallint[] AS lanes;

-- name: WakeTurnLanes :many
-- Gives the lanes that slept until now: each gets a River job.
UPDATE turn_lane SET awake_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND lane = ANY (sqlc.arg(lanes)::smallint[]) AND awake_at IS NULL
RETURNING lane;

-- name: RewakeTurnLane :exec
UPDATE turn_lane SET awake_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND lane = $2;

-- name: BeginTurnLane :exec
UPDATE turn_lane SET awake_at = NULL WHERE clinic_id = $1 AND lane = $2 AND awake_at IS NOT NULL;

-- name: WakeSendLanes :many
UPDATE send_lane SET awake_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND channel_id = ANY (sqlc.arg(channel_ids)::uuid[]) AND awake_at IS NULL
RETURNING channel_id;

-- name: BeginSendLane :exec
-- Only if it was awake: most looks find nothing, and then write nothing.
UPDATE send_lane SET awake_at = NULL, resume_at = NULL
WHERE clinic_id = $1 AND channel_id = $2 AND (awake_at IS NOT NULL OR resume_at IS NOT NULL);

-- name: LookAtSendLane :exec
-- The earliest deadline stays: a busy channel must not hide one that passed.
UPDATE send_lane SET busy_until = least(busy_until, sqlc.arg(look_at)::timestamptz) WHERE clinic_id = $1 AND channel_id = $2;

-- name: SetSendLaneDeadline :exec
-- The earliest moment at which somebody must look again, or none.
UPDATE send_lane SET busy_until = (
    SELECT min(coalesce(m.sending_until, m.send_after)) FROM message m
    WHERE m.clinic_id = $1 AND m.channel_id = $2 AND m.status IN ('queued', 'sending', 'unknown')
        AND coalesce(m.sending_until, m.send_after) IS NOT NULL)
WHERE send_lane.clinic_id = $1 AND send_lane.channel_id = $2;

-- name: WakeSendLane :exec
-- Keeps the deadline that reconciliation has just set.
UPDATE send_lane SET awake_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND channel_id = $2;

-- name: ListWatermarks :many
SELECT n.clinic_id, n.id, n.name, n.kind, n.provider, n.address, n.active, n.service_id, n.account_id,
    coalesce(newest.at, sqlc.arg(since)::timestamptz)::timestamptz AS newest_inbound
FROM channel n LEFT JOIN (
    SELECT m.channel_id, max(m.created_at) AS at FROM message m
    WHERE m.clinic_id = $1 AND m.direction = 'inbound' AND m.created_at >= sqlc.arg(since)::timestamptz
    GROUP BY m.channel_id) AS newest ON newest.channel_id = n.id
WHERE n.clinic_id = $1 ORDER BY n.name;
