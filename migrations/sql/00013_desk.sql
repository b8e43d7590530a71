-- +goose Up

-- What a clinic tells everybody who asks, in its own words.
CREATE TABLE clinic_text (
    clinic_id uuid NOT NULL REFERENCES clinic,
    key       text NOT NULL CHECK (key IN ('greeting', 'directions', 'map-link', 'hours', 'parking', 'access', 'facility', 'insurance')),
    language  text NOT NULL CHECK (language ~ '^[a-z]{2,3}$'),
    text      text NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
    PRIMARY KEY (clinic_id, key, language)
);

-- How late a patient may come and still be seen as agreed.
ALTER TABLE clinic ADD COLUMN late_tolerance_minutes smallint NOT NULL DEFAULT 15 CHECK (late_tolerance_minutes BETWEEN 0 AND 240);

-- How late a patient will be for the task's appointment.
ALTER TABLE task ADD COLUMN delay_minutes smallint CHECK (delay_minutes > 0);

-- Who pays for a patient, as the patient says; staff check it.
CREATE TABLE coverage (
    clinic_id     uuid NOT NULL,
    id            uuid NOT NULL,
    patient_id    uuid NOT NULL,
    payer         text NOT NULL CHECK (length(payer) BETWEEN 1 AND 200),
    member_number text NOT NULL DEFAULT '' CHECK (length(member_number) <= 200),
    group_number  text NOT NULL DEFAULT '' CHECK (length(group_number) <= 200),
    status        text NOT NULL CHECK (status IN ('draft', 'active', 'cancelled')),
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);
CREATE INDEX coverage_of_patient ON coverage (clinic_id, patient_id, created_at DESC);

-- The word to a patient that it is time for their next visit.
CREATE TABLE recall (
    clinic_id  uuid NOT NULL,
    id         uuid NOT NULL,
    patient_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    -- When the job that tells it ran; NULL before.
    told_at    timestamptz,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);
CREATE INDEX recall_of_patient ON recall (clinic_id, patient_id, created_at DESC);

-- A number that is somebody else's acts for nobody any more; the audit trail
-- and the consents keep that it once did.
GRANT DELETE ON contact_patient TO frontdesk_app;

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['clinic_text', 'coverage', 'recall']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
