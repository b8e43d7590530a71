-- name: LockConversationsForOffers :exec
-- In the order in which drains of turns lock them, so that none of the two
-- waits for the other in a circle.
SELECT v.id FROM conversation v WHERE v.clinic_id = $1 AND v.id = ANY (sqlc.arg(conversation_ids)::uuid[])
ORDER BY v.lane, v.id FOR NO KEY UPDATE;

-- name: InsertOffers :many
-- The nil UUID and version 0 stand for no value. What was asked before, be it
-- by another process at this moment, is left out: the unique indexes say what
-- is asked once.
INSERT INTO slot_offer (clinic_id, id, kind, patient_id, conversation_id, appointment_id, appointment_version,
    waitlist_entry_id, freed_slot_id, absence_id, slots, message_id, created_at, expires_at)
SELECT $1, new.id, new.kind, new.patient_id, new.conversation_id,
    nullif(new.appointment_id, '00000000-0000-0000-0000-000000000000'), nullif(new.appointment_version, 0),
    nullif(new.waitlist_entry_id, '00000000-0000-0000-0000-000000000000'),
    nullif(new.freed_slot_id, '00000000-0000-0000-0000-000000000000'),
    nullif(new.absence_id, '00000000-0000-0000-0000-000000000000'),
    new.slots, new.message_id, new.created_at, new.expires_at
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(kinds)::text[]) AS kind,
        unnest(sqlc.arg(patient_ids)::uuid[]) AS patient_id, unnest(sqlc.arg(conversation_ids)::uuid[]) AS conversation_id,
        unnest(sqlc.arg(appointment_ids)::uuid[]) AS appointment_id,
        unnest(sqlc.arg(appointment_versions)::bigint[]) AS appointment_version,
        unnest(sqlc.arg(waitlist_entry_ids)::uuid[]) AS waitlist_entry_id,
        unnest(sqlc.arg(freed_slot_ids)::uuid[]) AS freed_slot_id, unnest(sqlc.arg(absence_ids)::uuid[]) AS absence_id,
        unnest(sqlc.arg(slots)::jsonb[]) AS slots, unnest(sqlc.arg(message_ids)::uuid[]) AS message_id,
        unnest(sqlc.arg(created_at)::timestamptz[]) AS created_at, unnest(sqlc.arg(expires_at)::timestamptz[]) AS expires_at) AS new
ON CONFLICT DO NOTHING
RETURNING id;

-- name: PointToOffers :exec
-- A conversation that got several answers the last one first.
UPDATE conversation v SET slot_offer_id = (
    SELECT o.id FROM slot_offer o WHERE o.clinic_id = v.clinic_id AND o.conversation_id = v.id AND o.status = 'open'
    ORDER BY o.created_at DESC, o.id DESC LIMIT 1)
WHERE v.clinic_id = $1 AND v.id = ANY (sqlc.arg(conversation_ids)::uuid[]);

-- name: OffersOfConversations :many
-- What each conversation was offered last, the appointment that it would
-- replace if that is still as it was, and how many other offers are open. One
-- whose times were never told, as a neutral text went in its place, can't be
-- answered.
SELECT o.conversation_id, o.id, o.kind, o.status, o.patient_id, o.slots, o.expires_at, o.settled_at,
    m.status AS message_status, coalesce(m.handed_over_at, m.created_at)::timestamptz AS sent_at,
    o.appointment_id AS replaced_id, coalesce(o.appointment_version, 0)::bigint AS replaced_version,
    a.practitioner_id, a.appointment_type_id, coalesce(a.participant_status, '')::text AS participant_status,
    a.start_at, a.end_at,
    (SELECT count(*) FROM slot_offer p WHERE p.clinic_id = o.clinic_id AND p.conversation_id = o.conversation_id
        AND p.status = 'open' AND p.id <> o.id) AS others
FROM conversation v
JOIN slot_offer o ON o.clinic_id = v.clinic_id AND o.id = v.slot_offer_id
JOIN message m ON m.clinic_id = o.clinic_id AND m.id = o.message_id AND m.withheld_level IS NULL
LEFT JOIN appointment a ON a.clinic_id = o.clinic_id AND a.id = o.appointment_id AND a.version = o.appointment_version
    AND a.status = 'booked' AND a.start_at > sqlc.arg(now)::timestamptz
WHERE v.clinic_id = $1 AND v.id = ANY (sqlc.arg(conversation_ids)::uuid[]);

-- name: GetOffer :one
SELECT clinic_id, id, kind, patient_id, conversation_id, appointment_id, appointment_version, waitlist_entry_id, freed_slot_id,
    absence_id, slots, status, message_id, created_at, expires_at, settled_at
FROM slot_offer WHERE clinic_id = $1 AND id = $2;

-- name: OffersOfAppointment :many
SELECT clinic_id, id, kind, patient_id, conversation_id, appointment_id, appointment_version, waitlist_entry_id, freed_slot_id,
    absence_id, slots, status, message_id, created_at, expires_at, settled_at
FROM slot_offer WHERE clinic_id = $1 AND appointment_id = sqlc.arg(appointment_id)::uuid ORDER BY created_at, id;

-- name: SettleOffer :execrows
-- open → one of the others, once.
UPDATE slot_offer SET status = $3, settled_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND id = $2 AND status = 'open';

-- name: AnswerOffer :exec
-- What was offered before, and still waits, is answered next.
UPDATE conversation v SET slot_offer_id = (
    SELECT o.id FROM slot_offer o WHERE o.clinic_id = v.clinic_id AND o.conversation_id = v.id AND o.status = 'open'
        AND o.id <> sqlc.arg(offer_id)::uuid
    ORDER BY o.created_at DESC, o.id DESC LIMIT 1)
WHERE v.clinic_id = $1 AND v.id = $2 AND v.slot_offer_id = sqlc.arg(offer_id)::uuid;

-- name: ReachOfPatients :many
-- Where each of these patients may be written to unasked: as ContactOfPatient,
-- but nobody who opted out, and no address that nobody has spoken for.
SELECT DISTINCT ON (l.patient_id) l.patient_id, p.language AS patient_language, c.id, c.channel_id, c.address, c.state, c.language,
    v.id AS conversation_id
FROM contact_patient l
JOIN patient p ON p.clinic_id = l.clinic_id AND p.id = l.patient_id
JOIN contact c ON c.clinic_id = l.clinic_id AND c.id = l.contact_id
JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
JOIN channel n ON n.clinic_id = c.clinic_id AND n.id = c.channel_id
WHERE l.clinic_id = $1 AND l.patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND c.state IN ('claimed', 'verified') AND n.active
    AND coalesce((SELECT s.status FROM consent s WHERE s.clinic_id = c.clinic_id AND s.contact_id = c.id AND s.purpose = 'care'
        ORDER BY s.sequence DESC LIMIT 1), '') <> 'inactive'
ORDER BY l.patient_id, l.relationship = 'self' DESC, l.created_at DESC, c.id;
