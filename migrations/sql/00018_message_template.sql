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

ALTER TABLE message_template ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_template FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_template USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic());
GRANT SELECT, INSERT, UPDATE, DELETE ON message_template TO frontdesk_app;
