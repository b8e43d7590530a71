package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// RegistrationQuestions lists what the clinic asks whoever registers, in order.
func (tx *Tx) RegistrationQuestions(ctx context.Context) ([]records.RegistrationQuestion, error) {
	rows, err := tx.queries.ListRegistrationQuestions(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	questions := make([]records.RegistrationQuestion, len(rows))
	for i, row := range rows {
		questions[i] = records.RegistrationQuestion{
			ID: row.ID, ClinicID: tx.clinicID, Position: int(row.Position), Kind: records.QuestionKind(row.Kind), Required: row.Required,
			CreatedAt: row.CreatedAt.UTC(),
		}
		if err := json.Unmarshal(row.Texts, &questions[i].Text); err != nil {
			return nil, fmt.Errorf("decode the texts of a question: %w", err)
		}
		if err := json.Unmarshal(row.Choices, &questions[i].Choices); err != nil {
			return nil, fmt.Errorf("decode the choices of a question: %w", err)
		}
	}
	return questions, nil
}

// wordsOf encodes what a question says.
func wordsOf(question records.RegistrationQuestion) (texts, choices []byte, err error) {
	if texts, err = json.Marshal(question.Text); err != nil {
		return nil, nil, fmt.Errorf("encode the texts of a question: %w", err)
	}
	if question.Choices == nil {
		return texts, []byte("[]"), nil
	}
	if choices, err = json.Marshal(question.Choices); err != nil {
		return nil, nil, fmt.Errorf("encode the choices of a question: %w", err)
	}
	return texts, choices, nil
}

// CreateRegistrationQuestion adds a question, and says whether there was room
// for it.
func (tx *Tx) CreateRegistrationQuestion(ctx context.Context, question records.RegistrationQuestion) (bool, error) {
	texts, choices, err := wordsOf(question)
	if err != nil {
		return false, err
	}
	// The clinic's row is held from here on, before the questions are counted.
	if err := tx.queries.TouchClinic(ctx, tx.clinicID); err != nil {
		return false, coded(err)
	}
	made, err := tx.queries.InsertRegistrationQuestion(ctx, dbsqlc.InsertRegistrationQuestionParams{
		ClinicID: tx.clinicID, ID: question.ID, Position: int16(question.Position), //nolint:gosec // a CHECK bounds it
		Kind: string(question.Kind), Required: question.Required, Texts: texts, Choices: choices, CreatedAt: question.CreatedAt,
		Most: records.MaxRegistrationQuestions,
	})
	return made == 1, coded(err)
}

// UpdateRegistrationQuestion changes what a question says, and whether it needs
// an answer; its kind stays. records.CodeNotFound when the clinic has no such
// one.
func (tx *Tx) UpdateRegistrationQuestion(ctx context.Context, question records.RegistrationQuestion) error {
	texts, choices, err := wordsOf(question)
	if err != nil {
		return err
	}
	changed, err := tx.queries.UpdateRegistrationQuestion(ctx, dbsqlc.UpdateRegistrationQuestionParams{
		ClinicID: tx.clinicID, ID: question.ID, Position: int16(question.Position), //nolint:gosec // a CHECK bounds it
		Required: question.Required, Texts: texts, Choices: choices,
	})
	return tx.settingChanged(ctx, "question", changed, err)
}

// DeleteRegistrationQuestion takes a question away; what was answered to it
// stays. records.CodeNotFound when the clinic has no such one.
func (tx *Tx) DeleteRegistrationQuestion(ctx context.Context, questionID uuid.UUID) error {
	changed, err := tx.queries.DeleteRegistrationQuestion(ctx, dbsqlc.DeleteRegistrationQuestionParams{ClinicID: tx.clinicID, ID: questionID})
	return tx.settingChanged(ctx, "question", changed, err)
}

// KeepPatientAnswers stores what was answered when a patient was registered, in
// the order of the answers.
func (tx *Tx) KeepPatientAnswers(ctx context.Context, patientID uuid.UUID, answers []records.PatientAnswer, now time.Time) error {
	if len(answers) == 0 {
		return nil
	}
	rows := dbsqlc.InsertPatientAnswersParams{ClinicID: tx.clinicID, PatientID: patientID, AnsweredAt: now}
	for i, answer := range answers {
		rows.QuestionIDs = append(rows.QuestionIDs, answer.QuestionID)
		rows.Positions = append(rows.Positions, int16(i+1))
		rows.Questions = append(rows.Questions, answer.Question)
		rows.Answers = append(rows.Answers, answer.Answer)
	}
	return tx.later.InsertPatientAnswers(ctx, rows)
}

// PatientAnswers lists what was answered when a patient was registered, in the
// order in which it was asked.
func (tx *Tx) PatientAnswers(ctx context.Context, patientID uuid.UUID) ([]records.PatientAnswer, error) {
	rows, err := tx.queries.ListPatientAnswers(ctx, dbsqlc.ListPatientAnswersParams{ClinicID: tx.clinicID, PatientID: patientID})
	if err != nil {
		return nil, coded(err)
	}
	answers := make([]records.PatientAnswer, len(rows))
	for i, row := range rows {
		answers[i] = records.PatientAnswer{
			QuestionID: row.QuestionID, Question: row.Question, Answer: row.Answer, AnsweredAt: row.AnsweredAt.UTC(),
		}
	}
	return answers, nil
}
