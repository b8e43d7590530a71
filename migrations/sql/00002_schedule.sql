-- +goose Up

CREATE TABLE practitioner (
    clinic_id uuid NOT NULL REFERENCES clinic,
    id        uuid NOT NULL,
    name      text NOT NULL CHECK (name <> ''),
    specialty jsonb NOT NULL DEFAULT '{}',
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id)
);

-- Rooms and devices: what one appointment at a time can use.
CREATE TABLE resource (
    clinic_id uuid NOT NULL REFERENCES clinic,
    id        uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('room', 'device')),
    name      text NOT NULL CHECK (name <> ''),
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id)
);

CREATE TABLE appointment_type (
    clinic_id             uuid NOT NULL REFERENCES clinic,
    id                    uuid NOT NULL,
    name                  jsonb NOT NULL,
    synonyms              jsonb NOT NULL DEFAULT '{}',
    duration_minutes      integer NOT NULL CHECK (duration_minutes BETWEEN 1 AND 1440),
    buffer_before_minutes integer NOT NULL DEFAULT 0 CHECK (buffer_before_minutes BETWEEN 0 AND 1440),
    buffer_after_minutes  integer NOT NULL DEFAULT 0 CHECK (buffer_after_minutes BETWEEN 0 AND 1440),
    lead_time_minutes     integer NOT NULL DEFAULT 60 CHECK (lead_time_minutes >= 0),
    horizon_days          integer NOT NULL DEFAULT 90 CHECK (horizon_days BETWEEN 1 AND 730),
    slot_step_minutes     integer NOT NULL DEFAULT 15 CHECK (slot_step_minutes BETWEEN 1 AND 1440),
    bookable_by_chat      boolean NOT NULL DEFAULT true,
    preparation           jsonb NOT NULL DEFAULT '{}',
    resource_kinds        text[] NOT NULL DEFAULT '{}',
    active                boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id)
);

CREATE TABLE appointment_type_practitioner (
    clinic_id           uuid NOT NULL,
    appointment_type_id uuid NOT NULL,
    practitioner_id     uuid NOT NULL,
    PRIMARY KEY (clinic_id, appointment_type_id, practitioner_id),
    FOREIGN KEY (clinic_id, appointment_type_id) REFERENCES appointment_type (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id)
);

-- Weekly rules in the clinic's local time. weekday 0 is Sunday, as in Go.
CREATE TABLE availability (
    clinic_id       uuid NOT NULL,
    id              uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('open', 'break')),
    weekday         smallint NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    start_minute    smallint NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute      smallint NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
    valid_from      date,
    valid_until     date,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    CHECK (start_minute < end_minute)
);
CREATE INDEX availability_by_practitioner ON availability (clinic_id, practitioner_id);
