-- name: UpsertWaitlistEntry :one
-- One active wish per patient and type: who changes theirs keeps their place.
INSERT INTO waitlist_entry (clinic_id, id, patient_id, conversation_id, appointment_type_id, practitioner_id, location_id, appointment_id,
    windows, weekdays, from_minute, until_minute, notice_minutes, priority, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (clinic_id, patient_id, appointment_type_id) WHERE status = 'active' DO UPDATE SET
    conversation_id = coalesce(excluded.conversation_id, waitlist_entry.conversation_id),
    practitioner_id = excluded.practitioner_id, location_id = excluded.location_id, appointment_id = excluded.appointment_id,
    windows = excluded.windows, weekdays = excluded.weekdays, from_minute = excluded.from_minute, until_minute = excluded.until_minute,
    notice_minutes = excluded.notice_minutes, priority = excluded.priority, expires_at = excluded.expires_at
RETURNING *;

-- name: GetWaitlistEntry :one
SELECT * FROM waitlist_entry WHERE clinic_id = $1 AND id = $2;

-- name: EndWaitlistEntry :execrows
-- An offer of a wish that has ended can't be taken any more.
WITH ended AS (
    UPDATE waitlist_entry e SET status = sqlc.arg(status), ended_at = sqlc.arg(now)::timestamptz
    WHERE e.clinic_id = $1 AND e.id = $2 AND e.status = 'active'
    RETURNING e.id
), withdrawn AS (
    UPDATE slot_offer o SET status = 'withdrawn', settled_at = sqlc.arg(now)::timestamptz
    FROM ended WHERE o.clinic_id = $1 AND o.waitlist_entry_id = ended.id AND o.status = 'open'
)
SELECT FROM ended;

-- name: FulfilWishes :exec
-- Whatever way a patient got an appointment of the type, they wait no more.
WITH ended AS (
    UPDATE waitlist_entry e SET status = 'fulfilled', ended_at = sqlc.arg(now)::timestamptz
    WHERE e.clinic_id = $1 AND e.patient_id = $2 AND e.appointment_type_id = $3 AND e.status = 'active'
    RETURNING e.id
)
UPDATE slot_offer o SET status = 'withdrawn', settled_at = sqlc.arg(now)::timestamptz
FROM ended WHERE o.clinic_id = $1 AND o.waitlist_entry_id = ended.id AND o.status = 'open' AND o.id <> sqlc.arg(accepted_id)::uuid;

-- name: ExpireWishes :execrows
UPDATE waitlist_entry SET status = 'expired', ended_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND status = 'active' AND expires_at <= sqlc.arg(now)::timestamptz;

-- name: ExpireWaitlistOffers :execrows
UPDATE slot_offer SET status = 'expired', settled_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND kind = 'waitlist' AND status = 'open' AND expires_at <= sqlc.arg(now)::timestamptz;

-- name: ReleaseWishesOf :exec
-- A wish for an earlier time than an appointment ends with it when the patient
-- gave it up; when the clinic did, any time will do.
UPDATE waitlist_entry SET
    status = CASE WHEN sqlc.arg(by_patient)::boolean THEN 'cancelled' ELSE status END,
    ended_at = CASE WHEN sqlc.arg(by_patient)::boolean THEN sqlc.arg(now)::timestamptz END,
    appointment_id = CASE WHEN sqlc.arg(by_patient)::boolean THEN appointment_id END
WHERE clinic_id = $1 AND patient_id = $2 AND appointment_id = $3 AND status = 'active';

-- name: WishesOfPatients :many
SELECT * FROM waitlist_entry
WHERE clinic_id = $1 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND status = 'active'
ORDER BY created_at, id LIMIT 20;

-- name: ListWaitlist :many
SELECT sqlc.embed(e), p.name AS patient_name
FROM waitlist_entry e JOIN patient p ON p.clinic_id = e.clinic_id AND p.id = e.patient_id
WHERE e.clinic_id = $1 AND e.status = 'active'
    AND (e.created_at, e.id) > (sqlc.arg(after_created)::timestamptz, sqlc.arg(after_id)::uuid)
ORDER BY e.created_at, e.id LIMIT sqlc.arg(page_size)::integer;

-- name: WaitlistCandidates :many
-- Those who wish for a freed time's type, with all that choosing among them
-- needs: where they are reached, what they have then, what an earlier time would
-- replace, and when they last let an offer go. Left out is whoever was asked
-- about this time before, has an offer open, must not be written to, or can't be
-- told a time (invariants 11 and 13), and whoever left the time.
SELECT sqlc.embed(e), reach.conversation_id AS reached_in, reach.channel_id, coalesce(nullif(reach.language, ''), p.language)::text AS language,
    coalesce(mine.version, 0)::bigint AS replaces_version, coalesce(mine.start_at, 'epoch')::timestamptz AS replaces_start,
    coalesce(busy.start_at, 'epoch')::timestamptz AS busy_start, coalesce(busy.end_at, 'epoch')::timestamptz AS busy_end,
    coalesce(passed.at, 'epoch')::timestamptz AS passed_up_at
FROM waitlist_entry e
JOIN patient p ON p.clinic_id = e.clinic_id AND p.id = e.patient_id
JOIN freed_slot f ON f.clinic_id = e.clinic_id AND f.id = sqlc.arg(freed_slot_id)::uuid
JOIN appointment past ON past.clinic_id = f.clinic_id AND past.id = f.appointment_id AND past.patient_id <> e.patient_id
CROSS JOIN LATERAL (
    SELECT v.id AS conversation_id, v.slot_offer_id, c.id AS contact_id, c.channel_id, c.state, c.language
    FROM contact_patient l
    JOIN contact c ON c.clinic_id = l.clinic_id AND c.id = l.contact_id
    JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
    JOIN channel n ON n.clinic_id = c.clinic_id AND n.id = c.channel_id AND n.active
    WHERE l.clinic_id = e.clinic_id AND l.patient_id = e.patient_id AND c.state IN ('claimed', 'verified')
    ORDER BY (v.id = e.conversation_id) IS TRUE DESC, l.relationship = 'self' DESC, l.created_at DESC LIMIT 1) AS reach
LEFT JOIN appointment mine ON mine.clinic_id = e.clinic_id AND mine.id = e.appointment_id AND mine.status = 'booked'
LEFT JOIN slot_offer pending ON pending.clinic_id = e.clinic_id AND pending.id = reach.slot_offer_id AND pending.status = 'open'
    AND pending.expires_at > sqlc.arg(now)::timestamptz
LEFT JOIN LATERAL (
    SELECT o.start_at, o.end_at FROM occupancy o
    WHERE o.clinic_id = e.clinic_id AND o.subject_id = e.patient_id
        AND o.start_at < sqlc.arg(span_end)::timestamptz AND o.start_at >= sqlc.arg(span_start)::timestamptz - interval '26 hours'
        AND o.end_at > sqlc.arg(span_start)::timestamptz
        AND (o.expires_at IS NULL OR o.expires_at > sqlc.arg(now)::timestamptz)
        AND o.appointment_id IS DISTINCT FROM e.appointment_id
    LIMIT 1) AS busy ON true
LEFT JOIN LATERAL (
    SELECT max(o.settled_at)::timestamptz AS at FROM slot_offer o
    WHERE o.clinic_id = e.clinic_id AND o.waitlist_entry_id = e.id AND o.status IN ('declined', 'expired')) AS passed ON true
WHERE e.clinic_id = $1 AND e.appointment_type_id = $2 AND e.status = 'active'
    AND (e.practitioner_id IS NULL OR e.practitioner_id = sqlc.arg(practitioner_id)::uuid)
    AND (e.appointment_id IS NULL OR mine.id IS NOT NULL)
    AND pending.id IS NULL
    AND NOT EXISTS (SELECT FROM slot_offer asked
        WHERE asked.clinic_id = e.clinic_id AND asked.freed_slot_id = f.id AND asked.waitlist_entry_id = e.id)
    AND coalesce((SELECT s.status FROM consent s
        WHERE s.clinic_id = e.clinic_id AND s.contact_id = reach.contact_id AND s.purpose = 'care' ORDER BY s.sequence DESC LIMIT 1), '') <> 'inactive'
ORDER BY e.created_at, e.id LIMIT 5000;

-- name: LockIdleConversations :many
-- The conversations that nobody is answering at this moment. One that is being
-- answered may want the freed time that the caller holds, so it isn't waited for.
SELECT id FROM conversation WHERE clinic_id = $1 AND id = ANY (sqlc.arg(ids)::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED;

-- name: InsertFreedSlot :one
-- A time that nobody wishes for has its outcome at once.
INSERT INTO freed_slot (clinic_id, id, appointment_id, appointment_type_id, practitioner_id, start_at, end_at, freed_at, status, next_wave_at, settled_at)
SELECT $1, $2, $3, $4, $5, $6, $7, sqlc.arg(now)::timestamptz,
    CASE WHEN wished.by_any THEN 'open' ELSE 'unwanted' END,
    CASE WHEN wished.by_any THEN sqlc.arg(now)::timestamptz END,
    CASE WHEN NOT wished.by_any THEN sqlc.arg(now)::timestamptz END
FROM (SELECT EXISTS (SELECT FROM waitlist_entry e
    WHERE e.clinic_id = $1 AND e.appointment_type_id = $4 AND e.status = 'active' AND e.expires_at > sqlc.arg(now)::timestamptz) AS by_any) AS wished
RETURNING status;

-- name: ClaimDueFreedSlots :many
-- Locks what is due; another sweep at the same moment takes the rest.
SELECT * FROM freed_slot
WHERE clinic_id = $1 AND status = 'open' AND next_wave_at <= sqlc.arg(now)::timestamptz
ORDER BY start_at, id LIMIT sqlc.arg(slots)::integer
FOR UPDATE SKIP LOCKED;

-- name: LockFreedSlot :one
SELECT * FROM freed_slot WHERE clinic_id = $1 AND id = $2 FOR UPDATE;

-- name: RecordWave :execrows
UPDATE freed_slot SET waves = waves + sqlc.arg(waves)::smallint, offers = offers + sqlc.arg(offers)::integer,
    next_wave_at = sqlc.arg(next_wave_at)::timestamptz
WHERE clinic_id = $1 AND id = $2 AND status = 'open';

-- name: SettleFreedSlot :execrows
UPDATE freed_slot SET status = sqlc.arg(status), claimed_by = sqlc.narg(claimed_by)::uuid, next_wave_at = NULL,
    settled_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND id = $2 AND status = 'open';

-- name: LoseOffers :many
-- Ends the open offers of a freed time and gives where to tell those who were
-- asked and have not answered. Whoever has written something that waits to be
-- read is told in the answer to it; whose question has not gone out yet is not
-- asked any more. An offer that is being settled at this moment isn't waited for:
-- whoever settles it may wait for the freed time.
WITH open AS (
    SELECT o.id FROM slot_offer o
    WHERE o.clinic_id = $1 AND o.freed_slot_id = sqlc.arg(freed_slot_id)::uuid AND o.status = 'open'
    FOR NO KEY UPDATE SKIP LOCKED
), lost AS (
    UPDATE slot_offer o SET status = 'lost', settled_at = sqlc.arg(now)::timestamptz
    FROM open WHERE o.clinic_id = $1 AND o.id = open.id
    RETURNING o.id, o.conversation_id, o.message_id, o.patient_id
), unasked AS (
    UPDATE message q SET status = 'not-sent', not_sent_reason = 'obsolete'
    FROM lost WHERE q.clinic_id = $1 AND q.id = lost.message_id AND q.status = 'queued'
    RETURNING q.id
)
SELECT lost.id, v.id AS conversation_id, c.channel_id, coalesce(nullif(c.language, ''), p.language)::text AS language
FROM lost
JOIN patient p ON p.clinic_id = $1 AND p.id = lost.patient_id
JOIN conversation v ON v.clinic_id = $1 AND v.id = lost.conversation_id
JOIN contact c ON c.clinic_id = v.clinic_id AND c.id = v.contact_id
WHERE lost.message_id NOT IN (SELECT id FROM unasked)
    AND NOT EXISTS (SELECT FROM message m
        WHERE m.clinic_id = $1 AND m.conversation_id = v.id AND m.status = 'received')
ORDER BY lost.id;

-- name: HeldUntil :one
-- When the last hold over a span of somebody's time runs out; the epoch where
-- there is none.
SELECT coalesce(max(expires_at), 'epoch')::timestamptz AS held_until FROM occupancy
WHERE clinic_id = $1 AND subject_id = $2 AND expires_at > sqlc.arg(now)::timestamptz
    AND start_at < sqlc.arg(span_end)::timestamptz AND start_at >= sqlc.arg(span_start)::timestamptz - interval '26 hours'
    AND end_at > sqlc.arg(span_start)::timestamptz;

-- name: RecentAcceptance :one
-- What came of the newest offers of freed times, at most two thousand.
SELECT count(*) AS asked, count(*) FILTER (WHERE newest.status = 'accepted') AS accepted
FROM (SELECT status FROM slot_offer
    WHERE clinic_id = $1 AND kind = 'waitlist' AND settled_at IS NOT NULL AND status <> 'withdrawn'
    ORDER BY settled_at DESC LIMIT 2000) AS newest;

-- name: ListFreedSlots :many
SELECT * FROM freed_slot
WHERE clinic_id = $1 AND freed_at >= sqlc.arg(span_start)::timestamptz AND freed_at < sqlc.arg(span_end)::timestamptz
    AND (freed_at, id) > (sqlc.arg(after_freed)::timestamptz, sqlc.arg(after_id)::uuid)
ORDER BY freed_at, id LIMIT sqlc.arg(page_size)::integer;

-- name: CountFreedSlots :many
SELECT status, count(*) AS slots, sum(offers)::bigint AS offers
FROM freed_slot
WHERE clinic_id = $1 AND freed_at >= sqlc.arg(span_start)::timestamptz AND freed_at < sqlc.arg(span_end)::timestamptz
GROUP BY status;
