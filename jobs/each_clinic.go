package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/records/postgres"
)

// eachClinic does work for every clinic, one after another. One clinic's trouble
// keeps none of the others from it: what went wrong comes back together, and the
// periodic job tries again.
func (j *Jobs) eachClinic(ctx context.Context, operation string, work func(ctx context.Context, clinicID uuid.UUID) error) error {
	var clinicIDs []uuid.UUID
	err := j.config.Store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		clinicIDs, err = tx.ClinicIDs(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	var failed []error
	for _, clinicID := range clinicIDs {
		if err := work(ctx, clinicID); err != nil {
			failed = append(failed, fmt.Errorf("%s of clinic %s: %w", operation, clinicID, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(failed...)
}

// inEachClinic does work in a transaction of each clinic, one after another.
func (j *Jobs) inEachClinic(ctx context.Context, operation string, work func(ctx context.Context, tx *postgres.Tx) error) error {
	return j.eachClinic(ctx, operation, func(ctx context.Context, clinicID uuid.UUID) error {
		return j.config.Store.InClinic(ctx, clinicID, work)
	})
}
