package scheduler

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"
)

// OverbookingConfidence is how sure it must be that enough patients stay away
// before one more is suggested: at least three sessions in four go by without
// anybody having to wait for it.
const OverbookingConfidence = 0.75

// Expected is one appointment of a session, as far as it bears on overbooking:
// when it is and how likely it is that nobody comes. It says nothing of the
// patient, and must not: the chance comes from what kind of appointment it is
// and how long ago it was booked, never from who somebody is.
type Expected struct {
	AppointmentID uuid.UUID
	Start, End    time.Time
	// Chance of a no-show, from 0 to 1; 0 where too little is known.
	Chance float64
	// Overbooked is true for one that stands over another already.
	Overbooked bool
}

// OverbookingSuggestion is a time of a session at which one more patient is
// likely to find a place that nobody else uses.
type OverbookingSuggestion struct {
	Over Expected
	// NoShows is how many patients of the session are expected to stay away.
	NoShows float64
	// Confidence is how likely it is that enough of them do for all who are
	// suggested up to this one, and those who are overbooked already.
	Confidence float64
}

// SuggestOverbooking says where in one practitioner's session one more patient
// is worth it: at the likeliest no-shows first, as long as the confidence that
// so many stay away is at least OverbookingConfidence, and never more than the
// capacity, from which those who are overbooked already are taken. It is a
// suggestion for staff, who need a reason of their own to follow it.
func SuggestOverbooking(session []Expected, capacity int) []OverbookingSuggestion {
	chances, overbooked := make([]float64, 0, len(session)), 0
	candidates := make([]Expected, 0, len(session))
	noShows := 0.0
	for _, one := range session {
		one.Chance = min(max(one.Chance, 0), 1)
		chances = append(chances, one.Chance)
		noShows += one.Chance
		if one.Overbooked {
			overbooked++
			continue
		}
		if one.Chance > 0 {
			candidates = append(candidates, one)
		}
	}
	slices.SortFunc(candidates, func(a, b Expected) int {
		return cmp.Or(cmp.Compare(b.Chance, a.Chance), a.Start.Compare(b.Start))
	})
	absent := atLeast(chances)
	var suggested []OverbookingSuggestion
	for extra := overbooked + 1; extra <= capacity && len(suggested) < len(candidates) && extra < len(absent); extra++ {
		if absent[extra] < OverbookingConfidence {
			break
		}
		suggested = append(suggested, OverbookingSuggestion{
			Over: candidates[len(suggested)], NoShows: noShows, Confidence: absent[extra],
		})
	}
	return suggested
}

// atLeast gives, for each number from 0 to len(chances), the probability that
// at least so many independent things with these chances happen.
func atLeast(chances []float64) []float64 {
	exactly := make([]float64, len(chances)+1)
	exactly[0] = 1
	for n, chance := range chances {
		for k := n + 1; k > 0; k-- {
			exactly[k] = exactly[k]*(1-chance) + exactly[k-1]*chance
		}
		exactly[0] *= 1 - chance
	}
	for k := len(exactly) - 2; k >= 0; k-- {
		exactly[k] += exactly[k+1]
	}
	return exactly
}
