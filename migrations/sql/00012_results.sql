-- +goose Up

-- What an examination found, in plain words that a clinician wrote for the
-- patient (FHIR DiagnosticReport, as far as a patient is told of it).
CREATE TABLE diagnostic_report (
    clinic_id        uuid NOT NULL,
    id               uuid NOT NULL,
    patient_id       uuid NOT NULL,
    -- What was examined: "Blood test of 3 November".
    title            text NOT NULL CHECK (title <> '' AND length(title) <= 120),
    summary          text NOT NULL CHECK (summary <> '' AND length(summary) <= 4000),
    status           text NOT NULL DEFAULT 'preliminary'
                         CHECK (status IN ('preliminary', 'final', 'corrected', 'entered-in-error')),
    -- A critical one is told by a person, never by the bot.
    critical         boolean NOT NULL DEFAULT false,
    version          bigint NOT NULL DEFAULT 1,
    issued_at        timestamptz NOT NULL,
    released_at      timestamptz,
    released_by      uuid,
    -- The version that the patient was told of, and the one that was read.
    notified_version bigint NOT NULL DEFAULT 0,
    read_version     bigint NOT NULL DEFAULT 0,
    read_at          timestamptz,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    CHECK ((released_at IS NULL) = (released_by IS NULL)),
    -- Only what is released is the patient's to read, and it is not critical.
    CHECK ((status = 'preliminary') = (released_at IS NULL) OR status = 'entered-in-error'),
    CHECK (released_at IS NULL OR NOT critical),
    CHECK (notified_version <= version AND read_version <= version)
);
CREATE INDEX diagnostic_report_of_patient ON diagnostic_report (clinic_id, patient_id, issued_at);
CREATE INDEX diagnostic_report_untold ON diagnostic_report (clinic_id) WHERE released_at IS NOT NULL AND notified_version < version;

ALTER TABLE diagnostic_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE diagnostic_report FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON diagnostic_report USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic());
GRANT SELECT, INSERT, UPDATE ON diagnostic_report TO frontdesk_app;
