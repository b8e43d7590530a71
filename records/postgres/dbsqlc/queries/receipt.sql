-- name: AdoptReceipts :many
-- Receipts whose message has become known since: the one and the other were
-- written at the same moment, and neither saw the other.
UPDATE message_receipt r SET message_id = m.id
FROM message m
WHERE r.clinic_id = $1 AND r.message_id IS NULL AND m.clinic_id = r.clinic_id AND m.channel_id = r.channel_id
    AND m.provider_id = r.provider_id AND m.direction = 'outbound'
RETURNING m.id, r.channel_id, r.provider_id, r.status, r.provider_status, r.error_code, r.received_at;

-- name: TrimReceipts :execrows
DELETE FROM message_receipt d WHERE d.clinic_id = $1 AND d.ctid = ANY (ARRAY(
    SELECT r.ctid FROM message_receipt r WHERE r.clinic_id = $1 AND r.received_at < sqlc.arg(before)::timestamptz
    LIMIT sqlc.arg(receipts)::integer));
