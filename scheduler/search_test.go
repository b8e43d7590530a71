package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// TestFindSlots shows the rules one by one on a clinic that is easy to picture:
// see exampleCalendar. It is Monday, 09:10.
func TestFindSlots(t *testing.T) {
	t.Parallel()
	now := at(0, 9, 10)
	monday := Window{Start: at(0, 0, 0), End: at(1, 0, 0)}
	tests := []struct {
		name   string
		change func(*Calendar, *records.AppointmentType, *Search)
		want   []string
	}{
		{"the soonest, breaks left out", func(_ *Calendar, _ *records.AppointmentType, search *Search) {
			search.Limit = 7
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30", "Mon 11:00", "Mon 11:30", "Mon 13:00", "Mon 13:30"}},
		{"over the weekend", func(_ *Calendar, _ *records.AppointmentType, search *Search) {
			search.Windows = []Window{{Start: at(4, 16, 0), End: at(14, 0, 0)}}
		}, []string{"Fri 16:00", "Fri 16:30", "Mon 09:00"}},
		{"starts must be in a window, ends need not", func(_ *Calendar, _ *records.AppointmentType, search *Search) {
			search.Windows = []Window{{Start: at(0, 10, 0), End: at(0, 10, 1)}, {Start: at(1, 9, 1), End: at(1, 9, 31)}}
		}, []string{"Mon 10:00", "Tue 09:30"}},
		{"lead time", func(_ *Calendar, kind *records.AppointmentType, search *Search) {
			kind.LeadTime = 24 * time.Hour
		}, []string{"Tue 09:30", "Tue 10:00", "Tue 10:30"}},
		{"lead time does not bind staff", func(_ *Calendar, kind *records.AppointmentType, search *Search) {
			kind.LeadTime, search.ByStaff = 24*time.Hour, true
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"the horizon itself is still allowed", func(_ *Calendar, kind *records.AppointmentType, search *Search) {
			kind.Horizon = 50 * time.Minute
		}, []string{"Mon 09:30", "Mon 10:00"}},
		{"horizon does not bind staff", func(_ *Calendar, kind *records.AppointmentType, search *Search) {
			kind.Horizon, search.ByStaff = 0, true
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"the grid counts from the opening, not from what is free", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.SlotStep = 45 * time.Minute
			calendar.Occupied = []records.Occupied{{SubjectID: osei, Start: at(0, 9, 0), End: at(0, 9, 50)}}
		}, []string{"Mon 10:30", "Mon 11:15", "Mon 13:30"}},
		{"buffers keep their distance from others, breaks and closing", func(calendar *Calendar, kind *records.AppointmentType, search *Search) {
			kind.BufferBefore, kind.BufferAfter = 10*time.Minute, 20*time.Minute
			calendar.Occupied = []records.Occupied{{SubjectID: osei, Start: at(0, 10, 25), End: at(0, 10, 50)}}
			search.Windows, search.Limit = []Window{monday}, 20
		}, []string{"Mon 09:30", "Mon 11:00", "Mon 13:30", "Mon 14:00", "Mon 14:30", "Mon 15:00", "Mon 15:30", "Mon 16:00"}},
		{"adjacent appointments touch", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			calendar.Occupied = []records.Occupied{
				{SubjectID: osei, Start: at(0, 9, 0), End: at(0, 10, 0)}, {SubjectID: osei, Start: at(0, 10, 30), End: at(0, 16, 30)},
			}
			search.Windows = []Window{monday}
		}, []string{"Mon 10:00", "Mon 16:30"}},
		{"a patient is in one place at a time", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			calendar.Occupied = []records.Occupied{{SubjectID: patientID, Start: at(0, 9, 0), End: at(0, 10, 15)}}
			search.PatientID = patientID
		}, []string{"Mon 10:30", "Mon 11:00", "Mon 11:30"}},
		{"another patient's time is no matter", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			calendar.Occupied = []records.Occupied{{SubjectID: patientID, Start: at(0, 9, 0), End: at(0, 10, 15)}}
			search.PatientID = id(101)
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"every room is taken", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.ResourceKinds = []records.ResourceKind{records.ResourceRoom}
			calendar.Occupied = []records.Occupied{
				{SubjectID: room1, Start: at(0, 9, 0), End: at(0, 10, 40)}, {SubjectID: room2, Start: at(0, 9, 30), End: at(0, 10, 30)},
			}
		}, []string{"Mon 10:30", "Mon 11:00", "Mon 11:30"}},
		{"a device that is out of use", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.ResourceKinds = []records.ResourceKind{records.ResourceDevice}
			calendar.Resources[2].Active = false
		}, nil},
		{"no device of the kind at all", func(calendar *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.ResourceKinds, calendar.Resources = []records.ResourceKind{records.ResourceDevice}, nil
		}, nil},
		{"rules begin and end by date, both days included", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			for i := range calendar.Availability {
				calendar.Availability[i].ValidFrom = records.LocalDate{Year: 2026, Month: 6, Day: 3}
				calendar.Availability[i].ValidUntil = records.LocalDate{Year: 2026, Month: 6, Day: 3}
			}
			search.Limit = 20
		}, []string{
			"Wed 09:00", "Wed 09:30", "Wed 10:00", "Wed 10:30", "Wed 11:00", "Wed 11:30", "Wed 13:00",
			"Wed 13:30", "Wed 14:00", "Wed 14:30", "Wed 15:00", "Wed 15:30", "Wed 16:00", "Wed 16:30",
		}},
		{"openings that touch are one", func(calendar *Calendar, kind *records.AppointmentType, search *Search) {
			kind.Duration, kind.SlotStep = 2*time.Hour, 2*time.Hour
			calendar.Availability = []records.Availability{
				{PractitionerID: osei, Kind: records.AvailabilityOpen, Weekday: time.Tuesday, Start: 12 * 60, End: 15 * 60},
				{PractitionerID: osei, Kind: records.AvailabilityOpen, Weekday: time.Tuesday, Start: 9 * 60, End: 12 * 60},
			}
		}, []string{"Tue 09:00", "Tue 11:00", "Tue 13:00"}},
		{"over midnight where both days are open", func(calendar *Calendar, kind *records.AppointmentType, search *Search) {
			kind.Duration = time.Hour
			calendar.Availability = []records.Availability{
				{PractitionerID: osei, Kind: records.AvailabilityOpen, Weekday: time.Monday, Start: 22 * 60, End: 24 * 60},
				{PractitionerID: osei, Kind: records.AvailabilityOpen, Weekday: time.Tuesday, Start: 0, End: 60},
			}
			search.Limit = 5
			search.Windows = []Window{{Start: at(0, 23, 0), End: at(2, 0, 0)}}
		}, []string{"Mon 23:00", "Mon 23:30", "Tue 00:00"}},
		{"only the front desk books it", func(_ *Calendar, kind *records.AppointmentType, _ *Search) {
			kind.BookableByChat = false
		}, nil},
		{"the front desk books it", func(_ *Calendar, kind *records.AppointmentType, search *Search) {
			kind.BookableByChat, search.ByStaff = false, true
		}, []string{"Mon 09:30", "Mon 10:00", "Mon 10:30"}},
		{"a type that is gone", func(_ *Calendar, kind *records.AppointmentType, _ *Search) { kind.Active = false }, nil},
		{"a type nobody knows", func(_ *Calendar, _ *records.AppointmentType, search *Search) { search.AppointmentTypeID = id(9) }, nil},
		{"somebody who does not offer it", func(_ *Calendar, _ *records.AppointmentType, search *Search) { search.PractitionerID = id(9) }, nil},
		{"somebody who left", func(calendar *Calendar, _ *records.AppointmentType, search *Search) {
			calendar.Practitioners[0].Active = false
		}, nil},
		{"settings that make no sense: a step of nothing", func(_ *Calendar, kind *records.AppointmentType, _ *Search) { kind.SlotStep = 0 }, nil},
		{"settings that make no sense: a negative length", func(_ *Calendar, kind *records.AppointmentType, _ *Search) { kind.Duration = -time.Hour }, nil},
		{"settings that make no sense: an endless buffer", func(_ *Calendar, kind *records.AppointmentType, _ *Search) { kind.BufferAfter = 1<<63 - 1 }, nil},
		{"no zone", func(calendar *Calendar, _ *records.AppointmentType, _ *Search) { calendar.Zone = nil }, nil},
		{"no limit is none", func(_ *Calendar, _ *records.AppointmentType, search *Search) { search.Limit = 0 }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calendar := exampleCalendar()
			search := Search{AppointmentTypeID: visitID, PractitionerID: osei, Limit: 3}
			test.change(&calendar, &calendar.Types[0], &search)
			if got := starts(FindSlots(calendar, search, now)); !slices.Equal(got, test.want) {
				t.Errorf("FindSlots = %q, want %q", got, test.want)
			}
		})
	}
}

// TestFindSlotsWithAnybody: both practitioners are offered at one time, each in
// a room of their own as long as there is one.
func TestFindSlotsWithAnybody(t *testing.T) {
	t.Parallel()
	calendar := exampleCalendar()
	calendar.Types[0].ResourceKinds = []records.ResourceKind{records.ResourceRoom}
	slots := FindSlots(calendar, Search{AppointmentTypeID: visitID, Limit: 2}, at(0, 9, 0))
	if len(slots) != 2 || slots[0].PractitionerID == slots[1].PractitionerID || !slots[0].Start.Equal(slots[1].Start) {
		t.Fatalf("FindSlots = %v, want both practitioners at 09:00", slots)
	}
	if slots[0].ResourceIDs[0] == slots[1].ResourceIDs[0] {
		t.Errorf("both were given room %v while another is free", slots[0].ResourceIDs[0])
	}
}

// TestOrderOfPractitionersIsFair: over many patients each comes first about
// equally often; for one patient the order stays all day.
func TestOrderOfPractitionersIsFair(t *testing.T) {
	t.Parallel()
	calendar := exampleCalendar()
	first := map[uuid.UUID]int{}
	for patient := range 1000 {
		search := Search{AppointmentTypeID: visitID, PatientID: id(1000 + patient), Limit: 2}
		morning := FindSlots(calendar, search, at(0, 9, 0))
		search.Windows = []Window{{Start: at(2, 9, 0), End: at(3, 0, 0)}}
		afternoon := FindSlots(calendar, search, at(0, 15, 0))
		if morning[0].PractitionerID != afternoon[0].PractitionerID {
			t.Fatalf("patient %d was offered %v first in the morning and %v in the afternoon",
				patient, morning[0].PractitionerID, afternoon[0].PractitionerID)
		}
		first[morning[0].PractitionerID]++
	}
	if first[osei] < 400 || first[lee] < 400 {
		t.Errorf("of 1000 patients %d and %d were offered each practitioner first", first[osei], first[lee])
	}
}

func TestSearchSpan(t *testing.T) {
	t.Parallel()
	now := at(0, 9, 10)
	kind := exampleCalendar().Types[0]
	kind.LeadTime, kind.BufferBefore, kind.BufferAfter = time.Hour, 10*time.Minute, 20*time.Minute
	types := []records.AppointmentType{kind}
	tests := []struct {
		name   string
		search Search
		want   Window
	}{
		{
			"lead time to horizon, with buffers",
			Search{AppointmentTypeID: visitID},
			Window{Start: at(0, 10, 0), End: at(30, 10, 0).Add(time.Nanosecond)},
		},
		{
			"wished windows",
			Search{AppointmentTypeID: visitID, Windows: []Window{{at(3, 8, 0), at(3, 9, 0)}, {at(1, 8, 0), at(1, 9, 0)}}},
			Window{Start: at(1, 7, 50), End: at(3, 9, 50)},
		},
		{
			"staff are bound by MaxHorizon",
			Search{AppointmentTypeID: visitID, ByStaff: true},
			Window{Start: at(0, 9, 0), End: now.Add(MaxHorizon + 50*time.Minute + time.Nanosecond)},
		},
		{"a wish in the past", Search{AppointmentTypeID: visitID, Windows: []Window{{at(-2, 8, 0), at(-1, 8, 0)}}}, Window{}},
		{"an unknown type", Search{AppointmentTypeID: id(9)}, Window{}},
	}
	for _, test := range tests {
		if got := SearchSpan(test.search, types, now); got != test.want {
			t.Errorf("%s: SearchSpan = %v, want %v", test.name, got, test.want)
		}
	}
}
