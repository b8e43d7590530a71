-- +goose Up

-- An address that was sent to a contact, where whoever holds the telephone shows
-- who they are before anything clinical or financial is shown to them. That they
-- got the address is the proof; the birth date only says which of a shared
-- telephone's patients it is.
CREATE TABLE identity_check (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    hash                bytea NOT NULL CHECK (length(hash) = 32),
    contact_id          uuid NOT NULL,
    -- Whom it is for; NULL lets the birth date pick among the contact's patients.
    patient_id          uuid,
    purpose             text NOT NULL CHECK (purpose IN ('results', 'billing', 'record')),
    created_at          timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    tries               smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    -- Once it was passed, replaced by a newer one, or used up.
    ended_at            timestamptz,
    verified_patient_id uuid,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, hash),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, verified_patient_id) REFERENCES patient (clinic_id, id),
    CHECK (expires_at <= created_at + interval '10 minutes'),
    CHECK (verified_patient_id IS NULL OR ended_at IS NOT NULL)
);
CREATE INDEX identity_check_open ON identity_check (clinic_id, contact_id) WHERE ended_at IS NULL;

-- Every birth date that was tried, but for the date itself: tries are counted
-- per address, contact and patient.
CREATE TABLE identity_try (
    clinic_id         uuid NOT NULL,
    id                uuid NOT NULL,
    identity_check_id uuid NOT NULL,
    contact_id        uuid NOT NULL,
    -- Whose it could have been, where it was one patient's.
    patient_id        uuid,
    succeeded         boolean NOT NULL,
    tried_at          timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, identity_check_id) REFERENCES identity_check (clinic_id, id),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);
CREATE INDEX identity_try_of_contact ON identity_try (clinic_id, contact_id, tried_at);
CREATE INDEX identity_try_of_patient ON identity_try (clinic_id, patient_id, tried_at) WHERE patient_id IS NOT NULL;

-- What a contact may see and change of a patient, for a purpose and a time.
CREATE TABLE identity_grant (
    clinic_id  uuid NOT NULL,
    contact_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    purpose    text NOT NULL CHECK (purpose IN ('results', 'billing', 'record')),
    granted_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, contact_id, patient_id, purpose),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['identity_check', 'identity_try', 'identity_grant']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
