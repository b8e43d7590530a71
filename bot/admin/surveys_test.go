package admin_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// addAnswer has a patient say something of a visit.
func addAnswer(ctx context.Context, tx *postgres.Tx, appointmentID, patientID uuid.UUID, rating int, comment string) error {
	survey := records.Survey{
		ID: uuid.New(), AppointmentID: appointmentID, AppointmentVersion: int64(rating), PatientID: patientID, DueAt: monday, ExpiresAt: monday,
	}
	reach, err := tx.ContactOfPatient(ctx, patientID)
	if err != nil {
		return err
	}
	if err := tx.PlanSurvey(ctx, survey); err != nil {
		return err
	}
	if err := tx.AskSurvey(ctx, survey.ID, reach.ConversationID, uuid.New(), monday); err != nil {
		return err
	}
	_, err = tx.AnswerSurvey(ctx, postgres.SurveyAnswer{
		SurveyID: survey.ID, ConversationID: reach.ConversationID, Rating: rating, Comment: comment,
	}, monday.Add(time.Duration(rating)*time.Minute))
	return err
}

type surveyList struct {
	Schema     string         `json:"$schema"`
	Surveys    []admin.Survey `json:"surveys"`
	NextCursor string         `json:"nextCursor"`
}

// What patients said is read by page, the newest first; averages are of enough.
func TestSurveys(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	err := b.store.InClinic(t.Context(), b.a.id, func(ctx context.Context, tx *postgres.Tx) error {
		for rating := 1; rating <= 4; rating++ {
			if err := addAnswer(ctx, tx, id(idAppointment), id(idPatient), rating, ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var ratings []int
	path := "/api/v1/surveys?limit=2"
	for cursor := ""; ; {
		page := want[surveyList](t, b.call(t, "GET", path+cursor, b.a.frontDesk, ""), http.StatusOK)
		for _, survey := range page.Surveys {
			ratings = append(ratings, survey.Rating)
			if survey.Patient.Display != "Ada Quist" || survey.Practitioner.ID != id(idLee) || survey.AppointmentID != id(idAppointment) {
				t.Errorf("%+v", survey)
			}
		}
		if page.NextCursor == "" {
			break
		}
		cursor = "&cursor=" + page.NextCursor
	}
	// The bench has one more, which is a five.
	if len(ratings) != 5 || ratings[0] != 5 || ratings[4] != 1 {
		t.Errorf("ratings %v", ratings)
	}
	got := b.call(t, "GET", "/api/v1/survey-ratings?months=36", b.a.manager, "")
	if got.status != http.StatusOK || !strings.Contains(got.body, `"ratings":5,"average":3`) || !strings.Contains(got.body, `"month":"2026-03"`) {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	refused(t, b.call(t, "GET", "/api/v1/survey-ratings", b.a.frontDesk, ""), http.StatusForbidden, records.CodeForbidden)
	refused(t, b.call(t, "GET", "/api/v1/surveys?cursor=x", b.a.frontDesk, ""), http.StatusUnprocessableEntity, records.CodeInvalid)
	changed := b.call(t, "PATCH", "/api/v1/clinic", b.a.manager, `{"surveyActive":true,"surveyDelayMinutes":60,"surveyPauseWeeks":12}`)
	settings := want[admin.ClinicSettings](t, changed, http.StatusOK)
	if !settings.SurveyActive || settings.SurveyDelayMinutes != 60 || settings.SurveyPauseWeeks != 12 {
		t.Errorf("settings %+v", settings)
	}
	refused(t, b.call(t, "PATCH", "/api/v1/clinic", b.a.manager, `{"surveyPauseWeeks":0}`), http.StatusUnprocessableEntity, records.CodeInvalid)
}
