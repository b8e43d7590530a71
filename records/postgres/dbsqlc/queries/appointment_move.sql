-- name: MoveAppointment :one
-- The id stays; whatever was bound to the old version can do nothing any more.
-- The patient is asked about the new time like about any other.
UPDATE appointment SET appointment_type_id = $4, practitioner_id = $5, resource_ids = $6, location_id = $7, start_at = $8,
    end_at = $9, moves = moves + $10, fee = fee + $11, overbooking_reason = $12, participant_status = 'needs-action',
    version = version + 1
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status = ANY (sqlc.arg(allowed)::text[])
RETURNING version;

-- name: ReleaseOccupancy :execrows
-- Lets go of the times that the appointment took before, when those that it
-- keeps are known.
DELETE FROM occupancy o
WHERE o.clinic_id = $1 AND o.appointment_id = $2 AND NOT EXISTS (
    SELECT FROM (SELECT unnest(sqlc.arg(subject_ids)::uuid[]) AS subject_id,
            unnest(sqlc.arg(starts)::timestamptz[]) AS start_at, unnest(sqlc.arg(ends)::timestamptz[]) AS end_at) AS kept
    WHERE kept.subject_id = o.subject_id AND tstzrange(kept.start_at, kept.end_at) = o.during);
