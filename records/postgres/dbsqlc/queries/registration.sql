-- name: ListRegistrationQuestions :many
SELECT id, position, kind, required, texts, choices, created_at FROM registration_question
WHERE clinic_id = $1 ORDER BY position, created_at, id;

-- name: InsertRegistrationQuestion :execrows
-- One more, unless there are as many as there may be. The transaction holds the
-- clinic's row, so that nobody else adds one at the same moment.
INSERT INTO registration_question (clinic_id, id, position, kind, required, texts, choices, created_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8
WHERE (SELECT count(*) FROM registration_question q WHERE q.clinic_id = $1) < sqlc.arg(most)::integer;

-- name: UpdateRegistrationQuestion :execrows
UPDATE registration_question SET position = $3, required = $4, texts = $5, choices = $6 WHERE clinic_id = $1 AND id = $2;

-- name: DeleteRegistrationQuestion :execrows
DELETE FROM registration_question WHERE clinic_id = $1 AND id = $2;

-- name: InsertPatientAnswers :exec
INSERT INTO patient_answer (clinic_id, patient_id, question_id, position, question, answer, answered_at)
SELECT $1, $2, new.question_id, new.position, new.question, new.answer, sqlc.arg(answered_at)::timestamptz
FROM (SELECT unnest(sqlc.arg(question_ids)::uuid[]) AS question_id, unnest(sqlc.arg(positions)::smallint[]) AS position,
        unnest(sqlc.arg(questions)::text[]) AS question, unnest(sqlc.arg(answers)::text[]) AS answer) AS new;

-- name: ListPatientAnswers :many
SELECT question_id, question, answer, answered_at FROM patient_answer
WHERE clinic_id = $1 AND patient_id = $2 ORDER BY position, question_id;
