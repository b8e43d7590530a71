-- +goose Up

-- E-mail is a channel of one way, through a mail server.
ALTER TABLE channel DROP CONSTRAINT channel_kind_check;
ALTER TABLE channel ADD CONSTRAINT channel_kind_check CHECK (kind IN ('sms', 'whatsapp', 'email'));
ALTER TABLE channel DROP CONSTRAINT channel_provider_check;
ALTER TABLE channel ADD CONSTRAINT channel_provider_check CHECK (provider IN ('twilio', 'simulator', 'whatsapp', 'smtp'));
ALTER TABLE channel ADD CONSTRAINT channel_email CHECK ((kind = 'email') = (provider = 'smtp'));
-- Receipts leave from one address of the clinic.
CREATE UNIQUE INDEX channel_one_email ON channel (clinic_id) WHERE kind = 'email' AND active;

-- Somebody said that a patient's receipts should go to an address. Nothing else
-- goes there until its holder has pressed the button behind the link.
CREATE TABLE email_confirmation (
    clinic_id    uuid NOT NULL,
    id           uuid NOT NULL,
    -- The contact that the address is, on the channel of e-mail.
    contact_id   uuid NOT NULL,
    patient_id   uuid NOT NULL,
    -- Whether reminders are to go there, too.
    reminders    boolean NOT NULL,
    -- Who said it: the conversation's contact, or staff.
    asked_by_contact_id uuid,
    asked_by_staff_id   uuid,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    confirmed_at timestamptz,
    -- The message that asks for it; NULL until it is written.
    message_id   uuid,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, asked_by_contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, asked_by_staff_id) REFERENCES staff (clinic_id, id),
    FOREIGN KEY (clinic_id, message_id) REFERENCES message (clinic_id, id),
    CHECK ((asked_by_contact_id IS NULL) <> (asked_by_staff_id IS NULL)),
    CHECK (expires_at <= created_at + interval '2 days')
);
CREATE INDEX email_confirmation_of_contact ON email_confirmation (clinic_id, contact_id, created_at);
CREATE INDEX email_confirmation_of_patient ON email_confirmation (clinic_id, patient_id, created_at);
CREATE INDEX email_confirmation_asked ON email_confirmation (clinic_id, asked_by_contact_id, created_at) WHERE asked_by_contact_id IS NOT NULL;
CREATE INDEX email_confirmation_unwritten ON email_confirmation (clinic_id, created_at) WHERE message_id IS NULL;

-- A confirmed address gets a patient's receipts. It is not in contact_patient:
-- who reads an address acts for nobody, and it stands in for no telephone.
CREATE TABLE email_receiver (
    clinic_id    uuid NOT NULL,
    contact_id   uuid NOT NULL,
    patient_id   uuid NOT NULL,
    reminders    boolean NOT NULL,
    confirmed_at timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, contact_id, patient_id),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);
CREATE INDEX email_receiver_of_patient ON email_receiver (clinic_id, patient_id);

-- What an e-mail has beside the text of its message.
CREATE TABLE message_mail (
    clinic_id       uuid NOT NULL,
    message_id      uuid NOT NULL,
    -- Empty for the clinic's name alone.
    subject         text NOT NULL DEFAULT '',
    -- An iCalendar object; empty for none.
    calendar        text NOT NULL DEFAULT '',
    -- What it asks its reader to confirm; NULL for all but the first message to an
    -- address.
    confirmation_id uuid,
    PRIMARY KEY (clinic_id, message_id),
    FOREIGN KEY (clinic_id, message_id) REFERENCES message (clinic_id, id),
    FOREIGN KEY (clinic_id, confirmation_id) REFERENCES email_confirmation (clinic_id, id)
);

-- The secret addresses in e-mails: made when a message leaves, known by their
-- hash alone, and of no other use than what they were made for.
CREATE TABLE email_link (
    clinic_id       uuid NOT NULL,
    hash            bytea NOT NULL CHECK (length(hash) = 32),
    message_id      uuid NOT NULL,
    contact_id      uuid NOT NULL,
    -- What it confirms; NULL for one that ends the messages.
    confirmation_id uuid,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, hash),
    FOREIGN KEY (clinic_id, message_id) REFERENCES message (clinic_id, id),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, confirmation_id) REFERENCES email_confirmation (clinic_id, id)
);

-- Receipts that are to be written, and that were: one for each version of an
-- appointment that somebody who gets them should know of.
CREATE TABLE email_receipt (
    clinic_id           uuid NOT NULL,
    contact_id          uuid NOT NULL,
    appointment_id      uuid NOT NULL,
    appointment_version bigint NOT NULL,
    change              text NOT NULL CHECK (change IN ('booked', 'moved', 'cancelled')),
    planned_at          timestamptz NOT NULL,
    -- Set once it was written, or found to be of no use any more.
    settled_at          timestamptz,
    message_id          uuid,
    PRIMARY KEY (clinic_id, contact_id, appointment_id, appointment_version),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    FOREIGN KEY (clinic_id, message_id) REFERENCES message (clinic_id, id),
    CHECK (message_id IS NULL OR settled_at IS NOT NULL)
);
CREATE INDEX email_receipt_planned ON email_receipt (clinic_id, planned_at) WHERE settled_at IS NULL;

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['email_confirmation', 'email_receiver', 'message_mail', 'email_link', 'email_receipt']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
