-- +goose Up

CREATE TABLE conversation (
    clinic_id  uuid NOT NULL,
    id         uuid NOT NULL,
    contact_id uuid NOT NULL,
    lane       smallint NOT NULL,
    -- Only the conversations package reads it; json keeps it byte for byte.
    state      json,
    version    bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL,
    -- The newest slot offer that still waits for an answer.
    slot_offer_id uuid,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, contact_id),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id)
);

CREATE TABLE message (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    sequence            bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    channel_id          uuid NOT NULL,
    conversation_id     uuid NOT NULL,
    lane                smallint NOT NULL,
    direction           text NOT NULL,
    status              text NOT NULL,
    provider_id         text,
    text                text NOT NULL,
    choices             jsonb,
    choice_id           text NOT NULL DEFAULT '',
    media_count         smallint NOT NULL DEFAULT 0,
    opt_out             text NOT NULL DEFAULT '',
    level               smallint NOT NULL DEFAULT 0,
    proactive           boolean NOT NULL DEFAULT false,
    despite_opt_out     boolean NOT NULL DEFAULT false,
    -- For somebody who is awake and waits for it, at the clinic.
    despite_quiet_hours boolean NOT NULL DEFAULT false,
    appointment_id      uuid,
    appointment_version bigint,
    expires_at          timestamptz,
    not_sent_reason     text NOT NULL DEFAULT '',
    error_code          text NOT NULL DEFAULT '',
    attempts            smallint NOT NULL DEFAULT 0,
    -- How often the provider was asked whether it has the message.
    looks               smallint NOT NULL DEFAULT 0,
    -- When it may be tried (again): set after a "not yet" of the provider.
    send_after          timestamptz,
    -- Set before the provider is called; past it, whoever called is gone.
    sending_until       timestamptz,
    handed_over_at      timestamptz,
    created_at          timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id),
    FOREIGN KEY (clinic_id, conversation_id) REFERENCES conversation (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    -- PostgreSQL prepares a CHECK anew for every statement that writes the row,
    -- and this is the row that every turn writes four times: so only what keeps
    -- the state machine whole stands here.
    CHECK (CASE direction
        WHEN 'inbound' THEN status IN ('received', 'processed', 'quarantined') AND provider_id IS NOT NULL
        WHEN 'outbound' THEN status IN ('queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed', 'not-sent')
            AND (status = 'not-sent') = (not_sent_reason <> '')
        ELSE false END)
);
-- Invariant 2: one delivery, one effect.
CREATE UNIQUE INDEX message_provider_id ON message (clinic_id, channel_id, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX message_of_conversation ON message (clinic_id, conversation_id, sequence);
-- Rows come in the order of their time, so this costs next to nothing to keep.
CREATE INDEX message_by_time ON message USING brin (created_at);
CREATE INDEX message_about_appointment ON message (clinic_id, conversation_id, sequence)
    WHERE direction = 'outbound' AND appointment_id IS NOT NULL;
CREATE INDEX message_unread ON message (clinic_id, lane, sequence) WHERE status = 'received';
CREATE INDEX message_to_send ON message (clinic_id, channel_id, sequence) WHERE status IN ('queued', 'sending', 'unknown');

-- A lane's row says that somebody must look (awake_at) and, for a channel, until
-- when at the latest (busy_until). Ids and times only: the sweeper reads them
-- over all clinics. They are few and change all the time, hence the fill factor.
CREATE TABLE turn_lane (
    clinic_id uuid NOT NULL REFERENCES clinic,
    lane      smallint NOT NULL,
    awake_at  timestamptz,
    PRIMARY KEY (clinic_id, lane)
) WITH (fillfactor = 30);

CREATE TABLE send_lane (
    clinic_id  uuid NOT NULL,
    channel_id uuid NOT NULL,
    awake_at   timestamptz,
    busy_until timestamptz,
    PRIMARY KEY (clinic_id, channel_id),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id)
) WITH (fillfactor = 30);

CREATE TABLE task (
    clinic_id       uuid NOT NULL REFERENCES clinic,
    id              uuid NOT NULL,
    code            text NOT NULL CHECK (code <> ''),
    status          text NOT NULL DEFAULT 'requested' CHECK (status IN ('requested', 'completed')),
    priority        text NOT NULL CHECK (priority IN ('routine', 'urgent', 'stat')),
    conversation_id uuid,
    patient_id      uuid,
    message_id      uuid,
    -- What it is about, at the version that was meant, and the absence that
    -- stands in its way.
    appointment_id      uuid,
    appointment_version bigint,
    absence_id          uuid,
    created_at      timestamptz NOT NULL,
    completed_at    timestamptz,
    completed_by    uuid,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, conversation_id) REFERENCES conversation (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, message_id) REFERENCES message (clinic_id, id),
    FOREIGN KEY (clinic_id, completed_by) REFERENCES staff (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    FOREIGN KEY (clinic_id, absence_id) REFERENCES absence (clinic_id, id),
    CHECK ((appointment_id IS NULL) = (appointment_version IS NULL)),
    CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);
CREATE UNIQUE INDEX task_open_once ON task (clinic_id, conversation_id, code) WHERE status = 'requested';
-- One rebooking is handed to staff once, whatever becomes of the task.
CREATE UNIQUE INDEX task_rebook_once ON task (clinic_id, appointment_id, appointment_version) WHERE code = 'rebook';
CREATE INDEX task_of_absence ON task (clinic_id, absence_id) WHERE absence_id IS NOT NULL;
CREATE INDEX task_open ON task (clinic_id, created_at) WHERE status = 'requested';

-- Append-only.
CREATE TABLE audit_event (
    clinic_id   uuid NOT NULL REFERENCES clinic,
    id          uuid NOT NULL,
    sequence    bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    agent_kind  text NOT NULL CHECK (agent_kind IN ('staff', 'patient', 'system')),
    agent_id    uuid,
    action      text NOT NULL CHECK (action IN ('C', 'R', 'U', 'D', 'E')),
    entity_kind text NOT NULL CHECK (entity_kind <> ''),
    entity_id   uuid,
    patient_id  uuid,
    request_id  text NOT NULL DEFAULT '',
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id)
);
CREATE INDEX audit_event_of_patient ON audit_event (clinic_id, patient_id, sequence) WHERE patient_id IS NOT NULL;
