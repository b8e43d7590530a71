package postgres_test

import (
	"context"
	"errors"
	"testing"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// An attempt that fails leaves what was queued before it, whether its own
// statements were sent by then or not, and undoes what it wrote itself.
func TestAttempt(t *testing.T) {
	t.Parallel()
	store := postgrestest.OpenStore(t, postgrestest.New(t))
	clinic := postgrestest.NewClinic(t, store, "attempt", records.ProviderSimulator)
	refused := errors.New("refused")
	//nolint:paralleltest // they count the versions of one clinic
	for name, sends := range map[string]bool{"nothing was sent": false, "half was sent": true} {
		t.Run(name, func(t *testing.T) {
			version := func(ctx context.Context, tx *postgres.Tx) int64 {
				now, err := tx.ClinicVersion(ctx)
				if err != nil {
					t.Fatal(err)
				}
				return now
			}
			err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
				begun := version(ctx, tx)
				if err := tx.TouchLater(ctx); err != nil {
					return err
				}
				err := tx.Attempt(ctx, func(ctx context.Context) error {
					if err := tx.TouchLater(ctx); err != nil {
						return err
					}
					if sends {
						version(ctx, tx)
					}
					return errors.Join(tx.TouchLater(ctx), refused)
				})
				if !errors.Is(err, refused) {
					t.Errorf("the attempt gave %v", err)
				}
				if err := tx.Attempt(ctx, tx.TouchLater); err != nil {
					return err
				}
				if changes := version(ctx, tx) - begun; changes != 2 {
					t.Errorf("%d changes are there, want the one from before and the one from after", changes)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
