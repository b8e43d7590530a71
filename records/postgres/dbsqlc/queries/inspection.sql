-- What developers and trainers look at in a demo, one conversation at a time.

-- name: InspectConversation :one
SELECT v.id, v.contact_id, v.version, v.updated_at, coalesce(v.state, 'null'::json)::json AS state,
    c.state AS contact_state, c.language, coalesce((SELECT s.status FROM consent s
        WHERE s.clinic_id = c.clinic_id AND s.contact_id = c.id AND s.purpose = 'care' ORDER BY s.sequence DESC LIMIT 1), '')::text AS consent
FROM contact c JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
WHERE c.clinic_id = $1 AND c.channel_id = $2 AND c.address = $3;

-- name: InspectPatients :many
SELECT p.id, p.name, l.relationship FROM contact_patient l
JOIN patient p ON p.clinic_id = l.clinic_id AND p.id = l.patient_id
WHERE l.clinic_id = $1 AND l.contact_id = $2 ORDER BY l.created_at, p.id;

-- name: InspectMessages :many
-- The newest first.
SELECT m.id, m.sequence, m.direction, m.status, m.text, m.level, m.proactive, m.not_sent_reason, m.error_code, m.attempts, m.send_after,
    m.created_at
FROM message m WHERE m.clinic_id = $1 AND m.conversation_id = $2
ORDER BY m.sequence DESC LIMIT sqlc.arg(messages)::integer;

-- name: InspectAppointments :many
-- Those of some patients that were changed last.
SELECT a.id, a.patient_id, a.version, a.status, a.participant_status, a.start_at, a.hold_until, t.name AS type_name, r.name AS practitioner_name
FROM appointment a
JOIN appointment_type t ON t.clinic_id = a.clinic_id AND t.id = a.appointment_type_id
JOIN practitioner r ON r.clinic_id = a.clinic_id AND r.id = a.practitioner_id
WHERE a.clinic_id = $1 AND a.patient_id = ANY (sqlc.arg(patient_ids)::uuid[])
ORDER BY (SELECT max(e.recorded_at) FROM appointment_event e WHERE e.clinic_id = a.clinic_id AND e.appointment_id = a.id) DESC NULLS LAST,
    a.start_at DESC, a.id
LIMIT sqlc.arg(appointments)::integer;

-- name: InspectReminderSteps :many
-- The ledger of some appointments, at their present versions.
SELECT r.appointment_id, r.appointment_version, r.step, r.status, r.reason, r.due_at, r.expires_at
FROM reminder_step r JOIN appointment a ON a.clinic_id = r.clinic_id AND a.id = r.appointment_id AND a.version = r.appointment_version
WHERE r.clinic_id = $1 AND r.appointment_id = ANY (sqlc.arg(appointment_ids)::uuid[])
ORDER BY r.appointment_id, r.due_at, r.step;

-- name: InspectEffects :many
-- What was written down for a conversation and its patients since a moment, in
-- order: the kind of the record, what it became, and what it is about.
SELECT x.at::timestamptz AS at, x.kind::text AS kind, x.status::text AS status, x.detail::text AS detail, x.about_at::timestamptz AS about_at
FROM (
    SELECT e.recorded_at AS at, 'appointment' AS kind,
        CASE WHEN e.previous_status = e.status THEN 'moved' ELSE e.status END AS status,
        t.name::text AS detail, e.start_at AS about_at
    FROM appointment_event e
    JOIN appointment a ON a.clinic_id = e.clinic_id AND a.id = e.appointment_id
    JOIN practitioner t ON t.clinic_id = e.clinic_id AND t.id = e.practitioner_id
    WHERE e.clinic_id = $1 AND a.patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND e.recorded_at >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT e.recorded_at, 'reminder', r.status, r.step, r.due_at FROM reminder_step r
    JOIN appointment a ON a.clinic_id = r.clinic_id AND a.id = r.appointment_id
    JOIN appointment_event e ON e.clinic_id = r.clinic_id AND e.appointment_id = r.appointment_id
        AND e.appointment_version = r.appointment_version
    WHERE r.clinic_id = $1 AND a.patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND e.recorded_at >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT p.created_at, 'patient', 'registered', p.name, 'epoch' FROM patient p
    WHERE p.clinic_id = $1 AND p.id = ANY (sqlc.arg(patient_ids)::uuid[]) AND p.created_at >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT s.recorded_at, 'consent', s.status, s.source, 'epoch' FROM consent s
    WHERE s.clinic_id = $1 AND s.contact_id = sqlc.arg(contact_id)::uuid AND s.recorded_at >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT k.created_at, 'task', k.priority, k.code, 'epoch' FROM task k
    WHERE k.clinic_id = $1 AND k.conversation_id = sqlc.arg(conversation_id)::uuid AND k.created_at >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT coalesce(o.settled_at, o.created_at), 'offer', o.status, o.kind, 'epoch' FROM slot_offer o
    WHERE o.clinic_id = $1 AND o.conversation_id = sqlc.arg(conversation_id)::uuid
        AND coalesce(o.settled_at, o.created_at) >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT coalesce(w.ended_at, w.created_at), 'waitlist', w.status, w.priority, 'epoch' FROM waitlist_entry w
    WHERE w.clinic_id = $1 AND w.patient_id = ANY (sqlc.arg(patient_ids)::uuid[])
        AND coalesce(w.ended_at, w.created_at) >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT coalesce(u.answered_at, u.asked_at), 'survey', u.status, coalesce(u.rating::text, ''), 'epoch' FROM survey u
    WHERE u.clinic_id = $1 AND u.conversation_id = sqlc.arg(conversation_id)::uuid
        AND coalesce(u.answered_at, u.asked_at) >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT q.arrived_at, 'queue', q.status, q.number::text, q.due_at FROM queue_ticket q
    WHERE q.clinic_id = $1 AND q.patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND q.arrived_at >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT i.created_at, 'identity-check', CASE WHEN i.ended_at IS NULL THEN 'open' ELSE 'ended' END, i.purpose, i.expires_at
    FROM identity_check i
    WHERE i.clinic_id = $1 AND i.contact_id = sqlc.arg(contact_id)::uuid AND i.created_at >= sqlc.arg(since)::timestamptz
    UNION ALL
    SELECT coalesce(b.balanced_at, b.cancelled_at, b.issued_at), 'invoice', b.status, b.number::text, 'epoch' FROM invoice b
    WHERE b.clinic_id = $1 AND b.patient_id = ANY (sqlc.arg(patient_ids)::uuid[])
        AND coalesce(b.balanced_at, b.cancelled_at, b.issued_at) >= sqlc.arg(since)::timestamptz
) AS x
ORDER BY x.at, x.kind, x.about_at, x.status
LIMIT 50;

-- name: NextAppointmentStarts :many
SELECT a.start_at FROM appointment a
WHERE a.clinic_id = $1 AND a.status = 'booked' AND a.start_at > sqlc.arg(after)::timestamptz AND a.patient_id IN (
    SELECT l.patient_id FROM contact c JOIN contact_patient l ON l.clinic_id = c.clinic_id AND l.contact_id = c.id
    WHERE c.clinic_id = $1 AND c.address = ANY (sqlc.arg(addresses)::text[]))
ORDER BY a.start_at LIMIT 20;
