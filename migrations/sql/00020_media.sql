-- +goose Up

-- How many of the files that came along are announced as pictures or documents:
-- what a conversation thanks for.
ALTER TABLE message ADD COLUMN photo_count smallint NOT NULL DEFAULT 0;

-- What came with a patient's message, without its bytes. The reference is the
-- adapter's own and no web address.
CREATE TABLE media (
    clinic_id    uuid NOT NULL,
    id           uuid NOT NULL,
    message_id   uuid NOT NULL,
    place        smallint NOT NULL CHECK (place >= 0),
    reference    text NOT NULL CHECK (length(reference) <= 2048),
    -- Whom it is of and what it was sent for, once a conversation has settled that.
    patient_id   uuid,
    purpose      text NOT NULL DEFAULT '' CHECK (purpose IN ('', 'insurance-card')),
    status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'stored', 'refused', 'failed', 'erased')),
    reason       text NOT NULL DEFAULT '' CHECK (reason IN ('', 'too-large', 'wrong-type', 'gone', 'unavailable', 'forbidden-address')),
    content_type text NOT NULL DEFAULT '',
    size         integer NOT NULL DEFAULT 0,
    sha256       bytea,
    attempts     smallint NOT NULL DEFAULT 0,
    -- When somebody must look again, whatever became of who looked before.
    fetch_after  timestamptz,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, message_id, place),
    FOREIGN KEY (clinic_id, message_id) REFERENCES message (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    CHECK ((status = 'pending') = (fetch_after IS NOT NULL)),
    CHECK ((status = 'stored') = (sha256 IS NOT NULL)),
    CHECK ((status IN ('refused', 'failed')) = (reason <> ''))
);
CREATE INDEX media_pending ON media (clinic_id, fetch_after) WHERE status = 'pending';
CREATE INDEX media_of_patient ON media (clinic_id, patient_id) WHERE patient_id IS NOT NULL;

-- The bytes: never read together with anything else.
CREATE TABLE media_content (
    clinic_id uuid NOT NULL,
    media_id  uuid NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (clinic_id, media_id),
    FOREIGN KEY (clinic_id, media_id) REFERENCES media (clinic_id, id)
);
-- Pictures are compressed already.
ALTER TABLE media_content ALTER COLUMN content SET STORAGE EXTERNAL;

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['media', 'media_content']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
GRANT SELECT, INSERT, UPDATE ON media TO frontdesk_app;
GRANT SELECT, INSERT, DELETE ON media_content TO frontdesk_app;
