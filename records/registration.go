package records

import (
	"time"

	"github.com/google/uuid"
)

// Bounds of what a clinic asks whoever registers.
const (
	MaxRegistrationQuestions = 5
	// MaxQuestionText and MaxChoiceText are in characters: a question with its
	// choices fits into two or three SMS.
	MaxQuestionText = 160
	MaxChoiceText   = 30
	MinChoices      = 2
	MaxChoices      = 6
	// MaxAnswerText is how many characters of an answer in free words are kept.
	MaxAnswerText = 300
)

// QuestionKind says what the answer to a question is (FHIR
// Questionnaire.item.type, and a telephone number).
type QuestionKind string

// The kinds.
const (
	QuestionText    QuestionKind = "text"
	QuestionBoolean QuestionKind = "boolean"
	QuestionChoice  QuestionKind = "choice"
	QuestionDate    QuestionKind = "date"
	QuestionPhone   QuestionKind = "phone"
	QuestionNumber  QuestionKind = "number"
)

// RegistrationQuestion is something that a clinic asks whoever registers, in
// its own words (FHIR Questionnaire.item).
type RegistrationQuestion struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Position is 1 to MaxRegistrationQuestions; of the same ones, the older
	// question comes first.
	Position int
	Kind     QuestionKind
	// Required is true for one without whose answer nobody is registered.
	Required bool
	Text     LocalizedText
	// Choices are what a QuestionChoice may be answered with, in order.
	Choices   []LocalizedText
	CreatedAt time.Time
}

// PatientAnswer is what somebody answered when a patient was registered.
type PatientAnswer struct {
	QuestionID uuid.UUID
	// Question is how it was asked.
	Question string
	// Answer is in the patient's words for a text, what was chosen for a choice,
	// an ISO 8601 date, an E.164 telephone number, or digits.
	Answer     string
	AnsweredAt time.Time
}
