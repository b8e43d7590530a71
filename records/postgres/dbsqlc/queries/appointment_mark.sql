-- name: MarkAppointment :one
-- What a no-show cost is taken back with it: the fee is again that of the
-- version before.
UPDATE appointment a SET status = sqlc.arg(marked)::text, version = version + 1, hold_until = NULL, cancellation_reason = '',
    arrived_at = CASE WHEN sqlc.arg(marked)::text IN ('arrived', 'checked-in', 'fulfilled') THEN coalesce(arrived_at, sqlc.arg(now)::timestamptz)
        WHEN sqlc.arg(marked)::text = 'booked' THEN NULL ELSE arrived_at END,
    fee = CASE WHEN a.status = 'noshow' THEN coalesce((SELECT before.fee FROM appointment_event before
            WHERE before.clinic_id = $1 AND before.appointment_id = sqlc.arg(id)::uuid
                AND before.appointment_version = sqlc.arg(version)::bigint - 1), 0)
        ELSE fee END + sqlc.arg(fee)::bigint
WHERE a.clinic_id = $1 AND a.id = sqlc.arg(id)::uuid AND a.version = sqlc.arg(version)::bigint
    AND a.status = ANY (sqlc.arg(allowed)::text[])
RETURNING a.version;

-- name: OverbookedOver :many
-- Who was booked over this time of these subjects, in the order in which they
-- move up when it is given up.
SELECT o.appointment_id
FROM occupancy o
WHERE o.clinic_id = $1 AND o.subject_id = ANY (sqlc.arg(subject_ids)::uuid[]) AND o.seat > 0
    AND o.subject_kind IN ('practitioner', 'room')
    AND o.start_at < sqlc.arg(span_end)::timestamptz AND o.start_at >= sqlc.arg(span_start)::timestamptz - interval '26 hours'
    AND o.end_at > sqlc.arg(span_start)::timestamptz
GROUP BY o.appointment_id
ORDER BY min(o.seat), o.appointment_id;

-- name: PromoteOverbooked :execrows
UPDATE occupancy o SET seat = 0
WHERE o.clinic_id = $1 AND o.appointment_id = $2 AND o.seat > 0 AND o.subject_kind IN ('practitioner', 'room')
    AND NOT EXISTS (
        SELECT FROM occupancy other
        WHERE other.clinic_id = $1 AND other.subject_id = o.subject_id AND other.seat = 0
            AND other.start_at < o.end_at AND other.start_at >= o.start_at - interval '26 hours' AND other.end_at > o.start_at);

-- name: AppointmentsOfSeries :many
SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, location_id, series_id, overbooking_reason,
    status, participant_status, start_at, end_at, version, conversation_id, hold_until, cancellation_reason, fee, moves,
    arrived_at, created_at
FROM appointment WHERE clinic_id = $1 AND series_id = $2 ORDER BY start_at, id;
