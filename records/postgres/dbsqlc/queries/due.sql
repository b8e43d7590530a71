-- name: NextDue :one
-- The earliest moment after an instant at which the clinic has something to do
-- that waits for the time alone; the epoch where there is none.
SELECT coalesce(least(
    (SELECT min(r.due_at) FROM reminder_step r
        WHERE r.clinic_id = $1 AND r.status = 'planned' AND r.due_at > sqlc.arg(after)::timestamptz),
    (SELECT min(u.due_at) FROM survey u
        WHERE u.clinic_id = $1 AND u.status = 'planned' AND u.due_at > sqlc.arg(after)::timestamptz),
    (SELECT min(m.send_after) FROM message m
        WHERE m.clinic_id = $1 AND m.status = 'queued' AND m.send_after > sqlc.arg(after)::timestamptz),
    (SELECT min(o.expires_at) FROM slot_offer o
        WHERE o.clinic_id = $1 AND o.status = 'open' AND o.expires_at > sqlc.arg(after)::timestamptz),
    (SELECT min(f.next_wave_at) FROM freed_slot f
        WHERE f.clinic_id = $1 AND f.status = 'open' AND f.next_wave_at > sqlc.arg(after)::timestamptz)),
    'epoch')::timestamptz AS due_at;

-- name: HasUnsettledMessages :one
-- Whether a message waits for its turn or for its sending, and for nothing else:
-- what is put off, or stands behind what is (ClaimQueued), waits for the time.
SELECT (EXISTS (SELECT FROM message m WHERE m.clinic_id = $1 AND m.status IN ('received', 'sending'))
    OR EXISTS (SELECT FROM message m
        WHERE m.clinic_id = $1 AND m.status = 'queued' AND (m.send_after IS NULL OR m.send_after <= sqlc.arg(now)::timestamptz)
            AND NOT EXISTS (SELECT FROM message earlier
                WHERE earlier.clinic_id = m.clinic_id AND earlier.channel_id = m.channel_id
                    AND earlier.conversation_id = m.conversation_id AND earlier.sequence < m.sequence
                    AND earlier.status = 'queued' AND earlier.send_after > sqlc.arg(now)::timestamptz
                    AND (m.proactive OR NOT earlier.proactive))))::boolean AS unsettled;
