package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// VisitAnswer is what a patient said of a visit, as the desk sees it.
type VisitAnswer struct {
	Survey      records.Survey
	PatientName string
	// PractitionerName is empty for one that the clinic no longer has.
	PractitionerID   uuid.UUID
	PractitionerName string
	VisitStart       time.Time
}

// SurveyPage is a page of answers.
type SurveyPage struct {
	Answers []VisitAnswer
	// More is true when there are older ones.
	More bool
}

// Surveys lists what patients said of their visits, the newest first: at most
// limit of those before a position; the zero position is the newest.
func (d *Desk) Surveys(ctx context.Context, by Principal, before Position, limit int) (SurveyPage, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (SurveyPage, touched, error) {
		if before.At.IsZero() {
			before.At = w.now.Add(time.Hour)
		}
		rows, err := w.tx.AnsweredSurveys(ctx, before.At, before.ID, limit+1)
		if err != nil {
			return SurveyPage{}, touched{}, fmt.Errorf("list surveys: %w", err)
		}
		rows, more := page(rows, limit)
		answers := make([]VisitAnswer, len(rows))
		for i, row := range rows {
			row.Survey.AskedAt, row.Survey.AnsweredAt = row.Survey.AskedAt.In(w.view.zone), row.Survey.AnsweredAt.In(w.view.zone)
			answers[i] = VisitAnswer{
				Survey: row.Survey, PatientName: row.PatientName, PractitionerID: row.PractitionerID,
				PractitionerName: w.practitionerName(row.PractitionerID), VisitStart: row.VisitStart.In(w.view.zone),
			}
		}
		return SurveyPage{Answers: answers, More: more}, touched{action: records.AuditRead, kind: "QuestionnaireResponse"}, nil
	})
}

// PractitionerRating is a records.VisitRating with the practitioner's name.
type PractitionerRating struct {
	Rating           records.VisitRating
	PractitionerName string
}

// SurveyRatings sums up what patients said of the visits of so many months,
// the present one among them, the newest month first.
func (d *Desk) SurveyRatings(ctx context.Context, by Principal, months int) ([]PractitionerRating, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]PractitionerRating, touched, error) {
		today := w.now.In(w.view.zone)
		month := func(offset int) time.Time {
			return time.Date(today.Year(), today.Month()+time.Month(offset), 1, 0, 0, 0, 0, w.view.zone)
		}
		rows, err := w.tx.SurveyRatings(ctx, month(1-months), month(1), w.view.zone)
		if err != nil {
			return nil, touched{}, fmt.Errorf("sum up surveys: %w", err)
		}
		ratings := make([]PractitionerRating, len(rows))
		for i, row := range rows {
			ratings[i] = PractitionerRating{Rating: row, PractitionerName: w.practitionerName(row.PractitionerID)}
		}
		return ratings, touched{action: records.AuditRead, kind: "MeasureReport"}, nil
	})
}
