package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// LookAgain gives marked messages as the exit gate would see them now, those that
// are still the attempt of whoever claimed them, and gives these until to be
// sent. What another process has taken for a dead one's is not among them.
func (tx *Tx) LookAgain(ctx context.Context, claimed []Queued, until, now time.Time) ([]Queued, error) {
	ids, attempts := attemptsAt(claimed)
	rows, err := tx.queries.LookAgain(ctx, dbsqlc.LookAgainParams{
		ClinicID: tx.clinicID, SendingUntil: until, Now: now, IDs: ids, Attempts: attempts,
	})
	if err != nil {
		return nil, coded(err)
	}
	byID := make(map[uuid.UUID]dbsqlc.LookAgainRow, len(rows))
	for _, row := range rows {
		byID[row.ID] = row
	}
	ours := make([]Queued, 0, len(rows))
	for _, message := range claimed {
		row, found := byID[message.ID]
		if !found {
			continue
		}
		message.OptedOutAt = time.Time{}
		if row.OptedOutAt.Unix() > 0 {
			message.OptedOutAt = row.OptedOutAt.UTC()
		}
		message.Refused = row.PurposeConsent == string(records.ConsentInactive)
		message.CurrentVersion, message.AppointmentStatus = row.CurrentVersion, records.AppointmentStatus(row.AppointmentStatus)
		ours = append(ours, message)
	}
	return ours, nil
}

// TakeBack queues marked messages again that were never handed over.
func (tx *Tx) TakeBack(ctx context.Context, claimed []Queued) error {
	ids, attempts := attemptsAt(claimed)
	return tx.later.TakeBack(ctx, dbsqlc.TakeBackParams{ClinicID: tx.clinicID, IDs: ids, Attempts: attempts})
}

// attemptsAt names the attempts that began when the messages were marked.
func attemptsAt(claimed []Queued) (ids []uuid.UUID, attempts []int32) {
	for _, message := range claimed {
		ids = append(ids, message.ID)
		attempts = append(attempts, int32(message.Attempts)+1) //nolint:gosec // few
	}
	return ids, attempts
}
