-- +goose Up

-- A patient who would come sooner, or at all, if a time became free.
CREATE TABLE waitlist_entry (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    patient_id          uuid NOT NULL,
    conversation_id     uuid,
    appointment_type_id uuid NOT NULL,
    -- NULL is anybody.
    practitioner_id     uuid,
    location_id         uuid,
    -- The appointment that an earlier time would replace, if there is one.
    appointment_id      uuid,
    -- Times that suit: [{"from": instant, "until": instant}, …]; empty is any.
    windows             jsonb NOT NULL DEFAULT '[]',
    -- Days of the week (0 is Sunday) and minutes of the day that suit, in the
    -- clinic's zone; empty and 0–1440 are any.
    weekdays            smallint[] NOT NULL DEFAULT '{}',
    from_minute         smallint NOT NULL DEFAULT 0 CHECK (from_minute BETWEEN 0 AND 1439),
    until_minute        smallint NOT NULL DEFAULT 1440 CHECK (until_minute BETWEEN 1 AND 1440),
    -- How much notice the patient needs, at least.
    notice_minutes      integer NOT NULL DEFAULT 120 CHECK (notice_minutes >= 0),
    priority            text NOT NULL DEFAULT 'routine' CHECK (priority IN ('routine', 'urgent', 'stat')),
    status              text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'fulfilled', 'cancelled', 'expired')),
    created_at          timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    ended_at            timestamptz,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, conversation_id) REFERENCES conversation (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_type_id) REFERENCES appointment_type (clinic_id, id),
    FOREIGN KEY (clinic_id, practitioner_id) REFERENCES practitioner (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    CHECK (from_minute < until_minute),
    CHECK ((status = 'active') = (ended_at IS NULL))
);
CREATE INDEX waitlist_entry_active ON waitlist_entry (clinic_id, appointment_type_id, created_at) WHERE status = 'active';
CREATE INDEX waitlist_entry_by_time ON waitlist_entry (clinic_id, created_at, id) WHERE status = 'active';
CREATE INDEX waitlist_entry_expiry ON waitlist_entry (clinic_id, expires_at) WHERE status = 'active';
CREATE UNIQUE INDEX waitlist_entry_once ON waitlist_entry (clinic_id, patient_id, appointment_type_id) WHERE status = 'active';

-- Time that an appointment left behind, and what became of it.
CREATE TABLE freed_slot (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    appointment_id      uuid NOT NULL,
    appointment_type_id uuid NOT NULL,
    practitioner_id     uuid NOT NULL,
    start_at            timestamptz NOT NULL,
    end_at              timestamptz NOT NULL,
    freed_at            timestamptz NOT NULL,
    -- 'open' while it is offered; 'claimed' by a wish, 'booked' by anybody else,
    -- 'unclaimed' when its time came, 'unwanted' when nobody wished for it.
    status              text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'claimed', 'booked', 'unclaimed', 'unwanted')),
    waves               smallint NOT NULL DEFAULT 0,
    offers              integer NOT NULL DEFAULT 0,
    next_wave_at        timestamptz,
    settled_at          timestamptz,
    claimed_by          uuid,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    FOREIGN KEY (clinic_id, claimed_by) REFERENCES appointment (clinic_id, id),
    CHECK ((status = 'open') = (settled_at IS NULL)),
    CHECK ((status = 'claimed') = (claimed_by IS NOT NULL))
);
CREATE INDEX freed_slot_by_time ON freed_slot (clinic_id, freed_at, id);
CREATE INDEX freed_slot_due ON freed_slot (clinic_id, next_wave_at) WHERE status = 'open';

-- Times that the clinic itself offers a patient in a message: of a freed slot,
-- or in place of an appointment that can't take place as agreed.
CREATE TABLE slot_offer (
    clinic_id           uuid NOT NULL,
    id                  uuid NOT NULL,
    kind                text NOT NULL CHECK (kind IN ('waitlist', 'rebook')),
    patient_id          uuid NOT NULL,
    conversation_id     uuid NOT NULL,
    -- The appointment that it would replace, at the version that was meant.
    appointment_id      uuid,
    appointment_version bigint,
    waitlist_entry_id   uuid,
    freed_slot_id       uuid,
    absence_id          uuid,
    slots               jsonb NOT NULL,
    status              text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'declined', 'lost', 'expired', 'withdrawn')),
    message_id          uuid NOT NULL,
    created_at          timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    settled_at          timestamptz,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, conversation_id) REFERENCES conversation (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    FOREIGN KEY (clinic_id, waitlist_entry_id) REFERENCES waitlist_entry (clinic_id, id),
    FOREIGN KEY (clinic_id, freed_slot_id) REFERENCES freed_slot (clinic_id, id),
    FOREIGN KEY (clinic_id, absence_id) REFERENCES absence (clinic_id, id),
    CHECK ((status = 'open') = (settled_at IS NULL)),
    CHECK ((appointment_id IS NULL) = (appointment_version IS NULL)),
    CHECK (kind <> 'rebook' OR appointment_id IS NOT NULL)
);
-- One rebooking and one freed slot are asked about once.
CREATE UNIQUE INDEX slot_offer_rebook_once ON slot_offer (clinic_id, appointment_id, appointment_version) WHERE kind = 'rebook';
CREATE UNIQUE INDEX slot_offer_freed_once ON slot_offer (clinic_id, freed_slot_id, waitlist_entry_id) WHERE kind = 'waitlist';
CREATE INDEX slot_offer_open ON slot_offer (clinic_id, expires_at) WHERE status = 'open';
CREATE INDEX slot_offer_unanswered ON slot_offer (clinic_id, conversation_id, created_at) WHERE status = 'open';
CREATE INDEX slot_offer_of_appointment ON slot_offer (clinic_id, appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX slot_offer_of_freed_slot ON slot_offer (clinic_id, freed_slot_id) WHERE freed_slot_id IS NOT NULL;
CREATE INDEX slot_offer_of_entry ON slot_offer (clinic_id, waitlist_entry_id) WHERE waitlist_entry_id IS NOT NULL;
-- For the acceptance of the newest ones.
CREATE INDEX slot_offer_settled ON slot_offer (clinic_id, settled_at DESC) WHERE kind = 'waitlist' AND settled_at IS NOT NULL;
CREATE INDEX slot_offer_of_absence ON slot_offer (clinic_id, absence_id) WHERE absence_id IS NOT NULL;
ALTER TABLE conversation ADD FOREIGN KEY (clinic_id, slot_offer_id) REFERENCES slot_offer (clinic_id, id);

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['waitlist_entry', 'freed_slot', 'slot_offer']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
