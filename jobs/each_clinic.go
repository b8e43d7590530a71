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

// inSets does work for every clinic in sets of at most so many, until one is
// not full: each is a transaction of its own, so that none holds its locks for
// long.
func (j *Jobs) inSets(ctx context.Context, operation string, set int, work func(ctx context.Context, clinicID uuid.UUID) (int, error)) error {
	return j.eachClinic(ctx, operation, func(ctx context.Context, clinicID uuid.UUID) error {
		for {
			done, err := work(ctx, clinicID)
			if err != nil || done < set {
				return err
			}
		}
	})
}
