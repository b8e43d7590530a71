-- name: InsertAppointmentEvent :exec
-- The status before comes from the version before, so that a check of the
-- table can refuse a transition that the program should not have made.
INSERT INTO appointment_event (clinic_id, appointment_id, appointment_version, previous_status, status, start_at, end_at, practitioner_id,
    agent_kind, agent_id, channel, reason, fee, recorded_at)
SELECT $1, $2, sqlc.arg(appointment_version)::bigint, coalesce((SELECT before.status FROM appointment_event before
        WHERE before.clinic_id = $1 AND before.appointment_id = $2 AND before.appointment_version = sqlc.arg(appointment_version)::bigint - 1), ''),
    sqlc.arg(status)::text, sqlc.arg(start_at)::timestamptz, sqlc.arg(end_at)::timestamptz, sqlc.arg(practitioner_id)::uuid, sqlc.arg(agent_kind)::text, sqlc.narg(agent_id)::uuid,
    sqlc.arg(channel)::text, sqlc.arg(reason)::text, sqlc.arg(fee)::bigint, sqlc.arg(recorded_at)::timestamptz;

-- name: AppointmentHistory :many
SELECT appointment_version, status, start_at, end_at, practitioner_id, agent_kind, agent_id, channel, reason, fee, recorded_at
FROM appointment_event WHERE clinic_id = $1 AND appointment_id = $2 ORDER BY appointment_version;
