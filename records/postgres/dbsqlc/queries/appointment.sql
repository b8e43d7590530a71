-- name: ExpiredHolds :one
-- Whether holds that ran out stand in the way of these subjects' time. Locks
-- nothing.
SELECT EXISTS (SELECT 1 FROM occupancy o
WHERE o.clinic_id = $1 AND o.subject_id = ANY (sqlc.arg(subject_ids)::uuid[])
    AND o.start_at < sqlc.arg(span_end)::timestamptz AND o.start_at >= sqlc.arg(span_start)::timestamptz - interval '26 hours'
    AND o.end_at > sqlc.arg(span_start)::timestamptz
    AND o.expires_at <= sqlc.arg(now)::timestamptz);

-- name: DeleteExpiredHolds :exec
-- Holds that ran out and stand in the way of one subject's time. One subject,
-- so that subjects are locked in the order in which times are taken of them.
DELETE FROM occupancy o
WHERE o.clinic_id = $1 AND o.subject_id = sqlc.arg(subject_id)
    AND o.start_at < sqlc.arg(span_end)::timestamptz AND o.start_at >= sqlc.arg(span_start)::timestamptz - interval '26 hours'
    AND o.end_at > sqlc.arg(span_start)::timestamptz
    AND o.expires_at <= sqlc.arg(now)::timestamptz;

-- name: InsertAppointment :exec
INSERT INTO appointment (clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, status, start_at, end_at,
    version, conversation_id, hold_until, created_at, location_id, series_id, overbooking_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13, $14, $15);

-- name: InsertOccupancy :execrows
-- Waits for a rival's commit and then does nothing: fewer rows than asked for
-- mean that the time is taken (invariant 7). The plain form could deadlock with
-- a rival that inserted the same time at the same moment.
INSERT INTO occupancy (clinic_id, appointment_id, subject_id, subject_kind, seat, share_id, during, expires_at)
SELECT $1, $2, new.subject_id, new.subject_kind, new.seat, new.share_id,
    tstzrange(new.start_at, new.end_at), sqlc.narg(expires_at)::timestamptz
FROM (SELECT unnest(sqlc.arg(subject_ids)::uuid[]) AS subject_id,
        unnest(sqlc.arg(subject_kinds)::text[]) AS subject_kind,
        unnest(sqlc.arg(seats)::smallint[]) AS seat, unnest(sqlc.arg(share_ids)::uuid[]) AS share_id,
        unnest(sqlc.arg(starts)::timestamptz[]) AS start_at, unnest(sqlc.arg(ends)::timestamptz[]) AS end_at) AS new
ORDER BY new.subject_id
ON CONFLICT DO NOTHING;

-- name: DeleteOccupancy :execrows
DELETE FROM occupancy WHERE clinic_id = $1 AND appointment_id = $2;

-- name: DeleteHeld :execrows
-- A hold's time. What a rival is just clearing, because it ran out, is left to
-- the rival: waiting for it would be in no order of subjects. A rival that gives
-- up leaves a row that says that it ran out, which takes nothing from anybody.
DELETE FROM occupancy o USING (
    SELECT h.subject_id, h.during FROM occupancy h WHERE h.clinic_id = $1 AND h.appointment_id = $2 FOR UPDATE SKIP LOCKED
) AS held
WHERE o.clinic_id = $1 AND o.appointment_id = $2 AND o.subject_id = held.subject_id AND o.during = held.during;

-- name: SweepExpiredHolds :execrows
-- Holds that nobody wanted the time of. What somebody is working with is left
-- to the next sweep.
DELETE FROM occupancy o USING (
    SELECT h.appointment_id, h.subject_id, h.during FROM occupancy h
    WHERE h.clinic_id = $1 AND h.expires_at <= sqlc.arg(before)::timestamptz
    ORDER BY h.expires_at LIMIT sqlc.arg(at_most)::integer FOR UPDATE SKIP LOCKED
) AS over
WHERE o.clinic_id = $1 AND o.appointment_id = over.appointment_id AND o.subject_id = over.subject_id AND o.during = over.during;

-- name: KeepOccupancy :execrows
-- A hold becomes a booking, which no later hold of its conversation may overlap.
UPDATE occupancy SET expires_at = NULL,
    share_id = CASE WHEN share_id = sqlc.narg(conversation_id)::uuid THEN appointment_id ELSE share_id END
WHERE clinic_id = $1 AND appointment_id = $2;

-- name: KeepOccupancyOfSubject :execrows
-- KeepOccupancy for one subject.
UPDATE occupancy SET expires_at = NULL,
    share_id = CASE WHEN share_id = sqlc.narg(conversation_id)::uuid THEN appointment_id ELSE share_id END
WHERE clinic_id = $1 AND appointment_id = $2 AND subject_id = sqlc.arg(subject_id);

-- name: OccupancyOf :many
SELECT subject_id, subject_kind, seat, share_id, lower(during)::timestamptz AS start_at, upper(during)::timestamptz AS end_at
FROM occupancy WHERE clinic_id = $1 AND appointment_id = $2 ORDER BY subject_id;

-- name: ListOccupied :many
-- The bound of 26 hours is the longest that a row may last, so that one range
-- of the index holds all rows that overlap the span.
SELECT subject_id, start_at, end_at, seat,
    CASE WHEN share_id = appointment_id THEN '00000000-0000-0000-0000-000000000000'::uuid ELSE share_id END::uuid AS group_id
FROM occupancy
WHERE clinic_id = $1 AND subject_id = ANY (sqlc.arg(subject_ids)::uuid[])
    AND start_at < sqlc.arg(span_end)::timestamptz AND start_at >= sqlc.arg(span_start)::timestamptz - interval '26 hours'
    AND end_at > sqlc.arg(span_start)::timestamptz
    AND (expires_at IS NULL OR expires_at > sqlc.arg(now)::timestamptz)
    AND (sqlc.narg(except_share_id)::uuid IS NULL OR share_id <> sqlc.narg(except_share_id)::uuid)
ORDER BY subject_id, start_at, seat;

-- name: GetAppointment :one
SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, location_id, series_id, overbooking_reason,
    status, participant_status, start_at, end_at, version, conversation_id, hold_until, cancellation_reason, fee, moves,
    arrived_at, created_at
FROM appointment WHERE clinic_id = $1 AND id = $2;

-- name: LockAppointment :one
SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, location_id, series_id, overbooking_reason,
    status, participant_status, start_at, end_at, version, conversation_id, hold_until, cancellation_reason, fee, moves,
    arrived_at, created_at
FROM appointment WHERE clinic_id = $1 AND id = $2 FOR UPDATE;

-- name: HeldBy :many
SELECT id FROM appointment WHERE clinic_id = $1 AND conversation_id = $2 AND status = 'pending' ORDER BY id FOR UPDATE;

-- name: BookHeld :one
UPDATE appointment SET status = 'booked', hold_until = NULL, version = version + 1
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status = ANY (sqlc.arg(allowed)::text[])
RETURNING conversation_id;

-- name: CancelAppointment :one
UPDATE appointment SET status = 'cancelled', hold_until = NULL, cancellation_reason = $4, fee = fee + $5, version = version + 1
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status = ANY (sqlc.arg(allowed)::text[])
RETURNING version;

-- name: AnswerAppointment :one
-- A confirmation changes what the patient said, not what is agreed: the version
-- stays, so the reminders do too.
UPDATE appointment SET participant_status = $4
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status = 'booked' AND start_at > sqlc.arg(now)::timestamptz
RETURNING version;

-- name: ComingAppointments :many
SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, location_id, series_id, overbooking_reason,
    status, participant_status, start_at, end_at, version, conversation_id, hold_until, cancellation_reason, fee, moves,
    arrived_at, created_at
FROM appointment
WHERE clinic_id = $1 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND status = 'booked'
    AND start_at > sqlc.arg(now)::timestamptz
ORDER BY start_at, id LIMIT 20;

-- name: PastAppointments :many
-- What lies behind these patients since an instant and was not called off, the
-- newest first.
SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, location_id, series_id, overbooking_reason,
    status, participant_status, start_at, end_at, version, conversation_id, hold_until, cancellation_reason, fee, moves,
    arrived_at, created_at
FROM appointment
WHERE clinic_id = $1 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND status IN ('booked', 'noshow', 'fulfilled')
    AND start_at >= sqlc.arg(since)::timestamptz AND start_at <= sqlc.arg(now)::timestamptz
ORDER BY start_at DESC, id LIMIT 20;

-- name: AppointmentsBetween :many
SELECT sqlc.embed(a), p.name AS patient_name
FROM appointment a JOIN patient p ON p.clinic_id = a.clinic_id AND p.id = a.patient_id
WHERE a.clinic_id = $1 AND a.start_at >= sqlc.arg(span_start)::timestamptz AND a.start_at < sqlc.arg(span_end)::timestamptz
    AND a.status NOT IN ('pending', 'proposed', 'entered-in-error')
    AND (a.start_at, a.id) > (sqlc.arg(after_start)::timestamptz, sqlc.arg(after_id)::uuid)
ORDER BY a.start_at, a.id LIMIT sqlc.arg(page_size)::integer;

-- name: ContactOfPatient :one
-- Where a patient is reached: their own contact first, then the newest that was linked.
SELECT c.id, c.channel_id, c.address, c.state, c.language, v.id AS conversation_id
FROM contact_patient l
JOIN contact c ON c.clinic_id = l.clinic_id AND c.id = l.contact_id
JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
WHERE l.clinic_id = $1 AND l.patient_id = $2 AND c.state <> 'stale'
ORDER BY l.relationship = 'self' DESC, l.created_at DESC LIMIT 1;
