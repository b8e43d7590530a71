package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// TestAvailability shows, rule by rule, what makes time and what takes it away:
// see exampleCalendar. It is Monday, 09:10; the search is for three of Dr Osei's
// times of half an hour.
func TestAvailability(t *testing.T) {
	t.Parallel()
	now := at(0, 9, 10)
	day := func(days int) records.LocalDate { return records.LocalDate{Year: 2026, Month: 6, Day: 1 + days} }
	inRoom := []records.ResourceKind{records.ResourceRoom}
	tests := []struct {
		name   string
		change func(*Calendar, *records.AppointmentType, *Search)
		want   []string
	}{
		{"the first Monday of a month", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Availability = []records.Availability{{
				PractitionerID: osei, Kind: records.AvailabilityOpen, RRule: "FREQ=MONTHLY;BYDAY=1MO", ValidFrom: day(-40), Start: 600, End: 660,
			}}
		}, []string{"Mon 10:00", "Mon 10:30"}},
		{"every other day, from its first day on", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Availability = []records.Availability{{
				PractitionerID: osei, Kind: records.AvailabilityOpen, RRule: "FREQ=DAILY;INTERVAL=2", ValidFrom: day(1), Start: 600, End: 630,
			}}
		}, []string{"Tue 10:00", "Thu 10:00", "Sat 10:00"}},
		{"a recurrence with a last day", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Availability = []records.Availability{{
				PractitionerID: osei, Kind: records.AvailabilityOpen, RRule: "FREQ=DAILY", ValidFrom: day(1), ValidUntil: day(2), Start: 600, End: 630,
			}}
		}, []string{"Tue 10:00", "Wed 10:00"}},
		{"a break that recurs", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Availability = append(calendar.Availability, records.Availability{
				PractitionerID: osei, Kind: records.AvailabilityBreak, RRule: "FREQ=WEEKLY;BYDAY=MO", ValidFrom: day(-7), Start: 9 * 60, End: 16 * 60,
			})
		}, []string{"Mon 16:00", "Mon 16:30", "Tue 09:00"}},
		{"a rule that can't be read gives no time", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Availability = []records.Availability{{
				PractitionerID: osei, Kind: records.AvailabilityOpen, RRule: "FREQ=SECONDLY", ValidFrom: day(0), Start: 600, End: 660,
			}}
		}, nil},
		{"a recurrence without a beginning gives no time", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Availability = []records.Availability{{
				PractitionerID: osei, Kind: records.AvailabilityOpen, RRule: "FREQ=DAILY", Start: 600, End: 660,
			}}
		}, nil},
		{"an extra session of one day", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			calendar.Availability = append(calendar.Availability, records.Availability{
				PractitionerID: osei, Kind: records.AvailabilityOpen, Weekday: time.Saturday, Start: 600, End: 660, ValidFrom: day(5), ValidUntil: day(5),
			})
			search.Weekdays = []time.Weekday{time.Saturday}
		}, []string{"Sat 10:00", "Sat 10:30"}},
		{"walk-in hours are never offered", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Availability = append(calendar.Availability,
				records.Availability{PractitionerID: osei, Kind: records.AvailabilityWalkIn, Weekday: time.Monday, Start: 9 * 60, End: 16 * 60},
				records.Availability{PractitionerID: osei, Kind: records.AvailabilityWalkIn, Weekday: time.Monday, Start: 18 * 60, End: 20 * 60})
		}, []string{"Mon 16:00", "Mon 16:30", "Tue 09:00"}},
		{"leave, up to but not including its end", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Absences = []records.Absence{{
				PractitionerID: osei, Kind: records.AbsenceLeave, StartDate: day(0), StartTime: 10 * 60, EndDate: day(1), EndTime: 11 * 60,
			}}
		}, []string{"Mon 09:30", "Tue 11:00", "Tue 11:30"}},
		{"somebody else's leave", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Absences = []records.Absence{{PractitionerID: lee, Kind: records.AbsenceLeave, StartDate: day(0), EndDate: day(9), EndTime: dayEnd}}
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"a holiday", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Absences = []records.Absence{{Kind: records.AbsenceHoliday, StartDate: day(0), EndDate: day(0), EndTime: dayEnd}}
		}, []string{"Tue 09:00", "Tue 09:30", "Tue 10:00"}},
		{"leave does not move the grid", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.SlotStep = 45 * time.Minute
			calendar.Absences = []records.Absence{{Kind: records.AbsenceClosure, StartDate: day(0), EndDate: day(0), EndTime: 10 * 60}}
		}, []string{"Mon 10:30", "Mon 11:15", "Mon 13:30"}},
		{"a closed site closes its sessions only", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			for i := range calendar.Availability {
				calendar.Availability[i].LocationID = north
				if calendar.Availability[i].Weekday == time.Tuesday {
					calendar.Availability[i].LocationID = south
				}
			}
			calendar.Absences = []records.Absence{{LocationID: north, Kind: records.AbsenceClosure, StartDate: day(0), EndDate: day(6), EndTime: dayEnd}}
		}, []string{"Tue 09:00", "Tue 09:30", "Tue 10:00"}},
		{"a session for other types", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			for i := range calendar.Availability {
				if calendar.Availability[i].Weekday != time.Thursday {
					calendar.Availability[i].AppointmentTypeIDs = []uuid.UUID{id(299)}
				}
			}
		}, []string{"Thu 09:00", "Thu 09:30", "Thu 10:00"}},
		{"a room at another site", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.ResourceKinds = inRoom
			calendar.Resources[0].LocationID, calendar.Resources[1].LocationID = north, north
			for i := range calendar.Availability {
				calendar.Availability[i].LocationID = south
			}
		}, nil},
		{"a room that stands nowhere serves every site", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.ResourceKinds = inRoom
			calendar.Resources[0].LocationID = north
			for i := range calendar.Availability {
				calendar.Availability[i].LocationID = south
			}
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"a virtual visit needs no room and fits any session", func(calendar *Calendar, kind *records.AppointmentType, search *Search) {
			kind.ResourceKinds, kind.Modality = inRoom, records.ModalityVirtual
			calendar.Resources = nil
			for i := range calendar.Availability {
				calendar.Availability[i].LocationID = south
			}
			search.LocationID = north
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"the practitioner's cap of a day", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) {
			calendar.Practitioners[0].DailyCap = 2
			for seat := range 2 {
				calendar.Occupied = append(calendar.Occupied, records.Occupied{SubjectID: QuotaID(osei, uuid.Nil), Start: at(0, 0, 0), End: at(1, 0, 0), Seat: seat + 1})
			}
		}, []string{"Tue 09:00", "Tue 09:30", "Tue 10:00"}},
		{"a cap on the type with a seat left", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.DailyCap = 2
			calendar.Occupied = []records.Occupied{{SubjectID: QuotaID(osei, visitID), Start: at(0, 0, 0), End: at(1, 0, 0), Seat: 2}}
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"a group with a place left, among taken time", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.Capacity = 3
			calendar.Occupied = []records.Occupied{
				{SubjectID: osei, Start: at(0, 9, 0), End: at(0, 10, 0)},
				{SubjectID: osei, Start: at(0, 10, 0), End: at(0, 10, 30), GroupID: GroupID(visitID, osei, at(0, 10, 0)), Seats: 2},
				{SubjectID: osei, Start: at(0, 10, 30), End: at(0, 11, 0), GroupID: GroupID(visitID, osei, at(0, 10, 30)), Seats: 3},
			}
		}, []string{"Mon 10:00", "Mon 11:00", "Mon 11:30"}},
		{"another type's group", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.Capacity = 3
			calendar.Occupied = []records.Occupied{
				{SubjectID: osei, Start: at(0, 10, 0), End: at(0, 10, 30), GroupID: GroupID(id(299), osei, at(0, 10, 0)), Seats: 1},
			}
		}, []string{"Mon 09:30", "Mon 10:30", "Mon 11:00"}},
		{"nobody takes two places in a group", func(calendar *Calendar, kind *records.AppointmentType, search *Search) {
			kind.Capacity, search.PatientID = 3, patientID
			calendar.Occupied = []records.Occupied{
				{SubjectID: osei, Start: at(0, 10, 0), End: at(0, 10, 30), GroupID: GroupID(visitID, osei, at(0, 10, 0)), Seats: 1},
				{SubjectID: patientID, Start: at(0, 10, 0), End: at(0, 10, 30)},
			}
		}, []string{"Mon 09:30", "Mon 10:30", "Mon 11:00"}},
		{"over taken time, as often as the capacity allows", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			search.ByStaff, search.Overbook = true, true
			calendar.Practitioners[0].OverbookingCapacity = 2
			calendar.Occupied = []records.Occupied{
				{SubjectID: osei, Start: at(0, 9, 0), End: at(0, 11, 30)},
				{SubjectID: osei, Start: at(0, 9, 30), End: at(0, 10, 0), Seat: 1},
				{SubjectID: osei, Start: at(0, 10, 0), End: at(0, 10, 30), Seat: 1},
				{SubjectID: osei, Start: at(0, 10, 0), End: at(0, 10, 30), Seat: 2},
			}
		}, []string{"Mon 09:30", "Mon 10:30", "Mon 11:00"}},
		{"patients never see overbooking", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			search.Overbook = true
			calendar.Practitioners[0].OverbookingCapacity = 2
			calendar.Occupied = []records.Occupied{{SubjectID: osei, Start: at(0, 9, 0), End: at(0, 10, 30)}}
		}, []string{"Mon 10:30", "Mon 11:00", "Mon 11:30"}},
		{"a device is never overbooked", func(calendar *Calendar, kind *records.AppointmentType, search *Search) {
			kind.ResourceKinds = []records.ResourceKind{records.ResourceRoom, records.ResourceDevice}
			search.ByStaff, search.Overbook = true, true
			calendar.Practitioners[0].OverbookingCapacity = 2
			for _, subject := range []uuid.UUID{room1, room2} {
				calendar.Occupied = append(calendar.Occupied, records.Occupied{SubjectID: subject, Start: at(0, 9, 0), End: at(0, 17, 0)})
			}
			calendar.Occupied = append(calendar.Occupied, records.Occupied{SubjectID: scanner, Start: at(0, 9, 0), End: at(0, 10, 0)})
		}, []string{"Mon 10:00", "Mon 10:30", "Mon 11:00"}},
		{"afternoons of two weekdays", func(_ *Calendar, _ *records.AppointmentType, search *Search) {
			search.Weekdays, search.DayParts = []time.Weekday{time.Thursday, time.Tuesday}, []DayPart{{From: 16 * 60, Until: 24 * 60}}
		}, []string{"Tue 16:00", "Tue 16:30", "Thu 16:00"}},
		{"a language nobody is known to speak", func(_ *Calendar, _ *records.AppointmentType, search *Search) {
			search.Language = records.Portuguese
		}, nil},
		{"a specialty in the clinic's own words", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			calendar.Practitioners[0].Specialty = records.LocalizedText{records.Spanish: "Pediatría"}
			search.Specialty = "PEDIATRÍA "
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calendar := exampleCalendar()
			search := Search{AppointmentTypeID: visitID, PractitionerID: osei, Limit: 3}
			test.change(&calendar, &calendar.Types[0], &search)
			slots := FindSlots(calendar, search, now)
			if got := starts(slots); !slices.Equal(got, test.want) {
				t.Errorf("FindSlots = %q, want %q", got, test.want)
			}
			by := Booker{PatientID: search.PatientID, Staff: search.ByStaff}
			if search.Overbook {
				by.OverbookingReason = "in pain"
			}
			for _, slot := range slots {
				if err := CheckBooking(calendar, slot, now, by); err != nil {
					t.Errorf("invariant 8: the offered slot at %v is refused: %v", slot.Start, err)
				}
				if _, err := Claims(calendar, slot, by); err != nil {
					t.Errorf("what the offered slot at %v takes: %v", slot.Start, err)
				}
			}
		})
	}
}

// TestSlotsSayWhereTheyAre: a slot is at the site of its session, and booking
// it at another is refused.
func TestSlotsSayWhereTheyAre(t *testing.T) {
	t.Parallel()
	calendar := exampleCalendar()
	for i := range calendar.Availability {
		calendar.Availability[i].LocationID = south
		if calendar.Availability[i].Weekday == time.Tuesday {
			calendar.Availability[i].LocationID = north
		}
	}
	now := at(0, 9, 10)
	search := Search{AppointmentTypeID: visitID, PractitionerID: osei, Limit: 1, LocationID: north}
	slots := FindSlots(calendar, search, now)
	if got := starts(slots); !slices.Equal(got, []string{"Tue 09:00"}) || slots[0].LocationID != north {
		t.Fatalf("FindSlots at the northern site = %v, want Tuesday 09:00 there", slots)
	}
	elsewhere := slots[0]
	elsewhere.LocationID = south
	if reasons := reasonsOf(CheckBooking(calendar, elsewhere, now, Booker{})); !slices.Equal(reasons, []Reason{ReasonLocation}) {
		t.Errorf("at the southern site it is refused for %v, want %s", reasons, ReasonLocation)
	}
	byHand := slots[0]
	byHand.LocationID = uuid.Nil
	if completed, ok := CompleteSlot(calendar, byHand, Booker{}); !ok || completed.LocationID != north {
		t.Errorf("CompleteSlot puts it at %v, want %v", completed.LocationID, north)
	}
}
