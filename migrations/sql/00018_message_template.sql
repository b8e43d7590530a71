-- +goose Up

-- The clinic's sender may be a pool of numbers at the provider (Twilio's
-- Messaging Service), and may belong to another account of the provider than
-- the first one that is configured.
ALTER TABLE channel
    ADD COLUMN service_id text NOT NULL DEFAULT '',
    ADD COLUMN account_id text NOT NULL DEFAULT '';

-- A text that a provider keeps for a channel, with numbered variables. Outside
-- the time in which a patient may be answered freely only an approved one may be
-- sent; within it, the ones that show choices as buttons or a list.
CREATE TABLE message_template (
    clinic_id   uuid NOT NULL,
    channel_id  uuid NOT NULL,
    name        text NOT NULL CHECK (name ~ '^[a-z0-9_]{1,255}$'),
    language    text NOT NULL CHECK (language <> ''),
    -- The provider's own id (Twilio's HX…).
    provider_id text NOT NULL CHECK (provider_id <> ''),
    body        text NOT NULL CHECK (body <> ''),
    -- Labels and ids of its choices, with variables of their own.
    choices     jsonb,
    -- Whether the choices are a list rather than buttons.
    list        boolean NOT NULL DEFAULT false,
    status      text NOT NULL CHECK (status IN ('session', 'unsubmitted', 'pending', 'approved', 'rejected', 'paused', 'disabled')),
    -- Why the provider won't have it, in its own words.
    reason      text NOT NULL DEFAULT '',
    checked_at  timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, channel_id, name, language),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id)
);

-- When the provider said that the contact may not be written to freely, whatever
-- we took for their last message.
ALTER TABLE contact ADD COLUMN session_closed_at timestamptz;

-- A message that the provider wanted as a template is written again, once, and
-- leaves as one.
ALTER TABLE message ADD COLUMN replaced_by uuid;

-- The one spelling under which a contact is looked up: a mobile number of Brazil
-- with its ninth digit, one of Mexico without the 1 of old. phone.Canonical is
-- the same; the address stays as the provider gave it.
ALTER TABLE contact ADD COLUMN canonical text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN address ~ '^\+55[1-9][0-9][6-9][0-9]{7}$' THEN left(address, 5) || '9' || substr(address, 6)
        WHEN address ~ '^\+521[0-9]{10}$' THEN '+52' || substr(address, 5)
        ELSE address END) STORED;
CREATE UNIQUE INDEX contact_canonical ON contact (clinic_id, channel_id, canonical);

ALTER TABLE message_template ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_template FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_template USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic());
GRANT SELECT, INSERT, UPDATE, DELETE ON message_template TO frontdesk_app;
