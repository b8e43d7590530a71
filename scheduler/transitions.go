package scheduler

import (
	"slices"

	"frontdesk/records"
)

// AppointmentTransitions says which statuses may follow each status. It is the
// only such table: the store's guarded UPDATEs are made from it by
// StatusesBefore. FHIR R4 gives the codes but no arrows; these are ours.
//
// A move to another time is no transition, as the status stays the same, and
// what the patient answers is the participant's status, not the appointment's.
// Nothing follows cancelled but a correction of the record: who wants to come
// after all books anew, as the time may be somebody else's by then.
var AppointmentTransitions = map[records.AppointmentStatus][]records.AppointmentStatus{
	records.AppointmentProposed: {
		records.AppointmentPending,
		records.AppointmentCancelled,
		records.AppointmentEnteredInError,
	},
	records.AppointmentWaitlist: {
		records.AppointmentPending,
		records.AppointmentCancelled,
		records.AppointmentEnteredInError,
	},
	records.AppointmentPending: {
		records.AppointmentBooked,
		records.AppointmentCancelled,
		records.AppointmentEnteredInError,
	},
	// A clinic that does not tell arrival from check-in, or marks its day only
	// at the end, goes straight on.
	records.AppointmentBooked: {
		records.AppointmentArrived,
		records.AppointmentCheckedIn,
		records.AppointmentFulfilled,
		records.AppointmentCancelled,
		records.AppointmentNoShow,
		records.AppointmentEnteredInError,
	},
	// Back to booked: the wrong person was marked. Cancelled: the patient left
	// without being seen.
	records.AppointmentArrived: {
		records.AppointmentBooked,
		records.AppointmentCheckedIn,
		records.AppointmentFulfilled,
		records.AppointmentCancelled,
		records.AppointmentEnteredInError,
	},
	records.AppointmentCheckedIn: {
		records.AppointmentBooked,
		records.AppointmentFulfilled,
		records.AppointmentCancelled,
		records.AppointmentEnteredInError,
	},
	records.AppointmentFulfilled: {
		records.AppointmentEnteredInError,
	},
	// A no-show was marked too early, or came late after all.
	records.AppointmentNoShow: {
		records.AppointmentBooked,
		records.AppointmentArrived,
		records.AppointmentEnteredInError,
	},
	records.AppointmentCancelled: {
		records.AppointmentEnteredInError,
	},
	records.AppointmentEnteredInError: {},
}

// appointmentStatuses is every status, in the order of an appointment's life.
var appointmentStatuses = []records.AppointmentStatus{
	records.AppointmentProposed,
	records.AppointmentWaitlist,
	records.AppointmentPending,
	records.AppointmentBooked,
	records.AppointmentArrived,
	records.AppointmentCheckedIn,
	records.AppointmentFulfilled,
	records.AppointmentNoShow,
	records.AppointmentCancelled,
	records.AppointmentEnteredInError,
}

// CanTransition says whether an appointment may go from one status to the
// other. No status follows itself, and an unknown one follows nothing.
func CanTransition(from, to records.AppointmentStatus) bool {
	return slices.Contains(AppointmentTransitions[from], to)
}

// StatusesBefore gives the statuses from which an appointment may get this
// one, in the order of an appointment's life: what an UPDATE to this status
// has in its WHERE. It is empty for a status that only a new appointment has.
func StatusesBefore(to records.AppointmentStatus) []records.AppointmentStatus {
	before := make([]records.AppointmentStatus, 0, len(appointmentStatuses))
	for _, from := range appointmentStatuses {
		if CanTransition(from, to) {
			before = append(before, from)
		}
	}
	return before
}
