-- +goose Up

-- Channels may travel through a device that is linked to the clinic's own
-- telephone.
ALTER TABLE channel DROP CONSTRAINT channel_provider_check;
ALTER TABLE channel ADD CONSTRAINT channel_provider_check CHECK (provider IN ('twilio', 'simulator', 'whatsapp'));

-- A channel's linked device. Its keys are in the schema whatsmeow, which belongs
-- to the library; jid is its name there, and what its policies ask for.
CREATE TABLE whatsapp_device (
    clinic_id     uuid NOT NULL,
    channel_id    uuid NOT NULL,
    jid           text CHECK (jid <> ''),
    state         text NOT NULL CHECK (state IN ('linked', 'unlinked', 'banned', 'outdated', 'replaced')),
    -- WhatsApp's own code of what is the matter.
    code          text NOT NULL DEFAULT '',
    changed_at    timestamptz NOT NULL,
    -- Whether messages that answer nothing may leave through it.
    sends_unasked boolean NOT NULL DEFAULT false,
    PRIMARY KEY (clinic_id, channel_id),
    UNIQUE (clinic_id, jid),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id),
    CHECK ((state = 'unlinked') = (jid IS NULL))
);

-- Under which address a contact is known whose messages come under a number, a
-- hidden id, or both: the first one stays, so that nobody becomes two contacts.
CREATE TABLE whatsapp_identity (
    clinic_id  uuid NOT NULL,
    channel_id uuid NOT NULL,
    identity   text NOT NULL CHECK (identity <> ''),
    address    text NOT NULL CHECK (address <> ''),
    PRIMARY KEY (clinic_id, channel_id, identity),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id)
);

-- Messages that could not be decrypted and were asked for again.
CREATE TABLE whatsapp_unreadable (
    clinic_id   uuid NOT NULL,
    channel_id  uuid NOT NULL,
    provider_id text NOT NULL CHECK (provider_id <> ''),
    address     text NOT NULL CHECK (address <> ''),
    noticed_at  timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, channel_id, provider_id),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id)
);

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['whatsapp_device', 'whatsapp_identity', 'whatsapp_unreadable']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
