package postgres

import (
	"context"
	"time"

	"frontdesk/records/postgres/dbsqlc"
)

// NextDue gives the earliest moment after an instant at which the clinic has
// something to do that waits for the time alone: a reminder, a message that was
// put off, an offer's end, a wave of offers. It is the zero time where there is
// none.
func (tx *Tx) NextDue(ctx context.Context, after time.Time) (time.Time, error) {
	due, err := tx.queries.NextDue(ctx, dbsqlc.NextDueParams{ClinicID: tx.clinicID, After: after})
	if err != nil || due.Unix() == 0 {
		return time.Time{}, coded(err)
	}
	return due.UTC(), nil
}

// HasUnsettledMessages says whether a message of the clinic waits for its turn
// or its sending, and not for a later time.
func (tx *Tx) HasUnsettledMessages(ctx context.Context, now time.Time) (bool, error) {
	unsettled, err := tx.queries.HasUnsettledMessages(ctx, dbsqlc.HasUnsettledMessagesParams{ClinicID: tx.clinicID, Now: now})
	return unsettled, coded(err)
}
