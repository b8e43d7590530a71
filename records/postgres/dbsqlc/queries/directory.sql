-- Read before a clinic is known (frontdesk.directory is on).

-- name: ChannelByName :one
SELECT clinic_id, id, name, kind, provider, address, active, service_id, account_id FROM channel WHERE name = $1;

-- name: ClinicBySlug :one
SELECT id FROM clinic WHERE slug = $1;

-- name: ListClinicIDs :many
SELECT id FROM clinic ORDER BY id;

-- name: ListTurnLanes :many
SELECT clinic_id, lane FROM turn_lane
WHERE sqlc.arg(every_one)::boolean OR awake_at < sqlc.arg(awake_before)::timestamptz
ORDER BY clinic_id, lane;

-- name: ListForgottenSendLanes :many
SELECT clinic_id, channel_id FROM send_lane
WHERE awake_at < sqlc.arg(awake_before)::timestamptz OR busy_until < sqlc.arg(now)::timestamptz
    OR resume_at < sqlc.arg(resume_before)::timestamptz
ORDER BY clinic_id, channel_id;
