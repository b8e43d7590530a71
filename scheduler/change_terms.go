package scheduler

import (
	"time"

	"frontdesk/records"
)

// MovableStatuses are the statuses in which an appointment can be given another
// time: agreed, and nobody has come yet. The store's guarded UPDATE has them in
// its WHERE.
var MovableStatuses = []records.AppointmentStatus{records.AppointmentBooked}

// ChangeTerms are what a clinic's policy says of a patient who wants to move or
// cancel an appointment at one moment. Staff are not held to them.
type ChangeTerms struct {
	// Late is true within the type's CancelNotice before the start.
	Late bool
	// Fee is what the change costs, in the minor unit of the clinic's currency;
	// only a late one costs anything.
	Fee int64
	// MoveLimitReached is true where the patient has moved it as often as the
	// type allows. It can still be cancelled.
	MoveLimitReached bool
}

// TermsOfChange gives the terms for an appointment of a type that starts then
// and was moved so often by the patient. At exactly CancelNotice before the
// start a change is still in time.
func TermsOfChange(kind records.AppointmentType, start time.Time, moves int, now time.Time) ChangeTerms {
	terms := ChangeTerms{MoveLimitReached: kind.MoveLimit > 0 && moves >= kind.MoveLimit}
	if kind.CancelNotice > 0 && start.Sub(now) < kind.CancelNotice {
		terms.Late, terms.Fee = true, kind.LateCancelFee
	}
	return terms
}
