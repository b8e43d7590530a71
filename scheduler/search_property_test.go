package scheduler

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/records"
)

// TestSearchFindsWhatTheOracleFinds compares the search with the naive oracle,
// in all zones and around the changes of their clocks (invariant 8).
func TestSearchFindsWhatTheOracleFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		found := FindSlots(drawn.calendar, drawn.search, drawn.now)
		got := make([]oracleSlot, len(found))
		for i, slot := range found {
			got[i] = oracleSlot{start: slot.Start, oraclePlace: oraclePlace{slot.PractitionerID, slot.LocationID}}
			if i > 0 && slot.Start.Before(found[i-1].Start) {
				t.Fatalf("slot at %v comes after one at %v", slot.Start, found[i-1].Start)
			}
			if slot.Start.Location() != time.UTC || slot.End.Location() != time.UTC {
				t.Fatalf("slot at %v is not in UTC", slot.Start)
			}
		}
		sortOracle(got)
		want := oracleSlots(drawn.calendar, drawn.search, drawn.now)
		if !slices.EqualFunc(got, want, func(a, b oracleSlot) bool {
			return a.start.Equal(b.start) && a.oraclePlace == b.oraclePlace
		}) {
			t.Fatalf("FindSlots gave %d slots, the oracle %d; got %v, want %v", len(got), len(want), got, want)
		}
	})
}

// TestSearchIsBooking is invariant 8: what the search offers booking accepts,
// and what it does not offer booking refuses, with a reason.
func TestSearchIsBooking(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		offered := FindSlots(drawn.calendar, drawn.search, drawn.now)
		for _, slot := range offered {
			if err := CheckBooking(drawn.calendar, slot, drawn.now, drawn.booker()); err != nil {
				t.Fatalf("invariant 8: the offered slot at %v is refused: %v", slot.Start, err)
			}
		}
		everything := Search{AppointmentTypeID: visitID, PatientID: drawn.search.PatientID, ByStaff: drawn.search.ByStaff, Overbook: drawn.search.Overbook}
		everything.Windows = []Window{{Start: drawn.now.Add(-2 * time.Hour), End: drawn.now.Add(5000 * time.Minute)}}
		free := oracleSlots(drawn.calendar, everything, drawn.now)
		for range 20 {
			slot := drawSlot(t, drawn, offered)
			found := slices.ContainsFunc(free, func(other oracleSlot) bool {
				return other.start.Equal(slot.Start) && other.oraclePlace == oraclePlace{slot.PractitionerID, slot.LocationID}
			})
			err := CheckBooking(drawn.calendar, slot, drawn.now, drawn.booker())
			if accepted := err == nil; accepted != found {
				t.Fatalf("invariant 8: slot at %v: search finds it: %t; booking says: %v", slot.Start, found, err)
			}
			if err != nil && records.CodeOf(err) == records.CodeInternal {
				t.Fatalf("slot at %v is refused without a reason: %v", slot.Start, err)
			}
		}
	})
}

// drawSlot gives an offered slot moved by a little, or any time at all, with
// resources that are free then if there are any.
func drawSlot(t *rapid.T, drawn situation, offered []Slot) Slot {
	kind := drawn.calendar.Types[1]
	slot := Slot{
		AppointmentTypeID: visitID,
		PractitionerID:    id(rapid.IntRange(1, 3).Draw(t, "practitioner")),
		Start:             drawn.now.Truncate(time.Minute).Add(time.Duration(rapid.IntRange(-60, 4400).Draw(t, "start")) * time.Minute),
	}
	if len(offered) > 0 && rapid.Bool().Draw(t, "near an offer") {
		near := rapid.SampledFrom(offered).Draw(t, "offer")
		slot.PractitionerID, slot.LocationID = near.PractitionerID, near.LocationID
		slot.Start = near.Start.Add(time.Duration(rapid.SampledFrom([]int{-60, -5, -1, 0, 1, 5, 30}).Draw(t, "moved")) * time.Minute)
	}
	slot.End = slot.Start.Add(kind.Duration)
	slot, _ = CompleteSlot(drawn.calendar, slot, drawn.booker())
	return slot
}

// TestSearchStopsAtItsLimit: fewer slots are the first of many.
func TestSearchStopsAtItsLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		all := FindSlots(drawn.calendar, drawn.search, drawn.now)
		drawn.search.Limit = rapid.IntRange(-1, 12).Draw(t, "limit")
		got := FindSlots(drawn.calendar, drawn.search, drawn.now)
		want := all[:min(max(drawn.search.Limit, 0), len(all))]
		if len(got) != len(want) || (len(want) > 0 && !reflect.DeepEqual(got, want)) {
			t.Fatalf("limit %d of %d gave %v, want %v", drawn.search.Limit, len(all), got, want)
		}
	})
}

// TestSearchNeedsOnlyItsSpan: what is taken outside of SearchSpan changes
// nothing, so that the store may leave it out.
func TestSearchNeedsOnlyItsSpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		all := FindSlots(drawn.calendar, drawn.search, drawn.now)
		span := SearchSpan(drawn.search, drawn.calendar.Types, drawn.now)
		drawn.calendar.Occupied = slices.DeleteFunc(drawn.calendar.Occupied, func(row records.Occupied) bool {
			return !span.Overlaps(Window{Start: row.Start, End: row.End})
		})
		if got := FindSlots(drawn.calendar, drawn.search, drawn.now); !reflect.DeepEqual(got, all) {
			t.Fatalf("with only what is taken in %v: %v, want %v", span, got, all)
		}
	})
}

// TestSpreadIsAChoiceFromTheSearch: spread offers are slots of the search, as
// many as there can be, the soonest among them, no two the same.
func TestSpreadIsAChoiceFromTheSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		all := FindSlots(drawn.calendar, drawn.search, drawn.now)
		drawn.search.Spread = true
		drawn.search.Limit = rapid.IntRange(1, 8).Draw(t, "limit")
		got := FindSlots(drawn.calendar, drawn.search, drawn.now)
		if len(got) != min(drawn.search.Limit, len(all)) {
			t.Fatalf("%d spread slots of %d for a limit of %d", len(got), len(all), drawn.search.Limit)
		}
		for i, slot := range got {
			if !slices.ContainsFunc(all, slot.sameOffer) {
				t.Fatalf("spread slot at %v is not in the search", slot.Start)
			}
			if slices.ContainsFunc(got[:i], slot.sameOffer) {
				t.Fatalf("slot at %v is offered twice", slot.Start)
			}
			if i > 0 && slot.Start.Before(got[i-1].Start) {
				t.Fatalf("slot at %v comes after one at %v", slot.Start, got[i-1].Start)
			}
		}
		if len(all) > 0 && !reflect.DeepEqual(got[0], all[0]) {
			t.Fatalf("first spread slot is %v, the soonest %v", got[0], all[0])
		}
		if again := FindSlots(drawn.calendar, drawn.search, drawn.now); !reflect.DeepEqual(again, got) {
			t.Fatalf("the same search gave %v, then %v", got, again)
		}
	})
}

// TestAlternativesAreTheLikest compares with all slots sorted by likeness.
func TestAlternativesAreTheLikest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		lost := drawSlot(t, drawn, FindSlots(drawn.calendar, drawn.search, drawn.now))
		search := AlternativesSearch(lost, drawn.booker())
		search.Limit = 1 << 20
		var want []time.Duration
		for _, slot := range FindSlots(drawn.calendar, search, drawn.now) {
			if !lost.sameOffer(slot) {
				distance := slot.Start.Sub(lost.Start).Abs()
				if slot.PractitionerID != lost.PractitionerID {
					distance += 48 * time.Hour
				}
				want = append(want, distance)
			}
		}
		slices.Sort(want)
		limit := rapid.IntRange(0, 9).Draw(t, "limit")
		want = want[:min(limit, len(want))]
		var got []time.Duration
		for _, slot := range Alternatives(drawn.calendar, lost, drawn.now, drawn.booker(), limit) {
			if err := CheckBooking(drawn.calendar, slot, drawn.now, drawn.booker()); err != nil {
				t.Fatalf("invariant 8: the alternative at %v is refused: %v", slot.Start, err)
			}
			got = append(got, unlikeness(slot, lost))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("alternatives are %v away, want %v", got, want)
		}
	})
}
