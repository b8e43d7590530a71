package records

import (
	"time"

	"github.com/google/uuid"
)

// SurveyPolicy says whether and when a clinic asks its patients how a visit
// was.
type SurveyPolicy struct {
	// Active is false until a clinic asks for it: a message that nobody waits for
	// needs somebody who reads the answers.
	Active bool
	// Delay is how long after a visit was marked as fulfilled it is asked.
	Delay time.Duration
	// Pause is for how long nobody is asked again, on one telephone.
	Pause time.Duration
}

// DefaultSurveyPolicy is the policy of a clinic that was made without: on the
// same day, when the patient is home again, and not after every visit.
func DefaultSurveyPolicy() SurveyPolicy {
	return SurveyPolicy{Delay: 2 * time.Hour, Pause: 8 * 7 * 24 * time.Hour}
}

const (
	// SurveyLife is how long after it is due a survey is of use: by then it is
	// sent, or dropped.
	SurveyLife = 24 * time.Hour
	// SurveyAnswerLife is how long after it was asked an answer is taken.
	SurveyAnswerLife = 7 * 24 * time.Hour
	// SurveyMemory is how long after it was asked it is still known as what an
	// answer may be to, so that the patient is told.
	SurveyMemory = 30 * 24 * time.Hour
	// SurveyQuiet is for how long after an emergency was written of nobody is asked
	// in that conversation, and nothing cheerful is said of an answer.
	SurveyQuiet = 7 * 24 * time.Hour
	// MaxSurveyComment is how many characters of a comment are kept.
	MaxSurveyComment = 1000
	// SurveyMinimum is how many ratings an average is made of at least: of fewer,
	// it would tell what a single patient said.
	SurveyMinimum = 5
)

// SurveyStatus says how far a survey has come:
//
//	planned ──▶ asked ──▶ answered
//	   └─────▶ skipped
type SurveyStatus string

// The states of a survey.
const (
	SurveyPlanned  SurveyStatus = "planned"
	SurveySkipped  SurveyStatus = "skipped"
	SurveyAsked    SurveyStatus = "asked"
	SurveyAnswered SurveyStatus = "answered"
)

// Survey is the question to a patient how a visit was, and what they said
// (FHIR QuestionnaireResponse). There is one for each version of an
// appointment.
type Survey struct {
	ID                 uuid.UUID
	ClinicID           uuid.UUID
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	PatientID          uuid.UUID
	Status             SurveyStatus
	// DueAt is when it is asked, ExpiresAt when it is too late for that.
	DueAt, ExpiresAt time.Time
	// ConversationID and MessageID say where it was asked; zero before.
	ConversationID uuid.UUID
	MessageID      uuid.UUID
	AskedAt        time.Time
	// Rating is 1, very bad, to 5, very good; 0 for none.
	Rating int
	// Comment is what the patient added, in their own words.
	Comment    string
	AnsweredAt time.Time
}

// VisitRating is what the patients of one practitioner said of the visits of
// one month.
type VisitRating struct {
	// Month is the first of the month in which the visits began, in the clinic's
	// zone.
	Month          LocalDate
	PractitionerID uuid.UUID
	// Asked is how many were asked, Ratings how many gave a number; Total is the
	// sum of these.
	Asked, Ratings int
	Total          int64
}

// Average of the ratings; false where there are fewer than SurveyMinimum.
func (r VisitRating) Average() (float64, bool) {
	if r.Ratings < SurveyMinimum {
		return 0, false
	}
	return float64(r.Total) / float64(r.Ratings), true
}
