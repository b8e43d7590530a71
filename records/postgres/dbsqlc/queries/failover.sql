-- name: MessageToFailOver :one
-- A message about an appointment that did not go out on its channel, if it was
-- not written again and still holds; copied is true for one that failed over.
SELECT m.channel_id, m.conversation_id, m.text, m.choices, m.level, m.purpose, m.urgent, m.despite_quiet_hours, m.status, m.expires_at,
    a.id AS appointment_id, a.version, a.patient_id, a.practitioner_id, a.appointment_type_id, a.start_at, a.end_at,
    EXISTS (SELECT FROM message o WHERE o.clinic_id = m.clinic_id AND o.replaced_by = m.id AND o.channel_id <> m.channel_id) AS copied
FROM message m JOIN appointment a ON a.clinic_id = m.clinic_id AND a.id = m.appointment_id AND a.version = m.appointment_version
WHERE m.clinic_id = $1 AND m.id = $2 AND m.direction = 'outbound' AND m.proactive
    AND (m.status IN ('queued', 'failed', 'not-sent') OR (sqlc.arg(silent)::boolean AND m.status = 'sent'))
    AND m.replaced_by IS NULL AND a.status = 'booked' AND a.start_at > sqlc.arg(now)::timestamptz
    AND (m.expires_at IS NULL OR m.expires_at > sqlc.arg(now)::timestamptz)
FOR NO KEY UPDATE OF m;

-- name: ListSilent :many
-- Reminders that were handed over, of which no word came that they arrived, half
-- of the time for which they are of use ago or four hours ago: only where such
-- words come, and not where the patient has written since.
SELECT m.id FROM message m JOIN channel n ON n.clinic_id = m.clinic_id AND n.id = m.channel_id
WHERE m.clinic_id = $1 AND m.status = 'sent' AND m.proactive AND m.appointment_id IS NOT NULL AND m.replaced_by IS NULL
    AND m.purpose = 'reminder' AND n.kind = 'whatsapp' AND n.provider IN ('twilio', 'whatsapp')
    AND m.handed_over_at > sqlc.arg(now)::timestamptz - interval '7 days' AND m.expires_at > sqlc.arg(now)::timestamptz
    AND m.handed_over_at + least((m.expires_at - m.handed_over_at) / 2, interval '4 hours') <= sqlc.arg(now)::timestamptz
    AND NOT EXISTS (SELECT FROM message i WHERE i.clinic_id = m.clinic_id AND i.conversation_id = m.conversation_id
        AND i.direction = 'inbound' AND i.sequence > m.sequence)
ORDER BY m.handed_over_at LIMIT 100;

-- name: OtherContacts :many
-- Where else a patient is reached: on another channel, of another kind first,
-- whose provider is not known to be away, and with nothing refused.
SELECT c.id, c.channel_id, c.address, c.state, c.language, v.id AS conversation_id
FROM contact_patient l
JOIN contact c ON c.clinic_id = l.clinic_id AND c.id = l.contact_id
JOIN conversation v ON v.clinic_id = c.clinic_id AND v.contact_id = c.id
JOIN channel n ON n.clinic_id = c.clinic_id AND n.id = c.channel_id
JOIN channel failed ON failed.clinic_id = l.clinic_id AND failed.id = sqlc.arg(failed_channel_id)
JOIN send_lane s ON s.clinic_id = n.clinic_id AND s.channel_id = n.id
WHERE l.clinic_id = $1 AND l.patient_id = $2 AND n.id <> failed.id AND n.active AND c.state IN ('claimed', 'verified')
    AND (s.open_until IS NULL OR s.open_until <= sqlc.arg(now)::timestamptz)
    AND NOT EXISTS (
        SELECT FROM unnest(ARRAY['care', sqlc.arg(purpose)::text]) AS wanted (purpose)
        WHERE (SELECT k.status FROM consent k WHERE k.clinic_id = c.clinic_id AND k.contact_id = c.id AND k.purpose = wanted.purpose
            ORDER BY k.sequence DESC LIMIT 1) = 'inactive')
ORDER BY l.relationship = 'self' DESC, n.kind <> failed.kind DESC, l.created_at DESC, c.id;

-- name: LockBreaker :one
SELECT troubles, open_until FROM send_lane WHERE clinic_id = $1 AND channel_id = $2 FOR NO KEY UPDATE;

-- name: SetBreaker :exec
UPDATE send_lane SET troubles = sqlc.arg(troubles)::smallint, open_until = sqlc.narg(open_until)::timestamptz,
    troubled_since = CASE WHEN sqlc.arg(troubles)::smallint > 0 THEN coalesce(troubled_since, sqlc.arg(now)::timestamptz) END
WHERE clinic_id = $1 AND channel_id = $2;
