-- name: ListChannelPolicies :many
SELECT channel_id, segments_per_second, burst, pair_milliseconds, pair_burst, order_wait_milliseconds, unasked_level, answer_level
FROM channel_policy WHERE clinic_id = $1;

-- name: SetChannelPolicy :exec
INSERT INTO channel_policy (clinic_id, channel_id, segments_per_second, burst, pair_milliseconds, pair_burst, order_wait_milliseconds,
    unasked_level, answer_level)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (clinic_id, channel_id) DO UPDATE SET segments_per_second = excluded.segments_per_second, burst = excluded.burst,
    pair_milliseconds = excluded.pair_milliseconds, pair_burst = excluded.pair_burst,
    order_wait_milliseconds = excluded.order_wait_milliseconds, unasked_level = excluded.unasked_level, answer_level = excluded.answer_level;

-- name: GetMessagePolicy :one
SELECT weekly_cap, quiet_from_minute, quiet_until_minute FROM message_policy WHERE clinic_id = $1;

-- name: SetMessagePolicy :exec
INSERT INTO message_policy (clinic_id, weekly_cap, quiet_from_minute, quiet_until_minute) VALUES ($1, $2, $3, $4)
ON CONFLICT (clinic_id) DO UPDATE SET weekly_cap = excluded.weekly_cap, quiet_from_minute = excluded.quiet_from_minute,
    quiet_until_minute = excluded.quiet_until_minute;

-- name: PaceSendLane :exec
-- Whoever holds the lane's exclusive lock moves its pace on.
UPDATE send_lane SET free_at = sqlc.arg(free_at)::timestamptz, resume_at = sqlc.narg(resume_at)::timestamptz
WHERE clinic_id = $1 AND channel_id = $2;

-- name: PacePairs :exec
INSERT INTO send_pair (clinic_id, conversation_id, free_at)
SELECT $1, unnest(sqlc.arg(conversation_ids)::uuid[]), unnest(sqlc.arg(free_at)::timestamptz[])
ON CONFLICT (clinic_id, conversation_id) DO UPDATE SET free_at = excluded.free_at;
