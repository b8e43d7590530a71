package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/records"
)

// Coverages lists who pays for a patient, the newest first.
func (d *Desk) Coverages(ctx context.Context, by Principal, patientID uuid.UUID) ([]records.Coverage, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Coverage, touched, error) {
		if _, err := w.namedPatient(ctx, patientID); err != nil {
			return nil, touched{}, err
		}
		coverages, err := w.tx.Coverages(ctx, patientID)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list coverages: %w", err)
		}
		for i := range coverages {
			coverages[i].CreatedAt = coverages[i].CreatedAt.In(w.view.zone)
		}
		return coverages, touched{action: records.AuditRead, kind: "Coverage", patientID: patientID}, nil
	})
}

// CheckCoverage says that a coverage was checked, or that it holds no more.
func (d *Desk) CheckCoverage(ctx context.Context, by Principal, coverageID uuid.UUID, status records.CoverageStatus) (records.Coverage, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Coverage, touched, error) {
		coverage, err := w.tx.SetCoverageStatus(ctx, coverageID, status)
		if records.CodeOf(err) == records.CodeNotFound {
			return records.Coverage{}, touched{}, records.NotFound("coverage")
		}
		if err != nil {
			return records.Coverage{}, touched{}, fmt.Errorf("check coverage: %w", err)
		}
		coverage.CreatedAt = coverage.CreatedAt.In(w.view.zone)
		return coverage, touched{action: records.AuditUpdate, kind: "Coverage", id: coverageID, patientID: coverage.PatientID}, nil
	})
}
