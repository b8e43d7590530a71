package scheduler

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

const (
	// MaxHorizon is how far ahead anything can be searched or booked, by
	// patients or staff, whatever an appointment type says: it keeps every
	// search bounded.
	MaxHorizon = 2 * 366 * 24 * time.Hour
	// longestVisit is the longest that an appointment may take, buffers
	// included. A type that takes longer has no slots.
	longestVisit = 24 * time.Hour
	// finestStep is the finest grid on which appointments may start.
	finestStep = time.Minute
)

// OccupiedSpan gives the time that an appointment of the type takes of its
// practitioner, rooms, devices and patient when it starts then: the buffers
// are part of it.
func OccupiedSpan(kind records.AppointmentType, start time.Time) Window {
	return Window{
		Start: start.Add(-kind.BufferBefore),
		End:   start.Add(kind.Duration + kind.BufferAfter),
	}
}

// SearchSpan gives the window of occupied time that a Calendar must hold for
// the search, so that the store reads it with one query. It is bounded by the
// type's horizon (for staff by MaxHorizon), and empty where the search can
// find nothing: an unknown or inactive type, or no wished time inside what may
// be booked.
func SearchSpan(search Search, types []records.AppointmentType, now time.Time) Window {
	kind, known := typeByID(types, search.AppointmentTypeID)
	if !known || !isBookable(kind, search.ByStaff) {
		return Window{}
	}
	starts := startWindows(kind, search, now)
	if len(starts) == 0 {
		return Window{}
	}
	// The last instant of a window is the last that an appointment may start.
	return Window{
		Start: OccupiedSpan(kind, starts[0].Start).Start,
		End:   OccupiedSpan(kind, starts[len(starts)-1].End).End,
	}
}

func typeByID(types []records.AppointmentType, id uuid.UUID) (records.AppointmentType, bool) {
	at := slices.IndexFunc(types, func(kind records.AppointmentType) bool { return kind.ID == id })
	if at < 0 {
		return records.AppointmentType{}, false
	}
	return types[at], true
}

// isBookable says whether the type can have any slots at all.
func isBookable(kind records.AppointmentType, byStaff bool) bool {
	return kind.Active && hasSaneLengths(kind) && (kind.BookableByChat || byStaff)
}

// hasSaneLengths guards the arithmetic against settings that make no sense.
// Each length is held to the longest before they are added, so that the sum
// can't overflow.
func hasSaneLengths(kind records.AppointmentType) bool {
	return kind.Duration > 0 && kind.Duration <= longestVisit &&
		kind.BufferBefore >= 0 && kind.BufferBefore <= longestVisit &&
		kind.BufferAfter >= 0 && kind.BufferAfter <= longestVisit &&
		kind.BufferBefore+kind.Duration+kind.BufferAfter <= longestVisit &&
		kind.SlotStep >= finestStep
}

// noticeWindow gives when an appointment that is booked now may start. Staff
// book for the patient at the desk and for the check-up in a year; only the
// past and MaxHorizon bind them.
func noticeWindow(kind records.AppointmentType, byStaff bool, now time.Time) Window {
	lead, horizon := max(kind.LeadTime, 0), min(kind.Horizon, MaxHorizon)
	if byStaff {
		lead, horizon = 0, MaxHorizon
	}
	// A window is half-open, but a start at the horizon itself is allowed.
	return Window{Start: now.Add(lead).UTC(), End: now.Add(horizon + time.Nanosecond).UTC()}
}

// startWindows gives, as a normal list, when a slot of the search may start:
// the wished times inside what may be booked now.
func startWindows(kind records.AppointmentType, search Search, now time.Time) []Window {
	notice := noticeWindow(kind, search.ByStaff, now)
	if notice.IsEmpty() {
		return nil
	}
	if len(search.Windows) == 0 {
		return []Window{notice}
	}
	return intersectWindows(nil, mergeWindows(slices.Clone(search.Windows)), []Window{notice})
}
