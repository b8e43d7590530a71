-- name: InsertSurvey :exec
-- One for each version of an appointment, whoever comes first.
INSERT INTO survey (clinic_id, id, appointment_id, appointment_version, patient_id, due_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING;

-- name: ClaimDueSurveys :many
-- Locks what is due; another sweep at the same moment takes the rest.
SELECT s.id, s.appointment_id, s.appointment_version, s.patient_id, s.expires_at, a.version AS current_version,
    a.status AS appointment_status, a.start_at
FROM survey s JOIN appointment a ON a.clinic_id = s.clinic_id AND a.id = s.appointment_id
WHERE s.clinic_id = $1 AND s.status = 'planned' AND s.due_at <= sqlc.arg(now)::timestamptz
ORDER BY s.due_at, s.id LIMIT sqlc.arg(surveys)::integer
FOR UPDATE OF s SKIP LOCKED;

-- name: SurveyedSince :many
-- Who of these was asked lately, be it about a visit of their own or, on a
-- telephone that a family shares, about somebody else's.
SELECT patient_id, conversation_id FROM survey
WHERE clinic_id = $1 AND asked_at > sqlc.arg(since)::timestamptz
    AND (patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) OR conversation_id = ANY (sqlc.arg(conversation_ids)::uuid[]));

-- name: EmergenciesSince :many
-- In which of these conversations somebody wrote of an emergency lately.
SELECT DISTINCT conversation_id FROM task
WHERE clinic_id = $1 AND conversation_id = ANY (sqlc.arg(conversation_ids)::uuid[]) AND code LIKE 'emergency%'
    AND created_at > sqlc.arg(since)::timestamptz;

-- name: SkipSurvey :exec
UPDATE survey SET status = 'skipped', reason = $3 WHERE clinic_id = $1 AND id = $2 AND status = 'planned';

-- name: AskSurvey :exec
-- The next answer in the conversation may be to this one.
WITH asked AS (
    UPDATE survey SET status = 'asked', conversation_id = sqlc.arg(conversation_id)::uuid, message_id = sqlc.arg(message_id)::uuid,
        asked_at = sqlc.arg(now)::timestamptz
    WHERE survey.clinic_id = $1 AND survey.id = $2 AND survey.status = 'planned'
    RETURNING survey.clinic_id, survey.id, survey.conversation_id)
UPDATE conversation v SET survey_id = asked.id FROM asked WHERE v.clinic_id = asked.clinic_id AND v.id = asked.conversation_id;

-- name: SurveysOfConversations :many
-- What each conversation was asked last, if its contact acts for the patient
-- still.
SELECT v.id AS conversation_id, s.id, s.patient_id, s.status, coalesce(s.rating, 0)::smallint AS rating, s.asked_at,
    m.status AS message_status, coalesce(m.handed_over_at, m.created_at)::timestamptz AS sent_at, a.start_at
FROM conversation v
JOIN survey s ON s.clinic_id = v.clinic_id AND s.id = v.survey_id
JOIN message m ON m.clinic_id = s.clinic_id AND m.id = s.message_id
JOIN appointment a ON a.clinic_id = s.clinic_id AND a.id = s.appointment_id
JOIN contact_patient l ON l.clinic_id = v.clinic_id AND l.contact_id = v.contact_id AND l.patient_id = s.patient_id
WHERE v.clinic_id = $1 AND v.id = ANY (sqlc.arg(conversation_ids)::uuid[]);

-- name: AnswerSurvey :execrows
-- A rating replaces an earlier one; a comment is added to what was said before.
UPDATE survey SET status = 'answered', answered_at = coalesce(answered_at, sqlc.arg(now)::timestamptz),
    rating = coalesce(nullif(sqlc.arg(rating)::smallint, 0), rating),
    comment = left(btrim(comment || E'\n' || sqlc.arg(comment)::text, E'\n '), 2000)
WHERE clinic_id = $1 AND id = $2 AND conversation_id = sqlc.arg(conversation_id)::uuid AND status IN ('asked', 'answered')
    AND asked_at > sqlc.arg(since)::timestamptz;

-- name: ForgetSurvey :exec
UPDATE conversation SET survey_id = NULL WHERE clinic_id = $1 AND id = $2 AND survey_id = sqlc.arg(survey_id)::uuid;

-- name: AnsweredSurveys :many
-- The newest first, from before a position on.
SELECT s.id, s.appointment_id, s.patient_id, s.conversation_id, coalesce(s.rating, 0)::smallint AS rating, s.comment, s.asked_at, s.answered_at,
    p.name AS patient_name, a.practitioner_id, a.start_at
FROM survey s
JOIN patient p ON p.clinic_id = s.clinic_id AND p.id = s.patient_id
JOIN appointment a ON a.clinic_id = s.clinic_id AND a.id = s.appointment_id
WHERE s.clinic_id = $1 AND s.status = 'answered'
    AND (s.answered_at, s.id) < (sqlc.arg(before_answered)::timestamptz, sqlc.arg(before_id)::uuid)
ORDER BY s.answered_at DESC, s.id DESC LIMIT sqlc.arg(page_size)::integer;

-- name: SurveyRatings :many
-- By the month of the visit, in the clinic's zone, and who saw the patient.
SELECT to_char(a.start_at AT TIME ZONE sqlc.arg(zone)::text, 'YYYY-MM')::text AS month, a.practitioner_id,
    count(*) AS asked, count(s.rating) AS ratings, coalesce(sum(s.rating), 0)::bigint AS total
FROM survey s JOIN appointment a ON a.clinic_id = s.clinic_id AND a.id = s.appointment_id
WHERE s.clinic_id = $1 AND s.asked_at IS NOT NULL
    AND a.start_at >= sqlc.arg(period_start)::timestamptz AND a.start_at < sqlc.arg(period_end)::timestamptz
GROUP BY 1, 2 ORDER BY 1 DESC, 2;
