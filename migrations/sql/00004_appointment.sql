-- +goose Up

CREATE TABLE appointment (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    patient_id          uuid NOT NULL,
    practitioner_id     uuid NOT NULL,
    appointment_type_id uuid NOT NULL,
    -- Rooms and devices, which stay known when an expired hold lost its time.
    resource_ids        uuid[] NOT NULL DEFAULT '{}',
    status              text NOT NULL CHECK (status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in',
                            'fulfilled', 'cancelled', 'noshow', 'entered-in-error', 'waitlist')),
    participant_status  text NOT NULL DEFAULT 'needs-action'
                            CHECK (participant_status IN ('needs-action', 'accepted', 'declined', 'tentative')),
    start_at            timestamptz NOT NULL,
    end_at              timestamptz NOT NULL,
    version             bigint NOT NULL DEFAULT 1,
    -- The conversation that holds it while it is pending; its next hold
    -- releases this one.
    conversation_id     uuid,
    hold_until          timestamptz,
    cancellation_reason text NOT NULL DEFAULT '' CHECK (cancellation_reason IN ('', 'pat', 'prov', 'other')),
    created_at          timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_type_id) REFERENCES appointment_type (clinic_id, id),
    CHECK (start_at < end_at),
    CHECK ((status = 'pending') = (hold_until IS NOT NULL)),
    CHECK ((status = 'cancelled') = (cancellation_reason <> ''))
);
CREATE INDEX appointment_by_day ON appointment (clinic_id, start_at);
CREATE INDEX appointment_by_patient ON appointment (clinic_id, patient_id, start_at);
CREATE INDEX appointment_held ON appointment (clinic_id, conversation_id) WHERE status = 'pending';

-- What happened to an appointment, one row per version: who, in what role.
CREATE TABLE appointment_event (
    clinic_id           uuid NOT NULL,
    appointment_id      uuid NOT NULL,
    appointment_version bigint NOT NULL,
    status              text NOT NULL,
    start_at            timestamptz NOT NULL,
    end_at              timestamptz NOT NULL,
    agent_kind          text NOT NULL CHECK (agent_kind IN ('patient', 'staff', 'system')),
    agent_id            uuid,
    recorded_at         timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, appointment_id, appointment_version),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id)
);

-- Invariant 7. Practitioner, room, device and patient alike; holds and
-- bookings alike; buffers included. A predicate can't use now(), so expired
-- holds are deleted in the transaction that wants their time.
CREATE TABLE occupancy (
    clinic_id      uuid NOT NULL,
    appointment_id uuid NOT NULL,
    subject_id     uuid NOT NULL,
    subject_kind   text NOT NULL CHECK (subject_kind IN ('practitioner', 'room', 'device', 'patient')),
    during         tstzrange NOT NULL CHECK (NOT isempty(during)),
    expires_at     timestamptz,
    PRIMARY KEY (clinic_id, appointment_id, subject_id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    CONSTRAINT occupancy_no_overlap EXCLUDE USING gist (clinic_id WITH =, subject_id WITH =, during WITH &&)
);

CREATE TABLE reminder_step (
    clinic_id           uuid NOT NULL,
    appointment_id      uuid NOT NULL,
    appointment_version bigint NOT NULL,
    step                text NOT NULL CHECK (step <> ''),
    status              text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'sent', 'skipped')),
    reason              text NOT NULL DEFAULT '',
    due_at              timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    message_id          uuid,
    PRIMARY KEY (clinic_id, appointment_id, appointment_version, step),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    CHECK (due_at < expires_at)
);
CREATE INDEX reminder_step_due ON reminder_step (clinic_id, due_at) WHERE status = 'planned';
