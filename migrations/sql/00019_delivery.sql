-- +goose Up

-- What providers said of our messages, as they said it: each word once, whenever
-- it came. The message's status is the join of them all; this is the evidence.
CREATE TABLE message_receipt (
    clinic_id       uuid NOT NULL,
    channel_id      uuid NOT NULL,
    provider_id     text NOT NULL,
    status          text NOT NULL CHECK (status IN ('sent', 'delivered', 'read', 'failed')),
    -- The provider's own word, where it has more of them than we do.
    provider_status text NOT NULL DEFAULT '',
    error_code      text NOT NULL DEFAULT '',
    -- NULL as long as no message of ours is known to have this provider id.
    message_id      uuid,
    received_at     timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, channel_id, provider_id, status, provider_status, error_code),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id),
    FOREIGN KEY (clinic_id, message_id) REFERENCES message (clinic_id, id)
);
-- Those whose message is not known yet, which are few and soon none.
CREATE INDEX message_receipt_orphan ON message_receipt (clinic_id, channel_id, provider_id) WHERE message_id IS NULL;
CREATE INDEX message_receipt_of_message ON message_receipt (clinic_id, message_id) WHERE message_id IS NOT NULL;

-- How a clinic uses a channel; a channel without a row is used as its kind's
-- default says.
CREATE TABLE channel_policy (
    clinic_id              uuid NOT NULL,
    channel_id             uuid NOT NULL,
    segments_per_second    double precision NOT NULL DEFAULT 0 CHECK (segments_per_second BETWEEN 0 AND 10000),
    burst                  integer NOT NULL DEFAULT 0 CHECK (burst BETWEEN 0 AND 10000),
    pair_milliseconds      integer NOT NULL DEFAULT 0 CHECK (pair_milliseconds BETWEEN 0 AND 3600000),
    pair_burst             integer NOT NULL DEFAULT 0 CHECK (pair_burst BETWEEN 0 AND 10000),
    order_wait_milliseconds integer NOT NULL DEFAULT 0 CHECK (order_wait_milliseconds BETWEEN 0 AND 60000),
    -- How much a text may give away here: one that nobody asked for, and an answer.
    unasked_level          smallint NOT NULL DEFAULT 1 CHECK (unasked_level BETWEEN 0 AND 2),
    answer_level           smallint NOT NULL DEFAULT 2 CHECK (answer_level BETWEEN 0 AND 2),
    PRIMARY KEY (clinic_id, channel_id),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id)
);

-- How a clinic writes to patients who did not ask; one without a row does so as
-- records.DefaultMessagePolicy says.
CREATE TABLE message_policy (
    clinic_id          uuid PRIMARY KEY REFERENCES clinic,
    weekly_cap         smallint NOT NULL CHECK (weekly_cap BETWEEN 0 AND 100),
    quiet_from_minute  smallint NOT NULL CHECK (quiet_from_minute BETWEEN 0 AND 1439),
    quiet_until_minute smallint NOT NULL CHECK (quiet_until_minute BETWEEN 0 AND 1439)
);

-- What a message is for, so that a contact may refuse that alone; whether it may
-- not wait for next week; and how much it would have given away, where a neutral
-- text went in its place.
ALTER TABLE message ADD COLUMN purpose text NOT NULL DEFAULT 'care', ADD COLUMN urgent boolean NOT NULL DEFAULT false,
    ADD COLUMN withheld_level smallint;

ALTER TABLE consent DROP CONSTRAINT consent_purpose_check;
ALTER TABLE consent ADD CONSTRAINT consent_purpose_check CHECK (purpose IN ('care', 'reminder', 'billing', 'recall', 'survey')),
    ADD COLUMN evidence text NOT NULL DEFAULT '', ADD COLUMN staff_id uuid,
    ADD FOREIGN KEY (clinic_id, staff_id) REFERENCES staff (clinic_id, id),
    -- What staff enter must be shown to be the contact's own wish.
    ADD CONSTRAINT consent_evidence CHECK (source <> 'staff' OR (evidence <> '' AND staff_id IS NOT NULL));

-- What a contact prefers: quiet hours by their own clock, and how much a text
-- may give away. More than the clinic's own limit only after they were warned.
ALTER TABLE contact ADD COLUMN time_zone text NOT NULL DEFAULT '', ADD COLUMN content_level smallint CHECK (content_level BETWEEN 0 AND 2),
    ADD COLUMN warned_at timestamptz;

-- A sender's pace is one instant, which every process that sends through the
-- channel reads and moves on under the lane's lock (the generic cell rate
-- algorithm). resume_at is when somebody is going to claim the next messages that
-- the pace holds back; past it by more than a moment, that process is gone.
ALTER TABLE send_lane ADD COLUMN free_at timestamptz, ADD COLUMN resume_at timestamptz,
    -- The breaker of the channel's provider: troubles in a row, and until when it is
    -- left alone.
    ADD COLUMN troubles smallint NOT NULL DEFAULT 0, ADD COLUMN open_until timestamptz;

-- A message may remind of several appointments; the ledger says of which.
CREATE INDEX reminder_step_of_message ON reminder_step (clinic_id, message_id) WHERE message_id IS NOT NULL;

CREATE INDEX message_replaced_by ON message (clinic_id, replaced_by) WHERE replaced_by IS NOT NULL;

-- The same for the messages to one patient, where the channel bounds them.
CREATE TABLE send_pair (
    clinic_id       uuid NOT NULL,
    conversation_id uuid NOT NULL,
    free_at         timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, conversation_id),
    FOREIGN KEY (clinic_id, conversation_id) REFERENCES conversation (clinic_id, id)
);

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['message_receipt', 'channel_policy', 'message_policy', 'send_pair']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
