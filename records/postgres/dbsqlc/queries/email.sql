-- name: EmailContact :one
-- The contact that an address is, with whether its holder ended the messages.
SELECT c.id, c.address, c.state, c.language, v.id AS conversation_id,
    coalesce((SELECT s.status FROM consent s WHERE s.clinic_id = c.clinic_id AND s.contact_id = c.id AND s.purpose = 'care'
        ORDER BY s.sequence DESC LIMIT 1), '')::text AS consent
FROM contact c JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
WHERE c.clinic_id = $1 AND c.channel_id = $2 AND c.canonical = sqlc.arg(address)::text
FOR NO KEY UPDATE OF c;

-- name: CountEmailConfirmations :one
-- How many were lately asked for: to this address, and by this contact.
SELECT (SELECT count(*) FROM email_confirmation a WHERE a.clinic_id = $1 AND a.contact_id = $2 AND a.created_at > sqlc.arg(since)::timestamptz) AS to_address,
    (SELECT count(*) FROM email_confirmation b WHERE b.clinic_id = $1 AND b.asked_by_contact_id = sqlc.arg(asked_by_contact_id)::uuid
        AND b.created_at > sqlc.arg(since)::timestamptz) AS by_contact;

-- name: InsertEmailConfirmation :exec
INSERT INTO email_confirmation (clinic_id, id, contact_id, patient_id, reminders, asked_by_contact_id, asked_by_staff_id, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: ClaimEmailConfirmations :many
SELECT e.id, e.contact_id, e.reminders, e.expires_at, c.channel_id, c.language, v.id AS conversation_id
FROM email_confirmation e
JOIN contact c ON c.clinic_id = e.clinic_id AND c.id = e.contact_id
JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
WHERE e.clinic_id = $1 AND e.message_id IS NULL AND e.expires_at > sqlc.arg(now)::timestamptz
ORDER BY e.created_at, e.id LIMIT sqlc.arg(confirmations)::integer
FOR UPDATE OF e SKIP LOCKED;

-- name: SettleEmailConfirmation :exec
UPDATE email_confirmation SET message_id = sqlc.arg(message_id)::uuid WHERE clinic_id = $1 AND id = $2;

-- name: InsertMessageMail :exec
INSERT INTO message_mail (clinic_id, message_id, subject, calendar, confirmation_id) VALUES ($1, $2, $3, $4, $5);

-- name: ListMessageMail :many
SELECT message_id, subject, calendar, confirmation_id FROM message_mail WHERE clinic_id = $1 AND message_id = ANY (sqlc.arg(message_ids)::uuid[]);

-- name: InsertEmailLink :exec
INSERT INTO email_link (clinic_id, hash, message_id, contact_id, confirmation_id, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: LockEmailLink :one
-- What a secret address is for; its contact is locked, so that of two hands on
-- one address the second finds what the first has done.
SELECT l.hash, l.message_id, l.contact_id, l.confirmation_id,
    coalesce((SELECT s.status FROM consent s WHERE s.clinic_id = l.clinic_id AND s.contact_id = l.contact_id AND s.purpose = 'care'
        ORDER BY s.sequence DESC LIMIT 1), '')::text AS consent
FROM email_link l JOIN contact c ON c.clinic_id = l.clinic_id AND c.id = l.contact_id
WHERE l.clinic_id = $1 AND l.hash = $2
FOR NO KEY UPDATE OF c;

-- name: ConfirmEmail :one
UPDATE email_confirmation SET confirmed_at = sqlc.arg(now)::timestamptz
WHERE clinic_id = $1 AND id = $2 AND confirmed_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz
RETURNING contact_id, patient_id, reminders;

-- name: EmailConfirmed :exec
UPDATE contact SET state = 'verified', doubted_at = NULL WHERE clinic_id = $1 AND id = $2;

-- name: KeepEmailReceiver :exec
INSERT INTO email_receiver (clinic_id, contact_id, patient_id, reminders, confirmed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic_id, contact_id, patient_id) DO UPDATE SET reminders = excluded.reminders, confirmed_at = excluded.confirmed_at;

-- name: ListEmailAddresses :many
-- Where a patient's receipts go, or are to go once it is confirmed.
SELECT c.id, c.address, c.state, r.confirmed_at, coalesce(r.reminders, false)::boolean AS reminders,
    coalesce((SELECT s.status FROM consent s WHERE s.clinic_id = c.clinic_id AND s.contact_id = c.id AND s.purpose = 'care'
        ORDER BY s.sequence DESC LIMIT 1), '')::text AS consent
FROM contact c LEFT JOIN email_receiver r ON r.clinic_id = c.clinic_id AND r.contact_id = c.id AND r.patient_id = sqlc.arg(patient_id)::uuid
WHERE c.clinic_id = $1 AND (r.contact_id IS NOT NULL OR EXISTS (
    SELECT FROM email_confirmation e WHERE e.clinic_id = c.clinic_id AND e.contact_id = c.id AND e.patient_id = sqlc.arg(patient_id)::uuid
        AND e.expires_at > sqlc.arg(now)::timestamptz))
ORDER BY c.created_at, c.id;

-- name: PlanEmailReceipts :execrows
-- One for each address that gets the patient's receipts.
INSERT INTO email_receipt (clinic_id, contact_id, appointment_id, appointment_version, change, planned_at)
SELECT r.clinic_id, r.contact_id, sqlc.arg(appointment_id)::uuid, sqlc.arg(appointment_version)::bigint, sqlc.arg(change)::text, sqlc.arg(now)::timestamptz
FROM email_receiver r JOIN contact c ON c.clinic_id = r.clinic_id AND c.id = r.contact_id
JOIN channel n ON n.clinic_id = c.clinic_id AND n.id = c.channel_id
WHERE r.clinic_id = $1 AND r.patient_id = sqlc.arg(patient_id)::uuid AND c.state = 'verified' AND n.active
    AND coalesce((SELECT s.status FROM consent s WHERE s.clinic_id = c.clinic_id AND s.contact_id = c.id AND s.purpose = 'care'
        ORDER BY s.sequence DESC LIMIT 1), '') <> 'inactive'
ON CONFLICT DO NOTHING;

-- name: ClaimEmailReceipts :many
-- What is to be written next, in the order in which it happened.
SELECT sqlc.embed(a), e.contact_id, e.appointment_version AS planned_version, e.change, e.planned_at, c.channel_id, c.address, c.language,
    v.id AS conversation_id, coalesce(h.recorded_at, a.created_at)::timestamptz AS changed_at
FROM email_receipt e
JOIN appointment a ON a.clinic_id = e.clinic_id AND a.id = e.appointment_id
JOIN contact c ON c.clinic_id = e.clinic_id AND c.id = e.contact_id
JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
LEFT JOIN appointment_event h ON h.clinic_id = a.clinic_id AND h.appointment_id = a.id AND h.appointment_version = a.version
WHERE e.clinic_id = $1 AND e.settled_at IS NULL
ORDER BY e.planned_at, e.appointment_id, e.appointment_version, e.contact_id
LIMIT sqlc.arg(receipts)::integer
FOR UPDATE OF e SKIP LOCKED;

-- name: SettleEmailReceipt :exec
UPDATE email_receipt SET settled_at = sqlc.arg(now)::timestamptz, message_id = sqlc.narg(message_id)::uuid
WHERE clinic_id = $1 AND contact_id = $2 AND appointment_id = $3 AND appointment_version = $4;

-- name: EmailReach :one
-- Where a patient's reminders may go by e-mail: an address that was asked to get
-- them first.
SELECT c.id, c.channel_id, c.address, c.state, c.language, v.id AS conversation_id, r.reminders
FROM email_receiver r
JOIN contact c ON c.clinic_id = r.clinic_id AND c.id = r.contact_id
JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
JOIN channel n ON n.clinic_id = c.clinic_id AND n.id = c.channel_id
WHERE r.clinic_id = $1 AND r.patient_id = $2 AND c.state = 'verified' AND n.active
    AND NOT EXISTS (
        SELECT FROM unnest(ARRAY['care', 'reminder']) AS wanted (purpose)
        WHERE (SELECT k.status FROM consent k WHERE k.clinic_id = c.clinic_id AND k.contact_id = c.id AND k.purpose = wanted.purpose
            ORDER BY k.sequence DESC LIMIT 1) = 'inactive')
ORDER BY r.reminders DESC, r.confirmed_at DESC, c.id LIMIT 1;
