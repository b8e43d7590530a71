-- name: ListChannelPolicies :many
SELECT channel_id, segments_per_second, burst, pair_milliseconds, pair_burst, order_wait_milliseconds
FROM channel_policy WHERE clinic_id = $1;

-- name: SetChannelPolicy :exec
INSERT INTO channel_policy (clinic_id, channel_id, segments_per_second, burst, pair_milliseconds, pair_burst, order_wait_milliseconds)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (clinic_id, channel_id) DO UPDATE SET segments_per_second = excluded.segments_per_second, burst = excluded.burst,
    pair_milliseconds = excluded.pair_milliseconds, pair_burst = excluded.pair_burst,
    order_wait_milliseconds = excluded.order_wait_milliseconds;

-- name: PaceSendLane :exec
-- Whoever holds the lane's exclusive lock moves its pace on.
UPDATE send_lane SET free_at = sqlc.arg(free_at)::timestamptz, resume_at = sqlc.narg(resume_at)::timestamptz
WHERE clinic_id = $1 AND channel_id = $2;

-- name: PacePairs :exec
INSERT INTO send_pair (clinic_id, conversation_id, free_at)
SELECT $1, unnest(sqlc.arg(conversation_ids)::uuid[]), unnest(sqlc.arg(free_at)::timestamptz[])
ON CONFLICT (clinic_id, conversation_id) DO UPDATE SET free_at = excluded.free_at;
