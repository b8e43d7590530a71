package scheduler_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

func TestOpeningHours(t *testing.T) {
	t.Parallel()
	lee, osei, north := uuid.New(), uuid.New(), uuid.New()
	const nine, noon, one, two, five = 9 * 60, 12 * 60, 13 * 60, 14 * 60, 17 * 60
	thanksgiving := records.LocalDate{Year: 2026, Month: time.November, Day: 26}
	calendar := scheduler.Calendar{
		Zone: time.UTC, Practitioners: []records.Practitioner{{ID: lee, Active: true}, {ID: osei, Active: true}},
		Availability: []records.Availability{
			{PractitionerID: lee, Kind: records.AvailabilityOpen, Weekday: time.Thursday, Start: nine, End: two},
			{PractitionerID: lee, Kind: records.AvailabilityBreak, Weekday: time.Thursday, Start: noon, End: one},
			{PractitionerID: osei, Kind: records.AvailabilityOpen, Weekday: time.Thursday, Start: one, End: five},
			{PractitionerID: osei, Kind: records.AvailabilityWalkIn, Weekday: time.Friday, Start: nine, End: noon, LocationID: north},
			{PractitionerID: osei, Kind: records.AvailabilityOpen, Weekday: time.Friday, Start: two, End: five},
		},
		Absences: []records.Absence{
			{Kind: records.AbsenceHoliday, StartDate: thanksgiving, EndDate: thanksgiving.AddDays(1)},
			{Kind: records.AbsenceLeave, PractitionerID: lee, StartDate: thanksgiving.AddDays(-7), EndDate: thanksgiving.AddDays(-6)},
			{Kind: records.AbsenceClosure, LocationID: north, StartDate: thanksgiving.AddDays(8), EndDate: thanksgiving.AddDays(9)},
		},
	}.Prepared()
	all := []scheduler.OpenSpan{{Start: nine, End: five}}
	parted := []scheduler.OpenSpan{{Start: nine, End: noon}, {Start: two, End: five}}
	for name, c := range map[string]struct {
		date        records.LocalDate
		usual, open []scheduler.OpenSpan
	}{
		"a break and a leave close nothing": {thanksgiving.AddDays(-7), all, all},
		"a holiday closes":                  {thanksgiving, all, nil},
		"walk-in hours are hours":           {thanksgiving.AddDays(1), parted, parted},
		"a closed site closes its own":      {thanksgiving.AddDays(8), parted, parted[1:]},
		"no rule, no hours":                 {thanksgiving.AddDays(2), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := scheduler.OpeningHours(calendar, c.date)
			if !slices.Equal(got.Usual, c.usual) || !slices.Equal(got.Open, c.open) {
				t.Errorf("got %+v", got)
			}
			if got.IsShortened() != !slices.Equal(c.usual, c.open) {
				t.Errorf("shortened: %v", got.IsShortened())
			}
		})
	}
}
