-- name: LockQueueDay :exec
-- Makes the day if it is new, and locks it: changes of a queue are one after
-- the other.
INSERT INTO queue_day (clinic_id, date, last_number) VALUES ($1, $2, 0)
ON CONFLICT (clinic_id, date) DO UPDATE SET last_number = queue_day.last_number;

-- name: InsertQueueTicket :one
-- Takes the day's next number and stores the ticket in one statement: rivals
-- wait for each other's commit, and one that fails gives its number back.
WITH next AS (
    INSERT INTO queue_day (clinic_id, date, last_number) VALUES ($1, sqlc.arg(date), 1)
    ON CONFLICT (clinic_id, date) DO UPDATE SET last_number = queue_day.last_number + 1
    RETURNING last_number)
INSERT INTO queue_ticket (clinic_id, id, date, number, patient_id, appointment_id, appointment_type_id, practitioner_id, location_id,
    priority, due_at, expected_minutes, arrived_at, told_at)
SELECT $1, sqlc.arg(id), sqlc.arg(date), next.last_number, sqlc.arg(patient_id), sqlc.narg(appointment_id),
    sqlc.narg(appointment_type_id), sqlc.narg(practitioner_id), sqlc.narg(location_id), sqlc.arg(priority), sqlc.arg(due_at),
    sqlc.arg(expected_minutes), sqlc.arg(arrived_at), sqlc.narg(told_at)
FROM next
RETURNING number;

-- name: ListQueueTickets :many
SELECT sqlc.embed(q), p.name AS patient_name
FROM queue_ticket q JOIN patient p ON p.clinic_id = q.clinic_id AND p.id = q.patient_id
WHERE q.clinic_id = $1 AND q.date = $2 ORDER BY q.number;

-- name: GetQueueTicket :one
SELECT sqlc.embed(q), p.name AS patient_name
FROM queue_ticket q JOIN patient p ON p.clinic_id = q.clinic_id AND p.id = q.patient_id
WHERE q.clinic_id = $1 AND q.id = $2;

-- name: ChangeQueueTicket :execrows
-- allowed is made from scheduler.QueueTransitions.
UPDATE queue_ticket SET status = sqlc.arg(status)::text, version = version + 1,
    practitioner_id = coalesce(sqlc.narg(practitioner_id)::uuid, practitioner_id),
    room = CASE sqlc.arg(status)::text WHEN 'called' THEN sqlc.arg(room)::text WHEN 'waiting' THEN '' ELSE room END,
    called_at = CASE sqlc.arg(status)::text WHEN 'called' THEN sqlc.arg(now)::timestamptz WHEN 'waiting' THEN NULL ELSE called_at END,
    started_at = CASE sqlc.arg(status)::text WHEN 'in-progress' THEN sqlc.arg(now)::timestamptz ELSE started_at END,
    ended_at = CASE WHEN sqlc.arg(status)::text IN ('finished', 'left') THEN sqlc.arg(now)::timestamptz ELSE ended_at END
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status = ANY (sqlc.arg(allowed)::text[]);

-- name: MarkQueueTold :many
UPDATE queue_ticket SET told_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND id = ANY (sqlc.arg(ids)::uuid[]) AND told_at IS NULL AND status IN ('waiting', 'called')
RETURNING id;

-- name: ShareConversations :exec
-- What a later insert of a message needs of its conversation, taken before
-- other locks and in the order in which turns take theirs.
SELECT id FROM conversation WHERE clinic_id = $1 AND id = ANY (sqlc.arg(ids)::uuid[]) ORDER BY id FOR KEY SHARE;

-- name: VisitsToCheckIn :many
-- The appointments of these patients that they may be here for: begun or about
-- to, and not over.
SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, location_id, series_id, overbooking_reason,
    status, participant_status, start_at, end_at, version, conversation_id, hold_until, cancellation_reason, fee, moves,
    arrived_at, created_at
FROM appointment
WHERE clinic_id = $1 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND status IN ('booked', 'arrived', 'checked-in')
    AND start_at <= sqlc.arg(until)::timestamptz AND end_at > sqlc.arg(now)::timestamptz
    AND start_at > sqlc.arg(now)::timestamptz - interval '1 day'
ORDER BY start_at, id LIMIT 20;
