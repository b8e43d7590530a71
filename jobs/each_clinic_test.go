package jobs_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgrestest"
)

// One clinic's trouble keeps none of the others from a sweep, and is told.
func TestOneClinicsTroubleKeepsNoOtherFromASweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := []uuid.UUID{w.clinic.ID}
	for _, slug := range []string{"second", "third"} {
		ids = append(ids, postgrestest.NewClinic(t, w.store, slug, records.ProviderTwilio).ID)
	}
	trouble := errors.New("trouble")
	swept := map[uuid.UUID]bool{}
	err := jobs.EachClinic(t.Context(), w.jobs, "sweep", func(_ context.Context, clinicID uuid.UUID) error {
		swept[clinicID] = true
		return trouble
	})
	for _, id := range ids {
		if !swept[id] {
			t.Errorf("clinic %s was left out", id)
		}
	}
	if !errors.Is(err, trouble) {
		t.Errorf("the sweep gave %v", err)
	}

	stopped, stop := context.WithCancel(t.Context())
	visited := 0
	err = jobs.EachClinic(stopped, w.jobs, "sweep", func(context.Context, uuid.UUID) error {
		visited++
		stop()
		return stopped.Err()
	})
	if visited != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d clinics after the end, and %v", visited, err)
	}
}
