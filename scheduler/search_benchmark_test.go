package scheduler

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// busyCalendar is a clinic of many practitioners whose next days are taken to
// about seven tenths, with a room for each two of them, ordered as the store
// reads it.
func busyCalendar(practitioners, days int) Calendar {
	// One with summer time, but with the hours of the examples on these days.
	zone, err := time.LoadLocation("America/Chicago")
	if err != nil {
		panic(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	calendar := Calendar{Zone: zone, Types: []records.AppointmentType{{
		ID: visitID, Duration: 45 * time.Minute, BufferAfter: 5 * time.Minute, SlotStep: 15 * time.Minute, LeadTime: 2 * time.Hour,
		Horizon: time.Duration(days) * 24 * time.Hour, BookableByChat: true, Active: true,
		ResourceKinds: []records.ResourceKind{records.ResourceRoom},
	}}}
	take := func(subject uuid.UUID, share float64) {
		for day := range days {
			for start := at(day, 9, 0); start.Before(at(day, 17, 0)); start = start.Add(30 * time.Minute) {
				if random.Float64() < share {
					calendar.Occupied = append(calendar.Occupied, records.Occupied{SubjectID: subject, Start: start, End: start.Add(30 * time.Minute)})
				}
			}
		}
	}
	for number := range practitioners {
		practitioner := id(1000 + number)
		calendar.Practitioners = append(calendar.Practitioners, records.Practitioner{ID: practitioner, Active: true})
		calendar.Types[0].PractitionerIDs = append(calendar.Types[0].PractitionerIDs, practitioner)
		for weekday := time.Monday; weekday <= time.Friday; weekday++ {
			calendar.Availability = append(calendar.Availability,
				records.Availability{PractitionerID: practitioner, Kind: records.AvailabilityOpen, Weekday: weekday, Start: 9 * 60, End: 17 * 60},
				records.Availability{PractitionerID: practitioner, Kind: records.AvailabilityBreak, Weekday: weekday, Start: 12 * 60, End: 13 * 60})
		}
		take(practitioner, 0.7)
	}
	for number := range max(practitioners/2, 1) {
		room := id(100_000 + number)
		calendar.Resources = append(calendar.Resources, records.Resource{ID: room, Kind: records.ResourceRoom, Active: true})
		take(room, 0.5)
	}
	return calendar
}

// BenchmarkIndexed is what a search pays first when its calendar was just read:
// one look at each row.
func BenchmarkIndexed(b *testing.B) {
	calendar := busyCalendar(100, 60)
	b.ReportMetric(float64(len(calendar.Occupied)), "rows")
	for b.Loop() {
		calendar.Indexed()
	}
}

func BenchmarkFindSlots(b *testing.B) {
	now := at(0, 7, 10)
	for _, size := range []struct{ practitioners, days int }{{10, 60}, {100, 60}, {1000, 14}, {1000, 60}} {
		calendar := busyCalendar(size.practitioners, size.days).Indexed()
		for _, search := range []struct {
			name   string
			search Search
		}{
			{"soonest three", Search{Limit: 3}},
			{"spread three", Search{Limit: 3, Spread: true}},
			{"one practitioner", Search{Limit: 3, PractitionerID: id(1005)}},
			{"month view", Search{Limit: 1 << 20, PractitionerID: id(1005), Windows: []Window{{Start: now, End: now.AddDate(0, 1, 0)}}}},
		} {
			search.search.AppointmentTypeID = visitID
			b.Run(fmt.Sprintf("%d practitioners/%d days/%s", size.practitioners, size.days, search.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if slots := FindSlots(calendar, search.search, now); len(slots) < 3 {
						b.Fatalf("found only %d slots", len(slots))
					}
				}
			})
		}
	}
}
