-- +goose Up

-- Whether the provider is to delete its own copy of what patients send, once it
-- is stored here or found to be nothing that is kept.
ALTER TABLE clinic ADD COLUMN erase_provider_media boolean NOT NULL DEFAULT false;

-- When the provider said that it has no copy any more.
ALTER TABLE media ADD COLUMN copy_erased_at timestamptz;

-- A telephone that sends more than anybody needs to is not fetched from.
ALTER TABLE media DROP CONSTRAINT media_reason_check;
ALTER TABLE media ADD CONSTRAINT media_reason_check
    CHECK (reason IN ('', 'too-large', 'wrong-type', 'too-many', 'gone', 'unavailable', 'forbidden-address'));
