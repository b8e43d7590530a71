-- name: ListClinicTexts :many
SELECT key, language, text FROM clinic_text WHERE clinic_id = $1 ORDER BY key, language;

-- name: PutClinicText :exec
INSERT INTO clinic_text (clinic_id, key, language, text) VALUES ($1, $2, $3, $4)
ON CONFLICT (clinic_id, key, language) DO UPDATE SET text = excluded.text;

-- name: DeleteClinicText :exec
DELETE FROM clinic_text WHERE clinic_id = $1 AND key = $2 AND language = $3;

-- name: UpdateClinic :execrows
UPDATE clinic SET name = $2, address = $3, phone = $4, emergency_number = $5, privacy_url = $6, late_tolerance_minutes = $7,
    survey_active = $8, survey_delay_minutes = $9, survey_pause_weeks = $10, erase_provider_media = $11
WHERE id = $1;
