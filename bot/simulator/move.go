package simulator

import "time"

// Move names how far the clock is moved on.
type Move string

// The moves.
const (
	// MoveHour is an hour on.
	MoveHour Move = "hour"
	// MoveMorning is the next time that it is eight in the morning where the
	// clinic is.
	MoveMorning Move = "morning"
	// MoveAppointment is eight in the morning of the day of the phones' next
	// appointment, or an hour before it if that is sooner or the morning is past.
	MoveAppointment Move = "appointment"
)

// ClockMove is a move that the clock can make now.
type ClockMove struct {
	Move Move      `json:"move"`
	At   time.Time `json:"at"`
}

const (
	// morningHour is the local hour at which a morning begins.
	morningHour = 8
	// beforeAppointment is when, at the latest, a patient sets out.
	beforeAppointment = time.Hour
)

// movesFrom gives the moves that can be made at an instant, in the order in
// which they are shown; starts are the phones' appointments to come, in order.
func movesFrom(now time.Time, zone *time.Location, starts []time.Time) []ClockMove {
	moves := []ClockMove{
		{Move: MoveHour, At: now.Add(time.Hour)},
		{Move: MoveMorning, At: nextMorning(now, zone)},
	}
	for _, start := range starts {
		if at := dayOf(start, zone, now); !at.IsZero() {
			return append(moves, ClockMove{Move: MoveAppointment, At: at})
		}
	}
	return moves
}

// nextMorning gives the first morning after an instant. Where a change of the
// clock leaves out that hour of a day, Go takes the instant that it would have
// been, which is a morning, too.
func nextMorning(now time.Time, zone *time.Location) time.Time {
	morning := morningOf(now, zone)
	if !morning.After(now) {
		local := now.In(zone)
		morning = time.Date(local.Year(), local.Month(), local.Day()+1, morningHour, 0, 0, 0, zone)
	}
	return morning
}

// morningOf gives the morning of the local day of an instant.
func morningOf(at time.Time, zone *time.Location) time.Time {
	local := at.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day(), morningHour, 0, 0, 0, zone)
}

// dayOf gives when the day of an appointment begins for its patient, if that is
// still to come: in the morning, or an hour before where that is sooner. When
// only the morning is past, it is the hour before.
func dayOf(start time.Time, zone *time.Location, now time.Time) time.Time {
	leaving := start.Add(-beforeAppointment)
	morning := morningOf(start, zone)
	switch {
	case morning.After(now) && morning.Before(leaving):
		return morning
	case leaving.After(now):
		return leaving
	}
	return time.Time{}
}
