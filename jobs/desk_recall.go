package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// recallPause is how long a patient is not recalled again: who does not answer
// has read it.
const recallPause = 30 * 24 * time.Hour

// RecallPatient has a patient told that it is time for their next visit;
// records.CodeConflict where they were told lately.
func (d *Desk) RecallPatient(ctx context.Context, by Principal, patientID uuid.UUID) (records.Recall, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Recall, touched, error) {
		if _, err := w.patient(ctx, patientID); err != nil {
			return records.Recall{}, touched{}, err
		}
		recall := records.Recall{ID: w.newID(), ClinicID: by.ClinicID, PatientID: patientID, CreatedAt: w.now}
		made, err := w.tx.CreateRecall(ctx, recall, w.now.Add(-recallPause))
		if err != nil {
			return records.Recall{}, touched{}, fmt.Errorf("recall: %w", err)
		}
		if !made {
			return records.Recall{}, touched{}, &records.Error{
				Code: records.CodeConflict, Field: "patientId", Message: "This patient was recalled within the last thirty days.",
			}
		}
		if err := d.leaveTo(ctx, w.tx, RecallArgs{ClinicID: by.ClinicID, RecallID: recall.ID}); err != nil {
			return records.Recall{}, touched{}, err
		}
		recall.CreatedAt = recall.CreatedAt.In(w.view.zone)
		return recall, touched{action: records.AuditCreate, kind: "CommunicationRequest", id: recall.ID, patientID: patientID}, nil
	})
}
