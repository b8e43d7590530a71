-- +goose Up

CREATE TABLE patient (
    clinic_id  uuid NOT NULL REFERENCES clinic,
    id         uuid NOT NULL,
    name       text NOT NULL CHECK (name <> ''),
    birth_date date NOT NULL,
    language   text NOT NULL,
    version    bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id)
);

CREATE TABLE contact (
    clinic_id  uuid NOT NULL,
    id         uuid NOT NULL,
    channel_id uuid NOT NULL,
    address    text NOT NULL CHECK (address <> ''),
    state      text NOT NULL DEFAULT 'unknown' CHECK (state IN ('unknown', 'claimed', 'verified', 'stale')),
    language   text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    -- Not unique across clinics: that would tell one clinic that a number is
    -- another clinic's patient.
    UNIQUE (clinic_id, channel_id, address),
    FOREIGN KEY (clinic_id, channel_id) REFERENCES channel (clinic_id, id)
);

CREATE TABLE contact_patient (
    clinic_id    uuid NOT NULL,
    contact_id   uuid NOT NULL,
    patient_id   uuid NOT NULL,
    relationship text NOT NULL CHECK (relationship IN ('self', 'guardian', 'proxy')),
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, contact_id, patient_id),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);
CREATE INDEX contact_patient_by_patient ON contact_patient (clinic_id, patient_id);

-- Append-only: the newest row per contact and purpose holds, the others are
-- the evidence of what held when.
CREATE TABLE consent (
    clinic_id   uuid NOT NULL,
    id          uuid NOT NULL,
    sequence    bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    contact_id  uuid NOT NULL,
    purpose     text NOT NULL CHECK (purpose IN ('care')),
    status      text NOT NULL CHECK (status IN ('active', 'inactive')),
    source      text NOT NULL CHECK (source <> ''),
    message_id  uuid,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id)
);
CREATE INDEX consent_newest ON consent (clinic_id, contact_id, purpose, sequence DESC);
