package flows

import (
	"frontdesk/conversations/understanding"

	"github.com/google/uuid"
)

// wanted is what a message said about an appointment, kept until it can be
// compared with what is booked.
type wanted struct {
	Wish          understanding.Wish `json:"wish,omitzero"`
	Practitioners []uuid.UUID        `json:"practitioners,omitempty"`
	Types         []uuid.UUID        `json:"types,omitempty"`
}

func wantedOf(meaning understanding.Meaning) wanted {
	wish := meaning.Wish
	wish.Any = false
	return wanted{Wish: wish, Practitioners: meaning.Practitioners, Types: meaning.Types}
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
