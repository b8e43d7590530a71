package admin_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// addQuestion has the clinic ask something whoever registers, and a patient
// have answered it.
func addQuestion(ctx context.Context, tx *postgres.Tx, questionID, patientID uuid.UUID, mark string) error {
	text := mark + "Where do you live?"
	if _, err := tx.CreateRegistrationQuestion(ctx, records.RegistrationQuestion{
		ID: questionID, Position: 1, Kind: records.QuestionText, Text: records.LocalizedText{records.English: text}, CreatedAt: monday,
	}); err != nil {
		return err
	}
	return tx.KeepPatientAnswers(ctx, patientID, []records.PatientAnswer{{QuestionID: questionID, Question: text, Answer: mark + "12 Elm Street"}}, monday)
}

// A question through the API; who is registered keeps the answer, whatever
// becomes of it.
func TestRegistrationQuestions(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	const path = "/api/v1/clinic/registration-questions"
	made := want[admin.RegistrationQuestion](t, b.call(t, "POST", path, b.a.manager, `{"position":1,"kind":"date","required":true,"texts":{"en":"When were you last here?"}}`), http.StatusCreated)
	changed := want[admin.RegistrationQuestion](t, b.call(t, "PATCH", path+"/"+made.ID.String(), b.a.manager, `{"required":false,"position":3,"texts":{"en":"","pt":"Quando foi a última consulta?"}}`), http.StatusOK)
	if changed.Required || changed.Position != 3 || len(changed.Texts) != 1 || changed.Texts[records.Portuguese] == "" || changed.Kind != records.QuestionDate {
		t.Errorf("changed to %+v", changed)
	}
	for _, bad := range []string{
		`{"position":9,"kind":"date","texts":{"en":"When?"}}`, `{"position":1,"kind":"riddle","texts":{"en":"When?"}}`,
		`{"position":1,"kind":"date","texts":{}}`, `{"position":1,"kind":"choice","texts":{"en":"Which?"}}`,
	} {
		refused(t, b.call(t, "POST", path, b.a.manager, bad), http.StatusUnprocessableEntity, records.CodeInvalid)
	}
	if got := b.call(t, "DELETE", path+"/"+id(idQuestion).String(), b.a.manager, ""); got.status != http.StatusNoContent {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	type list struct {
		Schema    string                       `json:"$schema"`
		Questions []admin.RegistrationQuestion `json:"questions"`
	}
	left := want[list](t, b.call(t, "GET", path, b.a.frontDesk, ""), http.StatusOK)
	if len(left.Questions) != 1 || left.Questions[0].ID != made.ID {
		t.Errorf("left are %+v", left)
	}
	for range records.MaxRegistrationQuestions - 1 {
		want[admin.RegistrationQuestion](t, b.call(t, "POST", path, b.a.manager, `{"position":1,"kind":"text","texts":{"en":"Why?"}}`), http.StatusCreated)
	}
	refused(t, b.call(t, "POST", path, b.a.manager, `{"position":1,"kind":"text","texts":{"en":"Why?"}}`), http.StatusConflict, records.CodeConflict)
	patient := want[admin.PatientWithContacts](t, b.call(t, "GET", "/api/v1/patients/"+id(idPatient).String(), b.a.frontDesk, ""), http.StatusOK)
	if len(patient.RegistrationAnswers) != 1 || patient.RegistrationAnswers[0].Answer != "12 Elm Street" || patient.RegistrationAnswers[0].Question != "Where do you live?" {
		t.Errorf("answers %+v", patient.RegistrationAnswers)
	}
}
