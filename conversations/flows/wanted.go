package flows

import (
	"time"

	"frontdesk/conversations"
	"frontdesk/conversations/understanding"

	"github.com/google/uuid"
)

// wanted is what a message said about an appointment, kept until it can be
// compared with what is booked.
type wanted struct {
	Wish          understanding.Wish `json:"wish,omitzero"`
	Practitioners []uuid.UUID        `json:"practitioners,omitempty"`
	Types         []uuid.UUID        `json:"types,omitempty"`
	// Delay is how much later than agreed it should be.
	Delay time.Duration `json:"delay,omitempty"`
	// DaysLater is how many days later than agreed it should be.
	DaysLater int `json:"days_later,omitempty"`
}

func wantedOf(meaning understanding.Meaning) wanted {
	wish := meaning.Wish
	wish.Any = false
	if meaning.DaysLater != 0 {
		wish.Days = nil // they count from the appointment
	}
	return wanted{
		Wish: wish, Practitioners: meaning.Practitioners, Types: meaning.Types, Delay: meaning.Delay, DaysLater: meaning.DaysLater,
	}
}

// unwantedOf is what a message said about an appointment to be given up: the
// day on which somebody can't come is its day.
func unwantedOf(meaning understanding.Meaning) wanted {
	wish := meaning.Wish
	wish.Any = false
	if len(wish.Days) == 0 {
		wish.Days = meaning.Unsuited
	}
	return wanted{Wish: wish, Practitioners: meaning.Practitioners, Types: meaning.Types}
}

func (w wanted) meaning() understanding.Meaning {
	return understanding.Meaning{Wish: w.Wish, Practitioners: w.Practitioners, Types: w.Types}
}

// instead gives the data of a booking that finds another time for an
// appointment, as far from it as was said.
func (w wanted) instead(turn *conversations.Turn, appointment conversations.AppointmentFacts) booking {
	data := replacing(turn, appointment, w.wishFor(turn, appointment.Start))
	data.Than = thanStart(appointment.Start, w.Delay, w.DaysLater)
	return data
}

// thanStart bounds a search by the start than which something should be so much,
// or so many days, later or earlier.
func thanStart(start time.Time, delay time.Duration, days int) search {
	switch {
	case delay > 0, days > 0:
		return search{After: start}
	case delay < 0, days < 0:
		return search{Before: start}
	}
	return search{}
}

// wishFor gives the wish, which for a delay is so much, or so many days, after a
// start.
func (w wanted) wishFor(turn *conversations.Turn, start time.Time) understanding.Wish {
	if w.Delay != 0 {
		return understanding.WishAt(start.Add(w.Delay), turn.Book().Zone())
	}
	if w.DaysLater != 0 {
		return daysFrom(start, w.DaysLater, w.Wish, turn.Book().Zone())
	}
	return w.Wish
}
