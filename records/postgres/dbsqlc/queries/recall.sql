-- name: InsertRecall :execrows
INSERT INTO recall (clinic_id, id, patient_id, created_at)
SELECT $1, $2, $3, $4
WHERE NOT EXISTS (SELECT FROM recall r WHERE r.clinic_id = $1 AND r.patient_id = $3 AND r.created_at > sqlc.arg(since)::timestamptz);

-- name: TellRecall :one
UPDATE recall SET told_at = sqlc.arg(now)::timestamptz WHERE clinic_id = $1 AND id = $2 AND told_at IS NULL RETURNING patient_id;
