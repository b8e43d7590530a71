package scheduler

import (
	"slices"

	"frontdesk/records"
)

// QueueTransitions says which status of a ticket may follow which. It is the
// only such table: the store's guarded UPDATEs are made from it by
// QueueStatusesBefore. Nothing follows finished and left: who comes back gets
// a new number.
var QueueTransitions = map[records.QueueStatus][]records.QueueStatus{
	records.QueueWaiting: {records.QueueCalled, records.QueueLeft},
	// Back to waiting: they did not come when they were called, and may be near.
	records.QueueCalled:     {records.QueueWaiting, records.QueueInProgress, records.QueueLeft},
	records.QueueInProgress: {records.QueueFinished},
	records.QueueFinished:   {},
	records.QueueLeft:       {},
}

// queueStatuses is every status of a ticket, in the order of its life.
var queueStatuses = []records.QueueStatus{
	records.QueueWaiting, records.QueueCalled, records.QueueInProgress, records.QueueFinished, records.QueueLeft,
}

// QueueStatusesBefore gives the statuses from which a ticket may get this one,
// in the order of a ticket's life. It is empty for one that doesn't exist.
func QueueStatusesBefore(to records.QueueStatus) []records.QueueStatus {
	var before []records.QueueStatus
	for _, from := range queueStatuses {
		if slices.Contains(QueueTransitions[from], to) {
			before = append(before, from)
		}
	}
	return before
}
