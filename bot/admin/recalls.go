package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// RecallDesk has patients told that it is time for their next visit.
type RecallDesk interface {
	RecallPatient(ctx context.Context, by jobs.Principal, patientID uuid.UUID) (records.Recall, error)
}

// Recall is the word to a patient that it is time (FHIR CommunicationRequest).
type Recall struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	PatientID uuid.UUID `json:"patientId" format:"uuid"`
	Created   time.Time `json:"created"`
}

type recallInput struct {
	Body struct {
		PatientID uuid.UUID `json:"patientId" format:"uuid"`
	}
}

type recallOutput struct{ Body Recall }

func (a *API) registerRecalls() {
	register(a, operation{
		id: "recallPatient", method: http.MethodPost, path: "/recalls", tag: tagPatients, status: http.StatusCreated,
		summary:     "Tell a patient that it is time for their next visit",
		description: "The message does not say what for; the patient answers with a day, and is offered times. Nobody is written to who has an appointment, opted out, or was recalled within thirty days.",
		refusals:    []int{http.StatusConflict},
	}, func(ctx context.Context, by jobs.Principal, input *recallInput) (*recallOutput, error) {
		recall, err := a.config.Desk.RecallPatient(ctx, by, input.Body.PatientID)
		if err != nil {
			return nil, err
		}
		return &recallOutput{Body: Recall{ID: recall.ID, PatientID: recall.PatientID, Created: recall.CreatedAt}}, nil
	})
}
