-- name: InsertDiagnosticReport :exec
INSERT INTO diagnostic_report (clinic_id, id, patient_id, title, summary, critical, issued_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: GetDiagnosticReport :one
SELECT clinic_id, id, patient_id, title, summary, status, critical, version, issued_at, released_at, released_by, notified_version,
    read_version, read_at
FROM diagnostic_report WHERE clinic_id = $1 AND id = $2;

-- name: ListDiagnosticReports :many
SELECT clinic_id, id, patient_id, title, summary, status, critical, version, issued_at, released_at, released_by, notified_version,
    read_version, read_at
FROM diagnostic_report WHERE clinic_id = $1 AND patient_id = $2
ORDER BY issued_at DESC, id LIMIT 100;

-- name: ReleaseDiagnosticReport :one
UPDATE diagnostic_report SET status = 'final', released_at = sqlc.arg(now)::timestamptz, released_by = sqlc.arg(released_by)::uuid,
    version = version + 1
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status = 'preliminary' AND NOT critical
RETURNING version;

-- name: CorrectDiagnosticReport :one
-- What is not released yet is changed without a word; what is, is told again.
UPDATE diagnostic_report SET title = $4, summary = $5, version = version + 1,
    status = CASE status WHEN 'preliminary' THEN status ELSE 'corrected' END
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status IN ('preliminary', 'final', 'corrected')
RETURNING version;

-- name: WithdrawDiagnosticReport :one
UPDATE diagnostic_report SET status = 'entered-in-error', version = version + 1, notified_version = version + 1
WHERE clinic_id = $1 AND id = $2 AND version = $3 AND status <> 'entered-in-error'
RETURNING version;

-- name: TellDiagnosticReport :many
-- Marks the newest version as told, once.
UPDATE diagnostic_report SET notified_version = version
WHERE clinic_id = $1 AND id = $2 AND status IN ('final', 'corrected') AND notified_version < version
RETURNING patient_id;

-- name: ReadDiagnosticReports :many
-- What patients may read, marked as read by that.
UPDATE diagnostic_report SET read_at = sqlc.arg(now)::timestamptz, read_version = version
WHERE clinic_id = $1 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND status IN ('final', 'corrected')
    AND released_at > sqlc.arg(now)::timestamptz - interval '365 days'
RETURNING clinic_id, id, patient_id, title, summary, status, critical, version, issued_at, released_at, released_by, notified_version,
    read_version, read_at;

