-- +goose Up

-- What a clinic asks whoever registers, beside name and date of birth, in its
-- own words and its patients' languages.
CREATE TABLE registration_question (
    clinic_id  uuid NOT NULL REFERENCES clinic,
    id         uuid NOT NULL,
    position   smallint NOT NULL CHECK (position BETWEEN 1 AND 5),
    kind       text NOT NULL CHECK (kind IN ('text', 'boolean', 'choice', 'date', 'phone', 'number')),
    required   boolean NOT NULL,
    -- By language: {"en": "How did you hear of us?"}.
    texts      jsonb NOT NULL CHECK (jsonb_typeof(texts) = 'object' AND texts <> '{}'),
    -- What may be chosen, each by language; empty for the other kinds.
    choices    jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(choices) = 'array'),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    CHECK ((kind = 'choice') = (jsonb_array_length(choices) > 0))
);

-- What a patient answered, with the words of the question as they were then:
-- the question may be changed or taken away, and the answer stays.
CREATE TABLE patient_answer (
    clinic_id   uuid NOT NULL,
    patient_id  uuid NOT NULL,
    question_id uuid NOT NULL,
    position    smallint NOT NULL,
    question    text NOT NULL CHECK (question <> ''),
    answer      text NOT NULL CHECK (length(answer) BETWEEN 1 AND 300),
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, patient_id, question_id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['registration_question', 'patient_answer']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
