package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// RegistrationDesk changes what a clinic asks whoever registers.
type RegistrationDesk interface {
	RegistrationQuestions(ctx context.Context, by jobs.Principal) ([]records.RegistrationQuestion, error)
	// CreateRegistrationQuestion is records.CodeConflict for one too many.
	CreateRegistrationQuestion(ctx context.Context, by jobs.Principal, question records.RegistrationQuestion) (records.RegistrationQuestion, error)
	ChangeRegistrationQuestion(ctx context.Context, by jobs.Principal, questionID uuid.UUID, change func(*records.RegistrationQuestion)) (records.RegistrationQuestion, error)
	DeleteRegistrationQuestion(ctx context.Context, by jobs.Principal, questionID uuid.UUID) error
}

// RegistrationQuestion is something that the clinic asks whoever registers
// (FHIR Questionnaire.item).
type RegistrationQuestion struct {
	ID       uuid.UUID               `json:"id" format:"uuid"`
	Position int                     `json:"position" doc:"Where it stands in the order; of the same ones, the older question comes first."`
	Kind     records.QuestionKind    `json:"kind" enum:"text,boolean,choice,date,phone,number"`
	Required bool                    `json:"required" doc:"Nobody is registered without an answer."`
	Texts    records.LocalizedText   `json:"texts" doc:"By language. A language without one gets another's."`
	Choices  []records.LocalizedText `json:"choices,omitempty" doc:"What a choice may be answered with, each by language."`
	Created  time.Time               `json:"created"`
}

func registrationQuestionOf(stored records.RegistrationQuestion) RegistrationQuestion {
	return RegistrationQuestion{
		ID: stored.ID, Position: stored.Position, Kind: stored.Kind, Required: stored.Required, Texts: stored.Text, Choices: stored.Choices,
		Created: stored.CreatedAt,
	}
}

// RegistrationAnswer is what somebody answered when a patient was registered.
type RegistrationAnswer struct {
	QuestionID uuid.UUID `json:"questionId" format:"uuid" doc:"The question, which may have been changed or taken away since."`
	Question   string    `json:"question" doc:"How it was asked."`
	Answer     string    `json:"answer" doc:"In the patient's words, or what was chosen; true or false, an ISO 8601 date, an E.164 telephone number, or digits."`
	Answered   time.Time `json:"answered"`
}

func registrationAnswerOf(stored records.PatientAnswer) RegistrationAnswer {
	return RegistrationAnswer{QuestionID: stored.QuestionID, Question: stored.Question, Answer: stored.Answer, Answered: stored.AnsweredAt}
}

type registrationQuestionList struct {
	Body struct {
		Questions []RegistrationQuestion `json:"questions"`
	}
}

type registrationQuestionOutput struct{ Body RegistrationQuestion }

type createRegistrationQuestionInput struct {
	Body struct {
		Position int                     `json:"position" minimum:"1" maximum:"5"`
		Kind     records.QuestionKind    `json:"kind" enum:"text,boolean,choice,date,phone,number"`
		Required bool                    `json:"required,omitempty" doc:"Nobody is registered without an answer; if left out, it may be skipped."`
		Texts    records.LocalizedText   `json:"texts" minProperties:"1" maxProperties:"3" doc:"By language, at most 160 characters each. It goes out as a message: ask nothing that should not be read on a telephone's screen."`
		Choices  []records.LocalizedText `json:"choices,omitempty" maxItems:"6" doc:"Of a choice, two to six, each by language and of at most 30 characters."`
	}
}

type changeRegistrationQuestionInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The question's id."`
	Body struct {
		Position *int                    `json:"position,omitempty" minimum:"1" maximum:"5"`
		Required *bool                   `json:"required,omitempty"`
		Texts    records.LocalizedText   `json:"texts,omitempty" maxProperties:"3" doc:"By language. What is left out stays as it is; an empty text is taken away."`
		Choices  []records.LocalizedText `json:"choices,omitempty" maxItems:"6" doc:"All of them, in place of those that there were."`
	}
}

type registrationQuestionInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The question's id."`
}

func (a *API) registerRegistration() {
	const path = "/clinic/registration-questions"
	register(a, operation{
		id: "listRegistrationQuestions", method: http.MethodGet, path: path, tag: tagSettings,
		summary: "List what whoever registers is asked", description: "Beside name and date of birth, in the clinic's own words.",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*registrationQuestionList, error) {
		questions, err := a.config.Desk.RegistrationQuestions(ctx, by)
		if err != nil {
			return nil, err
		}
		output := &registrationQuestionList{}
		output.Body.Questions = make([]RegistrationQuestion, len(questions))
		for i, question := range questions {
			output.Body.Questions[i] = registrationQuestionOf(question)
		}
		return output, nil
	})
	register(a, operation{
		id: "createRegistrationQuestion", method: http.MethodPost, path: path, tag: tagSettings, status: http.StatusCreated,
		summary: "Ask whoever registers something more", description: "There are five at most. It takes effect within seconds.",
		refusals: []int{http.StatusConflict},
	}, func(ctx context.Context, by jobs.Principal, input *createRegistrationQuestionInput) (*registrationQuestionOutput, error) {
		wanted := input.Body
		made, err := a.config.Desk.CreateRegistrationQuestion(ctx, by, records.RegistrationQuestion{
			Position: wanted.Position, Kind: wanted.Kind, Required: wanted.Required, Text: wanted.Texts, Choices: wanted.Choices,
		})
		if err != nil {
			return nil, err
		}
		return &registrationQuestionOutput{Body: registrationQuestionOf(made)}, nil
	})
	register(a, operation{
		id: "changeRegistrationQuestion", method: http.MethodPatch, path: path + "/{id}", tag: tagSettings, summary: "Change what whoever registers is asked",
		description: "What is left out stays as it is, and so do the answers that were given. For another kind, take the question away and ask a new one.",
		refusals:    []int{http.StatusNotFound},
	}, a.changeRegistrationQuestion)
	register(a, operation{
		id: "deleteRegistrationQuestion", method: http.MethodDelete, path: path + "/{id}", tag: tagSettings, summary: "Ask something no longer",
		description: "The answers that were given stay.", status: http.StatusNoContent, refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *registrationQuestionInput) (*struct{}, error) {
		return nil, a.config.Desk.DeleteRegistrationQuestion(ctx, by, input.ID)
	})
}

func (a *API) changeRegistrationQuestion(ctx context.Context, by jobs.Principal, input *changeRegistrationQuestionInput) (*registrationQuestionOutput, error) {
	wanted := input.Body
	changed, err := a.config.Desk.ChangeRegistrationQuestion(ctx, by, input.ID, func(present *records.RegistrationQuestion) {
		set(&present.Position, wanted.Position)
		set(&present.Required, wanted.Required)
		for language, text := range wanted.Texts {
			present.Text[language] = text
		}
		if wanted.Choices != nil {
			present.Choices = wanted.Choices
		}
	})
	if err != nil {
		return nil, err
	}
	return &registrationQuestionOutput{Body: registrationQuestionOf(changed)}, nil
}
