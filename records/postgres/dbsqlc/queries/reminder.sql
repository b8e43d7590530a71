-- name: InsertReminderSteps :exec
INSERT INTO reminder_step (clinic_id, appointment_id, appointment_version, step, due_at, expires_at)
SELECT $1, $2, $3, new.step, new.due_at, new.expires_at
FROM (SELECT unnest(sqlc.arg(steps)::text[]) AS step, unnest(sqlc.arg(due)::timestamptz[]) AS due_at,
        unnest(sqlc.arg(expires)::timestamptz[]) AS expires_at) AS new
ON CONFLICT DO NOTHING;

-- name: ClaimDueReminders :many
-- Locks what is due; another sweep at the same moment takes the rest.
SELECT r.appointment_id, r.appointment_version, r.step, r.due_at, r.expires_at,
    a.version, a.status, a.participant_status, a.patient_id, a.practitioner_id, a.appointment_type_id, a.start_at, a.end_at
FROM reminder_step r JOIN appointment a ON a.clinic_id = r.clinic_id AND a.id = r.appointment_id
WHERE r.clinic_id = $1 AND r.status = 'planned' AND r.due_at <= sqlc.arg(now)::timestamptz
ORDER BY r.due_at, r.appointment_id LIMIT sqlc.arg(steps)::integer
FOR UPDATE OF r SKIP LOCKED;

-- name: FinishReminder :execrows
UPDATE reminder_step SET status = $5, reason = $6, message_id = $7
WHERE clinic_id = $1 AND appointment_id = $2 AND appointment_version = $3 AND step = $4 AND status = 'planned';

-- name: PlanRemindersAgain :exec
-- The steps of a message that does not go, as one of its appointments has moved
-- on: those of the others are due again.
UPDATE reminder_step r SET status = 'planned', message_id = NULL
FROM appointment a
WHERE r.clinic_id = $1 AND r.message_id = $2 AND r.status = 'sent' AND a.clinic_id = r.clinic_id AND a.id = r.appointment_id
    AND a.version = r.appointment_version AND a.status = 'booked' AND a.start_at > sqlc.arg(now)::timestamptz;

-- name: ListReminderSteps :many
SELECT appointment_id, appointment_version, step, status, reason, due_at, expires_at, message_id
FROM reminder_step WHERE clinic_id = $1 AND appointment_id = $2 ORDER BY appointment_version, due_at, step;
