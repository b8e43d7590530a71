-- name: ListChannelHealth :many
-- How a clinic's channels stand, and what waits in them: what is due, since when,
-- what is put off, and what nobody knows the outcome of. No text, no address of
-- a patient's.
SELECT n.id, n.name, n.kind, n.provider, n.address, n.active, l.troubles, l.open_until, l.troubled_since,
    coalesce(d.state, '')::text AS device_state, coalesce(d.code, '')::text AS device_code, d.changed_at AS device_changed_at,
    w.due, w.put_off, w.unknown, w.oldest_due
FROM channel n
JOIN send_lane l ON l.clinic_id = n.clinic_id AND l.channel_id = n.id
LEFT JOIN whatsapp_device d ON d.clinic_id = n.clinic_id AND d.channel_id = n.id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE m.status = 'sending' OR (m.status = 'queued' AND (m.send_after IS NULL OR m.send_after <= sqlc.arg(now)::timestamptz))) AS due,
        count(*) FILTER (WHERE m.status = 'queued' AND m.send_after > sqlc.arg(now)::timestamptz) AS put_off,
        count(*) FILTER (WHERE m.status = 'unknown' AND m.sending_until IS NOT NULL) AS unknown,
        coalesce(min(m.created_at) FILTER (WHERE m.status = 'sending'
            OR (m.status = 'queued' AND (m.send_after IS NULL OR m.send_after <= sqlc.arg(now)::timestamptz))), 'epoch')::timestamptz AS oldest_due
    FROM message m WHERE m.clinic_id = n.clinic_id AND m.channel_id = n.id AND m.status IN ('queued', 'sending', 'unknown')) AS w
WHERE n.clinic_id = $1 ORDER BY n.name;

-- name: SessionLockHeld :one
SELECT session_lock_held(sqlc.arg(high)::integer, sqlc.arg(low)::integer)::boolean;
