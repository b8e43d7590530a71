package scheduler

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"frontdesk/records"
)

// crowdedCalendar is a clinic of so many practitioners and rooms whose hours
// are taken with the given chance, independently of each other, so that most
// who are free must look for another room.
func crowdedCalendar(size int, full float64) (Calendar, time.Time) {
	random := rand.New(rand.NewPCG(7, uint64(size)))
	now := at(0, 0, 0)
	kind := exampleCalendar().Types[0]
	kind.ID, kind.ResourceKinds, kind.PractitionerIDs = visitID, []records.ResourceKind{records.ResourceRoom}, nil
	kind.Duration, kind.BufferBefore, kind.BufferAfter, kind.SlotStep = 45*time.Minute, 0, 15*time.Minute, time.Hour
	kind.LeadTime, kind.Horizon, kind.BookableByChat, kind.Capacity, kind.DailyCap = 0, 40*24*time.Hour, true, 1, 0
	calendar := Calendar{Zone: time.UTC}
	for n := range size {
		practitioner := records.Practitioner{ID: id(1000 + n), Active: true}
		room := records.Resource{ID: id(5000 + n), Kind: records.ResourceRoom, Active: true}
		calendar.Practitioners = append(calendar.Practitioners, practitioner)
		calendar.Resources = append(calendar.Resources, room)
		kind.PractitionerIDs = append(kind.PractitionerIDs, practitioner.ID)
		for weekday := range 7 {
			calendar.Availability = append(calendar.Availability, records.Availability{
				PractitionerID: practitioner.ID, Kind: records.AvailabilityOpen, Weekday: time.Weekday(weekday), Start: 9 * 60, End: 17 * 60,
			})
		}
	}
	for _, resource := range calendar.Resources {
		calendar.Occupied = append(calendar.Occupied, takenHours(random, records.Occupied{SubjectID: resource.ID}, now, full)...)
	}
	for _, practitioner := range calendar.Practitioners {
		calendar.Occupied = append(calendar.Occupied, takenHours(random, records.Occupied{SubjectID: practitioner.ID}, now, full)...)
	}
	calendar.Types = []records.AppointmentType{kind}
	return calendar, now
}

func takenHours(random *rand.Rand, row records.Occupied, now time.Time, full float64) []records.Occupied {
	var rows []records.Occupied
	for day := range 40 {
		for hour := 9; hour < 17; hour++ {
			if random.Float64() < full {
				row.Start = now.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
				row.End, row.Seats = row.Start.Add(time.Hour), 1
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// A search in a crowd ends as one that knows everything, by few needs, however
// full the rooms are: each need is a step ahead.
func TestQuestInACrowd(t *testing.T) {
	t.Parallel()
	for _, size := range []int{3, 40, 200} {
		for _, full := range []float64{0.5, 0.9, 0.99} {
			calendar, now := crowdedCalendar(size, full)
			rules := calendar
			rules.Occupied = nil
			rules = rules.Prepared()
			indexed := calendar.Indexed()
			from := records.LocalDateOf(now, time.UTC)
			for patient := range 5 {
				search := Search{AppointmentTypeID: visitID, PatientID: id(90_000 + patient), Limit: 3}
				quest := NewQuest(rules, search, now)
				pursue(t, quest, calendar.Occupied)
				if got, want := quest.Slots(), FindSlots(indexed, search, now); !reflect.DeepEqual(got, want) {
					t.Fatalf("size %d, %v full: the quest found %v, FindSlots %v", size, full, got, want)
				}
				search.Spread = true
				quest = NewQuest(rules, search, now)
				pursue(t, quest, calendar.Occupied)
				if got, want := quest.Slots(), FindSlots(indexed, search, now); !reflect.DeepEqual(got, want) {
					t.Fatalf("size %d, %v full, spread: the quest found %v, FindSlots %v", size, full, got, want)
				}
				search.Limit = 1
				quest = NewDaysQuest(rules, search, from, from.AddDays(20), now)
				pursue(t, quest, calendar.Occupied)
				if got, want := quest.Days(), DaysWithSlots(indexed, search, from, from.AddDays(20), now); !reflect.DeepEqual(got, want) {
					t.Fatalf("size %d, %v full: the quest found the days %v, want %v", size, full, got, want)
				}
			}
		}
	}
}
