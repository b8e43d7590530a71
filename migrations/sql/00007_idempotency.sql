-- +goose Up

-- What a member of staff asked for under an Idempotency-Key, and what came of
-- it. A row is claimed before the work and completed in the same transaction,
-- so a repeated request waits for the first one and is told the same. The
-- result holds ids, codes and times only, never a name. Rows a day old are
-- deleted by the next claim of the same person.
CREATE TABLE idempotent_request (
    clinic_id    uuid NOT NULL,
    staff_id     uuid NOT NULL,
    key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
    -- NULL only inside the transaction that is at work on it.
    result       jsonb,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (clinic_id, staff_id, key),
    FOREIGN KEY (clinic_id, staff_id) REFERENCES staff (clinic_id, id)
);

ALTER TABLE idempotent_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotent_request FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotent_request USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic());
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotent_request TO frontdesk_app;
