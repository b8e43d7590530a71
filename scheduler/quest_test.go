package scheduler

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/records"
)

// answer gives what a store would: all that is taken of the need's subjects and
// overlaps its window.
func answer(occupied []records.Occupied, need Need) []records.Occupied {
	return slices.DeleteFunc(slices.Clone(occupied), func(row records.Occupied) bool {
		return !slices.Contains(need.SubjectIDs, row.SubjectID) || !need.Window.Overlaps(Window{Start: row.Start, End: row.End})
	})
}

// pursue answers a quest's needs from the rows.
func pursue(t interface {
	Helper()
	Fatalf(string, ...any)
}, quest *Quest, occupied []records.Occupied,
) {
	t.Helper()
	needs := 0
	for need, more := quest.Next(); more; need, more = quest.Next() {
		if needs++; needs > 200 {
			t.Fatalf("the quest asks for ever, at last for %v", need)
		}
		if need.IsEmpty() {
			t.Fatalf("need %d asks for nothing: %v", needs, need)
		}
		for i, id := range need.SubjectIDs {
			if id == uuid.Nil || slices.Contains(need.SubjectIDs[:i], id) {
				t.Fatalf("need %d asks for %v twice or for nobody", needs, id)
			}
		}
		quest.Provide(answer(occupied, need))
	}
}

// TestQuestFindsWhatFindSlotsFinds: a search that reads only what it needs ends
// as one that knows everything, in the same order with the same rooms.
func TestQuestFindsWhatFindSlotsFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		if rapid.Bool().Draw(t, "few") {
			drawn.search.Limit = rapid.IntRange(1, 5).Draw(t, "limit")
			drawn.search.Spread = rapid.Bool().Draw(t, "spread")
		}
		rules := drawn.calendar
		rules.Occupied = nil
		rules = rules.Prepared()
		quest := NewQuest(rules, drawn.search, drawn.now)
		quest.shrink(t)
		pursue(t, quest, drawn.calendar.Occupied)
		if got, want := quest.Slots(), FindSlots(drawn.calendar, drawn.search, drawn.now); !reflect.DeepEqual(got, want) {
			t.Fatalf("the quest found %v, FindSlots %v", got, want)
		}

		lost := drawSlot(t, drawn, quest.Slots())
		quest = NewAlternativesQuest(rules, lost, drawn.now, drawn.booker(), 3)
		quest.shrink(t)
		pursue(t, quest, drawn.calendar.Occupied)
		if got, want := quest.Slots(), Alternatives(drawn.calendar, lost, drawn.now, drawn.booker(), 3); !reflect.DeepEqual(got, want) {
			t.Fatalf("the quest found the alternatives %v, want %v", got, want)
		}
	})
}

// shrink makes the first needs of a quest so small that a small clinic takes
// several.
func (q *Quest) shrink(t *rapid.T) {
	if q.finder == nil {
		return
	}
	q.finder.batch = rapid.IntRange(1, 4).Draw(t, "batch")
	q.finder.reading.rooms = rapid.IntRange(1, 4).Draw(t, "rooms")
	q.finder.reach = time.Duration(rapid.IntRange(1, 3000).Draw(t, "reach")) * time.Minute
}

// TestDaysWithSlotsAreTheDaysOfTheSearch compares the view of days with the
// search that it stands for.
func TestDaysWithSlotsAreTheDaysOfTheSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		today := records.LocalDateOf(drawn.now, drawn.calendar.Zone)
		from := today.AddDays(rapid.IntRange(-1, 2).Draw(t, "from"))
		until := from.AddDays(rapid.IntRange(-1, 4).Draw(t, "days"))
		perDay := rapid.IntRange(0, 3).Draw(t, "per day")
		search := drawn.search
		search.Limit = perDay
		got := DaysWithSlots(drawn.calendar, search, from, until, drawn.now)

		// So few practitioners are one squad, so the slots are the soonest of all.
		found := map[records.LocalDate][]Slot{}
		for _, slot := range FindSlots(drawn.calendar, drawn.search, drawn.now) {
			date := records.LocalDateOf(slot.Start, drawn.calendar.Zone)
			if len(found[date]) < perDay {
				found[date] = append(found[date], slot)
			}
		}
		date := from
		for _, day := range got {
			if day.Date != date || !slices.EqualFunc(day.Slots, found[date], Slot.sameOffer) {
				t.Fatalf("%v has %v, want %v with %v", day.Date, day.Slots, date, found[date])
			}
			date = date.AddDays(1)
		}
		if !until.Before(date) {
			t.Fatalf("the view ends before %v, want it up to %v", date, until)
		}
		quest := NewDaysQuest(drawn.calendar, search, from, until, drawn.now)
		quest.shrink(t)
		pursue(t, quest, drawn.calendar.Occupied)
		if !reflect.DeepEqual(quest.Days(), got) {
			t.Fatalf("read lazily the days are %v, want %v", quest.Days(), got)
		}
	})
}

// TestInstructive06_CalcomIssue21103_NeedsDoNotGrowWithPractitioners is
// calcom/cal.diy#21103: the schedule of a team took about twenty seconds, with
// a query for each member (N+1). Here a search asks for sets, and a clinic of a
// hundred times as many practitioners, equally full, takes no more needs.
func TestInstructive06_CalcomIssue21103_NeedsDoNotGrowWithPractitioners(t *testing.T) {
	t.Parallel()
	now := at(0, 7, 10)
	for _, test := range []struct {
		name   string
		search Search
		most   int
	}{
		{"the next three", Search{Limit: 3}, 6},
		{"the next three in Spanish, in the afternoon", Search{Limit: 3, Language: records.Spanish, DayParts: []DayPart{Afternoon}}, 6},
		{"three that really differ", Search{Limit: 3, Spread: true}, 7},
		{"of one practitioner", Search{Limit: 3, PractitionerID: id(1003)}, 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, practitioners := range []int{10, 100, 1000} {
				calendar := busyCalendar(practitioners, 14).Indexed()
				rules := calendar
				rules.Occupied = nil
				search := test.search
				search.AppointmentTypeID = visitID
				quest := NewQuest(rules.Prepared(), search, now)
				needs := 0
				for need, more := quest.Next(); more; need, more = quest.Next() {
					needs++
					var found []records.Occupied
					for _, subject := range need.SubjectIDs {
						found = append(found, takenDuring(calendar.taken().of(subject), need.Window)...)
					}
					quest.Provide(found)
				}
				if needs > test.most {
					t.Errorf("%d practitioners took %d needs, want at most %d", practitioners, needs, test.most)
				}
				if got, want := quest.Slots(), FindSlots(calendar, search, now); len(got) != 3 || !reflect.DeepEqual(got, want) {
					t.Errorf("%d practitioners: the quest found %v, FindSlots %v", practitioners, got, want)
				}
			}
		})
	}
}

// TestDaysOfManyPractitioners: a day of a large clinic is free if and only if
// the search finds a slot on it, what stands there can be booked, and a month is
// read with few needs.
func TestDaysOfManyPractitioners(t *testing.T) {
	t.Parallel()
	now := at(0, 7, 10)
	calendar := busyCalendar(60, 14)
	// Tuesday is full but for one, and Wednesday for everybody.
	last := calendar.Practitioners[len(calendar.Practitioners)-1].ID
	for _, practitioner := range calendar.Practitioners {
		for day := 1; day <= 2; day++ {
			if day == 2 || practitioner.ID != last {
				calendar.Occupied = append(calendar.Occupied, records.Occupied{SubjectID: practitioner.ID, Start: at(day, 9, 0), End: at(day, 17, 0)})
			}
		}
	}
	calendar.Occupied = slices.DeleteFunc(calendar.Occupied, func(row records.Occupied) bool {
		return row.SubjectID == last && !row.Start.Before(at(1, 0, 0)) && row.Start.Before(at(2, 0, 0))
	})
	from := records.LocalDateOf(now, calendar.Zone)
	search := Search{AppointmentTypeID: visitID, Limit: 2}
	days := DaysWithSlots(calendar, search, from, from.AddDays(9), now)
	for i, day := range days {
		everything := search
		everything.Windows, everything.Limit = LocalWindows(calendar.Zone, day.Date, 0, dayEnd), 1
		if free := len(FindSlots(calendar, everything, now)) > 0; free != (len(day.Slots) > 0) || free == (i == 2 || i == 5 || i == 6) {
			t.Errorf("day %d has %v, the search finds something: %t", i, day.Slots, free)
		}
		for _, slot := range day.Slots {
			if err := CheckBooking(calendar, slot, now, Booker{}); err != nil {
				t.Errorf("invariant 8: %v is shown as free and refused: %v", slot.Start, err)
			}
		}
	}
	if only := days[1].Slots; len(only) == 0 || only[0].PractitionerID != last {
		t.Errorf("the full day has %v, want the one practitioner who has time", only)
	}
	rules := calendar
	rules.Occupied = nil
	quest := NewDaysQuest(rules, search, from, from.AddDays(9), now)
	needs := 0
	for need, more := quest.Next(); more; need, more = quest.Next() {
		needs++
		quest.Provide(answer(calendar.Occupied, need))
	}
	if !reflect.DeepEqual(quest.Days(), days) {
		t.Errorf("read lazily the days are %v, want %v", quest.Days(), days)
	}
	if needs > 12 {
		t.Errorf("the days took %d needs", needs)
	}
}
