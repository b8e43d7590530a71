-- +goose Up

-- Whoever allows that answers name people and services says so in a message of
-- their own, after a warning: the ledger keeps which.
ALTER TABLE consent DROP CONSTRAINT consent_purpose_check;
ALTER TABLE consent ADD CONSTRAINT consent_purpose_check CHECK (purpose IN ('care', 'reminder', 'billing', 'recall', 'survey', 'names'));
