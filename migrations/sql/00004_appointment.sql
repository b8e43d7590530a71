-- +goose Up

CREATE TABLE appointment (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    patient_id          uuid NOT NULL,
    practitioner_id     uuid NOT NULL,
    appointment_type_id uuid NOT NULL,
    -- Rooms and devices, which stay known when an expired hold lost its time.
    resource_ids        uuid[] NOT NULL DEFAULT '{}',
    location_id         uuid,
    -- The appointments of one series have the same.
    series_id           uuid,
    -- Why staff booked it over a time that was taken; '' where it is not.
    overbooking_reason  text NOT NULL DEFAULT '' CHECK (length(overbooking_reason) <= 500),
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
    -- What a late cancellation or a no-show costs, in the clinic's minor units.
    fee                 bigint NOT NULL DEFAULT 0 CHECK (fee >= 0),
    -- How often the patient moved it.
    moves               smallint NOT NULL DEFAULT 0,
    arrived_at          timestamptz,
    created_at          timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_type_id) REFERENCES appointment_type (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id),
    CHECK (start_at < end_at),
    CHECK ((status = 'pending') = (hold_until IS NOT NULL)),
    CHECK ((status = 'cancelled') = (cancellation_reason <> ''))
);
CREATE INDEX appointment_by_day ON appointment (clinic_id, start_at);
CREATE INDEX appointment_by_patient ON appointment (clinic_id, patient_id, start_at);
CREATE INDEX appointment_by_practitioner ON appointment (clinic_id, practitioner_id, start_at);
CREATE INDEX appointment_of_series ON appointment (clinic_id, series_id) WHERE series_id IS NOT NULL;
CREATE INDEX appointment_held ON appointment (clinic_id, conversation_id) WHERE status = 'pending';

-- What happened to an appointment, one row per version: who, in what role, by
-- which way, and why.
CREATE TABLE appointment_event (
    clinic_id           uuid NOT NULL,
    appointment_id      uuid NOT NULL,
    appointment_version bigint NOT NULL,
    -- The status of the version before; '' for the first.
    previous_status     text NOT NULL DEFAULT '',
    status              text NOT NULL,
    start_at            timestamptz NOT NULL,
    end_at              timestamptz NOT NULL,
    practitioner_id     uuid NOT NULL,
    agent_kind          text NOT NULL CHECK (agent_kind IN ('patient', 'staff', 'system')),
    agent_id            uuid,
    -- 'sms', 'whatsapp', 'api'; '' where the program itself acted.
    channel             text NOT NULL DEFAULT '',
    reason              text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    -- What the appointment cost from then on, in the clinic's minor units.
    fee                 bigint NOT NULL DEFAULT 0 CHECK (fee >= 0),
    recorded_at         timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, appointment_id, appointment_version),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    -- scheduler.AppointmentTransitions once more. A move stays booked. One text
    -- against one list: pairs would be as many conditions, which PostgreSQL
    -- prepares anew for each statement that writes here.
    CONSTRAINT appointment_event_transition CHECK (previous_status || '>' || status IN (
        '>proposed', '>waitlist', '>pending', '>booked',
        'booked>booked', 'booked>arrived', 'booked>checked-in', 'booked>fulfilled', 'booked>cancelled',
        'booked>noshow', 'booked>entered-in-error',
        'proposed>pending', 'proposed>cancelled', 'proposed>entered-in-error',
        'waitlist>pending', 'waitlist>cancelled', 'waitlist>entered-in-error',
        'pending>booked', 'pending>cancelled', 'pending>entered-in-error',
        'arrived>booked', 'arrived>checked-in', 'arrived>fulfilled', 'arrived>cancelled', 'arrived>entered-in-error',
        'checked-in>booked', 'checked-in>fulfilled', 'checked-in>cancelled', 'checked-in>entered-in-error',
        'fulfilled>entered-in-error',
        'cancelled>entered-in-error',
        'noshow>booked', 'noshow>arrived', 'noshow>entered-in-error'))
);

-- Invariant 7. Practitioner, room, device and patient alike; holds and
-- bookings alike; buffers included. A predicate can't use now(), so expired
-- holds are deleted in the transaction that wants their time.
--
-- share_id is the appointment's own id, so that any two overlap; the patients
-- of a group have the group's instead and share its practitioner and rooms. A
-- hold for moving an appointment has that one's, and may overlap its old time.
-- seat is 0 but where several may take the same: a group has a subject of its
-- own with as many seats as it has places, a cap on a day's appointments one
-- with as many as the cap (kind 'quota', for the whole local day), and a
-- practitioner's seats from 1 up are the explicit capacity for overbooking.
CREATE TABLE occupancy (
    clinic_id      uuid NOT NULL,
    appointment_id uuid NOT NULL,
    subject_id     uuid NOT NULL,
    subject_kind   text NOT NULL CHECK (subject_kind IN ('practitioner', 'room', 'device', 'patient', 'group', 'quota')),
    seat           smallint NOT NULL DEFAULT 0 CHECK (seat >= 0),
    share_id       uuid NOT NULL,
    during         tstzrange NOT NULL CHECK (NOT isempty(during)),
    expires_at     timestamptz,
    -- For reading: under row-level security an operator that could leak what it
    -- sees (&&, lower) never reaches an index, and the whole history of a subject
    -- would be read. Comparisons of instants can't leak.
    start_at       timestamptz NOT NULL GENERATED ALWAYS AS (lower(during)) STORED,
    end_at         timestamptz NOT NULL GENERATED ALWAYS AS (upper(during)) STORED,
    -- A search for what overlaps a span looks back this far, and no further.
    CHECK (upper(during) - lower(during) <= interval '26 hours'),
    -- A move has the old and the new time of a subject side by side for a
    -- moment: it claims before it releases.
    PRIMARY KEY (clinic_id, appointment_id, subject_id, during),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    CONSTRAINT occupancy_no_overlap
        EXCLUDE USING gist (clinic_id WITH =, subject_id WITH =, during WITH &&, seat WITH =, share_id WITH <>)
);

-- Of holds only, so that a sweep finds those that ran out.
CREATE INDEX occupancy_held ON occupancy (clinic_id, expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX occupancy_by_start ON occupancy (clinic_id, subject_id, start_at) INCLUDE (end_at, seat, expires_at, share_id, appointment_id);

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
