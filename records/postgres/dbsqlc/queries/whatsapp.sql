-- name: ListChannelsOfProvider :many
SELECT clinic_id, id, name, kind, provider, address, active, service_id, account_id FROM channel WHERE provider = $1 AND active ORDER BY clinic_id, id;

-- name: GetWhatsAppDevice :one
SELECT jid, state, code, changed_at, sends_unasked FROM whatsapp_device WHERE clinic_id = $1 AND channel_id = $2;

-- name: ListRepliesOnly :many
SELECT c.id FROM channel c LEFT JOIN whatsapp_device d ON d.clinic_id = c.clinic_id AND d.channel_id = c.id
WHERE c.clinic_id = $1 AND c.provider = 'whatsapp' AND NOT coalesce(d.sends_unasked, false);

-- name: LinkWhatsAppDevice :exec
INSERT INTO whatsapp_device (clinic_id, channel_id, jid, state, changed_at)
VALUES ($1, $2, sqlc.arg(jid)::text, 'linked', sqlc.arg(now))
ON CONFLICT (clinic_id, channel_id) DO UPDATE SET jid = excluded.jid, state = 'linked', code = '', changed_at = excluded.changed_at;

-- An unlinked device has no keys any more, so its name goes, too.
-- name: ChangeWhatsAppDevice :execrows
UPDATE whatsapp_device SET state = sqlc.arg(state)::text, code = sqlc.arg(code), changed_at = sqlc.arg(now),
    jid = CASE WHEN sqlc.arg(state)::text = 'unlinked' THEN NULL ELSE jid END
WHERE clinic_id = $1 AND channel_id = $2 AND jid = sqlc.arg(jid)::text AND (state, code) <> (sqlc.arg(state)::text, sqlc.arg(code));

-- name: SetWhatsAppUnasked :execrows
UPDATE whatsapp_device SET sends_unasked = $3 WHERE clinic_id = $1 AND channel_id = $2;

-- name: KnownWhatsAppAddresses :many
SELECT identity, address FROM whatsapp_identity
WHERE clinic_id = $1 AND channel_id = $2 AND identity = ANY(sqlc.arg(identities)::text[]);

-- name: KeepWhatsAppIdentities :exec
INSERT INTO whatsapp_identity (clinic_id, channel_id, identity, address)
SELECT $1, $2, unnest(sqlc.arg(identities)::text[]), sqlc.arg(address)
ON CONFLICT (clinic_id, channel_id, identity) DO UPDATE SET address = excluded.address;

-- name: NoteUnreadable :exec
INSERT INTO whatsapp_unreadable (clinic_id, channel_id, provider_id, address, noticed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- name: ForgetUnreadable :execrows
DELETE FROM whatsapp_unreadable WHERE clinic_id = $1 AND channel_id = $2 AND provider_id = $3;

-- name: ListUnreadable :many
SELECT provider_id, address FROM whatsapp_unreadable
WHERE clinic_id = $1 AND channel_id = $2 AND noticed_at < sqlc.arg(before) ORDER BY noticed_at;

-- name: OutboundText :one
SELECT m.text FROM message m WHERE m.clinic_id = $1 AND m.id = $2 AND m.channel_id = $3 AND m.direction = 'outbound'
    AND m.status IN ('sending', 'unknown', 'sent', 'delivered', 'read');
