package jobs

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"frontdesk/records"
)

// RegistrationQuestions lists what the clinic asks whoever registers, in order.
func (d *Desk) RegistrationQuestions(ctx context.Context, by Principal) ([]records.RegistrationQuestion, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.RegistrationQuestion, touched, error) {
		questions, err := w.questions(ctx)
		return questions, touched{action: records.AuditRead, kind: "Questionnaire"}, err
	})
}

// questions reads what is asked, in the clinic's zone.
func (w deskWork) questions(ctx context.Context) ([]records.RegistrationQuestion, error) {
	questions, err := w.tx.RegistrationQuestions(ctx)
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	for i := range questions {
		questions[i].CreatedAt = questions[i].CreatedAt.In(w.view.zone)
	}
	return questions, nil
}

// CreateRegistrationQuestion adds a question, which is asked from the next
// registration on; records.CodeConflict where there are as many as there may be.
func (d *Desk) CreateRegistrationQuestion(ctx context.Context, by Principal, question records.RegistrationQuestion,
) (records.RegistrationQuestion, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.RegistrationQuestion, touched, error) {
		question.ID, question.ClinicID, question.CreatedAt = w.newID(), by.ClinicID, w.now
		if err := checkQuestion(question); err != nil {
			return records.RegistrationQuestion{}, touched{}, err
		}
		made, err := w.tx.CreateRegistrationQuestion(ctx, question)
		if err != nil {
			return records.RegistrationQuestion{}, touched{}, fmt.Errorf("create question: %w", err)
		}
		if !made {
			return records.RegistrationQuestion{}, touched{}, &records.Error{
				Code: records.CodeConflict, Message: fmt.Sprintf("There are %d questions already; take one away first.", records.MaxRegistrationQuestions),
			}
		}
		question.CreatedAt = question.CreatedAt.In(w.view.zone)
		return question, touched{action: records.AuditCreate, kind: "Questionnaire", id: question.ID}, nil
	})
}

// ChangeRegistrationQuestion changes a question: change gets it as it is. Its
// kind stays, and so do the answers that were given.
func (d *Desk) ChangeRegistrationQuestion(ctx context.Context, by Principal, questionID uuid.UUID, change func(*records.RegistrationQuestion),
) (records.RegistrationQuestion, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.RegistrationQuestion, touched, error) {
		questions, err := w.questions(ctx)
		if err != nil {
			return records.RegistrationQuestion{}, touched{}, err
		}
		for _, question := range questions {
			if question.ID != questionID {
				continue
			}
			change(&question)
			if err := checkQuestion(question); err != nil {
				return records.RegistrationQuestion{}, touched{}, err
			}
			if err := w.tx.UpdateRegistrationQuestion(ctx, question); err != nil {
				return records.RegistrationQuestion{}, touched{}, fmt.Errorf("change question: %w", err)
			}
			return question, touched{action: records.AuditUpdate, kind: "Questionnaire", id: question.ID}, nil
		}
		return records.RegistrationQuestion{}, touched{}, records.NotFound("question")
	})
}

// DeleteRegistrationQuestion takes a question away; the answers that were given
// stay.
func (d *Desk) DeleteRegistrationQuestion(ctx context.Context, by Principal, questionID uuid.UUID) error {
	_, err := perform(ctx, d, by, func(ctx context.Context, w deskWork) (struct{}, touched, error) {
		if err := w.tx.DeleteRegistrationQuestion(ctx, questionID); err != nil {
			return struct{}{}, touched{}, fmt.Errorf("delete question: %w", err)
		}
		return struct{}{}, touched{action: records.AuditDelete, kind: "Questionnaire", id: questionID}, nil
	})
	return err
}

// checkQuestion says what patients could not be asked, or could not answer.
func checkQuestion(question records.RegistrationQuestion) error {
	if question.Position < 1 || question.Position > records.MaxRegistrationQuestions {
		return records.Invalid("position", fmt.Sprintf("it is between 1 and %d", records.MaxRegistrationQuestions))
	}
	if err := checkWording("texts", question.Text, records.MaxQuestionText); err != nil {
		return err
	}
	if question.Kind != records.QuestionChoice {
		if len(question.Choices) > 0 {
			return records.Invalid("choices", "only a choice has any")
		}
		return nil
	}
	if len(question.Choices) < records.MinChoices || len(question.Choices) > records.MaxChoices {
		return records.Invalid("choices", fmt.Sprintf("a choice has %d to %d of them", records.MinChoices, records.MaxChoices))
	}
	said := make(map[records.Language]map[string]bool)
	for _, choice := range question.Choices {
		if err := checkWording("choices", choice, records.MaxChoiceText); err != nil {
			return err
		}
		for _, language := range []records.Language{records.English, records.Spanish, records.Portuguese} {
			label := strings.ToLower(choice.In(language))
			if said[language] == nil {
				said[language] = make(map[string]bool)
			}
			if said[language][label] {
				return records.Invalid("choices", "two of them say the same")
			}
			said[language][label] = true
		}
	}
	return nil
}

// checkWording says whether a text is in a language of the program, and short
// enough; one that says nothing in a language is taken away.
func checkWording(field string, texts records.LocalizedText, limit int) error {
	if err := checkTexts(texts); err != nil {
		return records.Invalid(field, "they are in en, es and pt")
	}
	for language, text := range texts {
		if text == "" {
			delete(texts, language)
		}
		if len([]rune(text)) > limit {
			return records.Invalid(field, fmt.Sprintf("each has at most %d characters", limit))
		}
	}
	if len(texts) == 0 {
		return records.Invalid(field, "they must say something in one language at least")
	}
	return nil
}
