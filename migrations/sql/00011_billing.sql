-- +goose Up

-- The last invoice number that a clinic has given. An invoice takes the next
-- one in the statement that stores it, so that numbers have no gaps.
CREATE TABLE invoice_series (
    clinic_id   uuid PRIMARY KEY REFERENCES clinic,
    last_number bigint NOT NULL CHECK (last_number > 0)
);

-- What a patient owes (FHIR Invoice), until it is balanced by a payment or
-- cancelled.
CREATE TABLE invoice (
    clinic_id         uuid NOT NULL,
    id                uuid NOT NULL,
    number            bigint NOT NULL CHECK (number > 0),
    patient_id        uuid NOT NULL,
    -- The visit that it is for, if it is for one.
    appointment_id    uuid,
    status            text NOT NULL DEFAULT 'issued' CHECK (status IN ('issued', 'balanced', 'cancelled')),
    -- What it is for, in the patient's words. It is read on a page behind the
    -- identity check and by staff, and stands in no message.
    description       text NOT NULL CHECK (description <> '' AND length(description) <= 500),
    -- In the minor unit of the currency, which is the clinic's when it was issued.
    total             bigint NOT NULL CHECK (total BETWEEN 1 AND 999999999999),
    currency          text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    issued_at         timestamptz NOT NULL,
    due_date          date NOT NULL,
    balanced_at       timestamptz,
    cancelled_at      timestamptz,
    -- The message that tells the patient of it; NULL until there is one.
    notice_message_id uuid,
    version           bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, number),
    -- What a payment link holds the amount by.
    UNIQUE (clinic_id, id, total, currency),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    FOREIGN KEY (clinic_id, appointment_id) REFERENCES appointment (clinic_id, id),
    CHECK ((status = 'balanced') = (balanced_at IS NOT NULL)),
    CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX invoice_of_patient ON invoice (clinic_id, patient_id, issued_at DESC, id DESC);

-- A secret address where one invoice is paid. The debt outlives it: whatever
-- becomes of a link, only a payment balances its invoice.
CREATE TABLE payment_link (
    clinic_id  uuid NOT NULL,
    id         uuid NOT NULL,
    hash       bytea NOT NULL CHECK (length(hash) = 32),
    invoice_id uuid NOT NULL,
    -- Whom it was given, who is told when it is paid.
    contact_id uuid NOT NULL,
    amount     bigint NOT NULL,
    currency   text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    status     text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'expired', 'voided')),
    settled_at timestamptz,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, hash),
    -- What a payment holds the amount by.
    UNIQUE (clinic_id, id, invoice_id, amount, currency),
    FOREIGN KEY (clinic_id, contact_id) REFERENCES contact (clinic_id, id),
    -- No link asks for anything but what its invoice says.
    FOREIGN KEY (clinic_id, invoice_id, amount, currency) REFERENCES invoice (clinic_id, id, total, currency),
    CHECK (expires_at > created_at),
    CHECK ((status = 'open') = (settled_at IS NULL)),
    -- A link that has expired takes no payment.
    CHECK (status <> 'paid' OR settled_at < expires_at)
);
CREATE UNIQUE INDEX payment_link_open_once ON payment_link (clinic_id, invoice_id) WHERE status = 'open';

-- Money that came in by a link. An invoice is paid once, and in whole.
CREATE TABLE payment (
    clinic_id       uuid NOT NULL,
    id              uuid NOT NULL,
    payment_link_id uuid NOT NULL,
    invoice_id      uuid NOT NULL,
    -- Who took it: 'test' is the page that moves no money.
    provider        text NOT NULL CHECK (provider IN ('test')),
    -- The provider's own name for it.
    provider_id     text NOT NULL CHECK (provider_id <> ''),
    amount          bigint NOT NULL,
    currency        text NOT NULL,
    paid_at         timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, payment_link_id),
    UNIQUE (clinic_id, invoice_id),
    UNIQUE (clinic_id, provider, provider_id),
    FOREIGN KEY (clinic_id, payment_link_id, invoice_id, amount, currency)
        REFERENCES payment_link (clinic_id, id, invoice_id, amount, currency)
);

-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['invoice_series', 'invoice', 'payment_link', 'payment']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd
-- What was paid is never changed, and nothing of this is deleted.
GRANT SELECT, INSERT, UPDATE ON invoice_series, invoice, payment_link TO frontdesk_app;
GRANT SELECT, INSERT ON payment TO frontdesk_app;
