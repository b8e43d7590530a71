package jobs_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Whoever has one of the roles that there are can be added, and nobody else.
func TestEveryRoleCanBeAdded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	for _, role := range records.Roles() {
		if _, staff, err := desk.AddStaff(t.Context(), w.clinic.ID, "Kim Dow", role, time.Hour); err != nil || staff.Role != role {
			t.Errorf("%s: %+v, %v", role, staff, err)
		}
	}
	if _, _, err := desk.AddStaff(t.Context(), w.clinic.ID, "Kim Dow", "janitor", time.Hour); records.CodeOf(err) != records.CodeInvalid {
		t.Errorf("a role that there isn't: %v", err)
	}
}
