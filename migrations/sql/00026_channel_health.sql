-- +goose Up

-- Since when a channel's provider gives trouble; NULL while all is well.
ALTER TABLE send_lane ADD COLUMN troubled_since timestamptz;

-- Whether any process holds the session lock with this key of two halves: which
-- connection carries a linked device is known to PostgreSQL alone.
-- +goose StatementBegin
CREATE FUNCTION session_lock_held(high integer, low integer) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_catalog.pg_locks k
        WHERE k.locktype = 'advisory' AND k.granted AND k.objsubid = 2 AND k.classid = high::oid AND k.objid = low::oid
            AND k.database = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = current_database()));
$$;
-- +goose StatementEnd
