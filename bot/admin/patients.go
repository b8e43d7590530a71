package admin

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"frontdesk/jobs"
)

const tagPatients = "Patients"

type findPatientsInput struct {
	BirthDate string `query:"birth-date" format:"date" required:"true" example:"1984-02-29" doc:"The day of birth."`
}

type patientList struct {
	Body struct {
		Patients []Patient `json:"patients"`
	}
}

type patientInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
}

type patientOutput struct {
	Body PatientWithContacts
}

type listMessagesInput struct {
	ID     uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
	Limit  int       `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many to list at most."`
	Cursor string    `query:"cursor" maxLength:"100" doc:"The nextCursor of the page before; left out for the first."`
}

type messagePage struct {
	Body struct {
		Messages   []Message `json:"messages"`
		NextCursor string    `json:"nextCursor,omitempty" doc:"Give it as cursor to see older ones; left out on the last page."`
	}
}

func (a *API) registerPatients() {
	register(a, operation{
		id: "findPatients", method: http.MethodGet, path: "/patients", tag: tagPatients,
		summary: "Find patients by date of birth", description: "At most fifty, by name.",
	}, a.findPatients)
	register(a, operation{
		id: "getPatient", method: http.MethodGet, path: "/patients/{id}", tag: tagPatients,
		summary: "Read a patient, their contacts and what they said when they registered", refusals: []int{http.StatusNotFound},
	}, a.getPatient)
	register(a, operation{
		id: "listPatientMessages", method: http.MethodGet, path: "/patients/{id}/messages", tag: tagPatients,
		summary:     "List a patient's messages",
		description: "The messages of every conversation that speaks for the patient, the newest first. A telephone that a family shares is one conversation, so it may speak of the others, too.",
		refusals:    []int{http.StatusNotFound},
	}, a.listMessages)
}

func (a *API) findPatients(ctx context.Context, by jobs.Principal, input *findPatientsInput) (*patientList, error) {
	birthDate, err := readDate("birth-date", input.BirthDate)
	if err != nil {
		return nil, err
	}
	found, err := a.config.Desk.FindPatients(ctx, by, birthDate)
	if err != nil {
		return nil, err
	}
	output := &patientList{}
	output.Body.Patients = make([]Patient, len(found))
	for i, patient := range found {
		output.Body.Patients[i] = patientOf(patient)
	}
	return output, nil
}

func (a *API) getPatient(ctx context.Context, by jobs.Principal, input *patientInput) (*patientOutput, error) {
	card, err := a.config.Desk.Patient(ctx, by, input.ID)
	if err != nil {
		return nil, err
	}
	output := &patientOutput{Body: PatientWithContacts{
		Patient: patientOf(card.Patient), Contacts: make([]Contact, len(card.Contacts)), RegistrationAnswers: []RegistrationAnswer{},
	}}
	for i, linked := range card.Contacts {
		output.Body.Contacts[i] = contactOf(linked)
	}
	for _, answer := range card.Answers {
		output.Body.RegistrationAnswers = append(output.Body.RegistrationAnswers, registrationAnswerOf(answer))
	}
	return output, nil
}

func (a *API) listMessages(ctx context.Context, by jobs.Principal, input *listMessagesInput) (*messagePage, error) {
	before, err := readSequence(input.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.config.Desk.PatientMessages(ctx, by, input.ID, before, input.Limit)
	if err != nil {
		return nil, err
	}
	output := &messagePage{}
	output.Body.Messages = make([]Message, len(page.Messages))
	for i, message := range page.Messages {
		output.Body.Messages[i] = messageOf(message)
	}
	if page.More {
		output.Body.NextCursor = sequenceCursor(page.Messages[len(page.Messages)-1].Sequence)
	}
	return output, nil
}
