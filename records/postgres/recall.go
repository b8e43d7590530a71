package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateRecall stores a recall, unless the patient has one from after since; it
// says whether it did.
func (tx *Tx) CreateRecall(ctx context.Context, recall records.Recall, since time.Time) (bool, error) {
	made, err := tx.queries.InsertRecall(ctx, dbsqlc.InsertRecallParams{
		ClinicID: tx.clinicID, ID: recall.ID, PatientID: recall.PatientID, CreatedAt: recall.CreatedAt, Since: since,
	})
	return made == 1, coded(err)
}

// TellRecall marks a recall as told and gives its patient; untold is false when
// it was told already, or there is no such one.
func (tx *Tx) TellRecall(ctx context.Context, recallID uuid.UUID, now time.Time) (patientID uuid.UUID, untold bool, err error) {
	patientID, err = tx.queries.TellRecall(ctx, dbsqlc.TellRecallParams{ClinicID: tx.clinicID, ID: recallID, Now: now})
	if errors.Is(err, pgx.ErrNoRows) {
		return uuid.Nil, false, nil
	}
	return patientID, err == nil, coded(err)
}
