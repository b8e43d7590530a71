-- name: EndIdentityChecks :exec
-- A contact has one open check at a time: the newest.
UPDATE identity_check SET ended_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND contact_id = $2 AND ended_at IS NULL;

-- name: InsertIdentityCheck :exec
INSERT INTO identity_check (clinic_id, id, hash, contact_id, patient_id, purpose, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: LockIdentityCheck :one
SELECT clinic_id, id, hash, contact_id, patient_id, purpose, created_at, expires_at, tries
FROM identity_check
WHERE clinic_id = $1 AND hash = $2 AND ended_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz
FOR UPDATE;

-- name: IdentityCandidates :many
-- Whom a check may be passed as, with how often each was tried in vain, and how
-- often the contact was.
SELECT p.id, p.name, p.birth_date,
    (SELECT count(*) FROM identity_try t WHERE t.clinic_id = $1 AND t.patient_id = p.id AND NOT t.succeeded
        AND t.tried_at > sqlc.arg(since)::timestamptz) AS failures
FROM contact_patient cp
JOIN patient p ON p.clinic_id = cp.clinic_id AND p.id = cp.patient_id
WHERE cp.clinic_id = $1 AND cp.contact_id = $2
    AND (sqlc.narg(patient_id)::uuid IS NULL OR p.id = sqlc.narg(patient_id)::uuid)
ORDER BY p.id;

-- name: IdentityFailuresOfContact :one
SELECT count(*) FROM identity_try
WHERE clinic_id = $1 AND contact_id = $2 AND NOT succeeded AND tried_at > sqlc.arg(since)::timestamptz;

-- name: InsertIdentityTry :exec
INSERT INTO identity_try (clinic_id, id, identity_check_id, contact_id, patient_id, succeeded, tried_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: FailIdentityCheck :exec
UPDATE identity_check SET tries = tries + 1,
    ended_at = CASE WHEN tries + 1 >= sqlc.arg(most)::smallint THEN sqlc.arg(now)::timestamptz END
WHERE clinic_id = $1 AND id = $2;

-- name: PassIdentityCheck :exec
UPDATE identity_check SET ended_at = sqlc.arg(now)::timestamptz, verified_patient_id = sqlc.arg(patient_id)::uuid
WHERE clinic_id = $1 AND id = $2;

-- name: GrantIdentity :exec
INSERT INTO identity_grant (clinic_id, contact_id, patient_id, purpose, granted_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (clinic_id, contact_id, patient_id, purpose) DO UPDATE SET granted_at = excluded.granted_at, expires_at = excluded.expires_at;

-- name: GrantedPatients :many
SELECT patient_id FROM identity_grant
WHERE clinic_id = $1 AND contact_id = $2 AND purpose = $3 AND expires_at > sqlc.arg(now)::timestamptz
ORDER BY granted_at DESC, patient_id;

-- name: VerifyContact :exec
UPDATE contact SET state = 'verified' WHERE clinic_id = $1 AND id = $2;

-- name: ContactAddress :one
SELECT channel_id, address FROM contact WHERE clinic_id = $1 AND id = $2;
