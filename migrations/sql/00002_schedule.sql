-- +goose Up

CREATE TABLE practitioner (
    clinic_id uuid NOT NULL REFERENCES clinic,
    id        uuid NOT NULL,
    name      text NOT NULL CHECK (name <> ''),
    specialty jsonb NOT NULL DEFAULT '{}',
    -- What the practitioner speaks with patients; empty where that is not known.
    languages text[] NOT NULL DEFAULT '{}',
    -- How many appointments a day at most; 0 is no cap.
    daily_cap integer NOT NULL DEFAULT 0 CHECK (daily_cap BETWEEN 0 AND 1000),
    -- How many patients staff may book over one time that is taken, with a reason.
    overbooking_capacity smallint NOT NULL DEFAULT 0 CHECK (overbooking_capacity BETWEEN 0 AND 9),
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id)
);

-- Rooms and devices: what one appointment at a time can use.
CREATE TABLE resource (
    clinic_id uuid NOT NULL REFERENCES clinic,
    id        uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('room', 'device')),
    name      text NOT NULL CHECK (name <> ''),
    -- Where it stands; NULL where the clinic has one site or it is carried about.
    location_id uuid,
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id)
);

CREATE TABLE appointment_type (
    clinic_id             uuid NOT NULL REFERENCES clinic,
    id                    uuid NOT NULL,
    name                  jsonb NOT NULL,
    synonyms              jsonb NOT NULL DEFAULT '{}',
    duration_minutes      integer NOT NULL CHECK (duration_minutes BETWEEN 1 AND 1440),
    buffer_before_minutes integer NOT NULL DEFAULT 0 CHECK (buffer_before_minutes BETWEEN 0 AND 1440),
    buffer_after_minutes  integer NOT NULL DEFAULT 0 CHECK (buffer_after_minutes BETWEEN 0 AND 1440),
    lead_time_minutes     integer NOT NULL DEFAULT 60 CHECK (lead_time_minutes >= 0),
    horizon_days          integer NOT NULL DEFAULT 90 CHECK (horizon_days BETWEEN 1 AND 730),
    slot_step_minutes     integer NOT NULL DEFAULT 15 CHECK (slot_step_minutes BETWEEN 1 AND 1440),
    bookable_by_chat      boolean NOT NULL DEFAULT true,
    preparation           jsonb NOT NULL DEFAULT '{}',
    resource_kinds        text[] NOT NULL DEFAULT '{}',
    -- More than one is a group: so many patients share one start.
    capacity              smallint NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 500),
    modality              text NOT NULL DEFAULT 'in-person' CHECK (modality IN ('in-person', 'virtual')),
    -- How many of the type one practitioner takes a day at most; 0 is no cap.
    daily_cap             integer NOT NULL DEFAULT 0 CHECK (daily_cap BETWEEN 0 AND 1000),
    -- A later cancellation or move by the patient is a late one.
    cancel_notice_minutes integer NOT NULL DEFAULT 0 CHECK (cancel_notice_minutes >= 0),
    -- What a late cancellation and a no-show cost, in the clinic's minor units.
    late_cancel_fee       bigint NOT NULL DEFAULT 0 CHECK (late_cancel_fee >= 0),
    no_show_fee           bigint NOT NULL DEFAULT 0 CHECK (no_show_fee >= 0),
    -- How often a patient may move one appointment; 0 is no limit.
    move_limit            smallint NOT NULL DEFAULT 0 CHECK (move_limit >= 0),
    -- How far ahead, at least, a freed time is offered to the wait-list.
    waitlist_notice_minutes integer NOT NULL DEFAULT 120 CHECK (waitlist_notice_minutes >= 0),
    active                boolean NOT NULL DEFAULT true,
    PRIMARY KEY (clinic_id, id),
    CHECK (modality = 'in-person' OR resource_kinds = '{}')
);

CREATE TABLE appointment_type_practitioner (
    clinic_id           uuid NOT NULL,
    appointment_type_id uuid NOT NULL,
    practitioner_id     uuid NOT NULL,
    PRIMARY KEY (clinic_id, appointment_type_id, practitioner_id),
    FOREIGN KEY (clinic_id, appointment_type_id) REFERENCES appointment_type (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id)
);

-- Rules in the clinic's local time: on a weekday (0 is Sunday, as in Go), or on
-- the dates of an RRULE (RFC 5545) that begins on valid_from. One day's extra
-- session is a weekly rule that holds on that day only.
CREATE TABLE availability (
    clinic_id       uuid NOT NULL,
    id              uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    -- A walk-in session is worked but not booked: the queue fills it.
    kind            text NOT NULL CHECK (kind IN ('open', 'break', 'walk-in')),
    weekday         smallint NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    rrule           text NOT NULL DEFAULT '' CHECK (length(rrule) <= 500),
    start_minute    smallint NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute      smallint NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
    valid_from      date,
    valid_until     date,
    location_id     uuid,
    -- The types that may be booked into it; empty is all.
    appointment_type_ids uuid[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id),
    CHECK (start_minute < end_minute),
    CHECK (rrule = '' OR valid_from IS NOT NULL)
);
CREATE INDEX availability_by_practitioner ON availability (clinic_id, practitioner_id);

-- Time in which rules don't hold: a practitioner's leave, or with no
-- practitioner a public holiday or a closed site. In local time, half-open.
CREATE TABLE absence (
    clinic_id       uuid NOT NULL REFERENCES clinic,
    id              uuid NOT NULL,
    practitioner_id uuid,
    location_id     uuid,
    kind            text NOT NULL CHECK (kind IN ('leave', 'holiday', 'closure')),
    start_date      date NOT NULL,
    start_minute    smallint NOT NULL DEFAULT 0 CHECK (start_minute BETWEEN 0 AND 1439),
    end_date        date NOT NULL,
    end_minute      smallint NOT NULL DEFAULT 1440 CHECK (end_minute BETWEEN 1 AND 1440),
    -- Whether the patients whose appointments it stands in the way of are asked
    -- for other times.
    ask_patients    boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL,
    -- Set when the rules hold again after all: what was offered stays known.
    ended_at        timestamptz,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id),
    CHECK ((start_date, start_minute) < (end_date, end_minute)),
    CHECK ((kind = 'leave') = (practitioner_id IS NOT NULL))
);
CREATE INDEX absence_by_end ON absence (clinic_id, end_date);
