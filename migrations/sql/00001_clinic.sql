-- +goose Up

-- Exclusion constraints over uuid and ranges together need it; it is a trusted
-- extension, so the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

GRANT USAGE ON SCHEMA public TO frontdesk_app;

-- The clinic that the running transaction works for; NULL when none is set, so
-- that every policy below then matches nothing. After a transaction with a
-- local setting the value is '' and not NULL.
-- +goose StatementBegin
CREATE FUNCTION current_clinic() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('frontdesk.clinic', true), '')::uuid;
-- +goose StatementEnd

-- True in transactions that look up which clinic a channel, a lane or a slug
-- belongs to, before any clinic is known. They see ids and names only.
-- +goose StatementBegin
CREATE FUNCTION reading_directory() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('frontdesk.directory', true), '') = 'on';
-- +goose StatementEnd

CREATE TABLE organization (
    id   uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> '')
);

CREATE TABLE clinic (
    id               uuid PRIMARY KEY,
    organization_id  uuid NOT NULL REFERENCES organization,
    slug             text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name             text NOT NULL CHECK (name <> ''),
    time_zone        text NOT NULL,
    country          text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    languages        text[] NOT NULL CHECK (cardinality(languages) > 0),
    address          text NOT NULL DEFAULT '',
    phone            text NOT NULL DEFAULT '',
    emergency_number text NOT NULL CHECK (emergency_number <> ''),
    privacy_url      text NOT NULL DEFAULT '',
    -- ISO 4217, for fees in its minor unit.
    currency         text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
    -- Whether staff are told where one more patient could be booked.
    suggest_overbooking boolean NOT NULL DEFAULT false,
    version          bigint NOT NULL DEFAULT 1
);

-- A site of the clinic, in the clinic's time zone.
CREATE TABLE location (
    clinic_id uuid NOT NULL REFERENCES clinic,
    id        uuid NOT NULL,
    name      text NOT NULL CHECK (name <> ''),
    address   text NOT NULL DEFAULT '',
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id)
);

CREATE TABLE staff (
    clinic_id uuid NOT NULL REFERENCES clinic,
    id        uuid NOT NULL,
    name      text NOT NULL CHECK (name <> ''),
    role      text NOT NULL CHECK (role IN ('front-desk', 'clinician', 'billing', 'manager')),
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id)
);

-- A token is 256 bits from the system's random source, so a plain SHA-256 of
-- it is enough (OWASP ASVS 5, 6.5.2); the token itself is shown once.
CREATE TABLE staff_token (
    clinic_id  uuid NOT NULL REFERENCES clinic,
    id         uuid NOT NULL,
    staff_id   uuid NOT NULL,
    hash       bytea NOT NULL CHECK (length(hash) = 32),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, hash),
    FOREIGN KEY (clinic_id, staff_id) REFERENCES staff (clinic_id, id)
);

CREATE TABLE channel (
    clinic_id uuid NOT NULL REFERENCES clinic,
    id        uuid NOT NULL,
    name      text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    kind      text NOT NULL CHECK (kind IN ('sms', 'whatsapp')),
    provider  text NOT NULL CHECK (provider IN ('twilio', 'simulator')),
    address   text NOT NULL CHECK (address <> ''),
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id)
);
