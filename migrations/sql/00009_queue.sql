-- +goose Up

-- The last number that a local day has given. A ticket takes the next one in
-- the statement that stores it, so that numbers have no gaps; and whoever
-- changes the day's queue holds the row, so that two never call one patient.
CREATE TABLE queue_day (
    clinic_id   uuid NOT NULL REFERENCES clinic,
    date        date NOT NULL,
    last_number integer NOT NULL CHECK (last_number >= 0),
    PRIMARY KEY (clinic_id, date)
);

-- A patient who is here, with or without an appointment, and waits.
CREATE TABLE queue_ticket (
    clinic_id       uuid NOT NULL,
    id              uuid NOT NULL,
    -- The local day and, on it, a number that the patient and the display know.
    date            date NOT NULL,
    number          integer NOT NULL CHECK (number > 0),
    patient_id      uuid NOT NULL,
    appointment_id  uuid,
    -- What they came for; NULL where a walk-in did not say.
    appointment_type_id uuid,
    -- Who will see them; NULL for the first who is free.
    practitioner_id uuid,
    location_id     uuid,
    priority        text NOT NULL DEFAULT 'routine' CHECK (priority IN ('routine', 'urgent', 'stat')),
    -- What the order is reckoned by: the agreed time, or for walk-ins the arrival.
    due_at          timestamptz NOT NULL,
    expected_minutes integer NOT NULL CHECK (expected_minutes > 0),
    status          text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'called', 'in-progress', 'finished', 'left')),
    arrived_at      timestamptz NOT NULL,
    -- When "you're next" was said.
    told_at         timestamptz,
    called_at       timestamptz,
    started_at      timestamptz,
    ended_at        timestamptz,
    room            text NOT NULL DEFAULT '',
    version         bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, date, number),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, date) REFERENCES queue_day (clinic_id, date),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_type_id) REFERENCES appointment_type (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id)
);
CREATE UNIQUE INDEX queue_ticket_once ON queue_ticket (clinic_id, appointment_id)
    WHERE appointment_id IS NOT NULL AND status IN ('waiting', 'called', 'in-progress');
CREATE INDEX queue_ticket_live ON queue_ticket (clinic_id, date, due_at) WHERE status IN ('waiting', 'called', 'in-progress');

-- A secret address that opens one thing without a login: a practitioner's
-- calendar feed, the display of a waiting room, one appointment's .ics. Only
-- the SHA-256 of its 256 random bits is kept.
CREATE TABLE secret_link (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    hash                bytea NOT NULL CHECK (length(hash) = 32),
    purpose             text NOT NULL CHECK (purpose IN ('practitioner-calendar', 'queue-display', 'appointment-calendar')),
    practitioner_id     uuid,
    location_id         uuid,
    -- The link is void when the appointment is at another version (invariant 9).
    appointment_id      uuid,
    appointment_version bigint,
    -- Whether a practitioner's calendar has the patients' initials.
    initials            boolean NOT NULL DEFAULT false,
    created_at          timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    revoked_at          timestamptz,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, hash),
    FOREIGN KEY (clinic_id) REFERENCES clinic,
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    CHECK ((purpose = 'practitioner-calendar') = (practitioner_id IS NOT NULL)),
    CHECK ((purpose = 'appointment-calendar') = (appointment_id IS NOT NULL AND appointment_version IS NOT NULL))
);

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['queue_day', 'queue_ticket', 'secret_link']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
