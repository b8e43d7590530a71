package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// CoverageDesk reads and checks who pays for patients.
type CoverageDesk interface {
	Coverages(ctx context.Context, by jobs.Principal, patientID uuid.UUID) ([]records.Coverage, error)
	CheckCoverage(ctx context.Context, by jobs.Principal, coverageID uuid.UUID, status records.CoverageStatus) (records.Coverage, error)
}

// Coverage is who pays for a patient (FHIR Coverage).
type Coverage struct {
	ID           uuid.UUID              `json:"id" format:"uuid"`
	PatientID    uuid.UUID              `json:"patientId" format:"uuid"`
	Status       records.CoverageStatus `json:"status" enum:"draft,active,cancelled" doc:"A draft is what the patient wrote and nobody has checked."`
	Payer        string                 `json:"payer" doc:"The plan, in the patient's words."`
	MemberNumber string                 `json:"memberNumber,omitempty"`
	GroupNumber  string                 `json:"groupNumber,omitempty"`
	Created      time.Time              `json:"created"`
}

func coverageOf(stored records.Coverage) Coverage {
	return Coverage{
		ID: stored.ID, PatientID: stored.PatientID, Status: stored.Status, Payer: stored.Payer, MemberNumber: stored.MemberNumber,
		GroupNumber: stored.GroupNumber, Created: stored.CreatedAt,
	}
}

type coveragesInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
}

type coverageList struct {
	Body struct {
		Coverages []Coverage `json:"coverages"`
	}
}

type checkCoverageInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The coverage's id."`
	Body struct {
		Status records.CoverageStatus `json:"status" enum:"active,cancelled" doc:"Active for one that was checked, cancelled for one that holds no more."`
	}
}

type coverageOutput struct{ Body Coverage }

func (a *API) registerCoverages() {
	register(a, operation{
		id: "listCoverages", method: http.MethodGet, path: "/patients/{id}/coverages", tag: tagPatients,
		summary: "List who pays for a patient", description: "What the patient wrote, and what of it was checked, the newest first.",
		refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *coveragesInput) (*coverageList, error) {
		coverages, err := a.config.Desk.Coverages(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		output := &coverageList{}
		output.Body.Coverages = make([]Coverage, len(coverages))
		for i, coverage := range coverages {
			output.Body.Coverages[i] = coverageOf(coverage)
		}
		return output, nil
	})
	register(a, operation{
		id: "checkCoverage", method: http.MethodPatch, path: "/coverages/{id}", tag: tagPatients,
		summary: "Say that a coverage was checked, or holds no more", refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *checkCoverageInput) (*coverageOutput, error) {
		checked, err := a.config.Desk.CheckCoverage(ctx, by, input.ID, input.Body.Status)
		if err != nil {
			return nil, err
		}
		return &coverageOutput{Body: coverageOf(checked)}, nil
	})
}
