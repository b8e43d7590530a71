-- name: GetAbsence :one
SELECT clinic_id, id, practitioner_id, location_id, kind, start_date, start_minute, end_date, end_minute, ask_patients, created_at,
    ended_at
FROM absence WHERE clinic_id = $1 AND id = $2 AND ended_at IS NULL;

-- name: LockAbsence :one
-- Who holds it asks its patients; others wait and find them asked.
SELECT clinic_id, id, practitioner_id, location_id, kind, start_date, start_minute, end_date, end_minute, ask_patients, created_at,
    ended_at
FROM absence WHERE clinic_id = $1 AND id = $2 AND ended_at IS NULL FOR NO KEY UPDATE;

-- name: EndAbsence :execrows
UPDATE absence SET ended_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND id = $2 AND ended_at IS NULL;

-- name: AbsencesFrom :many
SELECT clinic_id, id, practitioner_id, location_id, kind, start_date, start_minute, end_date, end_minute, ask_patients, created_at,
    ended_at
FROM absence WHERE clinic_id = $1 AND end_date >= sqlc.arg(from_date)::date AND ended_at IS NULL
ORDER BY start_date, start_minute, id LIMIT 500;

-- name: AbsencesToAskAbout :many
SELECT id FROM absence
WHERE clinic_id = $1 AND end_date >= sqlc.arg(from_date)::date AND ask_patients AND ended_at IS NULL ORDER BY start_date, id;

-- name: AppointmentsInTheWay :many
-- The coming appointments that an absence stands in the way of, in order; with
-- unasked_only those of which nobody was told yet, neither their patients nor
-- staff.
SELECT clinic_id, id, patient_id, practitioner_id, appointment_type_id, resource_ids, location_id, series_id, overbooking_reason,
    status, participant_status, start_at, end_at, version, conversation_id, hold_until, cancellation_reason, fee, moves,
    arrived_at, created_at
FROM appointment a
WHERE a.clinic_id = $1 AND a.status = 'booked' AND a.start_at > sqlc.arg(now)::timestamptz
    AND a.start_at > sqlc.arg(span_start)::timestamptz - interval '1 day' AND a.end_at > sqlc.arg(span_start)::timestamptz
    AND a.start_at < sqlc.arg(span_end)::timestamptz
    AND (sqlc.narg(practitioner_id)::uuid IS NULL OR a.practitioner_id = sqlc.narg(practitioner_id)::uuid)
    AND (sqlc.narg(location_id)::uuid IS NULL OR a.location_id = sqlc.narg(location_id)::uuid)
    AND (NOT sqlc.arg(unasked_only)::boolean OR NOT EXISTS (
        SELECT FROM slot_offer o WHERE o.clinic_id = a.clinic_id AND o.appointment_id = a.id
            AND o.appointment_version = a.version AND o.kind = 'rebook')
        AND NOT EXISTS (
        SELECT FROM task t WHERE t.clinic_id = a.clinic_id AND t.appointment_id = a.id
            AND t.appointment_version = a.version AND t.code = 'rebook'))
ORDER BY a.start_at, a.created_at, a.id LIMIT sqlc.arg(appointments)::integer;

-- name: OpenRebookTask :execrows
INSERT INTO task (clinic_id, id, code, priority, patient_id, appointment_id, appointment_version, absence_id, created_at)
VALUES ($1, $2, 'rebook', $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING;

-- name: CloseRebookTasks :execrows
-- What has moved on, by whose hand ever, is nothing to do any more.
UPDATE task t SET status = 'completed', completed_at = sqlc.arg(now)::timestamptz
FROM appointment a
WHERE t.clinic_id = $1 AND t.status = 'requested' AND t.code = 'rebook' AND a.clinic_id = t.clinic_id AND a.id = t.appointment_id
    AND (a.version <> t.appointment_version OR a.status <> 'booked');

-- name: CompleteTasksOfAbsence :exec
-- Their appointments take place as agreed after all.
UPDATE task t SET status = 'completed', completed_at = sqlc.arg(now)::timestamptz
WHERE t.clinic_id = $1 AND t.status = 'requested' AND t.absence_id = sqlc.arg(absence_id)::uuid;

-- name: EndedAbsencesOfOpenOffers :many
SELECT DISTINCT b.id FROM slot_offer o JOIN absence b ON b.clinic_id = o.clinic_id AND b.id = o.absence_id
WHERE o.clinic_id = $1 AND o.status = 'open' AND b.ended_at IS NOT NULL;

-- name: OpenOfferSlots :many
-- The times that patients have been offered and may still take.
SELECT slots FROM slot_offer
WHERE clinic_id = $1 AND status = 'open' AND expires_at > sqlc.arg(now)::timestamptz ORDER BY created_at, id LIMIT 2000;

-- name: EndOffers :many
-- Offers of other times that nobody answers any more: their time is over, their
-- message was never sent, or the appointment has changed without them.
UPDATE slot_offer o SET settled_at = sqlc.arg(now)::timestamptz, status = CASE WHEN past.changed THEN 'withdrawn' ELSE 'expired' END
FROM (
    SELECT p.id, a.version <> p.appointment_version OR a.status <> 'booked' AS changed
    FROM slot_offer p
    JOIN appointment a ON a.clinic_id = p.clinic_id AND a.id = p.appointment_id
    LEFT JOIN message m ON m.clinic_id = p.clinic_id AND m.id = p.message_id
    WHERE p.clinic_id = $1 AND p.status = 'open' AND p.kind = 'rebook'
        AND (p.expires_at <= sqlc.arg(now)::timestamptz OR m.status IN ('failed', 'not-sent')
            OR a.version <> p.appointment_version OR a.status <> 'booked')
    ORDER BY p.expires_at, p.id LIMIT sqlc.arg(offers)::integer FOR NO KEY UPDATE OF p SKIP LOCKED) AS past
WHERE o.clinic_id = $1 AND o.id = past.id
RETURNING o.clinic_id, o.id, o.kind, o.patient_id, o.conversation_id, o.appointment_id, o.appointment_version, o.waitlist_entry_id,
    o.freed_slot_id, o.absence_id, o.slots, o.status, o.message_id, o.created_at, o.expires_at, o.settled_at;

-- name: WithdrawOffersOfAbsence :many
-- The offers are void as the rules hold again, those too whose time is over
-- without an answer; gives those whose patients have read, or may have read,
-- that their appointment can't take place.
WITH withdrawn AS (
    UPDATE slot_offer SET status = 'withdrawn', settled_at = sqlc.arg(now)::timestamptz
    WHERE clinic_id = $1 AND absence_id = sqlc.arg(absence_id)::uuid AND status IN ('open', 'expired')
    RETURNING message_id
), stopped AS (
    UPDATE message SET status = 'not-sent', not_sent_reason = 'obsolete'
    WHERE clinic_id = $1 AND id IN (SELECT message_id FROM withdrawn) AND status = 'queued'
    RETURNING id
)
SELECT o.patient_id, o.conversation_id, o.appointment_id
FROM slot_offer o
JOIN appointment a ON a.clinic_id = o.clinic_id AND a.id = o.appointment_id AND a.version = o.appointment_version
    AND a.status = 'booked' AND a.start_at > sqlc.arg(now)::timestamptz
JOIN message m ON m.clinic_id = o.clinic_id AND m.id = o.message_id AND m.status NOT IN ('queued', 'not-sent', 'failed')
WHERE o.clinic_id = $1 AND o.absence_id = sqlc.arg(absence_id)::uuid AND o.status IN ('open', 'expired')
ORDER BY a.start_at, o.id;

-- name: RebookingCounts :many
-- What has become of the appointments that absences stand in the way of, whose
-- instants are given.
SELECT b.id AS absence_id,
    (SELECT count(*) FROM slot_offer o WHERE o.clinic_id = b.clinic_id AND o.absence_id = b.id) AS asked,
    (SELECT count(*) FROM slot_offer o WHERE o.clinic_id = b.clinic_id AND o.absence_id = b.id AND o.status = 'accepted') AS rebooked,
    (SELECT count(*) FROM slot_offer o WHERE o.clinic_id = b.clinic_id AND o.absence_id = b.id AND o.status = 'declined') AS declined,
    (SELECT count(*) FROM slot_offer o WHERE o.clinic_id = b.clinic_id AND o.absence_id = b.id AND o.status = 'open') AS waiting,
    (SELECT count(*) FROM task t WHERE t.clinic_id = b.clinic_id AND t.absence_id = b.id) AS tasks,
    (SELECT count(*) FROM task t WHERE t.clinic_id = b.clinic_id AND t.absence_id = b.id AND t.status = 'requested') AS open_tasks,
    inside.in_the_way, inside.unasked
FROM (SELECT unnest(sqlc.arg(absence_ids)::uuid[]) AS id, unnest(sqlc.arg(starts)::timestamptz[]) AS start_at,
        unnest(sqlc.arg(ends)::timestamptz[]) AS end_at) AS span
JOIN absence b ON b.clinic_id = $1 AND b.id = span.id
CROSS JOIN LATERAL (
    SELECT count(*) AS in_the_way, count(*) FILTER (WHERE NOT EXISTS (
            SELECT FROM slot_offer o WHERE o.clinic_id = a.clinic_id AND o.appointment_id = a.id
                AND o.appointment_version = a.version AND o.kind = 'rebook')
        AND NOT EXISTS (
            SELECT FROM task t WHERE t.clinic_id = a.clinic_id AND t.appointment_id = a.id
                AND t.appointment_version = a.version AND t.code = 'rebook')) AS unasked
    FROM appointment a
    WHERE a.clinic_id = b.clinic_id AND a.status = 'booked' AND a.start_at > sqlc.arg(now)::timestamptz
        AND a.start_at > span.start_at - interval '1 day' AND a.end_at > span.start_at AND a.start_at < span.end_at
        AND (b.practitioner_id IS NULL OR a.practitioner_id = b.practitioner_id)
        AND (b.location_id IS NULL OR a.location_id = b.location_id)) AS inside;
