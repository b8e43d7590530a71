-- +goose Up

-- Since when an address may have passed to somebody else: what was said before
-- is not theirs to hear. NULL for one that was never in doubt.
ALTER TABLE contact ADD COLUMN doubted_at timestamptz;
