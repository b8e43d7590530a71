package admin

import (
	"context"
	"math"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
)

const tagSurveys = "Surveys"

// SurveyDesk tells what patients said of their visits.
type SurveyDesk interface {
	Surveys(ctx context.Context, by jobs.Principal, before jobs.Position, limit int) (jobs.SurveyPage, error)
	SurveyRatings(ctx context.Context, by jobs.Principal, months int) ([]jobs.PractitionerRating, error)
}

// Survey is what a patient said of a visit (FHIR QuestionnaireResponse).
type Survey struct {
	ID            uuid.UUID `json:"id" format:"uuid"`
	AppointmentID uuid.UUID `json:"appointmentId" format:"uuid"`
	Start         time.Time `json:"start" doc:"When the visit began."`
	Patient       Reference `json:"patient"`
	Practitioner  Reference `json:"practitioner"`
	Rating        int       `json:"rating,omitempty" minimum:"1" maximum:"5" doc:"From 1, very bad, to 5, very good; left out where the patient gave none."`
	Comment       string    `json:"comment,omitempty" doc:"In the patient's own words."`
	Asked         time.Time `json:"asked"`
	Answered      time.Time `json:"answered"`
}

// SurveyRating is what the patients of one practitioner said of the visits of
// one month.
type SurveyRating struct {
	Month        string    `json:"month" example:"2026-03" doc:"In which the visits began."`
	Practitioner Reference `json:"practitioner"`
	Asked        int       `json:"asked" doc:"How many patients were asked."`
	Ratings      int       `json:"ratings" doc:"How many gave a number."`
	Average      *float64  `json:"average,omitempty" minimum:"1" maximum:"5" doc:"Left out where fewer than five gave a number: it would tell what a single patient said."`
}

type listSurveysInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many to list at most."`
	Cursor string `query:"cursor" maxLength:"100" doc:"The nextCursor of the page before; left out for the newest."`
}

type surveyPage struct {
	Body struct {
		Surveys    []Survey `json:"surveys"`
		NextCursor string   `json:"nextCursor,omitempty" doc:"Give it as cursor to see older ones; left out on the last page."`
	}
}

type listSurveyRatingsInput struct {
	Months int `query:"months" minimum:"1" maximum:"36" default:"12" doc:"How many months, the present one among them."`
}

type surveyRatings struct {
	Body struct {
		Ratings []SurveyRating `json:"ratings"`
	}
}

func (a *API) registerSurveys() {
	register(a, operation{
		id: "listSurveys", method: http.MethodGet, path: "/surveys", tag: tagSurveys,
		summary: "List what patients said of their visits", description: "The newest first.",
	}, a.listSurveys)
	register(a, operation{
		id: "listSurveyRatings", method: http.MethodGet, path: "/survey-ratings", tag: tagSurveys,
		summary:     "See how visits were rated",
		description: "By month and practitioner, the newest month first. There are no sums beyond these: taken together, they would tell what the few said whom an average leaves out.",
	}, a.listSurveyRatings)
}

func (a *API) listSurveys(ctx context.Context, by jobs.Principal, input *listSurveysInput) (*surveyPage, error) {
	before, err := readPosition(listSurveys, input.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.config.Desk.Surveys(ctx, by, before, input.Limit)
	if err != nil {
		return nil, err
	}
	output := &surveyPage{}
	output.Body.Surveys = make([]Survey, len(page.Answers))
	for i, answer := range page.Answers {
		output.Body.Surveys[i] = surveyOf(answer)
	}
	if page.More {
		last := page.Answers[len(page.Answers)-1].Survey
		output.Body.NextCursor = positionCursor(listSurveys, jobs.Position{At: last.AnsweredAt, ID: last.ID})
	}
	return output, nil
}

func surveyOf(answer jobs.VisitAnswer) Survey {
	stored := answer.Survey
	return Survey{
		ID: stored.ID, AppointmentID: stored.AppointmentID, Start: answer.VisitStart, Patient: Reference{ID: stored.PatientID, Display: answer.PatientName},
		Practitioner: Reference{ID: answer.PractitionerID, Display: answer.PractitionerName}, Rating: stored.Rating, Comment: stored.Comment,
		Asked: stored.AskedAt, Answered: stored.AnsweredAt,
	}
}

func (a *API) listSurveyRatings(ctx context.Context, by jobs.Principal, input *listSurveyRatingsInput) (*surveyRatings, error) {
	rated, err := a.config.Desk.SurveyRatings(ctx, by, input.Months)
	if err != nil {
		return nil, err
	}
	output := &surveyRatings{}
	output.Body.Ratings = make([]SurveyRating, len(rated))
	for i, row := range rated {
		output.Body.Ratings[i] = SurveyRating{
			Month: row.Rating.Month.String()[:len("2026-03")], Practitioner: Reference{ID: row.Rating.PractitionerID, Display: row.PractitionerName},
			Asked: row.Rating.Asked, Ratings: row.Rating.Ratings,
		}
		if average, enough := row.Rating.Average(); enough {
			rounded := math.Round(average*100) / 100
			output.Body.Ratings[i].Average = &rounded
		}
	}
	return output, nil
}
