package scheduler_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// TestOnDuty: in a session, booked or for walk-ins, by weekday or by a
// recurrence rule; not in a break, on leave, or where the site is closed.
func TestOnDuty(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	north, south := uuid.UUID{3, 15: 1}, uuid.UUID{3, 15: 2}
	session := func(doctor uuid.UUID, kind records.AvailabilityKind, from, to int, change ...func(*records.Availability)) records.Availability {
		rule := records.Availability{
			ID: uuid.New(), PractitionerID: doctor, Kind: kind, Weekday: time.Monday, Start: records.LocalTime(from * 60), End: records.LocalTime(to * 60),
		}
		for _, one := range change {
			one(&rule)
		}
		return rule
	}
	at := func(location uuid.UUID) func(*records.Availability) {
		return func(rule *records.Availability) { rule.LocationID = location }
	}
	firstMondays := func(rule *records.Availability) {
		rule.RRule, rule.ValidFrom = "FREQ=MONTHLY;BYDAY=1MO", records.LocalDate{Year: 2026, Month: time.November, Day: 2}
	}
	absence := func(kind records.AbsenceKind, doctor, location uuid.UUID) records.Absence {
		day := records.LocalDate{Year: 2026, Month: time.November, Day: 23}
		return records.Absence{ID: uuid.New(), Kind: kind, PractitionerID: doctor, LocationID: location, StartDate: day, EndDate: day, EndTime: 24 * 60}
	}
	open, walkIn, pause := records.AvailabilityOpen, records.AvailabilityWalkIn, records.AvailabilityBreak
	tests := map[string]struct {
		rules    []records.Availability
		absences []records.Absence
		hour     int
		want     []uuid.UUID
	}{
		"in sessions of both kinds":   {rules: []records.Availability{session(doctorA, open, 9, 12), session(doctorB, walkIn, 9, 12)}, hour: 9, want: []uuid.UUID{doctorA, doctorB}},
		"before and after":            {rules: []records.Availability{session(doctorA, open, 10, 12), session(doctorB, open, 7, 9)}, hour: 9},
		"in a break":                  {rules: []records.Availability{session(doctorA, open, 8, 17), session(doctorA, pause, 9, 10)}, hour: 9},
		"after it":                    {rules: []records.Availability{session(doctorA, open, 8, 17), session(doctorA, pause, 9, 10)}, hour: 10, want: []uuid.UUID{doctorA}},
		"on another day of the month": {rules: []records.Availability{session(doctorA, open, 8, 17, firstMondays)}, hour: 9},
		"on leave":                    {rules: []records.Availability{session(doctorA, open, 8, 17), session(doctorB, open, 8, 17)}, absences: []records.Absence{absence(records.AbsenceLeave, doctorA, uuid.Nil)}, hour: 9, want: []uuid.UUID{doctorB}},
		"a holiday":                   {rules: []records.Availability{session(doctorA, open, 8, 17)}, absences: []records.Absence{absence(records.AbsenceHoliday, uuid.Nil, uuid.Nil)}, hour: 9},
		"a closed site":               {rules: []records.Availability{session(doctorA, open, 8, 17, at(north)), session(doctorB, open, 8, 17, at(south))}, absences: []records.Absence{absence(records.AbsenceClosure, uuid.Nil, north)}, hour: 9, want: []uuid.UUID{doctorB}},
		"a day on which it is not yet": {rules: []records.Availability{session(doctorA, open, 8, 17, func(rule *records.Availability) {
			rule.ValidFrom = records.LocalDate{Year: 2026, Month: time.December, Day: 1}
		})}, hour: 9},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calendar := scheduler.Calendar{
				Zone: zone, Practitioners: []records.Practitioner{{ID: doctorA, Active: true}, {ID: doctorB, Active: true}},
				Availability: test.rules, Absences: test.absences,
				Types: []records.AppointmentType{{ID: visit, PractitionerIDs: []uuid.UUID{doctorA}}},
			}
			var got []uuid.UUID
			for _, server := range scheduler.OnDuty(calendar, time.Date(2026, time.November, 23, test.hour, 0, 0, 0, zone)) {
				got = append(got, server.PractitionerID)
				if offers := slices.Contains(server.AppointmentTypeIDs, visit); offers != (server.PractitionerID == doctorA) {
					t.Errorf("%s offers %v", server.PractitionerID, server.AppointmentTypeIDs)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("on duty %v, want %v", got, test.want)
			}
		})
	}
}
