-- +goose Up

-- Whether patients are asked how a visit was, how long after it was marked as
-- fulfilled, and for how long one who was asked is not asked again.
ALTER TABLE clinic
    ADD COLUMN survey_active        boolean  NOT NULL DEFAULT false,
    ADD COLUMN survey_delay_minutes smallint NOT NULL DEFAULT 120 CHECK (survey_delay_minutes BETWEEN 0 AND 2880),
    ADD COLUMN survey_pause_weeks   smallint NOT NULL DEFAULT 8 CHECK (survey_pause_weeks BETWEEN 1 AND 52);

-- The question how a visit was, and what the patient said. It is a row of a
-- ledger before it is a message: one for each version of an appointment.
CREATE TABLE survey (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    appointment_id      uuid NOT NULL,
    appointment_version bigint NOT NULL,
    patient_id          uuid NOT NULL,
    status              text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'skipped', 'asked', 'answered')),
    -- Why it was skipped.
    reason              text NOT NULL DEFAULT '',
    due_at              timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    conversation_id     uuid,
    message_id          uuid,
    asked_at            timestamptz,
    rating              smallint CHECK (rating BETWEEN 1 AND 5),
    comment             text NOT NULL DEFAULT '' CHECK (length(comment) <= 2000),
    answered_at         timestamptz,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, appointment_id, appointment_version),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, conversation_id) REFERENCES conversation (clinic_id, id),
    CHECK (due_at <= expires_at),
    CHECK ((status = 'skipped') = (reason <> '')),
    CHECK ((status IN ('asked', 'answered')) = (asked_at IS NOT NULL)),
    CHECK ((asked_at IS NULL) = (message_id IS NULL) AND (asked_at IS NULL) = (conversation_id IS NULL)),
    CHECK ((status = 'answered') = (answered_at IS NOT NULL)),
    CHECK ((status = 'answered') = (rating IS NOT NULL OR comment <> ''))
);
CREATE INDEX survey_due ON survey (clinic_id, due_at) WHERE status = 'planned';
CREATE INDEX survey_asked_of_patient ON survey (clinic_id, patient_id, asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX survey_asked_in_conversation ON survey (clinic_id, conversation_id, asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX survey_answered ON survey (clinic_id, answered_at DESC, id DESC) WHERE status = 'answered';

-- The newest survey that an answer in the conversation may be to.
ALTER TABLE conversation ADD COLUMN survey_id uuid;

ALTER TABLE survey ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON survey USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic());
GRANT SELECT, INSERT, UPDATE ON survey TO frontdesk_app;
