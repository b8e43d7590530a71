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

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['clinic_text']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
