package scheduler

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/records"
)

// TestNearestSlots shows what is offered to who wished for one time. It is
// Monday, 09:10, and both practitioners work 09:00–12:00 and 13:00–17:00.
func TestNearestSlots(t *testing.T) {
	t.Parallel()
	taken := func(from, until time.Time) []records.Occupied {
		return []records.Occupied{{SubjectID: osei, Start: from, End: until}, {SubjectID: lee, Start: from, End: until}}
	}
	tests := []struct {
		name     string
		near     time.Time
		occupied []records.Occupied
		windows  []Window
		want     []string
	}{
		{"the time itself is the nearest", at(3, 14, 0), nil, nil, []string{"Thu 14:00", "Thu 13:30", "Thu 14:30"}},
		{"around a time that is taken", at(3, 14, 0), taken(at(3, 14, 0), at(3, 14, 30)), nil, []string{"Thu 13:30", "Thu 14:30", "Thu 13:00"}},
		{"off the grid", at(3, 14, 10), nil, nil, []string{"Thu 14:00", "Thu 14:30", "Thu 13:30"}},
		{"far from the time, on its day", at(3, 8, 0), taken(at(3, 9, 0), at(3, 11, 30)), nil, []string{"Thu 11:30", "Thu 13:00", "Thu 13:30"}},
		{"one left that day: then the same time of the days around", at(3, 14, 0), taken(at(3, 9, 30), at(3, 17, 0)), nil, []string{"Thu 09:00", "Fri 14:00", "Wed 14:00"}},
		{"a day off", at(5, 10, 0), nil, nil, []string{"Fri 10:00", "Mon 10:00", "Thu 10:00"}},
		{"not before today", at(0, 9, 0), taken(at(0, 9, 0), at(0, 17, 0)), nil, []string{"Tue 09:00", "Wed 09:00", "Thu 09:00"}},
		{"one day only, and little of it", at(1, 9, 0), nil, []Window{{Start: at(1, 16, 0), End: at(2, 0, 0)}}, []string{"Tue 16:00", "Tue 16:30"}},
		{"too few days", at(3, 9, 0), taken(at(3, 9, 0), at(3, 17, 0)), []Window{{Start: at(1, 16, 0), End: at(4, 0, 0)}}, []string{"Wed 09:00", "Tue 16:00", "Wed 09:30"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calendar := exampleCalendar()
			calendar.Occupied = test.occupied
			search := Search{AppointmentTypeID: visitID, Limit: 3, Spread: true, Near: test.near, Windows: test.windows}
			if got := starts(FindSlots(calendar, search, at(0, 9, 10))); !slices.Equal(got, test.want) {
				t.Errorf("FindSlots = %q, want %q", got, test.want)
			}
		})
	}
}

// TestNearestIsAChoiceFromTheSearch compares with all slots of the search,
// ordered day by day; and a quest that asks finds the same (invariant 8).
func TestNearestIsAChoiceFromTheSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSituation(t)
		all := FindSlots(drawn.calendar, drawn.search, drawn.now)
		drawn.search.Near = drawn.now.Add(time.Duration(rapid.IntRange(-600, 5000).Draw(t, "near")) * time.Minute)
		drawn.search.Limit = rapid.IntRange(1, 8).Draw(t, "limit")
		got := FindSlots(drawn.calendar, drawn.search, drawn.now)
		for _, slot := range got {
			if !slices.ContainsFunc(all, slot.sameOffer) {
				t.Fatalf("nearest slot at %v is not in the search", slot.Start)
			}
		}
		want := nearestOf(all, drawn.search.Near, drawn.calendar.Zone, drawn.search.Limit)
		if !slices.EqualFunc(got, want, func(slot Slot, start time.Time) bool { return slot.Start.Equal(start) }) {
			t.Fatalf("near %v got %v, want %v", drawn.search.Near, got, want)
		}
		rules := drawn.calendar
		rules.Occupied = nil
		quest := NewQuest(rules.Prepared(), drawn.search, drawn.now)
		quest.shrink(t)
		pursue(t, quest, drawn.calendar.Occupied)
		if !slices.EqualFunc(quest.Slots(), got, Slot.sameOffer) {
			t.Fatalf("the quest found %v, FindSlots %v", quest.Slots(), got)
		}
	})
}

// nearestOf is the naive choice of starts.
func nearestOf(slots []Slot, near time.Time, zone *time.Location, limit int) []time.Time {
	home := records.LocalDateOf(near, zone)
	byDay := map[records.LocalDate][]time.Time{}
	var days []records.LocalDate
	for _, slot := range slots {
		date := records.LocalDateOf(slot.Start, zone)
		if int(numberOf(home)-numberOf(date)) > nearestBefore {
			continue
		}
		if byDay[date] == nil {
			days = append(days, date)
		}
		if !slices.ContainsFunc(byDay[date], slot.Start.Equal) {
			byDay[date] = append(byDay[date], slot.Start)
		}
	}
	distance := func(date records.LocalDate) int {
		return max(int(numberOf(date)-numberOf(home)), int(numberOf(home)-numberOf(date)))
	}
	slices.SortFunc(days, func(a, b records.LocalDate) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(numberOf(b), numberOf(a)))
	})
	local := near.In(zone)
	var chosen, spare []time.Time
	for _, date := range days {
		point := near
		if date != home {
			point = LocalInstant(zone, date, records.LocalTime(local.Hour()*60+local.Minute()))
		}
		starts := byDay[date]
		slices.SortStableFunc(starts, func(a, b time.Time) int { return cmp.Compare(a.Sub(point).Abs(), b.Sub(point).Abs()) })
		count := 1
		if date == home {
			count = len(starts)
		}
		if len(chosen) < limit {
			chosen, spare = append(chosen, starts[:min(count, limit-len(chosen))]...), append(spare, starts[min(count, len(starts)):]...)
		}
	}
	all := append(chosen, spare...)
	return all[:min(limit, len(all))]
}
