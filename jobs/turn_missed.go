package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
)

// missedFor is how long ago a visit is at most of which somebody says that they
// missed it.
const missedFor = 60 * 24 * time.Hour

// findMissed gives the visit that patients of this contact speak of as missed.
func (t *turn) findMissed(ctx context.Context, request conversations.FindMissed) (conversations.Event, error) {
	mine := slices.DeleteFunc(slices.Clone(request.PatientIDs), func(patientID uuid.UUID) bool { return !t.actsFor(patientID) })
	if len(mine) == 0 {
		return conversations.MissedFound{}, nil
	}
	past, err := t.tx.PastAppointments(ctx, mine, t.now.Add(-missedFor), t.now)
	if err != nil {
		return nil, fmt.Errorf("find missed visit: %w", err)
	}
	if len(past) == 0 {
		return conversations.MissedFound{}, nil
	}
	newest := factsOf(past[0])
	return conversations.MissedFound{Appointment: &newest}, nil
}
