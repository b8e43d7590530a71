package scheduler

import (
	"slices"
	"testing"
	"time"

	"frontdesk/records"
)

// TestSpreadSlots shows offers that are really different; it is Monday, 09:10,
// and both practitioners work 09:00–12:00 and 13:00–17:00 in steps of a half.
func TestSpreadSlots(t *testing.T) {
	t.Parallel()
	onlyBetween := func(start, end time.Time) func(*Calendar, *Search) {
		return func(_ *Calendar, search *Search) { search.Windows = []Window{{Start: start, End: end}} }
	}
	tests := []struct {
		name   string
		change func(*Calendar, *Search)
		want   []string
	}{
		{
			"other parts of the day, then other days", func(*Calendar, *Search) {},
			[]string{"Mon 09:30", "Mon 13:00", "Tue 09:00"},
		},
		{
			"five of them", func(_ *Calendar, search *Search) { search.Limit = 5 },
			[]string{"Mon 09:30", "Mon 13:00", "Tue 09:00", "Tue 13:00", "Wed 09:00"},
		},
		{
			"evenings: no more than two on a day", func(calendar *Calendar, _ *Search) {
				for i := range calendar.Availability {
					if calendar.Availability[i].Kind == records.AvailabilityOpen {
						calendar.Availability[i].End = 20 * 60
					}
				}
			}, []string{"Mon 09:30", "Mon 13:00", "Tue 09:00"},
		},
		{
			"one day only: morning, afternoon and evening", func(calendar *Calendar, search *Search) {
				for i := range calendar.Availability {
					if calendar.Availability[i].Kind == records.AvailabilityOpen {
						calendar.Availability[i].End = 20 * 60
					}
				}
				search.Windows = []Window{{Start: at(0, 0, 0), End: at(1, 0, 0)}}
			}, []string{"Mon 09:30", "Mon 13:00", "Mon 17:00"},
		},
		{
			"one morning only: an hour apart", onlyBetween(at(1, 9, 0), at(1, 12, 0)),
			[]string{"Tue 09:00", "Tue 10:00", "Tue 11:00"},
		},
		{
			"one hour only: any other time, then another practitioner", onlyBetween(at(1, 9, 0), at(1, 10, 0)),
			[]string{"Tue 09:00", "Tue 09:00", "Tue 09:30"},
		},
		{"one start only: both practitioners", onlyBetween(at(1, 9, 0), at(1, 9, 1)), []string{"Tue 09:00", "Tue 09:00"}},
		{"mornings of one weekday", func(_ *Calendar, search *Search) {
			for week := range 4 {
				search.Windows = append(search.Windows, Window{Start: at(3+7*week, 0, 0), End: at(3+7*week, 12, 0)})
			}
		}, []string{"Thu 09:00", "Thu 09:00", "Thu 09:00"}},
		{"nothing", onlyBetween(at(5, 0, 0), at(7, 0, 0)), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calendar := exampleCalendar()
			search := Search{AppointmentTypeID: visitID, Limit: 3, Spread: true}
			test.change(&calendar, &search)
			if got := starts(FindSlots(calendar, search, at(0, 9, 10))); !slices.Equal(got, test.want) {
				t.Errorf("FindSlots = %q, want %q", got, test.want)
			}
		})
	}
}

// TestSpreadPrefersNearToDifferent: another day weeks ahead is no better an
// offer than another hour tomorrow.
func TestSpreadPrefersNearToDifferent(t *testing.T) {
	t.Parallel()
	search := Search{AppointmentTypeID: visitID, Limit: 3, Spread: true, Windows: []Window{
		{Start: at(1, 9, 0), End: at(1, 12, 0)}, {Start: at(20, 9, 0), End: at(21, 0, 0)},
	}}
	got := FindSlots(exampleCalendar(), search, at(0, 9, 10))
	if want := []string{"Tue 09:00", "Tue 10:00", "Tue 11:00"}; !slices.Equal(starts(got), want) {
		t.Errorf("FindSlots = %q, want %q", starts(got), want)
	}
}
